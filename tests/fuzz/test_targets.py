"""Every reader is fuzzed for a moment in each run of the suite, and the fuzzer itself finds defects."""

import json

import pytest

from microcred.errors import Malformed
from microcred.guards import parse_json
from tests.fuzz.engine import Defect, explore
from tests.fuzz.targets import TARGETS, guarded


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_survives(name: str) -> None:
    fuzzed = TARGETS[name]

    run = explore(fuzzed.target, fuzzed.seeds(), rounds=60)

    assert run.rounds == 60
    assert run.lines


def test_an_unnamed_error_is_a_defect() -> None:
    with pytest.raises(Defect, match="KeyError"):
        explore(lambda data: {b"seed": 1}[data], [b"seed"], rounds=50)


def test_inputs_that_reach_further_become_seeds() -> None:
    run = explore(guarded(parse_json), [json.dumps({"a": 1}).encode()], rounds=200)

    assert len(run.seeds) > 1


def test_a_named_error_is_none() -> None:
    def refuse(_data: bytes) -> None:
        raise Malformed("no")

    assert explore(guarded(refuse), [b"seed"], rounds=5).rounds == 5
