"""How long a seal is good for, and which certificate an institution may seal with."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mcx.credentials.rules import EXPIRES_SOON, SealFacts, SealState, check_seal, seal_state
from microcred.report import Conclusion, Outcome
from tests.cast import NOW

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
GOOD = SealFacts(
    holder="Tampere University",
    identifier="NTRFI-2844561-8",
    country="FI",
    valid_from=NOW - DAY,
    valid_until=NOW + 365 * DAY,
    may_seal=True,
    is_test=False,
    is_qualified=True,
    own=frozenset({"Tampere University", "Tampereen yliopisto"}),
    others=frozenset({"FH JOANNEUM", "VATAT-1"}),
)


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (-DAY - SECOND, SealState.NOT_YET),
        (-DAY, SealState.IN_USE),
        (365 * DAY - EXPIRES_SOON - SECOND, SealState.IN_USE),
        (365 * DAY - EXPIRES_SOON, SealState.EXPIRING),
        (365 * DAY, SealState.EXPIRING),
        (365 * DAY + SECOND, SealState.EXPIRED),
    ],
)
def test_a_seal_is_in_one_state_at_each_moment(after: timedelta, state: SealState) -> None:
    dates = GOOD.valid_from, GOOD.valid_until

    assert seal_state(*dates, None, at=NOW + after) is state
    assert seal_state(*dates, NOW, at=NOW + after) is SealState.ENDED


def test_a_qualified_seal_of_ones_own_meets_every_condition() -> None:
    assert {check.outcome for check in check_seal(GOOD, at=NOW)} == {Outcome.PASSED}


@pytest.mark.parametrize(
    ("changed", "code", "outcome"),
    [
        ({"holder": ""}, "seal.names", Outcome.FAILED),
        ({"identifier": ""}, "seal.names", Outcome.FAILED),
        ({"country": ""}, "seal.names", Outcome.FAILED),
        ({"may_seal": False}, "seal.use", Outcome.FAILED),
        ({"valid_until": NOW - SECOND}, "seal.dates", Outcome.FAILED),
        ({"valid_until": NOW + DAY}, "seal.dates", Outcome.WARNING),
        ({"valid_from": NOW + DAY}, "seal.dates", Outcome.WARNING),
        ({"holder": "FH JOANNEUM"}, "seal.owner", Outcome.FAILED),
        ({"identifier": "VATAT-1"}, "seal.owner", Outcome.FAILED),
        ({"holder": "Tampereen korkeakoulusäätiö"}, "seal.owner", Outcome.WARNING),
        ({"is_test": True}, "seal.qualified", Outcome.WARNING),
        ({"is_qualified": False}, "seal.qualified", Outcome.WARNING),
    ],
)
def test_each_condition_is_told_by_itself(changed: dict[str, object], code: str, outcome: Outcome) -> None:
    report = check_seal(replace(GOOD, **changed), at=NOW)  # type: ignore[arg-type]

    found = [check for check in report if check.outcome is not Outcome.PASSED]
    assert [(check.code, check.outcome) for check in found] == [(code, outcome)]
    assert (report.conclusion is Conclusion.FAILED) is (outcome is Outcome.FAILED)
    assert found[0].source
    assert found[0].advice or changed.keys() == {"valid_from"}
