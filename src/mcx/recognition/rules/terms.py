"""What a home institution agreed to recognise from a host, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

ROUTES = ("automatic", "individual")
PLACES = ("elective", "compulsory")
POLICIES = ("max", "average", "min", "none")


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered text that the partners signed, and the question it answers (`subject`)."""

    number: str
    subject: str
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """The terms of one agreement; what is empty sets no condition.

    `route` automatic decides without an officer when every condition holds. `place` says where the credits
    count. Micro-credentials are listed by code, or described by level (EQF) and field (ISCED-F prefixes).
    `max_ects` bounds the credits per learner. `lowest_grade` is a grade of the host's scale.
    `identity_percent` is the share of the assessment that must be taken with an identity document shown.
    `conversion` chooses among overlapping grades (ECTS Users' Guide 2015), `none` transfers a pass only.
    """

    route: str = "automatic"
    place: str = "elective"
    micro_credentials: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    eqf_min: int = 0
    eqf_max: int = 8
    isced_f: tuple[str, ...] = ()
    max_ects: Decimal | None = None
    lowest_grade: str = ""
    identity_percent: int = 0
    needs_accreditation: bool = True
    conversion: str = "average"
    clauses: tuple[Clause, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "AgreementTerms":
        """The terms of a stored agreement; raises ValueError for a word that is none of the terms."""
        found = dict(data)
        for name in ("micro_credentials", "programmes", "isced_f"):
            found[name] = tuple(found.get(name) or ())
        limit = found.get("max_ects")
        found["max_ects"] = None if limit in (None, "") else Decimal(str(limit))
        found["clauses"] = tuple(Clause(**clause) for clause in found.get("clauses") or ())
        words = (("route", ROUTES), ("place", PLACES), ("conversion", POLICIES))
        for name, known in words:
            if found.get(name, known[0]) not in known:
                raise ValueError(f"{name} must be one of {', '.join(known)}")
        unexpected = set(found) - set(cls.__slots__)
        if unexpected:
            raise ValueError(f"unknown terms: {', '.join(sorted(unexpected))}")
        return cls(**found)

    def clause(self, subject: str) -> str:
        """The number of the clause about a subject; empty where the agreement has none."""
        return next((clause.number for clause in self.clauses if clause.subject == subject), "")
