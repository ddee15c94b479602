"""The Charter as values: what the partners agreed, read by every rule (DESIGN §4).

Norms that no consortium may change are constants here, with their source; everything else is a term that
a vote changes from its date on. A new term is a field of `CharterTerms`, its row in `TERMS`, and its rule.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mcx.network.rules.course_fields import with_columns
from microcred.report import _
from microcred.saying import Listed

# Credits never sum to a degree (MICROBOL 2021 §5; MicroCredX framework, domain 2): a micro-degree stays below
# the smallest degree of its level, in ECTS. Levels of EQF; below 5 there is no degree of higher education.
SMALLEST_DEGREE: Mapping[int, int] = {5: 120, 6: 180, 7: 60, 8: 60}
DEGREES = "Qualifications Framework of the EHEA (2005, 2018); Council Recommendation 2017/C 189/03, Annex II"


def smallest_degree(levels: Iterable[int]) -> int:
    """The ECTS of the smallest degree at any of these levels; the smallest of all where none has one."""
    return min((SMALLEST_DEGREE[level] for level in levels if level in SMALLEST_DEGREE), default=60)


@dataclass(frozen=True, slots=True)
class Span:
    """A closed range; both ends belong to it."""

    low: Decimal
    high: Decimal

    def __contains__(self, value: object) -> bool:
        return isinstance(value, Decimal | int) and self.low <= value <= self.high

    def __str__(self) -> str:
        return Listed((self.low.normalize(), self.high.normalize()), "–")

    def as_json(self) -> list[str]:
        """The range as the Charter stores it."""
        return [f"{self.low:f}", f"{self.high:f}"]

    @classmethod
    def of(cls, pair: Any) -> "Span":
        """The span of a [low, high] pair of numbers or texts."""
        low, high = (Decimal(str(value)) for value in pair)
        return cls(low, high)


@dataclass(frozen=True, slots=True)
class Article:
    """A numbered text of the Charter, for people to read; `language` is its BCP 47 tag, empty if unsaid."""

    number: str
    title: str
    text: str
    language: str = ""

    def as_json(self) -> dict[str, str]:
        """For storage and programs; the language only where it is said."""
        return {name: value for name, value in asdict(self).items() if name != "language" or value}


class Conditional(StrEnum):
    """Whether accreditations with conditions count."""

    COUNTS = "counts"
    COUNTS_NOT = "counts-not"


class Policy(StrEnum):
    """Which of the overlapping home grades is taken, or only the pass (ECTS Users' Guide 2015, annex 2)."""

    MAX = "max"
    AVERAGE = "average"
    MIN = "min"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CharterTerms:
    """The terms in force; the defaults are MicroCredX's own (framework, domain 2).

    Ranges are in ECTS credits or hours, deadlines in days, the review cycle in years. A language cluster
    lists the members (by slug) among whom micro-credentials in that language are exchanged; `*` means all.
    """

    version: int = 0
    micro_credential_ects: Span = Span(Decimal(2), Decimal(5))
    hours_per_ects: Span = Span(Decimal(25), Decimal(30))
    eqf_levels: tuple[int, ...] = (6,)
    planned_eqf_levels: tuple[int, ...] = (7,)
    micro_degree_ects: Span = Span(Decimal(15), Decimal(30))
    language_clusters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extra_elements: tuple[str, ...] = ()
    conditional_accreditation: Conditional = Conditional.COUNTS
    grade_conversion: Policy = Policy.AVERAGE
    admission_days: int = 14
    recognition_days: int = 30
    appeal_days: int = 30
    appeal_decision_days: int = 30
    review_cycle_years: int = 3
    articles: tuple[Article, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any], version: int = 0) -> "CharterTerms":
        """The terms of a stored Charter; what it leaves out has MicroCredX's value."""
        found = {name: READ[term.kind](data[name]) for name, term in TERMS.items() if name in data}
        chosen = {name: type(next(iter(CHOICES[name])))(found[name]) for name in CHOICES if name in found}
        return cls(version=version, **{**found, **chosen})

    def as_json(self) -> dict[str, Any]:
        """The terms as a Charter stores them: `from_json` reads them back exactly."""
        return {name: WRITTEN[term.kind](getattr(self, name)) for name, term in TERMS.items()}

    def exchanges(self, language: str, slug: str) -> bool:
        """Whether this member exchanges micro-credentials taught in that language."""
        return bool({"*", slug} & set(self.language_clusters.get(language, ())))

    @property
    def members_named(self) -> set[str]:
        """The short addresses of the members that the terms name."""
        return set().union(*self.language_clusters.values()) - {"*"}

    def clause(self, name: str) -> str:
        """How a check cites a term: “Charter 3, micro_credential_ects”; before any Charter, the framework."""
        return (
            f"Charter {self.version}, {name}" if self.version else f"MicroCredX framework, domain 2, {name}"
        )


# The terms that are one word out of several, with what each word means to people.
CHOICES: Mapping[str, Mapping[StrEnum, str]] = {
    "conditional_accreditation": {
        Conditional.COUNTS: _("They count, with a note that names the conditions"),
        Conditional.COUNTS_NOT: _("They do not count"),
    },
    "grade_conversion": {
        Policy.AVERAGE: _("Middle matching grade"),
        Policy.MAX: _("Best matching grade"),
        Policy.MIN: _("Lowest matching grade"),
        Policy.NONE: _("No grade (pass only)"),
    },
}


class Kind(StrEnum):
    """How a term is written: as a range, EQF levels, a number of days or years, a word out of several, …"""

    RANGE = "range"
    LEVELS = "levels"
    DAYS = "days"
    YEARS = "years"
    CHOICE = "choice"
    ELEMENTS = "elements"
    CLUSTERS = "clusters"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the Charter: what people call it, how it is written, and the module whose rule reads it.

    `low` and `high` bound its numbers, `bound_by` says what sets the bounds; a proposal beyond them is not
    put to the vote.
    """

    kind: Kind
    label: str
    reader: str
    low: int = 1
    high: int = 36_500
    bound_by: str = "MicroCredX framework, domain 2"


FOUR_MONTHS = 122  # days
PROCEDURES = "Lisbon Recognition Convention III.5; Criteria and Procedures (2010): four months"
# The terms in the order in which a Charter is read.
TERMS: Mapping[str, Term] = {
    "micro_credential_ects": Term(
        Kind.RANGE, _("Size of a micro-credential (ECTS)"), "mcx.design.rules.checks.frame"
    ),
    "hours_per_ects": Term(Kind.RANGE, _("Hours of work per ECTS credit"), "mcx.design.rules.checks.frame"),
    "eqf_levels": Term(Kind.LEVELS, _("EQF levels offered"), "mcx.design.rules.checks.frame", 1, 8),
    "planned_eqf_levels": Term(
        Kind.LEVELS, _("EQF levels planned next"), "mcx.design.rules.checks.frame", 1, 8
    ),
    "micro_degree_ects": Term(Kind.RANGE, _("Size of a micro-degree (ECTS)"), "mcx.pathways.rules"),
    "language_clusters": Term(Kind.CLUSTERS, _("Language clusters"), "mcx.design.rules.checks.frame"),
    "extra_elements": Term(
        Kind.ELEMENTS, _("Information required beyond Annex I"), "mcx.design.rules.checks.required"
    ),
    "conditional_accreditation": Term(
        Kind.CHOICE, _("Accreditations with conditions"), "mcx.network.selectors.accreditations"
    ),
    "grade_conversion": Term(
        Kind.CHOICE,
        _("Converted grade, where no agreement says otherwise"),
        "mcx.recognition.rules.grades",
        bound_by="ECTS Users' Guide 2015, annex 2",
    ),
    "admission_days": Term(Kind.DAYS, _("Days to decide on an application"), "mcx.learning.rules"),
    "recognition_days": Term(
        Kind.DAYS,
        _("Days to decide on recognition"),
        "mcx.recognition.rules.decisions",
        high=FOUR_MONTHS,
        bound_by=PROCEDURES,
    ),
    "appeal_days": Term(Kind.DAYS, _("Days to appeal"), "mcx.recognition.rules.decisions"),
    "appeal_decision_days": Term(
        Kind.DAYS,
        _("Days to decide on an appeal"),
        "mcx.recognition.rules.decisions",
        high=FOUR_MONTHS,
        bound_by=PROCEDURES,
    ),
    "review_cycle_years": Term(Kind.YEARS, _("Years between reviews"), "mcx.catalogue.rules"),
    "articles": Term(Kind.ARTICLES, _("Articles"), ""),  # people read them
}


def names_of(*kinds: Kind) -> tuple[str, ...]:
    """The names of the terms of these kinds, in reading order."""
    return tuple(name for name, term in TERMS.items() if term.kind in kinds)


def _same(value: Any) -> Any:
    return value


# From a stored Charter to values, and back.
READ: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.RANGE: Span.of,
    Kind.LEVELS: tuple,
    Kind.DAYS: int,
    Kind.YEARS: int,
    Kind.CHOICE: str,
    Kind.ELEMENTS: tuple,
    Kind.CLUSTERS: lambda data: {language: tuple(slugs) for language, slugs in data.items()},
    Kind.ARTICLES: lambda data: tuple(Article(**article) for article in data),
}
WRITTEN: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.RANGE: Span.as_json,
    Kind.LEVELS: list,
    Kind.DAYS: _same,
    Kind.YEARS: _same,
    Kind.CHOICE: str,
    Kind.ELEMENTS: list,
    Kind.CLUSTERS: lambda value: {language: list(slugs) for language, slugs in value.items()},
    Kind.ARTICLES: lambda value: [article.as_json() for article in value],
}


# What members may require of every micro-credential beyond Annex I (framework domain 2 and 7): fields of a
# course, some under a name of their own or together with others.
NAMED_APART: Mapping[str, str] = {
    "skills": _("ESCO skills of each outcome"),
    "isced-f": _("Field of study (ISCED-F)"),
    "cost": _("Cost"),
    "supervision": _("Supervision and identity check"),
}
EXTRA_ELEMENTS: Mapping[str, str] = {
    row.element: NAMED_APART.get(row.element, row.label) for row in with_columns() if row.element
}


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term that a new version changes; texts are empty where there was none."""

    name: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """What people call the term; an article goes by its number."""
        return TERMS[self.name].label if self.name in TERMS else self.name


def changed_terms(before: CharterTerms, after: CharterTerms) -> tuple[TermChange, ...]:
    """What differs between two versions, term by term in reading order, articles one by one."""
    changes = [
        TermChange(name, shown(before, name), shown(after, name)) for name in TERMS if name != "articles"
    ]
    old, new = _articles(before), _articles(after)
    changes += [TermChange(number, old.get(number, ""), new.get(number, "")) for number in {**old, **new}]
    return tuple(change for change in changes if change.before != change.after)


def shown(terms: CharterTerms, name: str) -> str:
    """The term of that name as people read it, of a kind that can be said in any language."""
    value = getattr(terms, name)
    if TERMS[name].kind is Kind.ELEMENTS:  # in whatever order somebody chose them
        known = sorted(value, key=[*EXTRA_ELEMENTS, *value].index)
        return Listed((EXTRA_ELEMENTS.get(code, code) for code in known), "; ")
    return CHOICES[name].get(value, value) if name in CHOICES else readable(value)


def readable(value: Any) -> str:
    """A term's value in one line."""
    if isinstance(value, Mapping):
        clusters = ((language, _members(slugs)) for language, slugs in sorted(value.items()))
        return Listed((Listed(each, ": ") for each in clusters), "; ")
    return Listed(value) if isinstance(value, tuple) else str(value)


def _members(slugs: Iterable[str]) -> Listed:
    return Listed(_("all") if slug == "*" else slug for slug in slugs)


def _articles(terms: CharterTerms) -> dict[str, str]:
    return {f"§ {article.number}": f"{article.title}. {article.text}" for article in terms.articles}
