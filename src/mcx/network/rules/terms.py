"""The Charter as values: what the partners agreed, read by every rule (DESIGN §4).

Norms that no consortium may change are constants here, with their source; everything else is a term that
a vote changes from its date on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal
from typing import Any

# Credits never sum to a degree (MICROBOL 2021 §5; MicroCredX framework, domain 2): no term can change it.
A_MICRO_DEGREE_IS_NEVER_A_DEGREE = True


@dataclass(frozen=True, slots=True)
class Span:
    """A closed range; both ends belong to it."""

    low: Decimal
    high: Decimal

    def __contains__(self, value: object) -> bool:
        return isinstance(value, Decimal | int) and self.low <= value <= self.high

    def __str__(self) -> str:
        return f"{self.low.normalize():f}–{self.high.normalize():f}"

    def as_json(self) -> list[str]:
        """The range as the Charter stores it."""
        return [f"{self.low:f}", f"{self.high:f}"]

    @classmethod
    def of(cls, pair: Any) -> "Span":
        """The span of a [low, high] pair of numbers or texts."""
        low, high = (Decimal(str(value)) for value in pair)
        return cls(low, high)


def _(text: str) -> str:
    """Mark a name for translation."""
    return text


@dataclass(frozen=True, slots=True)
class Article:
    """A numbered text of the Charter, for people to read."""

    number: str
    title: str
    text: str


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
    conditional_accreditation: str = "counts"
    admission_days: int = 14
    recognition_days: int = 30
    appeal_days: int = 30
    complaint_days: int = 30
    review_cycle_years: int = 3
    retention_years: int = 10
    articles: tuple[Article, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any], version: int = 0) -> "CharterTerms":
        """The terms of a stored Charter; what it leaves out has MicroCredX's value."""
        spans = ("micro_credential_ects", "hours_per_ects", "micro_degree_ects")
        lists = ("eqf_levels", "planned_eqf_levels", "extra_elements")
        numbers = (
            "admission_days",
            "recognition_days",
            "appeal_days",
            "complaint_days",
            "review_cycle_years",
        )
        found: dict[str, Any] = {name: Span.of(data[name]) for name in spans if name in data}
        found |= {name: tuple(data[name]) for name in lists if name in data}
        found |= {name: int(data[name]) for name in (*numbers, "retention_years") if name in data}
        found |= {name: str(data[name]) for name in CHOICES if name in data}
        clusters = data.get("language_clusters", {})
        found["language_clusters"] = {language: tuple(slugs) for language, slugs in clusters.items()}
        found["articles"] = tuple(Article(**article) for article in data.get("articles", ()))
        return cls(version=version, **found)

    def as_json(self) -> dict[str, Any]:
        """The terms as a Charter stores them: `from_json` reads them back exactly."""
        plain: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if each.name == "articles":
                plain["articles"] = [asdict(article) for article in value]
            elif isinstance(value, Span):
                plain[each.name] = value.as_json()
            elif isinstance(value, Mapping):
                plain[each.name] = {key: list(slugs) for key, slugs in value.items()}
            elif each.name != "version":
                plain[each.name] = list(value) if isinstance(value, tuple) else value
        return plain

    def exchanges(self, language: str, slug: str) -> bool:
        """Whether this member exchanges micro-credentials taught in that language."""
        return bool({"*", slug} & set(self.language_clusters.get(language, ())))

    def clause(self, name: str) -> str:
        """How a check cites a term: “Charter 3, micro_credential_ects”; before any Charter, the framework."""
        return (
            f"Charter {self.version}, {name}" if self.version else f"MicroCredX framework, domain 2, {name}"
        )


# The terms that are one word out of several, with what each word means to people.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "conditional_accreditation": {
        "counts": _("They count, with a warning that names the conditions"),
        "counts-not": _("They do not count"),
    },
}

# What people call each term, in the order in which a Charter is read.
TERM_NAMES: Mapping[str, str] = {
    "micro_credential_ects": _("Volume of a micro-credential (ECTS)"),
    "hours_per_ects": _("Hours of work per ECTS credit"),
    "eqf_levels": _("EQF levels offered"),
    "planned_eqf_levels": _("EQF levels planned next"),
    "micro_degree_ects": _("Volume of a micro-degree (ECTS)"),
    "language_clusters": _("Language clusters"),
    "extra_elements": _("Information required beyond Annex I"),
    "conditional_accreditation": _("Accreditations with conditions"),
    "admission_days": _("Days to decide on an application"),
    "recognition_days": _("Days to decide on recognition"),
    "appeal_days": _("Days to appeal"),
    "complaint_days": _("Days to answer a complaint"),
    "review_cycle_years": _("Years between reviews"),
    "retention_years": _("Years records are kept"),
    "articles": _("Articles"),
}


# What members may require of every micro-credential beyond Annex I (framework domain 2 and 7).
EXTRA_ELEMENTS: Mapping[str, str] = {
    "description": _("Description"),
    "languages": _("Languages of instruction"),
    "skills": _("ESCO skills of each outcome"),
    "isced-f": _("Field of study (ISCED-F)"),
    "accreditation-status": _("Accreditation of the institution"),
    "cost": _("Cost"),
    "prerequisites": _("Prerequisites"),
    "supervision": _("Supervision and identity check"),
    "stackability": _("Stackability"),
    "offering-dates": _("Dates of the offering"),
}


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term that a new version changes; texts as people read them, empty where there was none."""

    name: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """What people call the term; an article goes by its number."""
        return TERM_NAMES.get(self.name, self.name)


def changed_terms(before: CharterTerms, after: CharterTerms) -> tuple[TermChange, ...]:
    """What differs between two versions, term by term in reading order, articles one by one."""
    changes = [
        TermChange(name, shown(before, name), shown(after, name)) for name in TERM_NAMES if name != "articles"
    ]
    old, new = _articles(before), _articles(after)
    changes += [TermChange(number, old.get(number, ""), new.get(number, "")) for number in {**old, **new}]
    return tuple(change for change in changes if change.before != change.after)


def shown(terms: CharterTerms, name: str) -> str:
    """The term of that name as people read it, in English where it is made of words."""
    value = getattr(terms, name)
    return CHOICES[name].get(value, value) if name in CHOICES else readable(value)


def readable(value: Any) -> str:
    """A term's value as people read it."""
    if isinstance(value, Mapping):
        return "; ".join(f"{language}: {_members(slugs)}" for language, slugs in sorted(value.items()))
    return ", ".join(str(item) for item in value) if isinstance(value, tuple) else str(value)


def _members(slugs: Iterable[str]) -> str:
    return ", ".join("all" if slug == "*" else slug for slug in slugs)


def _articles(terms: CharterTerms) -> dict[str, str]:
    return {f"§ {article.number}": f"{article.title}. {article.text}" for article in terms.articles}
