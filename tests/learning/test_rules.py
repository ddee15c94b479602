"""Whether somebody can apply, and what passes; each answer's outcome, source and values."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mcx.catalogue.rules import Audience, Window
from mcx.learning.rules import (
    Applicant,
    HomeStanding,
    Place,
    audience_of,
    check_application,
    due_on,
    has_passed,
)
from mcx.network.rules.affiliations import Confirmation, EvidenceSource
from mcx.network.rules.terms import CharterTerms
from microcred.grading import Numbers
from microcred.report import Outcome
from microcred.saying import Money

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
OPENS, CLOSES, ONE = date(2026, 3, 1), date(2026, 4, 30), timedelta(days=1)
PLACE = Place(Window(OPENS, CLOSES), language="de", places=20, taken=18)
CONFIRMED = Confirmation(EvidenceSource.REGISTRAR, OPENS - ONE)
ANE = Applicant("tuw", "TU Wien", is_stated=True, confirmation=CONFIRMED)
STATED, UNSAID = replace(ANE, confirmation=None), replace(ANE, is_stated=False, confirmation=None)
TERMS = CharterTerms(version=3, language_clusters={"de": ("tuw", "fub")})
OFFER = "What the university published for this run"
ANNEX = "Council Recommendation 2022/C 243/02, Annex I"
DAYS = {"opens": "2026-03-01", "closes": "2026-04-30"}


def _asked(code: str, place: Place = PLACE, who: Applicant = ANE, on: date = OPENS) -> Any:
    check = check_application(place, who, TERMS, on).check(f"application.{code}")
    if check is None:
        return None
    assert check.message
    return check.outcome, check.source, dict(check.values), bool(check.fix)


def test_an_application_is_asked_about_in_this_order() -> None:
    place, nameless = replace(PLACE, prerequisites="C", price="60"), replace(ANE, has_name=False)

    codes = [check.code for check in check_application(place, nameless, TERMS, OPENS)]

    asked = ("window", "places", "once", "home", "price", "language", "prerequisites", "name")
    assert codes == [f"application.{each}" for each in asked]


@pytest.mark.parametrize(
    ("on", "outcome", "values"),
    [
        (OPENS - ONE, FAILED, DAYS),
        (OPENS, PASSED, {"closes": "2026-04-30"}),
        (CLOSES, PASSED, {"closes": "2026-04-30"}),
        (CLOSES + ONE, FAILED, {"closes": "2026-04-30"}),
    ],
)
def test_the_first_and_the_last_day_are_days_of_application(
    on: date, outcome: Outcome, values: dict[str, str]
) -> None:
    assert _asked("window", on=on) == (outcome, OFFER, values, outcome is FAILED)


def test_nobody_can_apply_for_a_run_that_was_cancelled() -> None:
    assert _asked("window", replace(PLACE, is_cancelled=True)) == (FAILED, OFFER, {}, True)


@pytest.mark.parametrize(
    ("taken", "outcome", "left"), [(18, PASSED, 2), (19, PASSED, 1), (20, FAILED, 0), (21, FAILED, 0)]
)
def test_the_last_place_can_be_applied_for(taken: int, outcome: Outcome, left: int) -> None:
    place = replace(PLACE, taken=taken)

    values = {"places": "20"} | ({"left": str(left)} if left else {})
    assert place.left == left
    assert _asked("places", place) == (outcome, OFFER, values, outcome is FAILED)


@pytest.mark.parametrize(
    ("who", "outcome"),
    [
        (ANE, PASSED),
        (replace(ANE, has_applied=True), FAILED),
        (replace(ANE, has_applied=True, has_place=True), FAILED),
        (replace(ANE, has_place=True), FAILED),
    ],
)
def test_one_applies_once(who: Applicant, outcome: Outcome) -> None:
    source = "One application per learner and run"

    assert _asked("once", who=who) == (outcome, source, {}, outcome is FAILED)


@pytest.mark.parametrize(
    ("who", "standing", "outcome"),
    [
        (ANE, HomeStanding.CONFIRMED, PASSED),
        (STATED, HomeStanding.STATED, UNKNOWN),
        (UNSAID, HomeStanding.NONE, FAILED),
    ],
)
def test_only_the_universitys_own_word_makes_a_learner_of_a_member(
    who: Applicant, standing: HomeStanding, outcome: Outcome
) -> None:
    source, values = "Charter, joint admission framework", {"university": "TU Wien"}
    if outcome is PASSED:
        values["day"] = "2026-02-28"

    assert _asked("home", who=who) == (outcome, source, values, outcome is not PASSED)
    assert who.standing is standing
    assert audience_of(standing) is (Audience.MEMBERS if outcome is PASSED else Audience.OTHERS)


def test_somebody_from_outside_may_apply_with_a_warning() -> None:
    assert _asked("home", who=Applicant()) == (WARNING, "Charter, joint admission framework", {}, True)


@pytest.mark.parametrize(
    ("who", "said", "evidence"),
    [
        (
            ANE,
            "learners confirmed by a member university. TU Wien confirmed you on 2026-02-28.",
            {"university": "TU Wien", "day": "2026-02-28"},
        ),
        (STATED, "learners not confirmed by a member university", {}),
        (UNSAID, "learners not confirmed by a member university", {}),
    ],
)
def test_the_price_is_told_with_the_reason_for_it(
    who: Applicant, said: str, evidence: dict[str, str]
) -> None:
    place = replace(PLACE, price="60")

    check = check_application(place, who, TERMS, OPENS).check("application.price")

    assert check is not None
    assert (check.outcome, check.source) == (PASSED, OFFER)
    assert dict(check.values) == {"price": "60 EUR", **evidence}
    assert type(check.values["price"]) is Money  # written as the reader's language does
    assert check.message.startswith("You pay 60 EUR")
    assert said in check.message
    assert _asked("price") is None


@pytest.mark.parametrize(
    ("cluster", "home", "outcome"),
    [
        (("tuw", "fub"), "tuw", PASSED),
        (("fub",), "tuw", WARNING),
        (("*",), "tuw", PASSED),
        ((), "tuw", None),
        (("tuw",), "", None),
    ],
)
def test_members_exchange_courses_within_their_language_clusters(
    cluster: tuple[str, ...], home: str, outcome: Outcome | None
) -> None:
    terms = replace(TERMS, language_clusters={"de": cluster, "fr": ("tuw",)})

    check = check_application(PLACE, replace(ANE, home=home), terms, OPENS).check("application.language")

    if outcome is None:
        assert check is None
    else:
        assert check is not None
        assert (check.outcome, dict(check.values)) == (outcome, {"language": "de"})
        assert check.source == terms.clause("language_clusters")
        assert bool(check.fix) is (outcome is WARNING)


def test_a_language_without_a_cluster_asks_nothing() -> None:
    assert _asked("language", replace(PLACE, language="en")) is None


def test_what_one_should_know_before_is_a_warning() -> None:
    place = replace(PLACE, prerequisites="C")
    source = f"{ANNEX}, prerequisites (optional)"

    assert _asked("prerequisites", place) == (WARNING, source, {"prerequisites": "C"}, True)
    assert "C" in [check.message for check in check_application(place, ANE, TERMS, OPENS)]
    assert _asked("prerequisites") is None


def test_an_account_without_a_name_is_warned() -> None:
    assert _asked("name", who=replace(ANE, has_name=False)) == (WARNING, f"{ANNEX} (i)", {}, True)
    assert _asked("name") is None


def test_an_answer_is_due_after_the_charters_days() -> None:
    assert due_on(OPENS, replace(TERMS, admission_days=14)) == OPENS + timedelta(days=14)


@dataclass(frozen=True)
class Scale:
    """Grades from best to worst."""

    grades: tuple[str, ...] = ("1", "2", "3", "4", "5")
    lowest_pass: str = "4"
    numbers: Numbers | None = None


@pytest.mark.parametrize(("grade", "passes"), [("1", True), ("4", True), ("5", False)])
def test_the_lowest_pass_passes(grade: str, passes: bool) -> None:
    assert has_passed(grade, Scale()) is passes


def test_a_grade_of_another_scale_neither_passes_nor_fails() -> None:
    with pytest.raises(ValueError, match="A"):
        has_passed("A", Scale())


@pytest.mark.parametrize(("grade", "passes"), [("5.0", True), ("4.9", False), ("10", True), ("0", False)])
def test_a_number_passes_from_the_lowest_pass_on(grade: str, passes: bool) -> None:
    spanish = Scale((), "5.0", Numbers(Decimal(10), Decimal(0), Decimal("0.1")))

    assert has_passed(grade, spanish) is passes


@pytest.mark.parametrize(("grade", "passes"), [("1.0", True), ("4.0", True), ("4.1", False), ("5.0", False)])
def test_where_the_smallest_number_is_the_best_the_lowest_pass_is_the_largest(
    grade: str, passes: bool
) -> None:
    german = Scale((), "4.0", Numbers(Decimal(1), Decimal(5), Decimal("0.1")))

    assert has_passed(grade, german) is passes
