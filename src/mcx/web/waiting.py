"""What waits for somebody, composed from what each domain knows: the home page's answer for every role.

A source takes the person, their roles and the day, and names the kinds of things that wait; a new domain
joins by adding its source to `SOURCES`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Held, where
from mcx.catalogue import selectors as catalogue
from mcx.credentials import selectors as credentials
from mcx.credentials.rules import Standing
from mcx.design import selectors as design
from mcx.learning import selectors as learning
from mcx.network import selectors as network
from mcx.quality import selectors as quality
from mcx.recognition import selectors as recognition
from mcx.recognition.models import Case
from mcx.wallet import selectors as wallet

URGENCY = ("bad", "warn", "info", "good")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits: how many, where to go, and how urgent it is (a tone of `URGENCY`)."""

    title: str | Promise
    count: int
    url: str
    tone: str
    icon: str


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


def _charter(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    proposal = network.open_proposal() if _may(held, Action.VOTE) else None
    if proposal is not None:
        votes = len(network.voices_of(person, proposal, on=on))
        yield Waiting(_("Votes on the proposed Charter"), votes, reverse("network:charter"), "warn", "scale")


def _drafts(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    counts = design.waiting(person, held, on)
    title = _("Drafts of yours that were returned with reasons")
    yield Waiting(title, counts.get(Action.DESIGN, 0), reverse("design:list"), "warn", "pencil-square")


def _reviews(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    counts = quality.waiting(person, held, on)
    title = _("Micro-credentials to review before they are published")
    count = counts.get(Action.REVIEW, 0)
    yield Waiting(title, count, reverse("quality:desk"), "warn", "clipboard-document-check")


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
        lacking = credentials.institutions_without_key(person, on=on).count()
        title = _("Universities without a signing key")
        yield Waiting(title, lacking, reverse("credentials:keys"), "bad", "key")
        ending = credentials.institutions_whose_seal_ends(person, on=on).count()
        title = _("Universities whose e-seal expires soon or has expired")
        yield Waiting(title, ending, reverse("credentials:keys"), "warn", "clock")


def _cases(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    desk = reverse("recognition:desk")
    if _may(held, Action.DECIDE_RECOGNITION):
        open_cases = recognition.cases_for_staff(person, on=on).filter(status=Case.Status.OPEN)
        yield Waiting(_("Requests for recognition to decide"), open_cases.count(), desk, "warn", "scale")
    if _may(held, Action.DECIDE_APPEAL):
        count = recognition.appeals_for(person, on=on).count()
        yield Waiting(_("Appeals to decide"), count, desk, "bad", "megaphone")


def _may(held: tuple[Held, ...], action: Action) -> bool:
    return where(held, action) != frozenset()


SOURCES: tuple[Source, ...] = (
    _charter,
    _drafts,
    _reviews,
    _offers,
    _classes,
    _claims,
    _registry,
    _cases,
)
