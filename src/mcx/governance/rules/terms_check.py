"""Whether proposed terms can be a Charter at all, before anybody votes on them."""

import json
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from mcx.core.text import CONTENT_LANGUAGES
from mcx.network.rules.terms import (
    CHOICES,
    DEGREES,
    EXTRA_ELEMENTS,
    TERMS,
    CharterTerms,
    Kind,
    Span,
    names_of,
    smallest_degree,
)
from microcred.guards import decimal
from microcred.report import Check, Report, _, failed, passed, warning
from microcred.saying import Language

SOURCE = "MicroCredX framework, domain 2"
ECTS_GUIDE = "ECTS Users' Guide 2015, section 2"
EQF_SOURCE = "Council Recommendation 2017/C 189/03, Annex II"

# One ECTS credit stands for 25 to 30 hours of work (ECTS Users' Guide 2015, section 2).
USUAL_HOURS = Span(Decimal(25), Decimal(30))


def check_terms(data: Mapping[str, Any], members: Collection[str]) -> Report:
    """Proposed terms (JSON, as `CharterTerms.from_json` reads them) are readable and make sense together;
    `members` are the slugs that language clusters may name.
    """
    checks = [*_signs(data), *_names(data), *_spans(data), *_levels(data), *_numbers(data), *_words(data)]
    checks += _elements(data.get("extra_elements", ()))
    checks += [*_clusters(data.get("language_clusters", {}), members), *_articles(data.get("articles", ()))]
    return Report.of(checks or [passed("terms", _("The terms are complete."), SOURCE)])


def _signs(data: Mapping[str, Any]) -> Iterator[Check]:
    if "\\u0000" in json.dumps(data, default=str):
        fix = _("Enter it again without control characters.")
        yield failed("terms.signs", _("The text contains a character that cannot be stored."), SOURCE, fix)


def _names(data: Mapping[str, Any]) -> Iterator[Check]:
    fix = _("Remove it. Only terms the software uses can be voted on. Put other rules in an article.")
    for name in data:
        if name not in TERMS:
            yield failed("terms.name", _("There is no term “{name}”."), SOURCE, fix, name=name)


def _span(name: str, value: Any) -> Span | None:
    """The range, if it is a list of two numbers of a size that can be agreed."""
    pair = [decimal(str(end)) for end in value] if isinstance(value, list | tuple) else []
    if len(pair) != 2 or None in pair or any(isinstance(end, bool) for end in value):
        return None
    span = Span.of(pair)
    return span if Decimal(0) < span.low <= span.high <= TERMS[name].high else None


def _spans(data: Mapping[str, Any]) -> Iterator[Check]:
    found = {name: _span(name, data[name]) for name in names_of(Kind.RANGE) if name in data}
    for name, span in found.items():
        if span is None:
            fix = _("Enter two positive numbers, the smaller one first.")
            text = _("{term}: enter two numbers, the smaller one first.")
            yield failed(f"terms.{name}", text, SOURCE, fix, term=TERMS[name].label)
    hours = found.get("hours_per_ects")
    # What a proposal leaves out has the value of the framework: it cannot be escaped by saying nothing of it.
    small, large = (
        found[name] if name in found else getattr(CharterTerms(), name)
        for name in ("micro_credential_ects", "micro_degree_ects")
    )
    if hours and not (hours.low in USUAL_HOURS and hours.high in USUAL_HOURS):
        text = _("{hours} hours per credit is unusual. One credit normally means 25 to 30 hours.")
        yield warning("terms.hours_per_ects", text, ECTS_GUIDE, hours=hours)
    if small and large and small.high > large.high:
        text = _("A micro-credential could be larger than a micro-degree.")
        fix = _(
            "Set the maximum size of a micro-credential no higher than the minimum size of a micro-degree."
        )
        yield failed("terms.micro_degree_ects", text, SOURCE, fix)
    if large and "micro_degree_ects" in found:
        yield from _below_degrees(large, data)


def _below_degrees(size: Span, data: Mapping[str, Any]) -> Iterator[Check]:
    """No vote makes a degree out of credits: a micro-degree ends below the smallest one of its levels."""
    offered = (data.get(name, getattr(CharterTerms(), name)) for name in names_of(Kind.LEVELS))
    levels = [level for each in offered if isinstance(each, list | tuple) for level in each]
    smallest = smallest_degree(level for level in levels if type(level) is int)
    if size.high >= smallest:
        text = _("A micro-degree could have {ects} ECTS. A degree at these levels starts at {degree}.")
        fix = _("Set a lower maximum size. Credits never add up to a degree.")
        values = {"ects": size.high.normalize(), "degree": smallest}
        yield failed("terms.micro_degree_ects", text, DEGREES, fix, **values)


def _levels(data: Mapping[str, Any]) -> Iterator[Check]:
    for name in names_of(Kind.LEVELS):
        levels = data.get(name, ())
        is_list = isinstance(levels, list | tuple)
        if not is_list or not all(type(level) is int and 1 <= level <= 8 for level in levels):
            fix = _("Choose levels of the European Qualifications Framework, 1 to 8.")
            text = _("{term}: choose levels from 1 to 8.")
            yield failed(f"terms.{name}", text, EQF_SOURCE, fix, term=TERMS[name].label)
    if "eqf_levels" in data and not data["eqf_levels"]:
        fix = _("Choose at least one level.")
        yield failed("terms.eqf_levels", _("At least one level must be offered."), SOURCE, fix)


def _numbers(data: Mapping[str, Any]) -> Iterator[Check]:
    for name in names_of(Kind.DAYS, Kind.YEARS):
        term = TERMS[name]
        if name in data and not (type(data[name]) is int and term.low <= data[name] <= term.high):
            fix = _("Enter a whole number from {low} to {high}.")
            text = _("{term}: enter a whole number of days or years within the limits.")
            values = {"term": term.label, "low": term.low, "high": term.high}
            yield failed(f"terms.{name}", text, term.bound_by, fix, **values)


def _words(data: Mapping[str, Any]) -> Iterator[Check]:
    for name, known in CHOICES.items():
        if name in data and data[name] not in tuple(known):
            fix = _("Choose from: {known}.")
            text = _("{term}: choose one of the options.")
            values = {"term": TERMS[name].label, "known": ", ".join(known)}
            yield failed(f"terms.{name}", text, SOURCE, fix, **values)


def _elements(elements: Any) -> Iterator[Check]:
    is_list = isinstance(elements, list | tuple) and all(isinstance(each, str) for each in elements)
    unknown = [each for each in elements if each not in EXTRA_ELEMENTS] if is_list else []
    if not is_list or unknown:
        fix = _("Choose from: {known}.")
        text = _("The information required beyond Annex I contains unknown names: {names}.")
        names, known = ", ".join(unknown) or "?", ", ".join(EXTRA_ELEMENTS)
        yield failed("terms.extra_elements", text, SOURCE, fix, names=names, known=known)


def _clusters(clusters: Any, members: Collection[str]) -> Iterator[Check]:
    code = "terms.language_clusters"
    if not isinstance(clusters, Mapping) or not all(isinstance(each, list) for each in clusters.values()):
        fix = _("Enter the members for each language.")
        yield failed(code, _("The language clusters cannot be read."), SOURCE, fix)
        return
    for language, slugs in clusters.items():
        strangers = [
            str(slug) for slug in slugs if not isinstance(slug, str) or (slug != "*" and slug not in members)
        ]
        if strangers:
            fix = _("Use only members, by their name in web addresses, or * for all.")
            text = _("The language cluster “{language}” names institutions that are not members: {names}.")
            names = ", ".join(strangers)
            yield failed(code, text, SOURCE, fix, language=Language(language), names=names)


def _articles(articles: Any) -> Iterator[Check]:
    code, keys = "terms.articles", {"number", "title", "text"}
    fix = _("Enter a different number, a title and a text for each article.")
    is_list = isinstance(articles, list | tuple) and all(isinstance(each, Mapping) for each in articles)
    if not is_list or not all(
        each.keys() - {"language"} == keys
        and all(isinstance(value, str) and value.strip() for value in each.values())
        for each in articles
    ):
        yield failed(code, _("Each article needs a number, a title and a text."), SOURCE, fix)
    elif any(each.get("language", "en") not in CONTENT_LANGUAGES for each in articles):
        text = _("The language of an article is not an official language of the European Union.")
        yield failed(code, text, SOURCE, _("Give its code, such as “en”."))
    elif len({each["number"] for each in articles}) < len(articles):
        yield failed(code, _("Two articles have the same number."), SOURCE, fix)
