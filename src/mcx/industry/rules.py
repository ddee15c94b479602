"""The gap between what employers need and what they find, on plain values (framework, domain 5).

Importance and availability are means on a scale of 1 to 5, weighted by how many answered. A gap counts only
where it is positive; the priority weighs it by importance (exchange standards §8, method 4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

# Fewer answers would let a reader guess who answered what.
FEWEST_RESPONDENTS = 5


@dataclass(frozen=True, slots=True)
class Need:
    """One organisation's answer about one skill."""

    skill: int
    importance: Decimal
    availability: Decimal
    respondents: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill's need, what is found of it, and how much of it the catalogue teaches (offers and ECTS)."""

    skill: int
    importance: Decimal
    availability: Decimal
    respondents: int
    offers: int = 0
    ects: Decimal = Decimal(0)
    postings: int = 0

    @property
    def size(self) -> Decimal:
        """How far availability stays behind importance; 0 where it does not."""
        return max(self.importance - self.availability, Decimal(0))

    @property
    def priority(self) -> Decimal:
        """What to teach next: importance times gap, 0 to 20."""
        return (self.importance * self.size).quantize(Decimal("0.1"))

    @property
    def is_untaught(self) -> bool:
        """Whether there is a gap that no micro-credential of the catalogue helps to close."""
        return self.size > 0 and self.offers == 0


def gaps(
    needs: Iterable[Need], offers: dict[int, tuple[int, Decimal]], postings: dict[int, int]
) -> list[Gap]:
    """The gaps of all skills that enough people answered about, the most urgent first.

    `offers` maps a skill to (number of micro-credentials, their ECTS), `postings` to how many name it.
    """
    grouped: dict[int, list[Need]] = {}
    for need in needs:
        grouped.setdefault(need.skill, []).append(need)
    found = [
        _gap(skill, rows, offers, postings)
        for skill, rows in grouped.items()
        if sum(row.respondents for row in rows) >= FEWEST_RESPONDENTS
    ]
    return sorted(found, key=place)


def place(gap: Gap) -> list[float]:
    """Where a gap stands in the list: the most urgent first, then what most jobs name."""
    return [-float(gap.priority), -gap.postings, gap.skill]


def _gap(
    skill: int, rows: list[Need], offers: dict[int, tuple[int, Decimal]], postings: dict[int, int]
) -> Gap:
    number, ects = offers.get(skill, (0, Decimal(0)))
    return Gap(
        skill=skill,
        importance=_mean((row.importance, row.respondents) for row in rows),
        availability=_mean((row.availability, row.respondents) for row in rows),
        respondents=sum(row.respondents for row in rows),
        offers=number,
        ects=ects,
        postings=postings.get(skill, 0),
    )


def _mean(weighted: Iterable[tuple[Decimal, int]]) -> Decimal:
    pairs = list(weighted)
    weight = sum(number for _value, number in pairs)
    total = sum((value * number for value, number in pairs), start=Decimal(0))
    return (total / weight).quantize(Decimal("0.01"))
