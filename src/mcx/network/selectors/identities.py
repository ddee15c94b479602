"""Look-ups of who people are: what was confirmed of them, and who may correct it."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core.errors import NotFound
from mcx.core.periods import in_force
from mcx.network.models import Affiliation, Identity, Institution
from mcx.network.selectors.affiliations import OPEN, confirmed_on
from mcx.network.selectors.rights import institutions_where


def identity_of(person: Person) -> Identity | None:
    """Who the person is, once that is fixed: confirmed, or only used in a credential (one query)."""
    rows = Identity.objects.filter(person=person, ended_at=None)
    return rows.select_related("institution", "confirmed_by").first()


def confirmed_identity_of(person: Person) -> Identity | None:
    """Who the person is, if a university has confirmed it (one query)."""
    found = identity_of(person)
    return found if found and found.confirmed_by_id else None


def fixed_fields(fixed: Identity | Person) -> set[str]:
    """What the row in force or an account says; both names together, the others where they are not blank."""
    has_name = bool(fixed.given_name or fixed.family_name)
    names = {"given_name", "family_name"} if has_name else set()
    return names | {name for name in ("birth_date", "student_identifier") if getattr(fixed, name)}


def asked_about(person: Person, *, on: date) -> QuerySet[Affiliation]:
    """The person's statements that wait for a registrar; until then who they are stays (one query)."""
    stated = Affiliation.objects.filter(in_force(on), person=person, status=OPEN)
    return stated.filter(~confirmed_on(on)).select_related("institution").order_by("pk")


def identity_history(person: Person) -> QuerySet[Identity]:
    """All that was ever fixed about who the person is, newest first (one query)."""
    rows = Identity.objects.filter(person=person).select_related("institution", "confirmed_by")
    return rows.order_by("-fixed_at", "-pk")


def people_to_correct(registrar: Person, *, on: date, search: str = "") -> QuerySet[Person]:
    """The people whose names and days of birth the person may correct, by family name (three queries).

    They are those whom the registrar's university confirmed or named in a credential, those who study there,
    and, as long as nobody has confirmed who they are, those who say that they do.
    """
    at = institutions_where(registrar, Action.CONFIRM_AFFILIATION, on=on)
    found = Person.objects.filter(_is_for(at, on))
    for word in search.split()[:5]:
        names = Q(given_name__icontains=word) | Q(family_name__icontains=word)
        found = found.filter(names | Q(email__icontains=word))
    return found.order_by("family_name", "given_name", "pk")


def _is_for(at: QuerySet[Institution], on: date) -> Q:
    fixed = Identity.objects.filter(person=OuterRef("pk"), ended_at=None)
    stated = Affiliation.objects.filter(in_force(on), person=OuterRef("pk"), institution__in=at, status=OPEN)
    unconfirmed = ~Exists(fixed.filter(confirmed_by__isnull=False))
    return (
        Q(Exists(fixed.filter(institution__in=at)))
        | Q(Exists(stated.filter(confirmed_on(on))))
        | (Q(Exists(stated)) & Q(unconfirmed))
    )


def person_to_correct(registrar: Person, key: int, *, on: date) -> Person:
    """One of those people.

    :raises NotFound: when it is somebody else
    """
    found = people_to_correct(registrar, on=on).filter(pk=key).first()
    if found is None:
        raise NotFound()
    return found


def corrects_for(registrar: Person, person: Person, *, on: date) -> Institution:
    """The university in whose name the registrar corrects who this person is.

    :raises NotFound: when the registrar may not
    """
    for institution in institutions_where(registrar, Action.CONFIRM_AFFILIATION, on=on):
        own = Institution.objects.filter(pk=institution.pk)
        if Person.objects.filter(_is_for(own, on), pk=person.pk).exists():
            return institution
    raise NotFound()
