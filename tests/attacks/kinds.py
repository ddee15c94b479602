"""The kinds of people, what the rights table says of each, and what happens when one of them tries."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client

from mcx.accounts import services
from mcx.accounts.models import Person
from mcx.accounts.rules import EVERYONE, Action, Held, Role, Scope, may
from mcx.network.models import Appointment, Institution
from tests import cast
from tests.walk.answers import counted

OFFICES = sorted(set(Role) - {Role.LEARNER})
MEMBERS = ("mu", "uoc", "dhbw", "fhj", "tuni", "dqa", "iberotec")


class Whose(Enum):
    """Whom something is for: anybody, oneself, the one to whom it belongs, or an office."""

    ANYBODY = "anybody"
    ONESELF = "oneself"
    OWNER = "owner"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Right:
    """Whom something is for: which actions (one of them is enough) and the member that it concerns.

    Without `here` it concerns the network, and a grant at any member is enough; `also` is the other side of
    an agreement, where a grant is as good. `owner` is whose it is.
    `but` names offices that are refused although the table grants, each with its reason. `answers` is the
    refusal that everybody gets who has the right, because of the day on which it is tried.
    """

    whose: Whose
    actions: tuple[Action, ...] = ()
    here: str = ""
    also: str = ""
    owner: str = ""
    but: Mapping[Role, str] = field(default_factory=dict)
    answers: int = 0

    def is_for(self, somebody: "Somebody") -> bool:
        """What the table says of a kind of person."""
        return self.grants(somebody.held, is_owner=somebody.is_owner)

    def grants(self, held: tuple[Held, ...], *, is_owner: bool = False) -> bool:
        """What the table says of somebody who holds this."""
        if self.whose is Whose.ANYBODY:
            return True
        if not held or (self.whose is Whose.OWNER and not is_owner):
            return False
        if any(role in self.but for role, _at in held):
            return False
        places: list[int | None] = [_number(slug) for slug in (self.here, self.also) if slug]
        return not self.actions or any(
            may(held, action, at) for action in self.actions for at in places or [None]
        )


ANYBODY = Right(Whose.ANYBODY)


def oneself(*actions: Action, owner: str = "") -> Right:
    """What everybody does for themselves."""
    return Right(Whose.ONESELF, actions, owner=owner)


def owned(owner: str, *actions: Action) -> Right:
    """What only its owner does, whatever office somebody else holds."""
    return Right(Whose.OWNER, actions, owner=owner)


def office(here: str, *actions: Action, **more: Any) -> Right:
    """What is done in an office at a member; without one, in an office at any."""
    return Right(Whose.OFFICE, actions, here, **more)


def _number(slug: str) -> int:
    """A number for the member: the table asks only whether two are the same."""
    return MEMBERS.index(slug)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A kind of person: who signed in or not, with offices at members, or the owner of what is tried."""

    name: str
    offices: tuple[tuple[Role, str], ...] = ()
    is_signed_in: bool = True
    is_owner: bool = False

    @property
    def held(self) -> tuple[Held, ...]:
        """What the table is asked about."""
        if not self.is_signed_in:
            return ()
        return (*EVERYONE, *((role, _number(slug)) for role, slug in self.offices))

    def one_by_one(self) -> "list[Somebody]":
        """Somebody for each of the offices, where there are several."""
        several = self.offices if len(self.offices) > 1 else ()
        return [Somebody(f"{role} at {slug}", ((role, slug),)) for role, slug in several]


VISITOR = Somebody("a visitor", is_signed_in=False)
LEARNER = Somebody("a learner")
OWNER = Somebody("its owner", is_owner=True)


def kinds(right: Right) -> Iterator[Somebody]:
    """Who tries. Rights add up, so all offices that are not granted it are tried by one person at once."""
    yield VISITOR
    if right.owner:
        yield OWNER
    if right.whose is Whose.OFFICE:
        yield from _officers(right)
    elif not right.owner:
        yield LEARNER
    if right.whose in {Whose.OFFICE, Whose.OWNER}:
        yield Somebody("who holds every other office", tuple(_others(right)))


def _officers(right: Right) -> Iterator[Somebody]:
    """Who is granted it by one office: here, and at another member where the office acts for the network."""
    places = {"here": right.here or "mu"}
    if right.here:
        places["elsewhere"] = "uoc" if right.here == "tuni" else "tuni"
    if right.also:
        places["on the other side"] = right.also
    for role in OFFICES:
        for name, slug in places.items():
            somebody = Somebody(f"{role} {name}", ((role, slug),))
            if right.is_for(somebody):
                yield somebody


def _others(right: Right) -> Iterator[tuple[Role, str]]:
    """Every office at every member that is not granted it: all of them where it belongs to somebody."""
    for slug in MEMBERS:
        for role in OFFICES:
            if not right.is_for(Somebody("", ((role, slug),))):
                yield role, slug


class Walk:
    """One visitor and one person, who is given the offices of each kind in turn and loses them again."""

    def __init__(self) -> None:
        self.person = cast.person("Nobody Special")
        self.visitor, self.session = _client(), self.proven(self.person)
        self.institutions = {each.slug: each for each in Institution.objects.all()}

    @contextmanager
    def as_one(self, somebody: Somebody, right: Right, client: Client | None = None) -> Iterator[Client]:
        """A browser of theirs, or what they come in with; what is done with it is undone afterwards."""
        with transaction.atomic():
            if somebody.offices:
                Appointment.objects.bulk_create(self._appointments(somebody))
            client = client or self._client(somebody, right)
            cookies = deepcopy(client.cookies)
            yield client
            client.cookies = cookies
            transaction.set_rollback(True)

    def _appointments(self, somebody: Somebody) -> list[Appointment]:
        return [
            Appointment(
                person=self.person, institution=self.institutions[slug], role=role, valid_from=cast.FOUNDED
            )
            for role, slug in somebody.offices
        ]

    def _client(self, somebody: Somebody, right: Right) -> Client:
        if not somebody.is_signed_in:
            return self.visitor
        if not somebody.is_owner:
            return self.session
        return self.proven(self.who(somebody, right))

    def who(self, somebody: Somebody, right: Right) -> Person:
        """The person who stands for somebody who is signed in."""
        return Person.objects.get(email=right.owner) if somebody.is_owner else self.person

    def proven(self, person: Person) -> Client:
        """A browser in which the person signed in just now."""
        found = _client()
        cast.sign_in(found, person)
        return found

    def unproven(self, person: Person) -> Client:
        """A browser in which the person signed in long ago."""
        found = _client()
        found.force_login(person)
        return found

    def program(self, person: Person, scopes: Collection[Scope]) -> Client:
        """A program with a token for these scopes, which was used today already."""
        made, text = services.create_token(
            person, label="Program", scopes=scopes, days=30, by=person, at=cast.NOW
        )
        services.note_use(made, at=cast.NOW)
        return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {text}"})


def _client() -> Client:
    return Client(raise_request_exception=False)


@dataclass(frozen=True, slots=True)
class Happened:
    """What an attempt came to: the answer, and the tables in which it wrote."""

    answer: Any
    written: frozenset[str]

    @property
    def is_done(self) -> bool:
        """Whether it was done, as far as the answer says: nobody was sent to sign in or refused."""
        is_asked = self.answer.headers.get("Location", "").startswith(resolve_url(settings.LOGIN_URL))
        return not is_asked and self.answer.status_code < 400

    def __str__(self) -> str:
        return f"{self.answer.status_code} {' '.join(sorted(self.written))}"


def attempt(send: Callable[[], Any]) -> Happened:
    """Try it and see what was written: the statements tell, also of what is undone later."""
    with counted() as cost:
        answer = send()
    return Happened(answer, cost.lasting)


@dataclass(frozen=True, slots=True)
class Expected:
    """What should happen: is it done, does the log tell of it, or which refusal do all get who may."""

    is_done: bool
    is_logged: bool
    answers: int = 0


def deviation(name: str, expected: Expected, happened: Happened) -> str:
    """How it went otherwise than it should; nothing where it went so."""
    if happened.answer.status_code >= 500:
        return f"{name}: {happened}"
    if not expected.is_done:
        is_so = not happened.is_done and not happened.written
        return "" if is_so else f"{name} has no right and was not refused: {happened}"
    if expected.answers:
        is_so = happened.answer.status_code == expected.answers
        return "" if is_so else f"{name} got {happened}, not {expected.answers}"
    is_so = happened.is_done and expected.is_logged is ("core_auditentry" in happened.written)
    return "" if is_so else f"{name} was refused or nothing was done: {happened}"


def granted(right: Right) -> Somebody:
    """One of those who have the right: the owner, a learner, or the first office that the table names."""
    if right.owner:
        return OWNER
    if right.whose is not Whose.OFFICE:
        return LEARNER
    return next(each for each in _officers(right) if right.is_for(each))
