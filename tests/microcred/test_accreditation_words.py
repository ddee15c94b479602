"""The words in which the answer about an accreditation is given."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from microcred.accreditation import ASK_AGENCY, ASK_ISSUER, QUALITY, Decision, Ruling, State, state_on
from tests.microcred.test_accreditation import (
    AUDIT,
    BEGAN,
    CONDITIONAL,
    COUNTS_NOT,
    DAY,
    PROGRAMME,
    REFUSAL,
    ask,
)


def test_every_answer_cites_its_source_and_says_what_to_do_where_something_is_left() -> None:
    plain, conditional, denied = ask(AUDIT).check, ask(CONDITIONAL).check, ask(REFUSAL).check
    uncounted = ask(CONDITIONAL, rules=COUNTS_NOT).check

    assert (plain.source, plain.fix) == (QUALITY, "")
    assert (conditional.source, conditional.fix) == (QUALITY, ASK_AGENCY)
    assert (denied.source, denied.fix) == (QUALITY, ASK_ISSUER)
    assert (uncounted.source, uncounted.fix) == (COUNTS_NOT[0].source, ASK_AGENCY)


@pytest.mark.parametrize(("since", "told"), [(BEGAN, "2020-01-01"), (None, "…")])
def test_a_negative_decision_beside_one_that_counts_is_told_whole(since: date | None, told: str) -> None:
    refused = replace(PROGRAMME, decision=Ruling.NEGATIVE, valid_from=since)

    [remark] = ask(AUDIT, refused).remarks

    assert (remark.code, remark.source, bool(remark.fix)) == ("accreditation.negative", QUALITY, True)
    assert dict(remark.values) == {
        "name": "Example University",
        "agency": "First Agency",
        "title": "Data programme",
        "since": told,
    }


@pytest.mark.parametrize(
    ("conditions", "told"), [(" Hire. ", "(Hire)"), (".Hire", "(.Hire)"), (" . ", "(…)")]
)
def test_conditions_fit_into_the_sentence(conditions: str, told: str) -> None:
    assert told in ask(replace(CONDITIONAL, conditions=conditions)).check.message


def test_several_decisions_are_named_one_after_the_other() -> None:
    second = replace(AUDIT, title={"en": "Second audit"})

    told = ask(AUDIT, second).check.values["decisions"]

    assert told == "“Audit”, First Agency; “Second audit”, First Agency"


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ({"es": "Auditoría", "en": "Audit"}, "Audit"),
        ({"es": "", "de": "Prüfung", "fi": "Arviointi"}, "Prüfung"),
        ({"es": ""}, "institutional"),
    ],
)
def test_a_decision_is_named_in_english_or_else_as_it_can_be(title: dict[str, str], told: str) -> None:
    assert ask(replace(AUDIT, title=title)).check.values["decisions"] == f"“{told}”, First Agency"


def test_a_refusal_without_a_day_was_always_so() -> None:
    assert ask(replace(REFUSAL, valid_from=None)).check.values["since"] == "…"


def test_an_entry_that_names_what_overruled_it_says_its_own_day() -> None:
    taken = replace(AUDIT, ended_from=DAY, overruled_by="Follow-up")

    told = ask(taken).check.values

    assert (told["title"], told["later"], told["ended"]) == ("Audit", "Follow-up", "2026-07-01")


def test_an_agency_is_the_same_however_its_name_is_spaced() -> None:
    first = replace(AUDIT, agency="First  Agency")
    again = replace(CONDITIONAL, agency="first agency")
    another = replace(CONDITIONAL, agency="firstagency")

    assert state_on(first, [first, again], DAY) is State.OVERRULED
    assert state_on(first, [first, another], DAY) is State.STANDING


def test_what_the_register_says_of_an_end_goes_before_what_follows_from_later_decisions() -> None:
    taken = replace(AUDIT, ended_from=DAY, overruled_by="Agreement")
    run_out = replace(CONDITIONAL, valid_from=date(2025, 1, 1), valid_until=date(2025, 12, 31))

    told = ask(taken, run_out).check.values

    assert (told["title"], told["later"], told["ended"]) == ("Audit", "Agreement", "2026-07-01")


def test_what_was_overruled_by_a_decision_without_a_day_was_always_so() -> None:
    refusal = replace(REFUSAL, valid_from=None, valid_until=date(2025, 12, 31))

    told = ask(replace(AUDIT, valid_from=None), refusal).check.values

    assert (told["title"], told["later"], told["ended"]) == ("Audit", "Refusal", "…")


def test_a_decision_in_unknown_words_gives_way_to_any_of_the_same_day() -> None:
    pending = replace(AUDIT, decision="pending")

    assert state_on(pending, [pending, AUDIT], DAY) is State.OVERRULED
    assert state_on(AUDIT, [pending, AUDIT], DAY) is State.STANDING


def _of_a_programme(title: str, days: int, **changes: object) -> Decision:
    """A decision that touches no other and was, or will be, over so many days from the day that is asked."""
    until = DAY + timedelta(days=days)
    return replace(PROGRAMME, title={"en": title}, **{"valid_until": until, **changes})  # type: ignore[arg-type]


def _from(days: int) -> date:
    return DAY + timedelta(days=days)


REFUSED = _of_a_programme("Refused", 90, decision=Ruling.NEGATIVE)
UNMET = _of_a_programme("Unmet", 80, decision=Ruling.CONDITIONS)
ENDED = _of_a_programme("Ended", 1, ended_from=_from(-70))
REPLACED = _of_a_programme("Replaced", 1, ended_from=_from(-60), overruled_by="Statute")
EXPIRED = _of_a_programme("Expired", -50)
LIFTED = _of_a_programme("Lifted", 1, decision=Ruling.NEGATIVE, ended_from=_from(-40))
LONG_AND_LATE = _of_a_programme("Long and late", -30)
SHORT_AND_EARLY = _of_a_programme("Short and early", -35, valid_from=_from(-36))
NEXT = _of_a_programme("Next", 0, valid_from=_from(20), valid_until=None)
SOON = _of_a_programme("Soon", 0, valid_from=_from(10), valid_until=None)


@pytest.mark.parametrize(
    ("told", "other"),
    [
        (REFUSED, UNMET),
        (UNMET, ENDED),
        (REPLACED, ENDED),
        (ENDED, EXPIRED),
        (ENDED, LIFTED),
        (LIFTED, EXPIRED),
        (LONG_AND_LATE, LIFTED),
        (LONG_AND_LATE, SHORT_AND_EARLY),
        (EXPIRED, SOON),
        (LIFTED, SOON),
        (SOON, NEXT),
    ],
)
def test_the_most_telling_reason_is_given_and_of_two_alike_the_nearest(
    told: Decision, other: Decision
) -> None:
    for decisions in ((told, other), (other, told)):
        assert ask(*decisions, rules=COUNTS_NOT).check.values["title"] == told.title["en"]
