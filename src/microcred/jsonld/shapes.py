"""Documents of a shape that was seen before, put in canonical form by the plan of that shape.

Issuers write thousands of credentials alike. Two documents are of one shape if they have the same names,
types, contexts, numbers and structure; only texts differ. From the third on, a shape has its plan. Every
doubt leads back to the general way, so this changes how fast the answer comes and never which.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from microcred.errors import MicrocredError
from microcred.jsonld.graph import Graph
from microcred.jsonld.literals import escaped
from microcred.jsonld.pieces import Unusual
from microcred.jsonld.plan import Marks, Plan, fits_as_reference

SEEN_BEFORE = 2  # times a shape is only counted
SHAPES = 64  # plans kept, about 100 KB each
COUNTED = 512  # shapes counted before the count begins anew
ROUNDS = 4  # attempts to find the texts that a plan leaves open

Compile = Callable[[Mapping[str, Any]], Mapping[str, Graph]]
Key = tuple[Any, ...]

_TEXT, _OBJECT, _LIST, _END = object(), object(), object(), object()
_OPEN = frozenset({"@value", "@id"})  # keywords whose texts do not decide about the graph


class Shape:
    """The texts of a document in order, and everything else about it as a key."""

    __slots__ = ("_key", "texts")

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._key: list[Any] = []
        self.texts: list[str] = []
        self._members(document)

    @property
    def key(self) -> Key:
        """What is the same for all documents of this shape."""
        return tuple(self._key)

    def _members(self, members: Mapping[str, Any]) -> None:
        key, texts = self._key, self.texts
        for name, value in members.items():
            key.append(name)
            if name == "type" or (name[:1] == "@" and name not in _OPEN):
                self._fixed(value)
            elif type(value) is str:
                texts.append(value)
            else:
                self._value(value)

    def _value(self, value: Any) -> None:
        kind = type(value)
        if kind is dict:
            self._key.append(_OBJECT)
            self._members(value)
            self._key.append(_END)
        elif kind is list:
            self._key.append(_LIST)
            for item in value:
                self._value(item)
            self._key.append(_END)
        elif kind is str:
            self._key.append(_TEXT)
            self.texts.append(value)
        else:
            self._key += (kind, value)

    def _fixed(self, value: Any) -> None:
        """A value that belongs to the shape; objects, as in inline contexts, have no key and so no plan."""
        self._key.append(tuple(value) if type(value) is list else value)


class _Known:
    """A shape that has a plan: which of its texts are fixed, how, and how the others fill the plan."""

    def __init__(self, document: Mapping[str, Any], shape: Shape, compiled: Compile) -> None:
        self.open = list(range(len(shape.texts)))
        for _ in range(ROUNDS):
            marks = Marks(len(self.open))
            graphs = compiled(_filled(document, shape.texts, dict(zip(self.open, marks.texts, strict=True))))
            self.plan = Plan(graphs, marks)
            unfit = self.plan.odd | self._unfit([shape.texts[at] for at in self.open])
            if not unfit:
                break
            self.open = [at for number, at in enumerate(self.open) if number not in unfit]
        self.fixed = [(at, shape.texts[at]) for at in set(range(len(shape.texts))) - set(self.open)]
        self.is_usable = not unfit

    def _unfit(self, texts: Sequence[str]) -> set[int]:
        """Holes whose texts are identifiers of another kind, or names that several nodes share."""
        start = self.plan.count
        unfit = {at - start for at in self.plan.references if not fits_as_reference(texts[at - start])}
        names = [f"<{texts[at - start]}>" for at in self.plan.own_names]
        shared = {name for name in names if names.count(name) > 1} | self.plan.fixed_names
        return unfit | {
            at - start for at, name in zip(self.plan.own_names, names, strict=True) if name in shared
        }

    def render(self, texts: Sequence[str], *, is_plain: bool) -> bytes:
        """The canonical form with these texts; raises Unusual where the plan does not fit them."""
        for at, text in self.fixed:
            if texts[at] != text:
                raise Unusual
        values = [texts[at] for at in self.open]
        return self.plan.render(values if is_plain else [escaped(value) for value in values])


def _filled(document: Mapping[str, Any], texts: Sequence[str], marks: Mapping[int, str]) -> dict[str, Any]:
    """The document with marks instead of some of its texts, walked in the order of `Shape`."""
    replaced = iter([marks.get(at, text) for at, text in enumerate(texts)])
    return {name: _refilled(name, value, replaced) for name, value in document.items()}


def _refilled(name: str, value: Any, texts: Iterator[str]) -> Any:
    if name == "type" or (name[:1] == "@" and name not in _OPEN):
        return value
    if type(value) is dict:
        return {inner: _refilled(inner, item, texts) for inner, item in value.items()}
    if type(value) is list:
        return [_refilled("", item, texts) for item in value]
    return next(texts) if type(value) is str else value


class Shapes:
    """The shapes seen so far, within limits."""

    def __init__(self) -> None:
        self._counts: dict[Key, int] = {}
        self._known: dict[Key, _Known | None] = {}

    def render(self, document: Mapping[str, Any], compiled: Compile, *, is_plain: bool) -> bytes | None:
        """The canonical form if the document's shape has a plan and its texts fit it, else None."""
        if type(document) is not dict:
            return None
        try:
            shape = Shape(document)
            key = shape.key
            known = self._known.get(key, self)
        except (TypeError, RecursionError):
            return None
        if known is self:
            known = self._count(document, shape, key, compiled)
        if not isinstance(known, _Known):
            return None
        try:
            return known.render(shape.texts, is_plain=is_plain)
        except Unusual:
            return None

    def _count(self, document: Mapping[str, Any], shape: Shape, key: Key, compiled: Compile) -> _Known | None:
        """Count a shape without plan; make the plan when it comes back often enough."""
        count = self._counts[key] = self._counts.get(key, 0) + 1
        if count <= SEEN_BEFORE:
            if len(self._counts) > COUNTED:
                self._counts.clear()
            return None
        del self._counts[key]
        try:
            made = _Known(document, shape, compiled)
        except MicrocredError:
            made = None
        if len(self._known) >= SHAPES:
            for oldest in list(islice(self._known, SHAPES // 2)):
                del self._known[oldest]
        known = self._known[key] = made if made is not None and made.is_usable else None
        return known
