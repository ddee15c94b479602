"""What waits for somebody, composed from what each domain knows: the home page's answer for every role.

A source takes the person, their roles and the day, and names the kinds of things that wait; a new domain
joins by adding its source to `SOURCES`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mcx.accounts import selectors as accounts
from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Held, where
from mcx.catalogue import selectors as catalogue
from mcx.credentials import selectors as credentials
from mcx.credentials.rules import Standing
from mcx.design import selectors as design
from mcx.industry import selectors as industry
from mcx.keys.selectors import institutions_whose_seal_ends, institutions_without_key
from mcx.learning import selectors as learning
from mcx.network import selectors as network
from mcx.quality import selectors as quality
from mcx.recognition import selectors as recognition
from mcx.recognition.models import Case
from mcx.wallet import selectors as wallet

URGENCY = ("bad", "warn", "info", "good")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits: how many, where to go, how urgent it is (a tone of `URGENCY`), and
    which day matters about it.
    """

    title: str | Promise
    count: int
    url: str
    tone: str
    icon: str
    note: str = ""


Source = Callable[[Person, tuple[Held, ...], date], Iterator[Waiting]]


def waiting_for(
    person: Person, held: tuple[Held, ...], on: date, sources: Iterable[Source] | None = None
) -> list[Waiting]:
    """What waits for the person, the most urgent first."""
    asked = SOURCES if sources is None else sources
    found = [
        waiting for source in asked for waiting in source(person, held, on) if waiting.count and waiting.url
    ]
    return sorted(found, key=lambda waiting: URGENCY.index(waiting.tone))


def _second_factor(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    lacks = accounts.lacks_second_factor(person, held)
    title = _("Second factor to set up: what your offices do asks for one")
    yield Waiting(title, int(lacks), reverse("mfa_index"), "warn", "shield-check")


def _charter(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    asked = _may(held, Action.VOTE) or _may(held, Action.MANAGE_NETWORK)
    proposal = network.open_proposal() if asked else None
    if proposal is None:
        return
    url = reverse("network:charter-version", args=[proposal.version])
    note = _since(proposal.proposed_at)
    if _may(held, Action.VOTE):
        votes = len(network.voices_of(person, proposal, on=on))
        yield Waiting(_("Votes on the proposed Charter"), votes, url, "warn", "scale", note)
    if _may(held, Action.MANAGE_NETWORK):
        awaited = len(network.awaited_members(proposal, on=on))
        yield Waiting(_("Members who have not voted on your Charter"), awaited, url, "info", "scale", note)


def _accreditations(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    if _may(held, Action.MANAGE_INSTITUTION):
        days = [row.valid_until for row in network.accreditations_ending(person, on=on)]
        title = _("Accreditations that end within half a year")
        url = reverse("network:overview")
        yield Waiting(
            title, len(days), url, "warn", "shield-exclamation", _first(_("The first on {day}"), days)
        )


def _affiliations(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    if _may(held, Action.CONFIRM_AFFILIATION):
        found = network.affiliations_for(person, on=on)
        note = _first(_("The oldest since {day}"), found.values_list("claimed_at", flat=True)[:1])
        title, url = _("People who say that they study here"), reverse("network:claims")
        yield Waiting(title, found.count(), url, "warn", "check-badge", note)
    own = [one for one in network.stated_by(person, on=on) if not one.is_confirmed]
    title = _("Your statements about where you study, waiting to be confirmed")
    yield Waiting(title, len(own), reverse("network:affiliations"), "good", "clock")


def _drafts(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    counts = design.waiting(person, held, on)
    title = _("Drafts of yours that were returned with reasons")
    yield Waiting(title, counts.get(Action.DESIGN, 0), reverse("design:list"), "warn", "pencil-square")


def _reviews(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    if _may(held, Action.REVIEW):
        days = list(quality.waiting_for(person, on=on).values_list("requested_at", flat=True))
        title, url = _("Micro-credentials to review before they are published"), reverse("quality:desk")
        yield Waiting(
            title,
            len(days),
            url,
            "warn",
            "clipboard-document-check",
            _first(_("The oldest since {day}"), days),
        )


def _offers(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    counts = catalogue.waiting(person, held, on)
    title = _("Micro-credentials of yours that nobody can join")
    yield Waiting(title, counts.get(Action.OFFER, 0), reverse("catalogue:list"), "info", "calendar-days")


def _classes(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    counts = learning.waiting(person, held, on)
    rows = (
        (Action.ADMIT, _("Applications to decide"), "learning:admissions", "warn", "inbox-arrow-down"),
        (Action.ASSESS, _("Learners without a grade"), "learning:classes", "info", "pencil-square"),
        (Action.APPLY, _("Your applications, waiting for an answer"), "learning:mine", "good", "clock"),
    )
    for action, title, name, tone, icon in rows:
        yield Waiting(title, counts.get(action, 0), reverse(name), tone, icon)
    courses = list(learning.running_courses_of(person, on).values_list("offering__ends_on", flat=True))
    note = _first(_("The next ends on {day}"), courses)
    url = reverse("learning:mine")
    yield Waiting(_("Courses that you are taking"), len(courses), url, "good", "academic-cap", note)


def _claims(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    count = wallet.awaiting_claim(person).count()
    yield Waiting(_("Credentials for you to claim"), count, reverse("wallet:list"), "info", "gift")


def _registry(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    if _may(held, Action.REVOKE):
        found = credentials.awards_for_staff(person, on=on, action=Action.REVOKE, standing=Standing.OVERTAKEN)
        url = f"{reverse('credentials:registry')}?standing={Standing.OVERTAKEN}"
        title = _("Credentials whose grade was corrected")
        yield Waiting(title, found.count(), url, "bad", "exclamation-triangle")
    if _may(held, Action.MANAGE_KEYS):
        lacking = institutions_without_key(person, on=on).count()
        title = _("Universities without a signing key")
        yield Waiting(title, lacking, reverse("credentials:keys"), "bad", "key")
        ending = institutions_whose_seal_ends(person, on=on).count()
        title = _("Universities whose e-seal expires soon or has expired")
        yield Waiting(title, ending, reverse("credentials:keys"), "warn", "clock")


def _cases(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    desk = reverse("recognition:desk")
    if _may(held, Action.DECIDE_RECOGNITION):
        open_cases = recognition.cases_for_staff(person, on=on).filter(status=Case.Status.OPEN)
        days = list(open_cases.values_list("due_on", flat=True))
        note = _first(_("The first is due on {day}"), days)
        yield Waiting(_("Requests for recognition to decide"), len(days), desk, "warn", "scale", note)
    if _may(held, Action.DECIDE_APPEAL):
        days = list(recognition.appeals_for(person, on=on).values_list("due_on", flat=True))
        note = _first(_("The first is due on {day}"), days)
        yield Waiting(_("Appeals to decide"), len(days), desk, "bad", "megaphone", note)
    if _may(held, Action.AGREE):
        count = recognition.agreements_to_sign(person, on=on).count()
        url = reverse("recognition:agreements")
        yield Waiting(_("Agreements to sign"), count, url, "warn", "document-check")


def _recognition(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    days = list(recognition.appealable(person, on=on).values_list("appeal_until", flat=True))
    note = _first(_("The first period ends on {day}"), days)
    url = reverse("recognition:mine")
    yield Waiting(_("Refusals that you can appeal against"), len(days), url, "warn", "megaphone", note)


def _industry(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    if _may(held, Action.REPORT_NEEDS):
        title = _("Skills that you need and nobody teaches")
        count = industry.untaught_of(person, on=on)
        yield Waiting(title, count, reverse("industry:gaps"), "info", "chart-bar")


def _advice(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    if _may(held, Action.ADVISE):
        days = list(catalogue.closing_soon(on).values_list("enrolment_closes_on", flat=True))
        title, note = (
            _("Courses that close for applications within a month"),
            _first(_("The first on {day}"), days),
        )
        url = f"{reverse('catalogue:list')}?open=1"
        yield Waiting(title, len(days), url, "info", "calendar-days", note)


def _may(held: tuple[Held, ...], action: Action) -> bool:
    return where(held, action) != frozenset()


def _since(moment: date | datetime) -> str:
    return gettext("Since {day}").format(day=date_format(moment, "DATE_FORMAT"))


def _first(sentence: str | Promise, days: Iterable[date | datetime | None]) -> str:
    """The sentence with the earliest of the days; nothing where there is none."""
    earliest = min((day for day in days if day), default=None)
    return str(sentence).format(day=date_format(earliest, "DATE_FORMAT")) if earliest else ""


SOURCES: tuple[Source, ...] = (
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
    _recognition,
    _industry,
    _advice,
)
