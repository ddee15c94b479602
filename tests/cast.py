"""The people and universities of the tests: few, named, and the same everywhere."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.test import Client

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.core import versions
from mcx.network.models import (
    Accreditation,
    Affiliation,
    Appointment,
    GradingScale,
    Institution,
    Membership,
    Network,
    Programme,
)
from mcx.network.services.affiliations import Claim, claim_affiliation, confirm_affiliations

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOW.date()
FOUNDED = date(2023, 9, 1)
TERM = datetime(2026, 9, 1, 12, tzinfo=UTC)
PASSWORD = "a-demonstration-password"

NAMES = {
    "mu": ("MU", "Mondragon Unibertsitatea", "ES", "es"),
    "uoc": ("UOC", "Universitat Oberta de Catalunya", "ES", "es"),
    "dhbw": ("DHBW", "Duale Hochschule Baden-Württemberg", "DE", "de"),
    "fhj": ("FHJ", "FH JOANNEUM", "AT", "de"),
    "tuni": ("TUNI", "Tampere University", "FI", "fi"),
}


def network() -> Network:
    """The network of the tests."""
    found = Network.objects.first()
    return found or Network.objects.create(
        pk=Network.ONLY, name={"en": "Test network"}, host="network.example", is_demonstration=True
    )


def university(slug: str = "mu", **more: Any) -> Institution:
    """One of the five universities: a member since the founding, accredited."""
    short_name, name, country, cluster = NAMES[slug]
    found, is_new = Institution.objects.get_or_create(
        slug=slug,
        defaults={
            "short_name": short_name,
            "name": {"en": name},
            "country": country,
            "language_cluster": cluster,
        }
        | more,
    )
    if is_new:
        Membership.objects.create(institution=found, valid_from=FOUNDED)
        Accreditation.objects.create(
            institution=found,
            title={"en": "Institutional accreditation"},
            agency="Demonstration Quality Agency",
            valid_from=date(2020, 1, 1),
            valid_until=date(2029, 12, 31),
        )
        versions.note("network.membership")  # as the service would that is not called here
    return found


def person(name: str = "Ane Etxeberria", *roles: tuple[Role, Institution]) -> Person:
    """Somebody by name, holding these roles at these institutions."""
    given, _blank, family = name.partition(" ")
    email = f"{given}.{family}@people.example".lower().replace(" ", ".")
    found, is_new = Person.objects.get_or_create(
        email=email,
        defaults={
            "given_name": given,
            "family_name": family,
            "joined_at": NOW,
            "birth_date": date(2001, 5, 14),
        },
    )
    if is_new:
        found.set_password(PASSWORD)
        found.save()
        EmailAddress.objects.create(user=found, email=email, verified=True, primary=True)
    for role, institution in roles:
        Appointment.objects.get_or_create(
            person=found, institution=institution, role=role, defaults={"valid_from": FOUNDED}
        )
    return found


def sign_in(client: Client, person: Person) -> None:
    """Sign somebody in as they would themselves: with the password, just now."""
    client.force_login(person)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, "password")
    request.session.save()


def scale(institution: Institution | None = None) -> GradingScale:
    """German grades, or the institution's own of the same shape."""
    found, _is_new = GradingScale.objects.get_or_create(
        slug=f"{institution.slug}-scale" if institution else "joint",
        defaults={
            "institution": institution,
            "title": {"en": "Grades 1.0 to 5.0"},
            "grades": ["1.0", "1.3", "1.7", "2.0", "2.3", "2.7", "3.0", "3.3", "3.7", "4.0", "5.0"],
            "lowest_pass": "4.0",
        },
    )
    return found


def programme(slug: str = "mu-mechatronics", at: str = "mu", room: str = "12") -> Programme:
    """A bachelor's programme with room for so many elective ECTS."""
    network()
    found, _is_new = Programme.objects.get_or_create(
        slug=slug,
        defaults={
            "institution": university(at),
            "title": {"en": "Mechatronics"},
            "eqf_level": 6,
            "cycle": "first",
            "elective_ects": Decimal(room),
            "scale": scale(university(at)),
        },
    )
    return found


def registrar(at: str = "tuni", name: str = "Rea") -> Person:
    """Who admits at a university and confirms who studies there."""
    return person(f"{name} {at}", (Role.REGISTRAR, university(at)))


def claim(who: Person, at: Institution, of: Programme | None = None, number: str = "") -> Affiliation:
    """Somebody's own word that they study at a university, since the term began; the same again stays one."""
    known = Affiliation.objects.filter(person=who, institution=at, programme=of, status="open").first()
    stated = Claim(at, of, TERM.date(), number)
    return known or claim_affiliation(stated, by=who, at=TERM)


def affiliation(who: Person, at: Institution, of: Programme | None = None) -> Affiliation:
    """The same, confirmed by the university's registrar with name and date of birth."""
    found = claim(who, at, of)
    if not found.evidence.filter(is_strong=True).exists():
        confirm_affiliations([found], until=None, by=registrar(at.slug), at=TERM)
    return found
