"""A cursor over a JSON document that remembers which of its parts were understood.

Nothing here raises on odd values: what has not the expected form reads as absent and is not marked as
understood, so that `not_understood` names it. Nothing depends on the order of an array, nor on whether one
value stands in an array: a signature over the graph (RDF 1.1 §1.7) holds for either.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, wraps
from typing import Any, TypeVar

import orjson

from microcred.errors import Malformed
from microcred.guards import decimal
from microcred.instants import parse_instant
from microcred.openbadges.texts import text_of

LANGUAGE_KEY = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
SHARED, LARGEST_SHARED = 128, 20_000
WHOLE = "*"  # the last step of a path under which everything counts as understood
_SKIPPED = frozenset({"@context", "type", "@type", "proof"})


T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Node:
    """One object of the document, where it stands, and which paths were understood so far.

    `plain` is the language of a string that names none, `whole` what is to be read in place of the objects of
    these ids.
    """

    value: dict[str, Any]
    prefix: str = ""
    seen: set[str] = field(default_factory=set)
    plain: str = "und"
    whole: Mapping[str, dict[str, Any]] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.value

    def single(self, name: str) -> Any:
        """The value under this name; of an array the one it holds, None where it holds different ones."""
        value = self.value.get(name)
        if type(value) is not list:
            return value
        values = [one for one in value if one is not None]
        return values[0] if values and values.count(values[0]) == len(values) else None

    def string(self, name: str) -> str:
        """A plain string; of a text in several languages, or of an array, the first by the alphabet."""
        value = self.value.get(name)
        if type(value) is list and len(value) == 1:
            value = value[0]
        if value is None:
            return ""
        if isinstance(value, str):
            words = value
        elif isinstance(value, dict) and isinstance(value.get("id"), str):
            self.seen.add(f"{self.prefix}{name}.id")
            return str(value["id"])
        else:
            words = next(iter(text_of(value).values()), "")
        if words:
            self.seen.add(self.prefix + name)
        return words

    def strings(self, name: str) -> tuple[str, ...]:
        """The strings of an array, each once, or the one string; an object stands for its id."""
        value = self.value.get(name)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        named = [item.get("id") if isinstance(item, dict) else item for item in items]
        found = tuple(dict.fromkeys([one for one in named if isinstance(one, str)]))
        if found:
            self.seen.add(self.prefix + name)
        return found

    def text(self, name: str) -> dict[str, str]:
        """A text with its languages."""
        value = self.value.get(name)
        text = {} if value is None else text_of(value, self.plain)
        if text:
            self.seen.add(self.prefix + name)
        return text

    def nodes(self, name: str) -> tuple["Node", ...]:
        """The objects under this name; a string stands for the object with that id.

        What is said twice of one thing is said once.
        """
        value = self.value.get(name)
        if value is None:
            return ()
        found = []
        told: dict[str, dict[str, Any]] = {}
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str):
                self.seen.add(self.prefix + name)
                thing = {"id": item}
            elif isinstance(item, dict):
                thing = item
            else:
                continue
            identifier = thing.get("id")
            if isinstance(identifier, str):
                thing = self.whole.get(identifier, thing)
                if told.get(identifier) == thing:
                    continue
                told[identifier] = thing
            found.append(self._inner(thing, name))
        return tuple(found)

    def _inner(self, value: dict[str, Any], name: str) -> "Node":
        return Node(value, f"{self.prefix}{name}.", self.seen, self.plain, self.whole)

    def node(self, name: str) -> "Node":
        """The one object under this name; an empty one where there is none, or are several."""
        found = self.nodes(name)
        return found[0] if len(found) == 1 else self._inner({}, name)

    def skip(self, *names: str) -> None:
        """Take everything under these names as understood: it says what was read elsewhere."""
        for name in names:
            if name in self.value:
                self.seen.add(f"{self.prefix}{name}.{WHOLE}")

    def empty(self) -> "Node":
        """An object in this place that says nothing."""
        return Node({}, self.prefix, self.seen, self.plain, self.whole)

    def flag(self, name: str) -> bool:
        """Whether this is said to be true, as a truth value or in letters."""
        return self.single(name) in (True, "true", "1")

    def decimal(self, name: str) -> Decimal | None:
        """A finite number, written as a number or as digits."""
        value = self.single(name)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        number = decimal(str(value)[:40])
        if number is not None:
            self.seen.add(self.prefix + name)
        return number

    def instant(self, name: str) -> datetime | None:
        """A date and time with its offset."""
        value = self.single(name)
        if value is None:
            return None
        try:
            instant = parse_instant(value)
        except Malformed:
            return None
        self.seen.add(self.prefix + name)
        return instant

    def day(self, name: str) -> date | None:
        """A date; of a date and time the date."""
        value = self.single(name)
        if not isinstance(value, str):
            return None
        try:
            day = date.fromisoformat(value[:10])
        except ValueError:
            return None
        self.seen.add(self.prefix + name)
        return day

    def types(self) -> tuple[str, ...]:
        """The object's types."""
        return self.strings("type")


def once(read: Callable[[Node], T]) -> Callable[[Node], T]:
    """Read an object that credentials share, such as an edition or an issuer, once for all of them.

    What is read may depend on the object alone. At most `SHARED` objects are kept, and no large ones.
    """

    @lru_cache(SHARED)
    def known(data: bytes, prefix: str, plain: str) -> tuple[T, set[str]]:
        node = Node(orjson.loads(data), prefix, set(), plain)
        return read(node), node.seen

    @wraps(read)
    def again(node: Node) -> T:
        data = orjson.dumps(node.value)
        if len(data) > LARGEST_SHARED or node.whole:
            return read(node)
        found, seen = known(data, node.prefix, node.plain)
        node.seen |= seen
        return found

    return again


def not_understood(document: Mapping[str, Any], seen: set[str]) -> tuple[str, ...]:
    """The parts of the document that nobody read, sorted: of a part unread as a whole only its own path.

    Types, contexts and proofs are not asked for.
    """
    whole = {path.removesuffix(f".{WHOLE}") for path in seen if path.endswith(f".{WHOLE}")}
    left = {path for path in {*_leaves(document, whole)} - seen if not _is_language_of(path, seen)}
    if not left:
        return ()
    touched = seen | whole
    touched |= {around for path in touched for around in _around(path)}
    return tuple(sorted({_topmost(path, touched) for path in left}))


def _around(path: str) -> Iterator[str]:
    while path:
        path = path.rpartition(".")[0]
        yield path


def _topmost(path: str, touched: set[str]) -> str:
    """The outermost thing around the path in which nothing was read."""
    steps = path.split(".")
    outer = (".".join(steps[:count]) for count in range(1, len(steps)))
    return next((one for one in outer if one not in touched), path)


def _is_language_of(path: str, seen: set[str]) -> bool:
    """Whether it is one language of a text that was read."""
    around, _dot, last = path.rpartition(".")
    return around in seen and bool(last[:1] == "@" or LANGUAGE_KEY.fullmatch(last))


def _leaves(document: Mapping[str, Any], whole: set[str]) -> Iterator[str]:
    """The paths of all values outside of what was read as a whole."""
    waiting: list[tuple[Any, str]] = [(document, "")]
    while waiting:
        value, path = waiting.pop()
        if path in whole:
            continue
        if isinstance(value, dict):
            inner = f"{path}." if path else ""
            waiting += [(item, inner + name) for name, item in value.items() if name not in _SKIPPED]
        elif isinstance(value, list):
            waiting += [(item, path) for item in value]
        elif value is not None:
            yield path
