"""Batches of one edition: byte for byte what signing one by one gives."""

import tracemalloc
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.batch import Edition, Path
from microcred.errors import KeyProblem, Malformed
from microcred.keys import generate
from microcred.proofs import check, sign
from tests.microcred.proofs.cast import KEY, METHOD, SIGNED_AT, credential, keys, problems

PATHS: tuple[Path, ...] = (
    ("id",),
    ("credentialSubject", "result", 0, "value"),
    ("credentialSubject", "achievement", "name"),
)


def filled(values: tuple[str, ...]) -> dict[str, Any]:
    """The credential with these texts, unsigned."""
    document = credential(id=values[0])
    document["credentialSubject"]["result"][0]["value"] = values[1]
    document["credentialSubject"]["achievement"]["name"] = values[2]
    return document


EDITION = Edition(credential(), PATHS, KEY, method=METHOD, created=SIGNED_AT)
learners = st.tuples(
    st.uuids().map(lambda one: f"urn:uuid:{one}"),
    st.text(st.characters(codec="utf-8")),
    st.text(st.characters(codec="utf-8")),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(learners, max_size=4))
def test_a_batch_is_what_signing_one_by_one_gives(batch: list[tuple[str, ...]]) -> None:
    expected = [orjson.dumps(sign(filled(values), KEY, method=METHOD, created=SIGNED_AT)) for values in batch]

    assert EDITION.sign(*batch) == expected


def test_a_credential_of_a_batch_holds() -> None:
    (made,) = EDITION.sign(("urn:uuid:7", "A", 'Zo\u00eb\'s % "course"'))

    assert problems(check(orjson.loads(made), keys())) == {}


def test_all_cores_together_give_the_same_in_the_same_order() -> None:
    batch = [(f"urn:uuid:{number}", "A", f"Learner {number}") for number in range(1200)]

    made = list(EDITION.sign_all(iter(batch), processes=2))

    assert made[:3] == EDITION.sign(*batch[:3])
    assert [orjson.loads(one)["id"] for one in made] == [values[0] for values in batch]


def test_it_reads_no_further_ahead_than_it_needs() -> None:
    read = 0

    def endless() -> Any:
        nonlocal read
        while True:
            read += 1
            yield (f"urn:uuid:{read}", "A", "B")

    stream = EDITION.sign_all(endless(), processes=1)
    next(stream)
    assert read < 5_000
    stream.close()


def memory_for(count: int) -> tuple[int, int]:
    """The most memory this process had while so many credentials passed through it, and their bytes."""
    batch = ((f"urn:uuid:{number}", "A", f"Learner {number}") for number in range(count))
    tracemalloc.start()
    written = sum(len(made) for made in EDITION.sign_all(batch, processes=2))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak, written


def test_memory_stays_the_same_for_any_number_of_credentials() -> None:
    memory_for(10)  # what is imported for processes does not count

    few, _ = memory_for(2_000)
    many, written = memory_for(20_000)

    assert many < few + 1_000_000
    assert written > 10 * many


def test_nobody_is_no_trouble() -> None:
    assert EDITION.sign() == []
    assert list(EDITION.sign_all([], processes=1)) == []


def test_a_hole_that_decides_about_the_graph_is_refused() -> None:
    with pytest.raises(Malformed):
        Edition(credential(), [("type", 0)], KEY, method=METHOD, created=SIGNED_AT)


def test_another_kind_of_key_is_refused() -> None:
    with pytest.raises(KeyProblem):
        Edition(credential(), PATHS, generate("P-256"), method=METHOD, created=SIGNED_AT)
