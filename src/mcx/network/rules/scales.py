"""What a grading scale must be, and the bands into which its passing grades fall.

Grades are compared between universities by how often each was given (ECTS Users' Guide 2015, annex 2). Of a
list, each passing grade is a band. A scale of numbers has too many grades to count each, so its university
declares how wide a band is.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from mcx.core.text import Text, cleaned, folded
from mcx.network.rules.terms import Policy
from microcred.grading import Numbers, as_written, number, place_of
from microcred.report import _
from microcred.scales import SEPARATOR

LONGEST_GRADE = 40
LONGEST_TITLE = 120
LONGEST_STEM = 35  # of an address of 40 characters, so that there is room for a number
MOST_GRADES = 60
MOST_NUMBERS = 10_001  # 0 to 100 in steps of 0.01
MOST_BANDS = 60
FARTHEST = 1000


class Scale(Protocol):
    """Grades from best to worst or numbers, the last grade that passes, and how wide a band is."""

    @property
    def grades(self) -> Sequence[str]: ...

    @property
    def lowest_pass(self) -> str: ...

    @property
    def numbers(self) -> Numbers | None: ...

    @property
    def band(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ScaleFacts:
    """A grading scale as somebody states it; `band` is the width of a band and empty for a list."""

    title: Text
    grades: tuple[str, ...] = ()
    lowest_pass: str = ""
    numbers: Numbers | None = None
    band: str = ""

    @property
    def grading(self) -> tuple[object, ...]:
        """What makes grades comparable: all of it but the title."""
        return self.grades, self.lowest_pass, self.numbers, self.band


def tidied(facts: ScaleFacts) -> ScaleFacts:
    """The same scale as it is kept: texts without blanks around them, numbers with the step's decimals."""
    facts = replace(
        facts,
        title=cleaned(facts.title),
        grades=tuple(each.strip() for each in facts.grades if each.strip()),
        lowest_pass=facts.lowest_pass.strip(),
        band=facts.band.strip().replace(",", "."),
    )
    if facts.numbers is None or not _is_grid(facts.numbers):
        return facts
    best, worst, step = facts.numbers.best, facts.numbers.worst, _plain(facts.numbers.step)
    written = Numbers(best.quantize(step), worst.quantize(step), step)
    lowest = as_written(facts.lowest_pass, (), written) or facts.lowest_pass
    return replace(facts, grades=(), numbers=written, lowest_pass=lowest)


def faults(facts: ScaleFacts) -> dict[str, str]:
    """What is wrong with a scale, by field; empty when grades can be given on it."""
    found = dict(_titled(facts.title))
    return found | dict(_numbered(facts) if facts.numbers is not None else _listed(facts))


def _titled(title: Text) -> Iterator[tuple[str, str]]:
    if not title:
        yield "title", _("Enter a title in at least one language.")
    elif any(len(text) > LONGEST_TITLE for text in title.values()):
        yield "title", _("Shorten the title to at most 120 characters.")


def _listed(facts: ScaleFacts) -> Iterator[tuple[str, str]]:
    grades = facts.grades
    if not 2 <= len(grades) <= MOST_GRADES:
        yield "grades", _("Enter between 2 and 60 grades, each on its own line.")
    elif len({folded(each) for each in grades}) < len(grades):
        yield "grades", _("Each grade can be listed only once.")
    elif any(len(each) > LONGEST_GRADE for each in grades):
        yield "grades", _("Shorten each grade to at most 40 characters.")
    elif any(SEPARATOR.strip() in each for each in grades):
        yield "grades", _("Do not use the character | in a grade. Credentials use it to separate grades.")
    elif facts.lowest_pass not in grades:
        yield "lowest_pass", _("Enter one of the grades, exactly as you listed it.")
    elif facts.lowest_pass == grades[-1]:
        yield "lowest_pass", _("The worst grade must be a fail. Add it, or choose a better lowest pass.")


def _numbered(facts: ScaleFacts) -> Iterator[tuple[str, str]]:
    numbers = facts.numbers
    if numbers is None:
        return
    if max(abs(numbers.best), abs(numbers.worst)) > FARTHEST:
        yield "best", _("The numbers must lie between -1,000 and 1,000.")
    elif numbers.best == numbers.worst:
        yield "worst", _("The best and the worst grade must be different.")
    elif not _is_grid(numbers):
        yield (
            "step",
            _("The steps must lead exactly from the best to the worst grade, with at most 2 decimals."),
        )
    else:
        yield from _passing(facts, numbers)


def _passing(facts: ScaleFacts, numbers: Numbers) -> Iterator[tuple[str, str]]:
    place = numbers.place(facts.lowest_pass)
    if place is None:
        yield "lowest_pass", _("The lowest pass must be one of the grades of the scale.")
    elif place == numbers.size - 1:
        yield "lowest_pass", _("The worst grade must be a fail. Choose a better lowest pass.")
    else:
        width = _width(facts.band, numbers)
        if not width or width > place + 1:
            yield "band", _("A band is as wide as one or more steps, and no wider than all passing grades.")
        elif (place + 1) // width > MOST_BANDS:
            yield "band", _("Choose wider bands. At most 60 bands can be compared.")


def _is_grid(numbers: Numbers) -> bool:
    """Whether equal steps lead from one end to the other, few enough and with at most two decimals."""
    step = numbers.step
    if step % Decimal("0.01"):
        return False
    steps = abs(numbers.best - numbers.worst) / step
    return steps == int(steps) < MOST_NUMBERS and numbers.best == numbers.best.quantize(_plain(step))


def _plain(step: Decimal) -> Decimal:
    """The step without zeros that say nothing, 0.10 as 0.1 and 10 as itself."""
    return Decimal(int(step)) if step == int(step) else step.normalize()


def _width(band: str, numbers: Numbers) -> int:
    """How many steps a band is wide; 0 where it is not made of whole steps."""
    value = number(band)
    if value is None or value <= 0 or value % numbers.step:
        return 0
    return int(value / numbers.step)


def bands(scale: Scale) -> tuple[str, ...]:
    """The bands in which the passing grades are counted, best first.

    Of a list, its passing grades; all of them where it names no lowest pass.
    """
    if scale.numbers is not None:
        return tuple(_named(first, last, scale.numbers) for first, last in _edges(scale))
    lowest = place_of(scale.lowest_pass, scale.grades)
    return tuple(scale.grades if lowest is None else scale.grades[: lowest + 1])


def band_of(grade: str, scale: Scale) -> str | None:
    """The band that a passing grade falls into; None for any other."""
    if scale.numbers is None:
        return grade if grade in bands(scale) else None
    place = scale.numbers.place(grade)
    found = ((first, last) for first, last in _edges(scale) if place is not None and first <= place <= last)
    return next((_named(first, last, scale.numbers) for first, last in found), None)


def grade_in(band: str, scale: Scale, policy: Policy) -> str:
    """The one grade that stands for a band: its best, its worst or its middle one, as was agreed.

    Of two in the middle it is the better one. A band of a list is a grade itself.
    """
    if scale.numbers is None:
        return band
    first, last = next(edge for edge in _edges(scale) if _named(*edge, scale.numbers) == band)
    chosen = {Policy.MAX: first, Policy.MIN: last}.get(policy, (first + last) // 2)
    return scale.numbers.at(chosen)


def _edges(scale: Scale) -> list[tuple[int, int]]:
    """The places where each band begins and ends, best first.

    Bands are counted up from the lowest pass, so that it begins one. What is left over at the best end joins
    the band below when it is less than half of one: 10 belongs to 9.0–10.0.
    """
    numbers = scale.numbers
    lowest = numbers.place(scale.lowest_pass) if numbers is not None else None
    if numbers is None or lowest is None:
        return []
    width = _width(scale.band, numbers) or 1
    starts = list(range(lowest + 1 - width, -1, -width))
    left = starts[-1] if starts else lowest + 1
    if left and starts and 2 * left < width:
        starts[-1] = 0
    elif left:
        starts.append(0)
    ends = [lowest, *(start - 1 for start in starts[:-1])]
    return list(zip(reversed(starts), reversed(ends), strict=True))


def _named(first: int, last: int, numbers: Numbers) -> str:
    """A band by its ends, the smaller number first; one of a single grade by that grade."""
    low, high = sorted((numbers.at(first), numbers.at(last)), key=Decimal)
    return low if low == high else f"{low}–{high}"


def free_slug(stem: str, taken: Container[str]) -> str:
    """A short address from a stem such as a university's and a title's, numbered where it is taken."""
    words, place = re.sub(r"[^a-z0-9]+", "-", folded(stem)).strip("-") or "scale", 1
    if len(words) > LONGEST_STEM:
        words = words[: LONGEST_STEM + 1].rpartition("-")[0] or words[:LONGEST_STEM]
    while (slug := words if place == 1 else f"{words}-{place}") in taken:
        place += 1
    return slug
