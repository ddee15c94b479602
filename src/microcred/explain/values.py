"""Values of a document as short texts."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from microcred.saying import Moment

LONGEST = 160  # characters of one value that are shown
MOST = 20  # texts of one value that are looked at
BINARY = 100  # characters without space: a picture or a key rather than words
_NAMES = frozenset({"@context", "@type", "id", "inScheme", "notation", "type"})  # of things, not about them


def day(instant: datetime | None) -> str:
    """The day of an instant; empty without one."""
    return Moment(instant.date()) if instant else ""


def value_at(document: Mapping[str, Any], path: str) -> str:
    """What the document says at this path, all texts of it one after the other, cut where they are long."""
    found: list[Any] = [document]
    for name in path.split("."):
        found = [one[name] for one in _flat(found) if isinstance(one, Mapping) and name in one]
    text = ", ".join(dict.fromkeys(islice(_texts(found), MOST)))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list):
            yield from _flat(value)
        else:
            yield value


def _texts(values: Iterable[Any]) -> Iterator[str]:
    for value in _flat(values):
        if isinstance(value, Mapping):
            words = list(_texts(one for name, one in value.items() if name not in _NAMES))
            yield from words or _texts([value.get("id")])
        elif isinstance(value, str) and len(value) > BINARY and " " not in value and "://" not in value[:9]:
            yield f"{value[:12]}… ({len(value):,} characters)"
        elif value is not None:
            yield str(value)
