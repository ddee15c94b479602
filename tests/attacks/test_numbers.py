"""A number of a few signs that stands for gigabytes: no reader writes it out."""

import json

import pytest

from microcred.errors import Malformed
from microcred.explain import explain
from microcred.reading import read
from microcred.record_json import from_json, to_json
from microcred.verification import verify
from tests.attacks.cast import AT, TRUST
from tests.microcred.cast import record
from tests.microcred.verification.test_signed import signed

HUGE = ["1e-300000000", "1e999999999999", "0e-999999999", "sNaN", 1e300]


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize("name", ["creditsAvailable", "ects"])
def test_a_badge_with_an_endless_number_is_read_without_it(name: str, number: object) -> None:
    badge = json.loads(signed())
    badge["credentialSubject"]["achievement"][name] = number
    data = json.dumps(badge).encode()

    report, told = verify(data, at=AT, trust=TRUST), explain(read(data))

    assert report
    assert len(repr(told)) < 100_000


@pytest.mark.parametrize("number", ["1e-300000000", "1e999999999999", "sNaN"])
def test_a_kept_record_with_an_endless_number_is_refused(number: str) -> None:
    kept = to_json(record())
    kept["specification"]["ects"] = number

    with pytest.raises(Malformed):
        from_json(kept)
