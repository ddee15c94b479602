"""The Charter as values: what the partners agreed, read by every rule (DESIGN §4).

Norms that no consortium may change are constants here, with their source; everything else is a term that
a vote changes from its date on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
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

    @classmethod
    def of(cls, pair: Any) -> "Span":
        """The span of a [low, high] pair of numbers or texts."""
        low, high = (Decimal(str(value)) for value in pair)
        return cls(low, high)


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
        clusters = data.get("language_clusters", {})
        found["language_clusters"] = {language: tuple(slugs) for language, slugs in clusters.items()}
        found["articles"] = tuple(Article(**article) for article in data.get("articles", ()))
        return cls(version=version, **found)

    def clause(self, name: str) -> str:
        """How a check cites a term: “Charter 3, micro_credential_ects”."""
        return f"Charter {self.version}, {name}"
