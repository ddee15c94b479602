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
    wrong = {code: typed for code, typed, read in _numbers(draft) if typed and read(typed) is None}
    for code, typed in wrong.items():
        fix = _("Give a number such as 12 or 7.5.")
        yield failed(code, _("“{typed}” cannot be read as a number."), SOURCE, fix, typed=typed)


def _numbers(draft: Draft) -> Iterator[tuple[str, str, Read]]:
    for name, row in COURSE_FIELDS.items():
        value = getattr(draft, name)
        if row.kind in READ:
            yield f"numbers.{name}", value, READ[row.kind]
        for each in value if row.kind is Kind.ROWS else ():
            for column, it in row.columns.items():
                if it.kind in READ:
                    yield f"numbers.{column}.{each.id}", getattr(each, column), READ[it.kind]
