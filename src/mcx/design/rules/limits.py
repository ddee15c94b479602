"""How much text a draft takes: the limit of each field, told before it is met."""

from collections.abc import Iterator

from mcx.core.text import Text
from mcx.design.rules.draft import Draft
from mcx.network.rules.course_fields import COURSE_FIELDS, Kind


def faults_of(draft: Draft) -> dict[str, int]:
    """The fields that hold more than they take, with how many signs they take."""
    return {
        name: longest
        for name, text, longest in _texts(draft)
        if any(len(value) > longest for value in text.values())
    }


def _texts(draft: Draft) -> Iterator[tuple[str, Text, int]]:
    for name, row in COURSE_FIELDS.items():
        value = getattr(draft, name)
        if row.kind is Kind.TEXT:
            yield name, value, row.limit
        for each in value if row.kind is Kind.ROWS else ():
            for column, it in row.columns.items():
                if it.kind is Kind.TEXT:
                    yield f"{each.id}-{column}", getattr(each, column), it.limit
