"""Numbers that were typed but cannot be read."""

from collections.abc import Callable, Iterator, Mapping

from mcx.design.rules.draft import Draft
from mcx.design.rules.proposal import number, whole
from mcx.network.rules.course_fields import COURSE_FIELDS, Kind
from microcred.report import Check, _, failed

SOURCE = "This form"
Read = Callable[[str], object]
READ: Mapping[Kind, Read] = {Kind.NUMBER: number, Kind.WHOLE: whole}


def check(draft: Draft) -> Iterator[Check]:
    """Whatever should be a number is one; what is empty is asked for elsewhere."""
    fix = _("Enter a number, for example 12 or 7.5.")
    for code, typed, kind, values in _numbers(draft):
        if not typed or READ[kind](typed) is not None:
            continue
        text = _("“{typed}” under “{field}” is not a number.")
        if "row" in values:
            text = _("“{typed}” under “{field}” in row {row} is not a number.")
        yield failed(code, text, SOURCE, fix, typed=typed, **values)


def _numbers(draft: Draft) -> Iterator[tuple[str, str, Kind, Mapping[str, object]]]:
    """Each number that is asked for: its check, what was typed, what it should be, and where it stands."""
    for name, field in COURSE_FIELDS.items():
        value = getattr(draft, name)
        if field.kind in READ:
            yield f"numbers.{name}", value, field.kind, {"field": field.asked}
        for place, row in enumerate(value if field.kind is Kind.ROWS else (), start=1):
            for column, it in field.columns.items():
                if it.kind in READ:
                    where = {"field": it.asked, "row": place}
                    yield f"numbers.{column}.{row.id}", getattr(row, column), it.kind, where
