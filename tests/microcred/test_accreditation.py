"""One rule says whether an institution was accredited on a day; each case is a story of decisions."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.accreditation import (
    Answer,
    ConditionalRule,
    Decision,
    Ruling,
    State,
    accredited,
    as_decision,
    as_recorded,
    rule_on,
    state_on,
)
from microcred.record import Accreditation
from microcred.report import Outcome

BEGAN, RUNS_OUT = date(2020, 1, 1), date(2029, 12, 31)
DAY = date(2026, 7, 1)
DAY_BEFORE, DAY_AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)

AUDIT = Decision(
    {"en": "Audit"}, "institutional", "First Agency", valid_from=BEGAN, valid_until=RUNS_OUT, id="audit"
)
CONDITIONAL = replace(
    AUDIT,
    title={"en": "Follow-up"},
    decision=Ruling.CONDITIONS,
    conditions="hire a librarian",
    valid_from=DAY,
)
REFUSAL = replace(AUDIT, title={"en": "Refusal"}, decision=Ruling.NEGATIVE, valid_from=DAY)
PROGRAMME = replace(AUDIT, title={"en": "Data programme"}, kind="programme")
COUNTS_NOT = (ConditionalRule(counts=False, source="Charter 2, conditional_accreditation"),)


def ask(*decisions: Accreditation, day: date = DAY, rules: tuple[ConditionalRule, ...] = ()) -> Answer:
    """Whether the institution of these tests was accredited that day."""
    return accredited("Example University", decisions, day, registry="Example Network", conditional=rules)


def titles(decisions: Iterable[Accreditation]) -> list[str]:
    """What was decided."""
    return [one.title["en"] for one in decisions]


def test_a_positive_decision_passes_and_is_cited_with_its_agency() -> None:
    answer = ask(AUDIT)

    assert answer.check.outcome is Outcome.PASSED
    assert answer.check.message == "Example University was accredited on 2026-07-01: “Audit”, First Agency."
    assert answer.holds
    assert titles(answer.rests_on) == ["Audit"]


def test_what_a_register_does_not_hold_is_unknown_never_failed() -> None:
    answer = ask()

    assert answer.check.outcome is Outcome.UNKNOWN
    assert dict(answer.check.values) == {"registry": "Example Network", "name": "Example University"}
    assert not answer.holds
    assert answer.check.fix


def test_a_decision_in_words_that_nobody_knows_leaves_it_open() -> None:
    assert ask(replace(AUDIT, decision="pending")).check.outcome is Outcome.UNKNOWN
    assert ask(AUDIT, replace(AUDIT, decision="pending")).check.outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (BEGAN - timedelta(days=1), Outcome.FAILED),
        (BEGAN, Outcome.PASSED),
        (RUNS_OUT, Outcome.PASSED),
        (RUNS_OUT + timedelta(days=1), Outcome.FAILED),
    ],
)
def test_both_its_first_and_its_last_day_belong_to_a_decision(day: date, outcome: Outcome) -> None:
    assert ask(AUDIT, day=day).check.outcome is outcome


@pytest.mark.parametrize(
    ("day", "outcome", "state"),
    [
        (DAY_BEFORE, Outcome.PASSED, State.STANDING),
        (DAY, Outcome.FAILED, State.ENDED),
        (DAY_AFTER, Outcome.FAILED, State.ENDED),
    ],
)
def test_a_decision_that_was_ended_holds_until_the_day_before(
    day: date, outcome: Outcome, state: State
) -> None:
    ended = replace(AUDIT, ended_from=DAY)

    assert ask(ended, day=day).check.outcome is outcome
    assert state_on(ended, [ended], day) is state


def test_what_was_ended_is_said_with_its_day() -> None:
    check = ask(replace(AUDIT, ended_from=date(2026, 3, 1))).check

    assert check.message == (
        "Example University was not accredited on 2026-07-01: “Audit” of First Agency was ended "
        "from 2026-03-01."
    )
    assert check.fix


@pytest.mark.parametrize(("day", "outcome"), [(DAY_BEFORE, Outcome.PASSED), (DAY, Outcome.FAILED)])
def test_a_negative_decision_ends_earlier_positive_ones_from_its_first_day(
    day: date, outcome: Outcome
) -> None:
    answer = ask(AUDIT, REFUSAL, day=day)

    assert answer.check.outcome is outcome
    assert titles(answer.rests_on) == (["Audit"] if outcome is Outcome.PASSED else [])


def test_a_negative_decision_is_named_with_its_day() -> None:
    assert ask(AUDIT, replace(REFUSAL, valid_from=date(2026, 3, 1))).check.message == (
        "Example University was not accredited on 2026-07-01: First Agency decided negatively, “Refusal”, "
        "from 2026-03-01."
    )


def test_a_negative_decision_ends_those_of_other_agencies_and_a_licence_too() -> None:
    others = replace(AUDIT, agency="Second Agency"), replace(AUDIT, kind="institutional-licence")

    assert ask(*others, REFUSAL).check.outcome is Outcome.FAILED


def test_what_a_negative_decision_ended_stays_ended_when_that_one_runs_out() -> None:
    short = replace(REFUSAL, valid_from=date(2024, 1, 1), valid_until=date(2024, 12, 31))

    answer = ask(AUDIT, short)

    assert answer.check.outcome is Outcome.FAILED
    assert "was overruled from 2024-01-01 by “Refusal”" in answer.check.message


def test_a_negative_decision_that_never_held_overrules_nothing() -> None:
    void = replace(REFUSAL, ended_from=REFUSAL.valid_from)

    assert ask(AUDIT, void).check.outcome is Outcome.PASSED
    assert ask(AUDIT, replace(void, ended_from=DAY_AFTER), day=DAY_AFTER).check.outcome is Outcome.FAILED


@pytest.mark.parametrize(("until", "state"), [(DAY_BEFORE, State.EXPIRED), (DAY, State.OVERRULED)])
def test_only_what_still_runs_is_overruled(until: date, state: State) -> None:
    earlier = replace(AUDIT, valid_until=until)

    assert state_on(earlier, [earlier, REFUSAL], DAY_AFTER) is state


def test_of_two_decisions_from_one_day_the_graver_one_holds() -> None:
    assert ask(replace(AUDIT, valid_from=DAY), REFUSAL).check.outcome is Outcome.FAILED
    assert ask(REFUSAL, replace(AUDIT, valid_from=DAY)).check.outcome is Outcome.FAILED


def test_a_later_positive_decision_of_the_same_agency_overrules_a_negative_one() -> None:
    refused = replace(REFUSAL, valid_from=BEGAN)
    answer = ask(refused, replace(AUDIT, valid_from=DAY))

    assert answer.check.outcome is Outcome.PASSED
    assert not answer.remarks


def test_a_negative_decision_that_stands_beside_a_later_one_of_another_agency_is_a_remark() -> None:
    refused = replace(REFUSAL, valid_from=BEGAN)
    answer = ask(refused, replace(AUDIT, valid_from=DAY, agency="Second Agency"))

    assert answer.check.outcome is Outcome.PASSED
    assert [(one.code, one.outcome) for one in answer.remarks] == [
        ("accreditation.negative", Outcome.WARNING)
    ]


def test_an_agency_is_known_by_its_identifier_or_by_its_name_however_spaced() -> None:
    refused = replace(REFUSAL, valid_from=BEGAN)
    later = replace(AUDIT, valid_from=DAY, agency="first  agency")
    renamed = replace(AUDIT, valid_from=DAY, agency="Renamed", agency_id="https://data.deqar.eu/agency/63")

    assert not ask(refused, later).remarks
    assert not ask(replace(refused, agency_id="https://data.deqar.eu/agency/63"), renamed).remarks
    assert ask(refused, renamed).remarks


def test_a_conditional_decision_counts_with_a_warning_that_names_the_conditions() -> None:
    answer = ask(AUDIT, CONDITIONAL)

    assert answer.check.outcome is Outcome.WARNING
    assert answer.holds
    assert answer.check.message == (
        "Example University was accredited on 2026-07-01 with conditions: “Follow-up”, First Agency "
        "(hire a librarian)."
    )
    assert ask(AUDIT, CONDITIONAL, day=DAY_BEFORE).check.outcome is Outcome.PASSED


def test_a_conditional_decision_does_not_count_where_the_members_agreed_so() -> None:
    answer = ask(CONDITIONAL, rules=COUNTS_NOT)

    assert answer.check.outcome is Outcome.FAILED
    assert answer.check.source == "Charter 2, conditional_accreditation"
    assert "hire a librarian" in answer.check.message
    assert answer.rests_on == ()


@pytest.mark.parametrize(
    ("day", "outcome"), [(DAY_BEFORE, Outcome.WARNING), (DAY, Outcome.FAILED), (DAY_AFTER, Outcome.WARNING)]
)
def test_what_was_agreed_holds_from_its_day_on_and_nothing_before(day: date, outcome: Outcome) -> None:
    conditional = replace(CONDITIONAL, valid_from=BEGAN)
    rules = (ConditionalRule(counts=True, since=DAY_AFTER), ConditionalRule(counts=False, since=DAY))

    assert ask(conditional, day=day, rules=rules).check.outcome is outcome


def test_of_two_rules_from_one_day_the_one_given_last_holds() -> None:
    first, last = ConditionalRule(counts=False, since=DAY), ConditionalRule(counts=True, since=DAY)

    assert rule_on((first, last), DAY) is last
    assert rule_on((), DAY).counts


def test_conditions_that_were_lifted_warn_no_more() -> None:
    lifted = replace(AUDIT, title={"en": "Conditions met"}, valid_from=DAY_AFTER)

    assert ask(CONDITIONAL, lifted).check.outcome is Outcome.WARNING
    assert ask(CONDITIONAL, lifted, day=DAY_AFTER).check.outcome is Outcome.PASSED


def test_decisions_about_programmes_answer_where_nobody_decided_about_the_whole() -> None:
    assert ask(PROGRAMME).check.outcome is Outcome.PASSED
    assert ask(PROGRAMME, replace(AUDIT, valid_until=date(2024, 1, 1))).check.outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "whole",
    [
        REFUSAL,
        replace(AUDIT, ended_from=DAY),
        replace(AUDIT, ended_from=DAY, overruled_by="Refusal"),
    ],
)
def test_a_programme_does_not_rescue_an_institution_that_lost_its_accreditation(whole: Decision) -> None:
    answer = ask(PROGRAMME, whole)

    assert answer.check.outcome is Outcome.FAILED
    assert answer.rests_on == ()
    assert ask(PROGRAMME, replace(CONDITIONAL), rules=COUNTS_NOT).check.outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("last_day", "outcome"), [(DAY_BEFORE, Outcome.PASSED), (DAY, Outcome.FAILED), (None, Outcome.FAILED)]
)
def test_what_was_ended_denies_until_its_own_last_day(last_day: date | None, outcome: Outcome) -> None:
    taken_away = replace(AUDIT, valid_until=last_day, ended_from=date(2023, 1, 1))

    assert ask(PROGRAMME, taken_away).check.outcome is outcome


def test_a_negative_decision_that_was_ended_denies_nothing_any_more() -> None:
    assert ask(PROGRAMME, replace(REFUSAL, ended_from=DAY)).check.outcome is Outcome.PASSED


def test_a_refused_programme_is_a_remark_beside_the_institutions_accreditation() -> None:
    refused = replace(PROGRAMME, decision=Ruling.NEGATIVE, title={"en": "Energy programme"})
    answer = ask(AUDIT, PROGRAMME, refused)

    assert answer.check.outcome is Outcome.PASSED
    assert titles(answer.rests_on) == ["Audit", "Data programme"]
    assert "“Energy programme”" in answer.remarks[0].message


def test_a_refused_programme_alone_is_no_accreditation() -> None:
    assert ask(replace(PROGRAMME, decision=Ruling.NEGATIVE)).check.outcome is Outcome.FAILED


def test_a_decision_overruled_by_name_says_by_what() -> None:
    check = ask(replace(AUDIT, ended_from=date(2026, 3, 1), overruled_by="New statute")).check

    assert check.message.endswith("“Audit” of First Agency was overruled from 2026-03-01 by “New statute”.")


def test_two_that_say_the_same_stand_side_by_side() -> None:
    renewed = replace(AUDIT, title={"en": "Second period"}, valid_from=date(2025, 1, 1))

    assert titles(ask(AUDIT, renewed).rests_on) == ["Audit", "Second period"]
    assert ask(AUDIT, replace(renewed, valid_until=date(2026, 1, 1))).check.outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (replace(AUDIT, valid_until=date(2025, 12, 31)), "was valid until 2025-12-31"),
        (replace(AUDIT, valid_from=date(2027, 1, 1)), "is valid only from 2027-01-01"),
    ],
)
def test_a_decision_of_another_time_is_said_with_its_day(decision: Decision, said: str) -> None:
    assert said in ask(decision).check.message


def test_decisions_without_days_hold_always() -> None:
    assert ask(replace(AUDIT, valid_from=None, valid_until=None), day=date.max).holds
    assert not ask(
        replace(AUDIT, valid_from=None, valid_until=None, decision=Ruling.NEGATIVE), day=date.min
    ).holds


def test_a_credential_names_a_decision_without_what_came_later() -> None:
    ended = replace(CONDITIONAL, ended_from=DAY, overruled_by="X")

    assert as_recorded(ended) == as_recorded(CONDITIONAL)
    assert type(as_recorded(ended)) is Accreditation
    assert as_decision(as_recorded(AUDIT)) == AUDIT


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
decisions = st.builds(
    Decision,
    title=st.just({"en": "Some"}),
    kind=st.sampled_from(["institutional", "institutional-licence", "programme", "other"]),
    agency=st.sampled_from(["First", "Second"]),
    decision=st.sampled_from([Ruling.POSITIVE, Ruling.CONDITIONS, Ruling.NEGATIVE, "pending"]),
    valid_from=st.none() | days,
    valid_until=st.none() | days,
    ended_from=st.none() | days,
    overruled_by=st.sampled_from(["", "Another"]),
)


@given(known=st.lists(decisions, max_size=6), day=days, counts=st.booleans())
def test_yes_rests_on_decisions_that_stand_and_no_on_none(
    known: list[Decision], day: date, counts: bool
) -> None:
    answer = ask(*known, day=day, rules=(ConditionalRule(counts=counts),))

    assert answer.holds is bool(answer.rests_on)
    for one in answer.rests_on:
        assert state_on(one, known, day) is State.STANDING
        assert one.decision == Ruling.POSITIVE or (one.decision == Ruling.CONDITIONS and counts)
    assert "{" not in answer.check.message


@given(known=st.lists(decisions, max_size=5), day=days)
def test_a_new_negative_decision_about_the_whole_leaves_no_earlier_yes(
    known: list[Decision], day: date
) -> None:
    refusal = Decision({"en": "No"}, "institutional", "Third", decision=Ruling.NEGATIVE, valid_from=day)
    earlier = [one for one in known if one.valid_from is None or one.valid_from <= day]

    assert not ask(*earlier, refusal, day=day).holds
