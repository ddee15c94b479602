"""The alignment matrix: which activity leads to which outcome, and which assessment shows it."""

from dataclasses import dataclass
from decimal import Decimal

from mcx.core.text import Text
from microcred.record import Specification


@dataclass(frozen=True, slots=True)
class Column:
    """An activity or an assessment; `size` is its share of all hours or of all weight, 0 to 1."""

    id: str
    title: Text
    kind: str
    amount: Decimal
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """An outcome and, for each column, whether that column names it."""

    id: str
    title: Text
    activities: tuple[bool, ...]
    assessments: tuple[bool, ...]

    @property
    def is_aligned(self) -> bool:
        """Whether something leads to the outcome and something shows it."""
        return any(self.activities) and any(self.assessments)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Outcomes down, activities and assessments across."""

    activities: tuple[Column, ...]
    assessments: tuple[Column, ...]
    lines: tuple[Line, ...]


def matrix_of(spec: Specification) -> Matrix:
    """The alignment of a specification, in the order in which its rows stand."""
    hours = sum((row.hours for row in spec.activities), start=Decimal(0))
    weight = sum((row.weight or Decimal(0) for row in spec.assessments), start=Decimal(0))
    return Matrix(
        tuple(
            Column(row.id, row.title, row.kind, row.hours, _share(row.hours, hours))
            for row in spec.activities
        ),
        tuple(
            Column(row.id, row.title, row.kind, row.weight or Decimal(0), _share(row.weight, weight))
            for row in spec.assessments
        ),
        tuple(
            Line(
                outcome.id,
                outcome.title,
                tuple(outcome.id in row.outcomes for row in spec.activities),
                tuple(outcome.id in row.outcomes for row in spec.assessments),
            )
            for outcome in spec.outcomes
        ),
    )


def _share(part: Decimal | None, whole: Decimal) -> float:
    return float((part or Decimal(0)) / whole) if whole else 0.0
