"""What somebody narrows the catalogue to; whatever an address says, it is understood or left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from mcx.catalogue.rules.offerings import Audience

MOST_VALUES = 40


@dataclass(frozen=True, slots=True)
class Filters:
    """Values of one kind widen the search, kinds narrow it together; nothing given leaves all in.

    `institutions` are slugs, `languages` BCP 47 tags, `fields` broad ISCED-F codes of two digits, ECTS
    bounds belong to the range, `free_for` is the audience that pays nothing.
    """

    institutions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    eqf: tuple[int, ...] = ()
    ects_from: Decimal | None = None
    ects_to: Decimal | None = None
    participation: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    free_for: Audience | None = None
    is_open: bool = False

    def without(self, *names: str) -> "Filters":
        """The same filters with these left open."""
        blank = Filters()
        return replace(self, **{name: getattr(blank, name) for name in names})


def filters_of(params: Mapping[str, Sequence[str]]) -> Filters:
    """The filters that an address asks for; what it says beyond them or wrongly is left out."""

    def texts(name: str) -> tuple[str, ...]:
        given = (value.strip()[:40] for value in params.get(name, ())[:MOST_VALUES])
        return tuple(dict.fromkeys(value for value in given if value and value.isprintable()))

    return Filters(
        institutions=texts("institution"),
        languages=texts("language"),
        eqf=tuple(int(value) for value in texts("eqf") if value in {*"12345678"}),
        ects_from=_credits(texts("ects_from")),
        ects_to=_credits(texts("ects_to")),
        participation=texts("participation"),
        fields=tuple(value for value in texts("field") if len(value) == 2 and value.isdecimal()),
        free_for=next((Audience(value) for value in texts("free_for") if value in set(Audience)), None),
        is_open=bool(texts("open")),
    )


def _credits(values: Sequence[str]) -> Decimal | None:
    try:
        value = Decimal(values[0].replace(",", ".")) if values else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() and 0 <= value < 1000 else None
