"""From a JSON-LD document to its canonical N-Quads, and to what in it no context maps.

Whatever is remembered from one document to the next is in a `Memory`. Callers share `MEMORY` unless they
bring their own.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from microcred.errors import Malformed, TooLarge
from microcred.jsonld.contexts import Context, ContextSource, known_source, source_of
from microcred.jsonld.errors import UnmappedTerm
from microcred.jsonld.fast.heads import Filled
from microcred.jsonld.fast.shapes import Shapes
from microcred.jsonld.graph import Graph
from microcred.jsonld.rdfc import canonical
from microcred.jsonld.walk import Walk

FINDINGS = 50
LEARNT = 2_000  # contexts applied before all begins anew, each kept with some 10 KB of terms


class Memory:
    """What the engine remembers of earlier documents: what names mean in the known contexts, and plans.

    With `is_fast` off, which may be set at any time, plans are neither made nor used, and every document
    goes the general way. The results are the same: only the time they take is another.
    """

    def __init__(self, *, is_fast: bool = True) -> None:
        self.is_fast = is_fast
        self.forget()

    def forget(self) -> None:
        """Begin anew, as a new process does."""
        self.shapes = Shapes()
        self._forget_contexts()

    def _forget_contexts(self) -> None:
        self.root, self._learnt = Context(), 0

    def note(self, contexts: int) -> None:
        """Take account of so many contexts newly applied: scopes lead to further scopes without end."""
        self._learnt += contexts
        if self._learnt > LEARNT:
            self._forget_contexts()

    def planned(self, data: bytes, contexts: Mapping[str, Any] | None, digest: str) -> Filled | None:
        """The canonical form of the document with this JSON by a plan, if there is one that fits.

        Plans are made for the package's contexts and for SHA-256 only.
        """
        if not self.is_fast or contexts or digest != "sha256":
            return None
        return self.shapes.render(data, self.compiled)

    def compiled(self, document: Mapping[str, Any]) -> dict[str, Graph]:
        """The graphs of a document of known contexts; raises what `compile_document` raises."""
        return compile_document(document, known_source, memory=self)


MEMORY = Memory()
"""What is remembered where a caller brings no memory; `MEMORY.is_fast = False` switches the fast way off."""


def canonise(
    document: Mapping[str, Any],
    *,
    contexts: Mapping[str, Any] | None = None,
    digest: str = "sha256",
    memory: Memory = MEMORY,
) -> bytes:
    """The canonical N-Quads of a JSON-LD document; `contexts` adds contexts by their address.

    Raises UnmappedTerm, UnknownContext, TooMuchWork; Malformed for what is no JSON-LD.
    """
    data = _json(document)
    planned = memory.planned(data, contexts, digest)
    if planned:
        return planned.text
    return canonical(_compile(document, source_of(contexts), data, memory), digest)


def canonical_digest(
    document: Mapping[str, Any],
    *,
    contexts: Mapping[str, Any] | None = None,
    digest: str = "sha256",
    memory: Memory = MEMORY,
) -> bytes:
    """The SHA-256 or SHA-384 of the same; raises the same."""
    data = _json(document)
    planned = memory.planned(data, contexts, digest)
    if planned:
        return planned.digest
    text = canonical(_compile(document, source_of(contexts), data, memory), digest)
    return hashlib.new(digest, text).digest()


def unmapped_terms(
    document: Mapping[str, Any], *, contexts: Mapping[str, Any] | None = None
) -> tuple[str, ...]:
    """The paths of all properties, types and identifiers that no context maps, at most `FINDINGS` of them.

    Each is found by compiling, then taken out to find the next. Raises what `canonise` raises otherwise.
    """
    found: list[str] = []
    rest: dict[str, Any] = orjson.loads(orjson.dumps(document))
    while len(found) < FINDINGS:
        try:
            compile_document(rest, source_of(contexts))
        except UnmappedTerm as error:
            found.append(error.place)
            _take_out(rest, error)
        else:
            break
    return tuple(found)


def _take_out(document: Any, error: UnmappedTerm) -> None:
    """Remove what an error is about; positions in lists stay, null in their place says nothing."""
    *outer, last = error.steps
    for step in outer:
        document = document[step]
    if isinstance(last, int):
        document[last] = None
    elif error.type_name and isinstance(document[last], list):
        document[last].remove(error.type_name)
    else:
        del document[last]


def compile_document(
    document: Mapping[str, Any], source: ContextSource, *, memory: Memory = MEMORY
) -> dict[str, Graph]:
    """The graphs of a JSON-LD document by name, the default graph's name being empty."""
    return _compile(document, source, _json(document), memory)


def _json(document: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(document)
    except orjson.JSONEncodeError as error:
        raise Malformed("The document is not JSON, or nested too deeply.") from error


def _is_plain(data: bytes) -> bool:
    """True if no text of the JSON needs escaping in N-Quads: JSON escapes the same, but for U+007F."""
    return b"\\" not in data and b"\x7f" not in data


def _compile(
    document: Mapping[str, Any], source: ContextSource, data: bytes, memory: Memory
) -> dict[str, Graph]:
    """What names mean is remembered for the package's contexts: those of a caller may change."""
    is_known = source is known_source
    root = memory.root if is_known else Context()
    walk = Walk(source, root, is_plain=_is_plain(data), has_keywords=data.count(b'"@') > 1)
    try:
        walk.document(document)
    except RecursionError:
        raise TooLarge("The contexts of the document lead too deep.") from None
    finally:
        if is_known and walk.contexts:
            memory.note(walk.contexts)
    for graph in walk.graphs.values():
        graph.tidy()
    return walk.graphs
