"""How requests are read: JSON and query strings, in texts that every database stores."""

from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.errors import HttpError
from ninja.parser import Parser

# More than any field takes: each says its own, smaller limit.
LONGEST = 20_000


class StorableParser(Parser):
    """Refuses NUL, halves of characters and endless texts, wherever in a request they stand."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The JSON of the body."""
        return _checked(super().parse_body(request))

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """The fields of a query string or a form."""
        return _checked(super().parse_querydict(data, list_fields, request))


def _checked(data: dict[str, Any]) -> dict[str, Any]:
    if not _is_storable(data):
        raise HttpError(400, "A text cannot be stored.")
    return data


def _is_storable(data: Any) -> bool:
    if isinstance(data, str):
        return len(data) <= LONGEST and not any(
            sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in data
        )
    if isinstance(data, dict):
        return all(_is_storable(part) for pair in data.items() for part in pair)
    return all(_is_storable(part) for part in data) if isinstance(data, list) else True
