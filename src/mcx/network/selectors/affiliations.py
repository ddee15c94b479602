"""Look-ups of who says that they belong where, and of who has confirmed it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core.errors import NotFound
from mcx.core.periods import in_force, not_ended
from mcx.network.models import Affiliation, Evidence, Institution, Programme
from mcx.network.rules.affiliations import (
    AffiliationState,
    Confirmation,
    EvidenceSource,
    Vouching,
    confirmation_on,
    state_on,
)
from mcx.network.selectors.rights import rows_where

OPEN = Affiliation.Status.OPEN
STATES = (AffiliationState.WAITING, AffiliationState.CONFIRMED, AffiliationState.REFUSED)


@dataclass(frozen=True, slots=True)
class Stated:
    """An affiliation and where it stands on the day that was asked about."""

    affiliation: Affiliation
    state: AffiliationState
    confirmation: Confirmation | None

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody entitled vouches for it."""
        return self.state is AffiliationState.CONFIRMED

    @property
    def evidence(self) -> Evidence | None:
        """What settled it last; None of a claim."""
        return next((each for each in reversed(self.affiliation.evidence.all()) if each.is_strong), None)


@dataclass(frozen=True, slots=True)
class Home:
    """A university at which somebody says that they study, and the university's own word on it."""

    institution: Institution
    confirmation: Confirmation | None

    @property
    def is_confirmed(self) -> bool:
        """Whether the university has confirmed it."""
        return self.confirmation is not None


def confirmed_on(day: date) -> Exists:
    """Affiliations for which strong evidence speaks that day."""
    return Exists(Evidence.objects.filter(_settling(day), affiliation=OuterRef("pk")))


def _settling(day: date) -> Q:
    return Q(at__lte=datetime.combine(day, time.max, UTC), is_strong=True) & not_ended(day, last="until")


def as_stated(affiliation: Affiliation, *, on: date) -> Stated:
    """The affiliation with its state that day (one query, none where its evidence is at hand)."""
    said = [
        Vouching(one.is_strong, one.at.date(), one.until, EvidenceSource(one.source))
        for one in affiliation.evidence.all()
    ]
    state = state_on(on, affiliation.status, affiliation.valid_until, said)
    is_confirmed = state is AffiliationState.CONFIRMED
    return Stated(affiliation, state, confirmation_on(on, said) if is_confirmed else None)


def all_as_stated(affiliations: Iterable[Affiliation], *, on: date) -> list[Stated]:
    """The same of several."""
    return [as_stated(each, on=on) for each in affiliations]


def _whole() -> QuerySet[Affiliation]:
    related = ("person", "institution", "programme__institution", "programme__scale")
    evidence = Prefetch("evidence", Evidence.objects.select_related("by").order_by("at", "pk"))
    return Affiliation.objects.select_related(*related).prefetch_related(evidence)


def affiliations_of(person: Person) -> QuerySet[Affiliation]:
    """All that the person ever stated, newest first (two queries)."""
    return _whole().filter(person=person).order_by("-claimed_at", "-pk")


def affiliation_of(person: Person, key: int) -> Affiliation:
    """One of the person's own.

    :raises NotFound: when it is somebody else's or none
    """
    return _found(affiliations_of(person).filter(pk=key))


def running_for(person: Person, *, on: date) -> QuerySet[Affiliation]:
    """What the person says to be true that day, confirmed or not, oldest first (two queries)."""
    return _whole().filter(in_force(on), person=person, status=OPEN).order_by("pk")


def stated_by(person: Person, *, on: date) -> list[Stated]:
    """The same with where each stands; what is confirmed comes first (two queries)."""
    found = all_as_stated(running_for(person, on=on), on=on)
    return sorted(found, key=lambda one: not one.is_confirmed)


def homes_of(person: Person, *, on: date) -> list[Home]:
    """The universities at which the person says that they study, confirmed ones first (two queries)."""
    homes: dict[int, Home] = {}
    for one in stated_by(person, on=on):
        at = one.affiliation.institution
        homes.setdefault(at.pk, Home(at, one.confirmation))
    return list(homes.values())


def programmes_of(person: Person, *, on: date) -> QuerySet[Programme]:
    """The programmes that the person says to study that day, by university."""
    running = running_for(person, on=on).values("programme")
    found = Programme.objects.filter(pk__in=running).select_related("institution")
    return found.order_by("institution__short_name", "slug")


def confirmed_at(person: str, institution: str, *, on: date) -> Exists:
    """Rows whose institution confirms that day that their person studies there; both are names of fields."""
    own = Affiliation.objects.filter(person=OuterRef(person), institution=OuterRef(institution), status=OPEN)
    return Exists(own.filter(in_force(on), confirmed_on(on)))


def confirmation_day(person: str, institution: str, *, on: date) -> Subquery:
    """The day of the latest word by which the same is confirmed; null where `confirmed_at` says no."""
    runs = in_force(on, first="affiliation__valid_from", last="affiliation__valid_until")
    said = Evidence.objects.filter(
        _settling(on),
        runs,
        affiliation__status=OPEN,
        affiliation__person=OuterRef(person),
        affiliation__institution=OuterRef(institution),
    )
    return Subquery(said.order_by("-at", "-pk").annotate(day=TruncDate("at")).values("day")[:1])


def confirmation_in(person: Person, programme: Programme, *, on: Iterable[date]) -> Confirmation | None:
    """Whose word it is that the person studies in the programme, of the first of these days on which there
    is one (a query for each day).
    """
    own = Q(affiliation__person=person, affiliation__programme=programme, affiliation__status=OPEN)
    for day in on:
        runs = in_force(day, first="affiliation__valid_from", last="affiliation__valid_until")
        said = Evidence.objects.filter(own, runs, _settling(day)).order_by("-at", "-pk").first()
        if said:
            return Confirmation(EvidenceSource(said.source), said.at.date())
    return None


def affiliations_for(
    registrar: Person, *, on: date, state: AffiliationState = AffiliationState.WAITING, search: str = ""
) -> QuerySet[Affiliation]:
    """What is stated about the universities for which the person confirms, longest waiting first.

    `state` is one of `STATES`; `search` is looked for in names, addresses, student numbers and programmes
    (four queries).
    """
    own = rows_where(registrar, Action.CONFIRM_AFFILIATION, on=on)
    found = _in_state(_whole().filter(own), state, on)
    for word in search.split()[:5]:
        found = found.filter(_about(word))
    return found.order_by("claimed_at", "pk")


def _in_state(found: QuerySet[Affiliation], state: AffiliationState, on: date) -> QuerySet[Affiliation]:
    if state == AffiliationState.REFUSED:
        return found.filter(status=Affiliation.Status.REFUSED)
    running = found.filter(in_force(on), status=OPEN)
    is_confirmed = confirmed_on(on)
    return running.filter(is_confirmed if state == AffiliationState.CONFIRMED else ~is_confirmed)


def _about(word: str) -> Q:
    names = Q(person__given_name__icontains=word) | Q(person__family_name__icontains=word)
    numbers = Q(student_number__icontains=word) | Q(person__email__icontains=word)
    return names | numbers | Q(programme__slug__icontains=word)


def affiliation_for(registrar: Person, key: int, *, on: date) -> Affiliation:
    """One that concerns a university for which the person confirms, whatever its state.

    :raises NotFound: when it concerns another one
    """
    own = rows_where(registrar, Action.CONFIRM_AFFILIATION, on=on)
    return _found(_whole().filter(own, pk=key))


def affiliations_among(registrar: Person, keys: Iterable[int], *, on: date) -> list[Affiliation]:
    """Those of the chosen ones that concern the person's universities (two queries)."""
    own = rows_where(registrar, Action.CONFIRM_AFFILIATION, on=on)
    return list(_whole().filter(own, pk__in=list(keys)).order_by("claimed_at", "pk"))


def _found(rows: QuerySet[Affiliation]) -> Affiliation:
    found = rows.first()
    if found is None:
        raise NotFound()
    return found
