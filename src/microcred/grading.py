"""Where a grade stands on its scale: how many grades are better, and how a number is written as a grade.

A scale lists its grades from best to worst, or it is a range of numbers in equal steps; which end is the
best one differs by country. All arithmetic is in decimals: 7.1 is exactly one step from 7.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

LONGEST_NUMBER = 12
FINEST, FARTHEST = Decimal("0.0001"), Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Grades that are numbers, from the best to the worst in equal steps: 10 to 0 by 0.1, or 1.0 to 5.0."""

    best: Decimal
    worst: Decimal
    step: Decimal

    def __post_init__(self) -> None:
        """Refuse what no scale has, since anybody's file may state one; raises ValueError."""
        if self.step < FINEST or max(abs(self.best), abs(self.worst)) > FARTHEST:
            raise ValueError("no scale has such numbers")

    @property
    def size(self) -> int:
        """How many grades there are."""
        return int(abs(self.best - self.worst) / self.step) + 1

    def at(self, place: int) -> str:
        """The grade than which so many are better, with the decimals of the step."""
        way = self.step if self.worst > self.best else -self.step
        return f"{self.best + place * way:.{self._decimals}f}"

    @property
    def _decimals(self) -> int:
        return max(0, -int(self.step.normalize().as_tuple().exponent))

    def place(self, text: str) -> int | None:
        """How many grades are better than the one in the text; None where it is none of them.

        Decimals may follow a comma, as most of Europe writes them.
        """
        value = number(text)
        if value is None or not min(self.best, self.worst) <= value <= max(self.best, self.worst):
            return None
        steps = abs(value - self.best) / self.step
        return int(steps) if steps == int(steps) else None


def number(text: str) -> Decimal | None:
    """The number in a short text of plain digits; None for any other."""
    if len(text) > LONGEST_NUMBER or not text.isascii() or any(sign in text for sign in "eE_+"):
        return None
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def place_of(grade: str, grades: Sequence[str], numbers: Numbers | None = None) -> int | None:
    """How many grades of the scale are better than this one; None where it is not on the scale."""
    if numbers is not None:
        return numbers.place(grade)
    return grades.index(grade) if grade in grades else None


def as_written(grade: str, grades: Sequence[str], numbers: Numbers | None = None) -> str | None:
    """The grade as its scale writes it, “7” as “7.0”; None where it is not on the scale."""
    place = place_of(grade, grades, numbers)
    if place is None:
        return None
    return numbers.at(place) if numbers is not None else grade
