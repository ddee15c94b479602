"""How large a network is to be."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Size:
    """How many there are of what, the demonstration's own among them; `own` is what one person or class has."""

    universities: int
    employers: int
    editions: int
    learners: int
    places: int
    """Enrolments; two of three end with a credential."""
    cases: int
    agreements: int
    micro_degrees: int
    own: int

    def times(self, factor: float) -> "Size":
        """The same network so many times as large."""
        return Size(*(max(1, round(getattr(self, each.name) * factor)) for each in fields(self)))


MIDDLE = Size(
    universities=40,
    employers=10,
    editions=5_000,
    learners=20_000,
    places=60_000,
    cases=10_000,
    agreements=1_000,
    micro_degrees=30,
    own=200,
)
SIZES = {
    "S": Size(0, 0, 0, 0, 0, 0, 0, 0, 0),
    "TENTH": MIDDLE.times(0.1),
    "M": MIDDLE,
    "L": MIDDLE.times(10),
    "XL": MIDDLE.times(20),
}
"""`S` is the demonstration as it is; M over `TENTH`, and L over M, is what growth is measured at."""
