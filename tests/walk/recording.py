"""The walk: everybody opens every address, and follows what they are shown; it is done once in a run.

Whoever asks first for what somebody got records it, under their own test's transaction, and leaves it in the
run's folder to the other processes. What is written there names pages, not their keys.
"""

import pickle
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import resolve

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.network.models import Appointment
from mcx.wallet import services as wallet
from tests.api.bodies import SKILL
from tests.api.callers import Caller
from tests.api.offices import with_every_office
from tests.api.operations import operations
from tests.belongings import LEARNER as NOBODY_SPECIAL
from tests.belongings import STATING
from tests.cast import NOW
from tests.demonstration import alone
from tests.factors import sign_in_with_factor
from tests.walk.answers import Answer, answer_to
from tests.web.addresses import PAGES, address

VISITOR, LEARNER, EVERYTHING = "visitor", "learner", "every office"
# Learners who have something: credentials, links, requests, second factors.
OWNERS = ("ane.etxeberria@learner.example", "youssef.benali@learner.example", STATING)
OFFICES = tuple(sorted(set(Role) - {Role.LEARNER}))
WALKERS = (VISITOR, LEARNER, *OWNERS, *OFFICES)
# Of whom it is known, too, what they get if they send an empty form to every page.
SENDING = (VISITOR, LEARNER)
# Of whom it is known what the API tells them.
PROGRAMS = (VISITOR, LEARNER, EVERYTHING)
SAME = 2  # pages of one kind show links of one kind
READING = [each for each in operations() if each.method == "get"]


@dataclass(slots=True)
class Way:
    """What somebody got: at every page, by every empty form, at what they were shown, and from the API."""

    pages: dict[str, Answer] = field(default_factory=dict)
    sent: dict[str, Answer] = field(default_factory=dict)
    shown: dict[str, Answer] = field(default_factory=dict)
    shown_on: dict[str, str] = field(default_factory=dict)
    read: dict[str, Answer] = field(default_factory=dict)

    def answers(self, name: str) -> list[Answer]:
        """What a page answers to reading and to sending, as far as it takes them."""
        both = [ways[name] for ways in (self.pages, self.sent) if name in ways]
        return [each for each in both if each.status != 405]

    def everything(self) -> Iterator[tuple[str, Answer]]:
        """All pages that were opened, by their names."""
        yield from self.pages.items()
        yield from ((kind(at), answer) for at, answer in self.shown.items())


class Recording:
    """The ways of all walkers, each recorded when it is first asked for and kept in this folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ways = folder, dict[str, Way]()

    def of(self, walker: str) -> Way:
        """What this one got."""
        if walker not in self.ways:
            self.ways[walker] = self._kept(walker)
        return self.ways[walker]

    def _kept(self, walker: str) -> Way:
        file = self.folder / f"walk of {walker}"
        with alone(self.folder / f"lock of {walker}"):
            if not file.exists():
                file.write_bytes(pickle.dumps(_walk(walker)))
            way: Way = pickle.loads(file.read_bytes())
        return way


def kind(at: str) -> str:
    """The name of the page at an address."""
    return resolve(at.partition("?")[0]).view_name


def _walk(walker: str) -> Way:
    """What one of them gets; nothing of it stays."""
    with transaction.atomic():
        email, way = email_of(walker), Way()
        if walker in WALKERS:
            _open(way, email, is_sending=walker in SENDING)
        if walker in PROGRAMS:
            way.read = _read(email)
        transaction.set_rollback(True)
    return way


def _open(way: Way, email: str, *, is_sending: bool) -> None:
    client = client_of(email)
    _follow(way, client)
    for name in sorted(PAGES):
        at = address(name, PAGES[name])
        way.pages[name] = way.shown.get(at) or _beside(client, client.get, at)
        if is_sending:
            way.sent[name] = _beside(client, client.post, at)


def client_of(email: str) -> Client:
    """A browser of theirs; who has a second factor used it just now, all others signed in long ago."""
    client = Client(raise_request_exception=False)
    if email == STATING:
        sign_in_with_factor(client, Person.objects.get(email=email))
    elif email:
        client.force_login(Person.objects.get(email=email))
    return client


def email_of(walker: str) -> str:
    """Who walks: the first holder of an office, somebody by their address, or nobody in particular."""
    if walker in OFFICES:
        holder = Appointment.objects.filter(role=walker).order_by("pk").first()
        assert holder, f"give somebody the office “{walker}” in demo/content/people.toml: it walks, too"
        return holder.person.email
    if walker == EVERYTHING:
        return with_every_office()
    return {VISITOR: "", LEARNER: NOBODY_SPECIAL}.get(walker, walker)


def _beside(client: Client, send: Callable[[str], Any], at: str) -> Answer:
    """What is answered to this alone: whatever it changes is undone."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = answer_to(at, send)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def _follow(way: Way, client: Client) -> None:
    """From the start page on, every link that is shown, two of each kind: in each run the same ones."""
    waiting, kinds = {"/": ""}, Counter[str]()
    while waiting:
        at, shown_on = waiting.popitem()
        way.shown[at], way.shown_on[at] = answer_to(at, client.get), shown_on
        kinds[kind(at)] += 1
        new = [each for each in way.shown[at].links if each not in way.shown]
        waiting |= {each: at for each in new if kinds[kind(each)] < SAME}


def _read(email: str) -> dict[str, Answer]:
    """What the API tells them, who by now have a link of their own for each credential."""
    if email:
        person = Person.objects.get(email=email)
        for item in person.wallet_items.all():
            wallet.share([item], audience="Somebody", days=7, by=person, at=NOW)
    caller = Caller(email)
    return {
        str(each): answer_to(each.address(), lambda at: caller.ask("get", at, q="data", uri=SKILL))
        for each in READING
    }
