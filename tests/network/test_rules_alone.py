"""Votes, phases, affiliations and appointments by their rules alone."""

from datetime import date, timedelta

import pytest

from mcx.accounts.rules import Role
from mcx.core.periods import Phase, phase_on
from mcx.governance.rules.votes import in_force_from, tally
from mcx.network.rules.affiliations import (
    IDENTIFIER_PREFIX,
    AffiliationState,
    Confirmation,
    EvidenceSource,
    Vouching,
    confirmation_on,
    is_student_identifier,
    state_on,
)
from mcx.network.rules.appointments import may_appoint

DAY, ONE = date(2026, 7, 1), timedelta(days=1)


@pytest.mark.parametrize(
    ("votes", "is_adopted", "is_rejected"),
    [
        ({1: True, 2: True}, True, False),
        ({1: True}, False, False),
        ({1: True, 2: False}, False, True),
        ({1: False}, False, True),
        ({1: True, 2: True, 3: False}, True, False),
        ({}, False, False),
    ],
)
def test_a_charter_needs_every_members_voice(
    votes: dict[int, bool], is_adopted: bool, is_rejected: bool
) -> None:
    result = tally([1, 2], votes)

    assert (result.is_adopted, result.is_rejected) == (is_adopted, is_rejected)
    assert result.awaited == {1, 2} - votes.keys()


def test_a_network_without_members_adopts_nothing() -> None:
    assert not tally([], {1: True}).is_adopted


def test_a_charter_is_in_force_from_the_later_of_two_days() -> None:
    assert in_force_from(DAY, DAY - ONE) == DAY
    assert in_force_from(DAY - ONE, DAY) == DAY


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (DAY - ONE, Phase.COMING),
        (DAY, Phase.CURRENT),
        (DAY + ONE, Phase.CURRENT),
        (DAY + 2 * ONE, Phase.ENDED),
    ],
)
def test_both_ends_belong_to_the_time_in_which_something_is_true(day: date, phase: Phase) -> None:
    assert phase_on(day, DAY, DAY + ONE) is phase
    assert phase_on(date.max, DAY, None) is Phase.CURRENT


STRONG = Vouching(is_strong=True, since=DAY, until=DAY + ONE)
WEAK = Vouching(is_strong=False, since=DAY)


@pytest.mark.parametrize(
    ("day", "valid_until", "evidence", "state"),
    [
        (DAY, None, [], AffiliationState.WAITING),
        (DAY, None, [WEAK], AffiliationState.WAITING),
        (DAY - ONE, None, [STRONG], AffiliationState.LAPSED),
        (DAY, None, [WEAK, STRONG], AffiliationState.CONFIRMED),
        (DAY + ONE, None, [STRONG], AffiliationState.CONFIRMED),
        (DAY + 2 * ONE, None, [STRONG, WEAK], AffiliationState.LAPSED),
        (DAY, DAY, [STRONG], AffiliationState.CONFIRMED),
        (DAY + ONE, DAY, [STRONG], AffiliationState.ENDED),
        (date.max, None, [Vouching(is_strong=True, since=DAY)], AffiliationState.CONFIRMED),
    ],
)
def test_only_strong_evidence_confirms_and_only_in_its_days(
    day: date, valid_until: date | None, evidence: list[Vouching], state: AffiliationState
) -> None:
    assert state_on(day, "open", valid_until, evidence) is state


@pytest.mark.parametrize(
    ("day", "evidence", "since"),
    [
        (DAY, [], None),
        (DAY, [WEAK], None),
        (DAY - ONE, [STRONG], None),
        (DAY + 2 * ONE, [STRONG], None),
        (DAY + ONE, [WEAK, STRONG], DAY),
        (DAY + ONE, [STRONG, Vouching(is_strong=True, since=DAY + ONE)], DAY + ONE),
        (DAY, [Vouching(is_strong=True, since=DAY + ONE), STRONG], DAY),
    ],
)
def test_what_is_cited_is_the_latest_word_that_counts_that_day(
    day: date, evidence: list[Vouching], since: date | None
) -> None:
    expected = Confirmation(EvidenceSource.REGISTRAR, since) if since else None

    assert confirmation_on(day, evidence) == expected


def test_what_was_decided_about_an_affiliation_stays_decided() -> None:
    assert state_on(DAY, "refused", None, [STRONG]) is AffiliationState.REFUSED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{IDENTIFIER_PREFIX}es:1", True),
        (f"{IDENTIFIER_PREFIX.upper()}es:1", True),
        (IDENTIFIER_PREFIX, False),
        (f"{IDENTIFIER_PREFIX}es: 1", False),
        ("es:1", False),
        (IDENTIFIER_PREFIX.replace("esi", "other") + "es:1", False),
    ],
)
def test_a_student_identifier_has_its_prefix_and_no_blanks(text: str, expected: bool) -> None:
    assert is_student_identifier(text) is expected


@pytest.mark.parametrize(
    ("held", "role", "institution", "expected"),
    [
        ([(Role.COORDINATOR, None)], Role.COORDINATOR, 1, True),
        ([(Role.LEAD, 1)], Role.REGISTRAR, 1, True),
        ([(Role.LEAD, 1)], Role.REGISTRAR, 2, False),
        ([(Role.LEAD, 1)], Role.COORDINATOR, 1, False),
        ([(Role.COORDINATOR, None)], Role.LEARNER, 1, False),
        ([(Role.TEACHER, 1)], Role.TEACHER, 1, False),
    ],
)
def test_an_office_is_given_by_those_who_appoint_there(
    held: list[tuple[Role, int | None]], role: Role, institution: int, expected: bool
) -> None:
    assert may_appoint(held, role, institution) is expected
