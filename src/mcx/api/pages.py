"""Long lists in parts: which part is asked for, and the part with where those beside it begin."""

from typing import Any

from django.db.models import QuerySet
from ninja import Field, Schema

from mcx.core.keyset import COUNTED, Ordered, Rows, part_of


class Page(Schema):
    """Which part of a list: the first, or the one that another part names."""

    limit: int = Field(50, ge=1, le=100)
    cursor: str = Field("", max_length=4000, description="`next` or `previous` of another part")

    def of(self, found: "QuerySet[Any] | Ordered[Any]") -> dict[str, Any]:
        """That part, as `Part` and its `items` say it.

        :raises PageUnknown: when the cursor is none of this list
        """
        ordered = Rows(found) if isinstance(found, QuerySet) else found
        part = part_of(ordered, self.limit, self.cursor)
        beside = {"next": part.next or None, "previous": part.previous or None}
        return {"items": part.rows, "count": part.count} | beside


class Part(Schema):
    """What every part of a list says of the whole."""

    count: int | None = Field(
        description=f"The number of items in all parts; null if there are more than {COUNTED:,}"
    )
    next: str | None = Field(description="The `cursor` of the following part; null at the end of the list")
    previous: str | None = Field(description="The `cursor` of the part before; null at the beginning")
