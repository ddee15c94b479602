"""Canonical N-Quads for many documents that differ in a few texts only.

The documents of one edition share their graph: compiled once, each needs only its own texts, the hashes of
the blank nodes these touch, and the names that follow from the hashes (RDFC-1.0 §4.4). Whatever does not
fit the pattern goes the general way, so the result is always that of `canonise`.
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from microcred.errors import Malformed
from microcred.jsonld.contexts import known_source
from microcred.jsonld.documents import canonical_digest, canonise, compile_document
from microcred.jsonld.fast.cutting import cut
from microcred.jsonld.fast.pieces import Unusual
from microcred.jsonld.fast.plan import Marks, Plan
from microcred.jsonld.literals import escaped

Path = tuple[str | int, ...]


class Template:
    """A document with holes: texts that differ from document to document, at the given paths.

    Raises Malformed where a hole is no text, or stands where the text decides about the graph itself: types,
    contexts, terms, JSON literals.
    """

    def __init__(self, document: Mapping[str, Any], paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self._document = copy.deepcopy(dict(document))
        originals = [_text_at(self._document, path) for path in self.paths]
        marks = Marks(len(self.paths))
        graphs = compile_document(self.document(marks.texts), known_source)
        self._plan = Plan(graphs, marks)
        if self._plan.odd or self.fill(originals) != canonise(document):
            raise Malformed("A hole of the template stands where its text decides about the graph.")

    def document(self, values: Sequence[str]) -> dict[str, Any]:
        """The document with its holes filled."""
        filled = copy.deepcopy(self._document)
        for path, value in zip(self.paths, values, strict=True):
            _holder(filled, path)[path[-1]] = value
        return filled

    def fill(self, values: Sequence[str]) -> bytes:
        """The canonical N-Quads of the document with these texts; raises what `canonise` raises."""
        try:
            return self._plan.render(cut_texts(values) or _escaped(values)).text
        except Unusual:
            return canonise(self.document(values))

    def digest(self, values: Sequence[str], texts: Sequence[bytes] | None) -> bytes:
        """The SHA-256 of the same; `texts` are what `cut_texts` makes of the values."""
        try:
            return self._plan.render(texts or _escaped(values)).digest
        except Unusual:
            return canonical_digest(self.document(values))


def cut_texts(values: Sequence[str]) -> Sequence[bytes] | None:
    """The texts as they stand in JSON, if they stand so in N-Quads, too."""
    try:
        pieces = cut(orjson.dumps(values))
    except orjson.JSONEncodeError:
        return None
    return pieces[1::2] if pieces else None


def _escaped(values: Sequence[str]) -> list[bytes]:
    return [escaped(value).encode() for value in values]


def _holder(document: Any, path: Path) -> Any:
    for step in path[:-1]:
        document = document[step]
    return document


def _text_at(document: Any, path: Path) -> str:
    try:
        holder = _holder(document, path)
        text = holder[path[-1]]
    except (LookupError, TypeError):
        raise Malformed("A hole of the template is not in the document.") from None
    if not isinstance(text, str) or isinstance(holder, str) or "@context" in path:
        raise Malformed("A hole of the template is no text.", at=".".join(map(str, path)))
    return text
