"""Long lists in parts: which part is asked for, and the part with how many there are in all."""

from typing import Any

from django.db.models import QuerySet
from ninja import Field, Schema


class Page(Schema):
    """Which part of a list."""

    limit: int = Field(50, ge=1, le=100)
    offset: int = Field(0, ge=0, le=10_000)

    def of(self, found: QuerySet[Any] | list[Any]) -> dict[str, Any]:
        """That part, and the number of all."""
        number = len(found) if isinstance(found, list) else found.count()
        return {"items": list(found[self.offset : self.offset + self.limit]), "count": number}
