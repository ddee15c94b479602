"""What every page and endpoint costs in two networks of which one is ten times as large as the other.

Each is opened once in both, by whom the recorded walk shows most there, and already in the smaller one every
list is longer than its page. Neither network is large: what grows shows between these two.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from bench.network.sizes import Size
from mcx.catalogue.models import Offering
from mcx.catalogue.selectors.shelf import public_shelf
from tests.api.bodies import SKILL
from tests.api.callers import Caller
from tests.api.offices import with_every_office
from tests.api.operations import Operation
from tests.cast import TODAY
from tests.walk.answers import Answer, answer_to
from tests.walk.recording import READING, WALKERS, Recording, client_of, email_of, kind
from tests.web.addresses import PAGES, address

SMALL = Size(
    universities=26,
    employers=26,
    editions=220,
    learners=260,
    places=420,
    cases=140,
    agreements=60,
    micro_degrees=26,
    own=26,
)
LARGE = SMALL.times(10)
OFFICES_AT = ("mu", "uoc", "dhbw", "fhj", "tuni")
PART = 10  # rows of a list that a program asks for


def _fullest(status: str) -> str:
    """The run with most learners, or with most who wait to be let in."""
    where = {"learning": "enrolments", "waiting": "applications"}[status]
    return Offering.objects.annotate(many=Count(where)).order_by("-many", "pk")[0].code


# Of pages about one thing: the largest. All others are about something of the demonstration.
LARGEST: dict[str, Callable[[], dict[str, object]]] = {
    "learning:class": lambda: {"code": _fullest("learning")},
    "learning:apply": lambda: {"code": _fullest("waiting")},
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A page or endpoint, who opens it, and where, if that is said."""

    name: str
    walker: str
    at: str


def pages(recording: Recording) -> Iterator[Opened]:
    """Every page that somebody gets, as whom it shows most."""
    most: dict[str, tuple[int, Opened]] = {}
    for walker in WALKERS:
        way = recording.of(walker)
        found = [(name, "", each) for name, each in way.pages.items()]
        found += [(kind(at), at, each) for at, each in way.shown.items()]
        for name, at, answer in found:
            if answer.status == 200 and answer.size > most.get(name, (0,))[0]:
                most[name] = answer.size, Opened(name, walker, at)
    yield from (each for _size, each in most.values())


def openings(opened: Sequence[Opened]) -> Iterator[tuple[str, Callable[[], Answer]]]:
    """Each of these pages and every endpoint by its name, with what opens it here.

    What a process makes once and keeps, the register, its names and what the catalogue shows, is made before.
    """
    caller = Caller(with_every_office(*OFFICES_AT))
    Client().get("/trust.json")
    caller.get(f"/credentials/keys/{OFFICES_AT[0]}/self-check")
    public_shelf(TODAY)
    for each in opened:
        yield each.name, _page(each)
    for operation in READING:
        yield str(operation), _told(operation, caller)


def answers(opened: Sequence[Opened]) -> dict[str, Answer]:
    """What each of these pages and every endpoint answers here, by its name; nothing of it stays."""
    with transaction.atomic():
        found = {name: open_it() for name, open_it in openings(opened)}
        transaction.set_rollback(True)
    return found


def _page(each: Opened) -> Callable[[], Answer]:
    return partial(answer_to, _where(each), client_of(email_of(each.walker)).get)


def _where(each: Opened) -> str:
    if each.name in LARGEST:
        return reverse(each.name, kwargs=LARGEST[each.name]())
    return each.at or address(each.name, PAGES[each.name])


def _told(operation: Operation, caller: Caller) -> Callable[[], Answer]:
    return partial(
        answer_to,
        operation.address(),
        lambda at: caller.ask("get", at, q="data", uri=SKILL, limit=PART),
    )
