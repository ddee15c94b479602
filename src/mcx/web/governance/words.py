"""What the Charter's pages say: its terms and what a version changes, in the reader's language."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext

from mcx.core.reports import language_name, translated
from mcx.core.writing import span
from mcx.network.rules.terms import CHOICES, EXTRA_ELEMENTS, TERMS, CharterTerms, Kind, changed_terms


class Row(NamedTuple):
    """A term, or an article by its number, as a version has it; `before` is empty where nothing was."""

    label: str
    after: str
    before: str = ""


def rows(terms: CharterTerms, names: Mapping[str, str]) -> list[Row]:
    """The terms in reading order; articles are shown as texts of their own.

    `names` are the members' short names by their addresses.
    """
    shown = (name for name, term in TERMS.items() if term.kind is not Kind.ARTICLES)
    return [Row(translated(TERMS[name].label), value(terms, name, names)) for name in shown]


def changes(before: CharterTerms, after: CharterTerms, names: Mapping[str, str]) -> list[Row]:
    """What differs between two versions, term by term, then article by article."""
    return [
        Row(translated(each.label), value(after, each.name, names), value(before, each.name, names))
        if each.name in TERMS
        else Row(each.label, each.after, each.before)
        for each in changed_terms(before, after)
    ]


def value(terms: CharterTerms, name: str, names: Mapping[str, str]) -> str:
    """The term of that name: codes by what they are called, numbers as people write them."""
    said = getattr(terms, name)
    match TERMS[name].kind:
        case Kind.CHOICE:
            return translated(CHOICES[name].get(said, said))
        case Kind.ELEMENTS:
            return "; ".join(translated(label) for code, label in EXTRA_ELEMENTS.items() if code in said)
        case Kind.CLUSTERS:
            return "; ".join(sorted(_cluster(code, slugs, names) for code, slugs in said.items()))
        case Kind.RANGE:
            return span(said.low, said.high)
        case Kind.LEVELS:
            return ", ".join(str(level) for level in said)
    return number_format(said)


def _cluster(code: str, slugs: tuple[str, ...], names: Mapping[str, str]) -> str:
    """Who exchanges in a language, such as “German: DHBW, FHJ”."""
    members = gettext("all members") if "*" in slugs else ", ".join(names.get(slug, slug) for slug in slugs)
    return f"{language_name(code)}: {members}"
