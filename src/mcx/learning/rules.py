"""Decisions between application and result: who can apply, by when to answer, what passes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from mcx.catalogue.rules import Audience, Window
from mcx.network.rules.affiliations import Confirmation, EvidenceSource
from mcx.network.rules.terms import CharterTerms
from microcred.grading import Numbers, place_of
from microcred.report import Check, Report, _, failed, passed, unknown, warning
from microcred.saying import Language, Money

LONGEST_TEXT = 4_000
OFFER = _("What the university published for this run")
CONFIRMED = {
    EvidenceSource.REGISTRAR: _(
        "The registrar of {university} confirmed on {day} that you study there. You are applying as a "
        "learner from a member university."
    )
}
ANNEX = "Council Recommendation 2022/C 243/02, Annex I"


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody applies for: days and price (EUR) for them, language, places, what they should know."""

    window: Window
    language: str
    places: int
    taken: int
    is_cancelled: bool = False
    prerequisites: str = ""
    price: str = ""

    @property
    def left(self) -> int:
        """Places that nobody holds; never below nought."""
        return max(0, self.places - self.taken)


class HomeStanding(StrEnum):
    """How much is known of where somebody studies."""

    CONFIRMED = "confirmed"
    STATED = "stated"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies: `home` is a member's slug or empty, `has_name` whether a credential could name them.

    `confirmation` is the university's own word that they study there, None while there is at most the
    learner's, which `is_stated` tells; `university` is how it is called.
    """

    home: str = ""
    university: str = ""
    is_stated: bool = False
    confirmation: Confirmation | None = None
    has_name: bool = True
    has_applied: bool = False
    has_place: bool = False

    @property
    def standing(self) -> HomeStanding:
        """What there is for the home: the university's own word, the learner's alone, or not even that."""
        if self.confirmation is not None:
            return HomeStanding.CONFIRMED
        return HomeStanding.STATED if self.is_stated else HomeStanding.NONE


def audience_of(standing: HomeStanding) -> Audience:
    """Whom a member university has confirmed as its learner is of `members`, everyone else of `others`."""
    return Audience.MEMBERS if standing is HomeStanding.CONFIRMED else Audience.OTHERS


def check_application(place: Place, applicant: Applicant, terms: CharterTerms, on: date) -> Report:
    """Whether somebody can apply for a place that day, and what they should know before they do."""
    checks = (
        _window(place, on),
        _places(place),
        _once(applicant),
        _home(applicant),
        *_price(place, applicant),
        *_language(place, applicant, terms),
        *_prerequisites(place),
        *_name(applicant),
    )
    return Report.of(checks)


def _window(place: Place, on: date) -> Check:
    code, window = "application.window", place.window
    if place.is_cancelled:
        fix = _("Look for another run of this course.")
        return failed(code, _("The university has cancelled this run."), OFFER, fix)
    if on < window.opens_on:
        text = _("You can apply from {opens} to {closes}.")
        fix = _("Apply from {opens}.")
        return failed(code, text, OFFER, fix, opens=window.opens_on, closes=window.closes_on)
    if on > window.closes_on:
        fix = _("Look for a later run, or for a similar course in the catalogue.")
        return failed(code, _("Applications closed on {closes}."), OFFER, fix, closes=window.closes_on)
    return passed(code, _("You can apply until {closes}."), OFFER, closes=window.closes_on)


def _places(place: Place) -> Check:
    code = "application.places"
    if place.left:
        text = _("Free places: {left} of {places}.")
        return passed(code, text, OFFER, left=place.left, places=place.places)
    fix = _("Choose another run, or check again later in case someone withdraws.")
    return failed(code, _("Every place is taken ({places} of {places})."), OFFER, fix, places=place.places)


def _once(applicant: Applicant) -> Check:
    code, source = "application.once", _("One application per learner and run")
    if applicant.has_place:
        return failed(code, _("You already have a place."), source, _("See it under My learning."))
    if applicant.has_applied:
        return failed(code, _("You have already applied."), source, _("See it under My learning."))
    return passed(code, _("You have not applied for this run yet."), source)


def _home(applicant: Applicant) -> Check:
    code, source = "application.home", _("Charter, joint admission framework")
    if not applicant.home:
        text = _(
            "You are applying from outside the network. Learners from member universities get places first."
        )
        fix = _(
            "If you study at a member university, say so under “Where I study” and choose it as your home "
            "university."
        )
        return warning(code, text, source, fix)
    university = applicant.university
    if (said := applicant.confirmation) is not None:
        return passed(code, CONFIRMED[said.source], source, university=university, day=said.day)
    if applicant.standing is HomeStanding.NONE:
        text = _("You have not said that you study at {university}.")
        fix = _("Say so under “Where I study”, or apply without a home university.")
        return failed(code, text, source, fix, university=university)
    text = _(
        "{university} has not confirmed yet that you study there. Until then, the price and application "
        "dates for learners from outside the network apply."
    )
    fix = _("The registrar there can confirm it. “Where I study” shows the current state.")
    return unknown(code, text, source, fix, university=university)


def _price(place: Place, applicant: Applicant) -> Iterator[Check]:
    """Which of the two prices applies to the applicant, and why."""
    if not place.price:
        return
    code, price, said = "application.price", Money(f"{place.price} EUR"), applicant.confirmation
    if said is not None:
        text = _(
            "You pay {price}, the price for learners confirmed by a member university. {university} "
            "confirmed you on {day}."
        )
        yield passed(code, text, OFFER, price=price, university=applicant.university, day=said.day)
    else:
        text = _("You pay {price}, the price for learners not confirmed by a member university.")
        yield passed(code, text, OFFER, price=price)


def _language(place: Place, applicant: Applicant, terms: CharterTerms) -> Iterator[Check]:
    """Members exchange courses within the language clusters they agreed (framework, domain 2)."""
    cluster = terms.language_clusters.get(place.language)
    if not cluster or not applicant.home:
        return
    code, source = "application.language", terms.clause("language_clusters")
    if applicant.home in cluster or "*" in cluster:
        text = _("Your university exchanges courses in this language ({language}).")
        yield passed(code, text, source, language=Language(place.language))
    else:
        text = _("Your university has not agreed to exchange courses in this language ({language}).")
        fix = _("You can apply, but ask your home university about recognition before you do.")
        yield warning(code, text, source, fix, language=Language(place.language))


def _prerequisites(place: Place) -> Iterator[Check]:
    if place.prerequisites:
        fix = _("Explain in your application how you meet this. The university decides.")
        source = _("Council Recommendation 2022/C 243/02, Annex I, prerequisites (optional)")
        needs = place.prerequisites
        yield warning("application.prerequisites", "{prerequisites}", source, fix, prerequisites=needs)


def _name(applicant: Applicant) -> Iterator[Check]:
    if not applicant.has_name:
        text = _("Your profile has no name, and a credential needs your name.")
        fix = _("Add your name under My profile.")
        yield warning("application.name", text, f"{ANNEX} (i)", fix)


def due_on(submitted_on: date, terms: CharterTerms) -> date:
    """The last day on which an application should be answered (Charter, admission_days)."""
    return submitted_on + timedelta(days=terms.admission_days)


class Scale(Protocol):
    """Grades from best to worst, or numbers, and the last that passes."""

    @property
    def grades(self) -> Sequence[str]: ...

    @property
    def lowest_pass(self) -> str: ...

    @property
    def numbers(self) -> Numbers | None: ...


def has_passed(grade: str, scale: Scale) -> bool:
    """Whether the grade is the lowest pass or better; raises ValueError when it is not on the scale."""
    place, lowest = (place_of(each, scale.grades, scale.numbers) for each in (grade, scale.lowest_pass))
    if place is None or lowest is None:
        raise ValueError(grade)
    return place <= lowest
