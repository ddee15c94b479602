"""Learners: who they are and where they study, cast after the demonstration's learners."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress

from bench.network.cast import Grown, in_turns
from bench.network.stories import Part, Story, cast, gather
from mcx.accounts.models import Person
from mcx.network.models import Affiliation, Evidence, Identity, Institution, Programme
from mcx.pathways.models import Participation

ORDER = (Person, EmailAddress, Affiliation, Evidence, Identity, Participation)
GIVEN = [
    "Ada",
    "Ben",
    "Clara",
    "David",
    "Elena",
    "Felix",
    "Greta",
    "Hugo",
    "Iris",
    "Jon",
    "Karin",
    "Leo",
    "Maria",
    "Nils",
    "Olga",
    "Paul",
    "Rosa",
    "Sven",
    "Tina",
]
FAMILY = [
    "Aalto",
    "Bauer",
    "Costa",
    "Dietz",
    "Egger",
    "Ferrer",
    "Huber",
    "Iglesias",
    "Koivu",
    "Lang",
    "Nieminen",
    "Ortiz",
    "Pichler",
    "Ruiz",
    "Salo",
]
AT_ONCE = 500
WAITING = 2  # how many times as many wait for one registrar as one person has of a thing


@dataclass(frozen=True, slots=True)
class Learner:
    """One who was cast: who it is, where they study, and in which programme."""

    person: Person
    home: Institution
    programme: Programme


@dataclass(frozen=True, slots=True)
class Model:
    """A learner of the demonstration, and all that belongs to who they are."""

    person: Person
    home: Institution
    programme: Programme
    story: Story

    @property
    def is_confirmed(self) -> bool:
        """Whether their university has confirmed that they study there."""
        return any(isinstance(row, Evidence) and row.is_strong for row in self.story.rows)


def join(grown: Grown) -> dict[int, list[Learner]]:
    """Everybody joins; handed back by the programme of the demonstration after which theirs is cast."""
    models = _models()
    found: dict[int, list[Learner]] = {each.programme.pk: [] for each in models}
    for each in models:
        if each.is_confirmed:
            found[each.programme.pk].append(Learner(each.person, each.home, each.programme))
    for some in in_turns(iter(range(grown.size.learners)), AT_ONCE):
        chosen = [_choose(number, models, grown) for number in some]
        parts = [_part(number, *each, grown) for number, each in zip(some, chosen, strict=True)]
        cast(parts, ORDER, {Person: _person, EmailAddress: _address, Affiliation: _affiliation}, grown)
        for part, (model, home) in zip(parts, chosen, strict=True):
            person = part.stands[Person._meta.label, model.person.pk]
            if model.is_confirmed and isinstance(person, Person):
                programme = grown.programmes[home.pk, model.programme.pk]
                found[model.programme.pk].append(Learner(person, home, programme))
    return found


def _models() -> list[Model]:
    rows = Affiliation.objects.select_related("person", "programme__institution").order_by("pk")
    return [
        Model(each.person, each.programme.institution, each.programme, gather(_about(each)))
        for each in rows
        if each.programme
    ]


def _about(each: Affiliation) -> list[Any]:
    person = each.person
    addresses = EmailAddress.objects.filter(user=person)
    return [
        person,
        *addresses,
        each,
        *each.evidence.order_by("pk"),
        *Identity.objects.filter(person=person),
        *Participation.objects.filter(learner=person),
    ]


def _choose(number: int, models: list[Model], grown: Grown) -> tuple[Model, Institution]:
    """After whom, and where: the first ones wait at the first university for its registrar's answer.

    At a university of the demonstration only its own programmes are there to study in.
    """
    first = grown.universities[0]
    if number < WAITING * grown.size.own:
        fitting = [one for one in models if one.home.pk == first.pk and not one.is_confirmed]
        home = first if fitting else grown.university()
    else:
        home, fitting = grown.university(), []
    there = [one for one in models if (home.pk, one.programme.pk) in grown.programmes]
    return grown.draw.choice(fitting or there), home


def _part(number: int, model: Model, home: Institution, grown: Grown) -> Part:
    name = f"{GIVEN[number % len(GIVEN)]} {FAMILY[number % len(FAMILY)]}{number}"
    words = ((model.person.email, f"learner{number}@grown.example"), (model.person.name, name))
    part = Part(model.story, places={model.home.pk: home.pk}, words=words)
    programme = grown.programmes[home.pk, model.programme.pk]
    part.stands[Programme._meta.label, model.programme.pk] = programme
    return part


def _person(row: Person, part: Part) -> dict[str, Any]:
    (_email, email), (_name, name) = part.words
    given, family = name.split()
    return {"email": email, "given_name": given, "family_name": family, "student_identifier": ""}


def _address(row: EmailAddress, part: Part) -> dict[str, Any]:
    return {"email": part.words[0][1] if row.primary else f"second.{part.words[0][1]}"}


def _affiliation(row: Affiliation, part: Part) -> dict[str, Any]:
    return {"student_number": part.words[0][1].partition("@")[0]}
