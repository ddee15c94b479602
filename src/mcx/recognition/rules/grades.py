"""Grade conversion by distribution, exactly (ECTS Users' Guide 2015, annex 2; EGRACONS).

A grade stands for a band of the reference group, best first. The home grades whose bands overlap it are the
candidates; which of them is taken was agreed beforehand. Counts are of passing grades only, and all
arithmetic is in fractions: percentages are for display.
"""

from dataclasses import dataclass
from fractions import Fraction

from mcx.network.rules.terms import CharterTerms, Policy
from mcx.recognition.rules.terms import AgreementTerms


@dataclass(frozen=True, slots=True)
class Distribution:
    """How often each passing grade was given, best first, in the years named."""

    scale: str
    years: str
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """The size of the reference group."""
        return sum(count for _grade, count in self.counts)

    def bands(self) -> list[tuple[str, Fraction, Fraction]]:
        """(grade, from, to) in shares of the group counted from the best."""
        found, before = [], 0
        for grade, count in self.counts:
            found.append((grade, Fraction(before, self.total), Fraction(before + count, self.total)))
            before += count
        return found


@dataclass(frozen=True, slots=True)
class Conversion:
    """A converted grade with everything needed to follow the calculation.

    `candidates` are the overlapping home grades, best first, with the share of the band that they cover.
    """

    grade: str
    converted: str
    policy: Policy
    band: tuple[Fraction, Fraction]
    candidates: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """The policy that was agreed beforehand, and where: `source` cites a clause or the Charter."""

    policy: Policy
    source: str


def policy_for(charter: CharterTerms, agreement: AgreementTerms | None = None, name: str = "") -> Agreed:
    """The policy of the agreement called `name` that decides, where it names one, else the Charter's.

    An officer decides without an agreement, and a university on what it awarded itself: both follow the
    Charter.
    """
    if agreement is None or agreement.conversion is None:
        return Agreed(charter.grade_conversion, charter.clause("grade_conversion"))
    clause = agreement.clause("conversion")
    return Agreed(agreement.conversion, f"{name} cl. {clause}" if clause else name)


def convert(grade: str, host: Distribution, home: Distribution, policy: Policy) -> Conversion | None:
    """The home grade for a passing host grade under a policy (max, average or min).

    None where it cannot be calculated: a grade that is not among the passing ones, an empty group, or the
    policy `none`. A better grade never converts to a worse one, and equal distributions keep every grade.
    """
    if policy == Policy.NONE or not host.total or not home.total:
        return None
    band = next(((low, high) for name, low, high in host.bands() if name == grade), None)
    if band is None:
        return None
    candidates = _overlapping(band, home)
    chosen = {
        Policy.MAX: candidates[0][0],
        Policy.MIN: candidates[-1][0],
        Policy.AVERAGE: _at((band[0] + band[1]) / 2, home),
    }
    return Conversion(grade, chosen[policy], policy, band, tuple(candidates))


def _overlapping(band: tuple[Fraction, Fraction], home: Distribution) -> list[tuple[str, Fraction]]:
    low, high = band
    if low == high:
        return [(_at(low, home), Fraction(1))]
    return [
        (name, (min(high, end) - max(low, start)) / (high - low))
        for name, start, end in home.bands()
        if min(high, end) > max(low, start)
    ]


def _at(point: Fraction, home: Distribution) -> str:
    """The grade whose band holds the point; bands are half open, the last one holds its end."""
    filled = [(name, start, end) for name, start, end in home.bands() if end > start]
    return next((name for name, start, end in filled if start <= point < end), filled[-1][0])
