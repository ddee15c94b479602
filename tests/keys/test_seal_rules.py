"""How long a seal is good for, and which certificate an institution may seal with."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mcx.keys.rules import (
    DATES,
    EXPIRES_SOON,
    NAMES,
    OWNER,
    QUALIFIED,
    USE,
    SealFacts,
    SealState,
    check_seal,
    seal_state,
)
from mcx.network.rules.identifiers import identifier_forms
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
    others=frozenset({"FH JOANNEUM"}),
    own_identifiers=frozenset({"ntrfi-2844561-8"}),
    other_identifiers=frozenset({"vatat-1"}),
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

    assert seal_state(*dates, at=NOW + after) is state
    assert seal_state(*dates, NOW, at=NOW + after) is SealState.ENDED
    assert seal_state(*dates, NOW, NOW, at=NOW + after) is SealState.COMPROMISED


HOLDER = {"holder": "Tampere University", "identifier": "NTRFI-2844561-8"}


def _days(since: datetime, until: datetime) -> dict[str, str]:
    return {"since": f"{since:%Y-%m-%d}", "until": f"{until:%Y-%m-%d}"}


def test_a_qualified_seal_of_ones_own_meets_every_condition() -> None:
    report = check_seal(GOOD, at=NOW)

    assert [(check.code, check.outcome, check.source, dict(check.values)) for check in report] == [
        ("seal.names", Outcome.PASSED, NAMES, HOLDER),
        ("seal.use", Outcome.PASSED, USE, {}),
        ("seal.dates", Outcome.PASSED, DATES, _days(NOW - DAY, NOW + 365 * DAY)),
        ("seal.owner", Outcome.PASSED, OWNER, HOLDER),
        ("seal.qualified", Outcome.PASSED, QUALIFIED, {}),
    ]


@pytest.mark.parametrize(
    ("changed", "values"),
    [
        ({"holder": ""}, {}),
        ({"may_seal": False}, {}),
        ({"valid_until": NOW - SECOND}, _days(NOW - DAY, NOW - SECOND)),
        ({"valid_until": NOW + DAY}, _days(NOW - DAY, NOW + DAY)),
        ({"valid_from": NOW + DAY}, _days(NOW + DAY, NOW + 365 * DAY)),
        ({"holder": "FH JOANNEUM"}, HOLDER | {"holder": "FH JOANNEUM"}),
        ({"identifier": "VATAT-1"}, HOLDER | {"identifier": "VATAT-1"}),
        ({"identifier": "NTRFI-1"}, HOLDER | {"identifier": "NTRFI-1"}),
        ({"holder": "Tampere"}, {"holder": "Tampere"}),
        (
            {"holder": "T\u0430mp\u0435re University"},
            {"holder": "T\u0430mp\u0435re University", "signs": "\u0430 (U+0430), \u0435 (U+0435)"},
        ),
        ({"is_test": True}, {}),
    ],
)
def test_what_is_wrong_is_told_with_what_the_certificate_says(
    changed: dict[str, object], values: dict[str, str]
) -> None:
    report = check_seal(replace(GOOD, **changed), at=NOW)  # type: ignore[arg-type]

    [wrong] = (check for check in report if check.outcome is not Outcome.PASSED)
    assert dict(wrong.values) == values


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
        ({"holder": "Tampereen korkeakoulusäätiö"}, "seal.owner", Outcome.FAILED),
        ({"holder": "T\u0430mpere University"}, "seal.owner", Outcome.FAILED),  # a Cyrillic letter
        ({"holder": "Tampere\u200b University"}, "seal.owner", Outcome.FAILED),  # one that nobody sees
        ({"holder": "fh  joanneum"}, "seal.owner", Outcome.FAILED),
        ({"identifier": "NTRFI-1"}, "seal.owner", Outcome.FAILED),
        ({"identifier": "ntrfi-2844561-9"}, "seal.owner", Outcome.FAILED),
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


@pytest.mark.parametrize(
    "holder",
    [
        "Tampere  University",
        " TAMPERE UNIVERSITY",
        "Tampere\u00a0University",
        "tampereen yliopisto",
        "\uff34ampere University",
    ],
)
def test_spaces_case_and_compatible_characters_make_no_other_name(holder: str) -> None:
    assert not check_seal(replace(GOOD, holder=holder), at=NOW).only(Outcome.FAILED)


def test_a_letter_of_another_alphabet_is_named() -> None:
    (found,) = check_seal(replace(GOOD, holder="T\u0430mpere University"), at=NOW).only(Outcome.FAILED)

    assert "only looks like" in found.message
    assert "U+0430" in found.message


def test_a_name_that_two_members_share_is_told_apart_by_the_identifier() -> None:
    shared = replace(GOOD, others=GOOD.own)

    assert not check_seal(shared, at=NOW).only(Outcome.FAILED)
    assert check_seal(replace(shared, identifier="VATAT-1"), at=NOW).only(Outcome.FAILED)


@pytest.mark.parametrize(
    ("scheme", "value", "forms"),
    [
        ("eidas", "NTRFI-2844561-8", {"ntrfi-2844561-8"}),
        ("vat", "FI 28445618", {"vatfi-28445618", "vatfi-fi28445618"}),
        ("vat", "28445618", {"vatfi-28445618", "vatfi-fi28445618"}),
        ("erasmus", "SF TAMPERE17", set()),
    ],
)
def test_only_what_a_state_gave_identifies_the_holder_of_a_seal(
    scheme: str, value: str, forms: set[str]
) -> None:
    assert identifier_forms(scheme, value, "FI") == forms
