"""Look-ups of micro-credentials, editions and offerings, and the search of the catalogue."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, StrIndex, Substr

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Held, may, where
from mcx.catalogue.models import Edition, Offering
from mcx.catalogue.rules import Audience, Filters, words_of
from mcx.core.errors import NotFound
from mcx.core.periods import in_force, not_ended
from mcx.network.selectors.rights import held_by

MOST_OFFERINGS = 60


def public_edition(code: str, number: int | None = None) -> Edition:
    """The edition of that number, else the newest.

    :raises NotFound: when nothing is published under this code and number
    """
    editions = Edition.objects.filter(micro_credential__code=code).order_by("-number")
    editions = editions.select_related("micro_credential__institution", "scale")
    found = (editions if number is None else editions.filter(number=number)).first()
    if found is None:
        raise NotFound
    return found


def editions_of(edition: Edition) -> QuerySet[Edition]:
    """All editions of the same micro-credential, newest first, without their texts."""
    found = Edition.objects.filter(micro_credential=edition.micro_credential_id).order_by("-number")
    return found.only("number", "title", "published_at", "micro_credential")


def offerings_of(edition: Edition) -> QuerySet[Offering]:
    """The latest runs of this edition and of earlier ones, the next to start first (one query)."""
    found = Offering.objects.filter(
        _up_to(edition.number, edition__micro_credential=edition.micro_credential_id)
    )
    return (
        found.select_related("edition")
        .defer("edition__specification")
        .order_by("-starts_on", "-pk")[:MOST_OFFERINGS]
    )


def _up_to(number: int | Combinable, **of: Any) -> Q:
    """The one rule for which runs an edition has: its own and those of the editions before it."""
    return Q(edition__number__lte=number, **of)


def public_current_runs(editions: Iterable[Edition], on: date) -> dict[int, list[Offering]]:
    """The runs of each edition, by its key, that are to come or under way, the next first (one query)."""
    shown = "edition__micro_credential__editions"
    found: dict[int, list[Offering]] = {edition.pk: [] for edition in editions}
    mine = _up_to(F(f"{shown}__number"), **{f"{shown}__in": list(found)})
    runs = Offering.objects.filter(mine, cancelled_at=None, ends_on__gte=on).annotate(shown_with=F(shown))
    for run in runs.order_by("starts_on", "pk"):
        found[run.shown_with].append(run)
    return found


def public_offering(code: str) -> Offering:
    """The offering with this code, with its edition and institution.

    :raises NotFound: when there is none
    """
    found = Offering.objects.select_related("edition__micro_credential__institution", "edition__scale")
    offering = found.filter(code=code).first()
    if offering is None:
        raise NotFound
    return offering


def may_offer(person: Person | AnonymousUser, edition: Edition, *, on: date) -> bool:
    """Whether the person may offer runs of this edition (one query for somebody signed in)."""
    held = held_by(person if isinstance(person, Person) else None, on=on)
    return may(held, Action.OFFER, edition.micro_credential.institution_id)


def public_counts(on: date) -> dict[str, int]:
    """How far the network's catalogue has come (four queries)."""
    shown = public_newest()
    return {
        "micro_credentials": shown.count(),
        "editions": Edition.objects.count(),
        "institutions": shown.values("micro_credential__institution").distinct().count(),
        "offerings_open": public_open_on(on).count(),
    }


def waiting(person: Person, held: Iterable[Held], on: date) -> dict[str, int]:
    """What waits for this person by action: micro-credentials that nobody can join now or later."""
    at = where(held, Action.OFFER)
    if at == frozenset():
        return {}
    joinable = Offering.objects.filter(_of_the_edition(), cancelled_at=None, enrolment_closes_on__gte=on)
    idle = public_newest().exclude(Exists(joinable))
    own = idle if at is None else idle.filter(micro_credential__institution__in=at)
    return {Action.OFFER.value: own.count()}


NONE_FULL: QuerySet[Offering] = Offering.objects.none()
FAR = 1_000_000
SOON = timedelta(days=30)


def public_newest() -> QuerySet[Edition]:
    """The newest edition of each micro-credential."""
    newer = Edition.objects.filter(
        micro_credential=OuterRef("micro_credential"), number__gt=OuterRef("number")
    )
    return Edition.objects.filter(~Exists(newer))


def public_open_on(day: date) -> QuerySet[Offering]:
    """The offerings that take applications that day, full ones too: `rules.state_of` as a query."""
    window = in_force(day, first="enrolment_opens_on", last="enrolment_closes_on")
    return Offering.objects.filter(window, not_ended(day, last="ends_on"), cancelled_at=None)


def public_closing_soon(day: date) -> QuerySet[Offering]:
    """The open offerings that take applications for a month at most, the nearest end first."""
    return (
        public_open_on(day).filter(enrolment_closes_on__lte=day + SOON).order_by("enrolment_closes_on", "pk")
    )


def public_search(
    query: str, filters: Filters, *, on: date, full: QuerySet[Offering] = NONE_FULL
) -> QuerySet[Edition]:
    """The newest editions in which all words occur and that pass the filters, best match first.

    Without words those one can apply for come first, then the latest. `full` are the offerings without a
    free place, which this layer cannot know. One query.
    """
    conditions = _conditions(filters, on, full).values()
    words = words_of(query)
    found = _with_words(words).filter(reduce(and_, conditions, Q()))
    found = found.annotate(is_open=Exists(_open_runs(on, full)))
    if words:
        found = found.annotate(rank=_rank(words)).order_by("rank", "micro_credential__code")
    else:
        found = found.order_by("-is_open", "-published_at", "micro_credential__code")
    found = found.select_related("micro_credential__institution")
    return found.defer("specification", "search_text", "criteria")


def _with_words(words: Iterable[str]) -> QuerySet[Edition]:
    found = public_newest().alias(
        language_list=Cast("languages", TextField()), participation_list=Cast("participation", TextField())
    )
    return found.filter(reduce(and_, (Q(search_text__contains=word) for word in words), Q()))


def _rank(words: Iterable[str]) -> Combinable:
    """The nearer to the start of the search text (titles, names, summary, …), the better; words begun there
    come before words found inside others."""
    text = F("search_text")
    total: Combinable = Value(0)
    for word in words:
        begun = When(search_text__contains=f" {word}", then=StrIndex(text, Value(f" {word}")))
        total += Case(begun, default=StrIndex(text, Value(word)) + FAR)
    return total


def _open_runs(on: date, full: QuerySet[Offering]) -> QuerySet[Offering]:
    return public_open_on(on).filter(_of_the_edition()).exclude(pk__in=full)


def _of_the_edition() -> Q:
    return _up_to(OuterRef("number"), edition__micro_credential=OuterRef("micro_credential"))


def _conditions(filters: Filters, on: date, full: QuerySet[Offering]) -> dict[str, Q]:
    """One condition for each filter that is set, by its name."""
    found = {
        "institutions": Q(micro_credential__institution__slug__in=filters.institutions),
        "languages": _any_of("language_list", filters.languages),
        "eqf": Q(eqf_level__in=filters.eqf),
        "ects_from": Q(ects__gte=filters.ects_from),
        "ects_to": Q(ects__lte=filters.ects_to),
        "participation": _any_of("participation_list", filters.participation),
        "fields": reduce(or_, (Q(isced_f__startswith=code) for code in filters.fields), Q()),
        "free_for": _free_for(filters.free_for),
        "is_open": Q(Exists(_open_runs(on, full))),
    }
    return {name: condition for name, condition in found.items() if getattr(filters, name) not in EMPTY}


EMPTY = ((), None, False)


def _any_of(column: str, values: Iterable[str]) -> Q:
    """A JSON list of codes holds one of these; as text, which both databases can search."""
    return reduce(or_, (Q(**{f"{column}__contains": json.dumps(value)}) for value in values), Q())


def _free_for(audience: Audience | None) -> Q:
    return Q(**{f"cost__{audience}": "0"}) if audience else Q()


Facets = Mapping[str, Mapping[str, int]]


def public_facets(query: str, filters: Filters, *, on: date, full: QuerySet[Offering] = NONE_FULL) -> Facets:
    """For each kind of filter, how many editions each of its values would show beside the other filters.

    Keys: institutions, languages, eqf, ects, participation, fields, free_for, is_open (one query, which
    counts editions that are alike in all of these together).
    """
    holds = {f"holds_{name}": _truth(condition) for name, condition in _conditions(filters, on, full).items()}
    matching = _with_words(words_of(query)).annotate(
        slug=F("micro_credential__institution__slug"),
        field=Substr("isced_f", 1, 2),
        is_open=Exists(_open_runs(on, full)),
        **holds,
    )
    found: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for row in matching.order_by().values(*COLUMNS, *holds).annotate(count=Count("pk")):
        for name, values in FACETS.items():
            if all(row[hold] for hold in holds if not hold.startswith(f"holds_{name}")):
                found[name].update(dict.fromkeys(values(row), row["count"]))
    return found


def _truth(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, output_field=BooleanField())


Row = Mapping[str, Any]
COLUMNS = ("slug", "languages", "eqf_level", "ects", "participation", "field", "cost", "is_open")
# The values under which an edition counts, for each kind of filter.
FACETS: dict[str, Callable[[Row], list[str]]] = {
    "institutions": lambda row: [row["slug"]],
    "languages": lambda row: row["languages"],
    "eqf": lambda row: [str(row["eqf_level"])],
    "ects": lambda row: [f"{row['ects'].normalize():f}"],
    "participation": lambda row: row["participation"],
    "fields": lambda row: [row["field"]] if row["field"] else [],
    "free_for": lambda row: [audience.value for audience in Audience if row["cost"].get(audience) == "0"],
    "is_open": lambda row: ["1"] if row["is_open"] else [],
}
