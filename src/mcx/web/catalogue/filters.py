"""The filters of the catalogue page: their choices with counts, and those chosen with a way to drop each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mcx.catalogue.rules import Audience, Filters
from mcx.catalogue.selectors import Facets
from mcx.core.text import CONTENT_LANGUAGES
from mcx.network.selectors import members_on
from mcx.skills.rules import field_label
from microcred.vocabulary import PARTICIPATION

Name = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick: `count` editions would be left."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Choices of one kind, under the name that the address gives them."""

    name: str
    legend: str | Promise
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in force, and the address without it."""

    label: str
    url: str


FREE: dict[str, str | Promise] = {
    Audience.MEMBERS: _("Free for learners of the network"),
    Audience.OTHERS: _("Free for everyone"),
}


def groups(found: Facets, filters: Filters, on: date) -> list[Group]:
    """Every kind of filter with its choices, the chosen ones even where nothing is left (one query)."""
    homes = {each.slug: f"{each.short_name} · {each}" for each in members_on(on)}
    shown: tuple[tuple[str, str, str | Promise, Iterable[object], Name], ...] = (
        ("open", "is_open", _("Admission"), ["1"] * filters.is_open, lambda _code: gettext("Open now")),
        ("institution", "institutions", _("University"), filters.institutions, lambda it: homes.get(it, it)),
        ("language", "languages", _("Language of instruction"), filters.languages, _language),
        ("participation", "participation", _("Participation"), filters.participation, _participation),
        ("eqf", "eqf", _("Level"), filters.eqf, lambda level: f"EQF {level}"),
        ("field", "fields", _("Field of study"), filters.fields, lambda it: gettext(field_label(it))),
        ("free_for", "free_for", _("Cost"), [filters.free_for] * bool(filters.free_for), _free),
    )
    return [
        Group(name, legend, _choices(found.get(kind, {}), {str(value) for value in chosen}, label))
        for name, kind, legend, chosen, label in shown
    ]


def _language(code: str) -> str:
    return CONTENT_LANGUAGES.get(code, code)


def _participation(code: str) -> str:
    return gettext(PARTICIPATION.label(code))


def _free(audience: str) -> str:
    return str(FREE.get(audience, audience))


def _choices(counts: Mapping[str, int], chosen: set[str], label: Name) -> list[Choice]:
    values = counts.keys() | chosen
    made = [Choice(value, label(value), counts.get(value, 0), value in chosen) for value in values]
    return sorted(made, key=lambda choice: choice.label.casefold())


def chosen(shown: Iterable[Group], params: QueryDict) -> list[Chosen]:
    """The filters in force, each with the address that leaves it out."""
    found = [
        Chosen(choice.label, _without(params, group.name, choice.value))
        for group in shown
        for choice in group.choices
        if choice.is_chosen
    ]
    bounds = (("ects_from", _("At least {ects} ECTS")), ("ects_to", _("At most {ects} ECTS")))
    for name, words in bounds:
        for value in params.getlist(name)[:1]:
            if value.strip():
                found.append(Chosen(str(words).format(ects=value.strip()[:8]), _without(params, name, value)))
    return found


def _without(params: QueryDict, name: str, value: str) -> str:
    rest = params.copy()
    rest.setlist(name, [each for each in params.getlist(name) if each.strip() != value.strip()])
    rest.pop("page", None)
    return f"?{rest.urlencode()}"
