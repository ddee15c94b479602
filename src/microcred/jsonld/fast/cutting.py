"""JSON cut at its quotes, and the plan for documents that differ in some of its texts only.

Texts are never unpacked: N-Quads escapes them as JSON does, but for control characters. So a document is not
read as JSON to be put into a plan: splitting it at its quotes gives structure and texts in turn.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import orjson

from microcred.errors import Malformed, MicrocredError
from microcred.jsonld.fast.plan import FormPlan, Marks, fits_as_reference
from microcred.jsonld.graph import Graph

LARGEST = 40_000  # bytes of a document that is cut
ROUNDS = 4  # attempts to find the texts that a plan leaves open: what one attempt fixes can fix others

Compile = Callable[[Mapping[str, Any]], Mapping[str, Graph]]
Pieces = Sequence[bytes]
"""What stands between texts, and texts, in turn."""

NOTHING: Mapping[int, str] = {}
_OPEN = frozenset({"@value", "@id"})  # keywords whose texts do not decide about the graph
_TEXT = re.compile(rb'"((?:[^"\\]++|\\.)*+)"')


def cut(data: bytes) -> Pieces | None:
    """The pieces of this JSON; None if it is large, or N-Quads writes one of its texts in another way."""
    has_escapes = b"\\" in data
    if len(data) > LARGEST or b"\x7f" in data or (has_escapes and b"\\u" in data):
        return None
    if has_escapes and (b'\\"' in data or b"\\\\" in data):  # a quote may be part of a text
        return _TEXT.split(data)
    return data.split(b'"')


def free_texts(pieces: Pieces) -> list[int]:
    """The places of the texts that may differ; raises Malformed for inline contexts."""
    return [2 * at + 1 for at, is_free in enumerate(_free(_document(pieces))) if is_free]


def _free(value: Any, name: str = "") -> Iterator[bool]:
    """Of each text in the JSON, names too, whether it may differ; raises Malformed for inline contexts."""
    is_fixed = name == "type" or (name[:1] == "@" and name not in _OPEN)
    if type(value) is str:
        yield not is_fixed
    elif type(value) is dict:
        if is_fixed:
            raise Malformed("An object is in a place where it decides about the graph.")
        for inner, item in value.items():
            yield False
            yield from _free(item, inner)
    elif type(value) is list:
        for item in value:
            yield from _free(item, name)


def planned(pieces: Pieces, free: Sequence[int], compiled: Compile) -> tuple[FormPlan, Sequence[int]] | None:
    """A plan for documents that differ in these texts, or in as many of them as can be left open."""
    with suppress(MicrocredError):
        for _ in range(ROUNDS):
            marks = Marks(len(free))
            plan = FormPlan(compiled(_document(pieces, dict(zip(free, marks.texts, strict=True)))), marks)
            unfit = plan.odd | _unfit(plan, [pieces[at] for at in free])
            if not unfit:
                return plan, free
            free = [at for number, at in enumerate(free) if number not in unfit]
    return None


def _document(pieces: Pieces, marks: Mapping[int, str] = NOTHING) -> Any:
    """The document of these pieces, with marks instead of some of its texts."""
    marked = [marks[at].encode() if at in marks else piece for at, piece in enumerate(pieces)]
    return orjson.loads(b'"'.join(marked))


def _unfit(plan: FormPlan, texts: Sequence[bytes]) -> set[int]:
    """Holes whose texts are identifiers of another kind, or names that several nodes share."""
    start = plan.count
    unfit = {at - start for at in plan.references if not fits_as_reference(texts[at - start])}
    names = [b"<%b>" % texts[at - start] for at in plan.own_names]
    shared = {name for name in names if names.count(name) > 1} | plan.fixed_names
    return unfit | {at - start for at, name in zip(plan.own_names, names, strict=True) if name in shared}
