"""What waits for somebody, composed from what each domain knows: the same answer for pages and the API.

A source takes the person, their roles and the day, and names the kinds of things that wait; a new domain
joins by adding its source to `FINDERS`. Where each kind is dealt with, the doors know.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mcx.accounts import selectors as accounts
from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Held, where
from mcx.catalogue.selectors import editions as catalogue
from mcx.credentials import selectors as credentials
from mcx.credentials.rules import Standing
from mcx.design import selectors as design
from mcx.governance.selectors import charter
from mcx.industry import selectors as industry
from mcx.keys import selectors as keys
from mcx.learning import selectors as learning
from mcx.network.selectors.accreditations import accreditations_ending
from mcx.network.selectors.affiliations import affiliations_for, stated_by
from mcx.quality import selectors as quality
from mcx.recognition import selectors as recognition
from mcx.recognition.models import Case
from mcx.wallet import selectors as wallet

SINCE, OLDEST, FIRST = (
    _("Since {day}"),
    _("The oldest has been waiting since {day}"),
    _("The earliest on {day}"),
)


class Urgency(StrEnum):
    """How urgent a task is; the first value is the most urgent."""

    URGENT = "urgent"
    DUE = "due"
    OPEN = "open"
    RUNNING = "running"


class TaskKind(StrEnum):
    """The types of tasks."""

    SECOND_FACTOR = "second-factor"
    VOTES = "votes"
    AWAITED_VOTES = "awaited-votes"
    ACCREDITATIONS = "accreditations-ending"
    CLAIMS = "affiliations-to-confirm"
    OWN_CLAIMS = "own-affiliations"
    DRAFTS = "drafts-returned"
    REVIEWS = "reviews"
    OFFERS = "without-a-run"
    APPLICATIONS = "applications"
    GRADES = "grades"
    OWN_APPLICATIONS = "own-applications"
    COURSES = "own-courses"
    AWARDS = "credentials-to-claim"
    OVERTAKEN = "grades-corrected"
    KEYS = "keys-missing"
    SEALS = "seals-ending"
    CASES = "recognition-requests"
    APPEALS = "appeals"
    AGREEMENTS = "agreements-to-sign"
    REFUSALS = "refusals"
    GAPS = "skills-untaught"
    CLOSING = "courses-closing"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits: how many, how urgent, and which day matters about it.

    `sentence` says what the day is, with `{day}` in it; `key` names the thing where it is a single one.
    """

    kind: TaskKind
    title: str | Promise
    count: int
    urgency: Urgency
    sentence: str | Promise = ""
    day: date | datetime | None = None
    key: str = ""

    @property
    def note(self) -> str:
        """The sentence with its day in the reader's language; nothing without a day."""
        return str(self.sentence).format(day=date_format(self.day, "DATE_FORMAT")) if self.day else ""


Finder = Callable[[Person, tuple[Held, ...], date], Iterator[Waiting]]


def waiting_for(
    person: Person, held: tuple[Held, ...], on: date, sources: Iterable[Finder] | None = None
) -> list[Waiting]:
    """What waits for the person, the most urgent first (about twenty queries)."""
    asked = FINDERS if sources is None else sources
    found = [waiting for source in asked for waiting in source(person, held, on) if waiting.count]
    return sorted(found, key=lambda waiting: list(Urgency).index(waiting.urgency))


def _second_factor(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    title = _("Second factor to set up: your roles require one")
    yield Waiting(TaskKind.SECOND_FACTOR, title, int(accounts.lacks_second_factor(person, held)), Urgency.DUE)


def _charter(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    asked = _may(held, Action.VOTE) or _may(held, Action.MANAGE_NETWORK)
    proposal = charter.public_proposal() if asked else None
    if proposal is None:
        return
    about = SINCE, proposal.proposed_at, str(proposal.version)
    if _may(held, Action.VOTE):
        votes = charter.voices_of(person, proposal, on=on).count()
        title = _("Votes on the proposed Charter")
        yield Waiting(TaskKind.VOTES, title, votes, Urgency.DUE, *about)
    if _may(held, Action.MANAGE_NETWORK):
        awaited = charter.awaited_members(proposal, on=on).count()
        title = _("Universities that have not voted on the proposed Charter")
        yield Waiting(TaskKind.AWAITED_VOTES, title, awaited, Urgency.OPEN, *about)


def _accreditations(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    if _may(held, Action.MANAGE_INSTITUTION):
        ending = accreditations_ending(person, on=on)  # the nearest first
        title = _("Accreditations ending within 6 months")
        first = ending[0].valid_until if ending else None
        yield Waiting(TaskKind.ACCREDITATIONS, title, len(ending), Urgency.DUE, FIRST, first)


def _affiliations(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    if _may(held, Action.CONFIRM_AFFILIATION):
        count, oldest = _counted(affiliations_for(person, on=on), "claimed_at")
        title = _("People who say that they study here")
        yield Waiting(TaskKind.CLAIMS, title, count, Urgency.DUE, OLDEST, oldest)
    own = [one for one in stated_by(person, on=on) if not one.is_confirmed]
    title = _("Your statements about where you study, waiting to be confirmed")
    yield Waiting(TaskKind.OWN_CLAIMS, title, len(own), Urgency.RUNNING)


def _drafts(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    count = design.waiting(person, held, on).get(Action.DESIGN, 0)
    title = _("Your drafts returned for changes")
    yield Waiting(TaskKind.DRAFTS, title, count, Urgency.DUE)


def _reviews(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    if _may(held, Action.REVIEW):
        count, oldest = _counted(quality.waiting_for(person, on=on), "requested_at")
        title = _("Micro-credentials to review")
        yield Waiting(TaskKind.REVIEWS, title, count, Urgency.DUE, OLDEST, oldest)


def _offers(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    count = catalogue.waiting(person, held, on).get(Action.OFFER, 0)
    yield Waiting(
        TaskKind.OFFERS, _("Your micro-credentials with no run open for applications"), count, Urgency.OPEN
    )


def _classes(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    counts = learning.waiting(person, held, on)
    applications, ungraded = counts.get(Action.ADMIT, 0), counts.get(Action.ASSESS, 0)
    yield Waiting(TaskKind.APPLICATIONS, _("Applications to decide"), applications, Urgency.DUE)
    yield Waiting(TaskKind.GRADES, _("Learners without a grade"), ungraded, Urgency.OPEN)
    title = _("Your applications waiting for an answer")
    yield Waiting(TaskKind.OWN_APPLICATIONS, title, counts.get(Action.APPLY, 0), Urgency.RUNNING)
    count, first = _counted(learning.running_courses_of(person, on), "offering__ends_on")
    title, sentence = _("Courses you are taking"), _("The next ends on {day}")
    yield Waiting(TaskKind.COURSES, title, count, Urgency.RUNNING, sentence, first)


def _claims(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    count = wallet.awaiting_claim(person).count()
    yield Waiting(TaskKind.AWARDS, _("Credentials for you to claim"), count, Urgency.OPEN)


def _registry(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    if _may(held, Action.REVOKE):
        at = datetime.combine(on, time.max, UTC)
        found = credentials.awards_for_staff(person, at=at, action=Action.REVOKE, standing=Standing.OVERTAKEN)
        title = _("Credentials whose grade was corrected")
        yield Waiting(TaskKind.OVERTAKEN, title, found.count(), Urgency.URGENT)
    if _may(held, Action.MANAGE_KEYS):
        lacking = keys.institutions_without_key(person, on=on).count()
        yield Waiting(TaskKind.KEYS, _("Universities without a signing key"), lacking, Urgency.URGENT)
        ending = keys.institutions_whose_seal_ends(person, on=on).count()
        title = _("Universities whose e-seal expires soon or has expired")
        yield Waiting(TaskKind.SEALS, title, ending, Urgency.DUE)


def _cases(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    due = _("The earliest is due on {day}")
    if _may(held, Action.DECIDE_RECOGNITION):
        open_cases = recognition.cases_for_staff(person, on=on).filter(status=Case.Status.OPEN)
        count, first = _counted(open_cases, "due_on")
        yield Waiting(TaskKind.CASES, _("Requests for recognition to decide"), count, Urgency.DUE, due, first)
    if _may(held, Action.DECIDE_APPEAL):
        count, first = _counted(recognition.appeals_for(person, on=on), "due_on")
        yield Waiting(TaskKind.APPEALS, _("Appeals to decide"), count, Urgency.URGENT, due, first)
    if _may(held, Action.AGREE):
        count = recognition.agreements_to_sign(person, on=on).count()
        yield Waiting(TaskKind.AGREEMENTS, _("Agreements to sign"), count, Urgency.DUE)


def _refusals(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    count, first = _counted(recognition.appealable(person, on=on), "appeal_until")
    title, sentence = _("Decisions you can appeal"), _("The earliest deadline is {day}")
    yield Waiting(TaskKind.REFUSALS, title, count, Urgency.DUE, sentence, first)


def _industry(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    if _may(held, Action.REPORT_NEEDS):
        title = _("Skills you need that no course teaches")
        yield Waiting(TaskKind.GAPS, title, industry.untaught_of(person, on=on), Urgency.OPEN)


def _advice(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    if _may(held, Action.ADVISE):
        count, first = _counted(catalogue.public_closing_soon(on), "enrolment_closes_on")
        title = _("Courses closing for applications within a month")
        yield Waiting(TaskKind.CLOSING, title, count, Urgency.OPEN, FIRST, first)


def _may(held: tuple[Held, ...], action: Action) -> bool:
    return where(held, action) != frozenset()


def _counted(rows: QuerySet[Any], day: str) -> tuple[int, date | datetime | None]:
    """How many there are, and the first of their days (one query, however many)."""
    found = rows.order_by().aggregate(count=Count("pk"), first=Min(day))
    return found["count"], found["first"]


FINDERS: tuple[Finder, ...] = (
    _second_factor,
    _charter,
    _accreditations,
    _affiliations,
    _drafts,
    _reviews,
    _offers,
    _classes,
    _claims,
    _registry,
    _cases,
    _refusals,
    _industry,
    _advice,
)
