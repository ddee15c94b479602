"""From a JSON-LD document to its canonical N-Quads, and to what in it no context maps."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from microcred.errors import Malformed, TooLarge
from microcred.jsonld.compile import Compiler
from microcred.jsonld.contexts import Context, Source, known_source, source_of
from microcred.jsonld.errors import UnmappedTerm
from microcred.jsonld.graph import Graph
from microcred.jsonld.heads import Filled
from microcred.jsonld.rdfc import canonical
from microcred.jsonld.shapes import Shapes

FINDINGS = 50
_KNOWN = Context()  # remembers what was worked out about the known contexts
_SHAPES = Shapes()


def canonise(
    document: Mapping[str, Any], *, contexts: Mapping[str, Any] | None = None, digest: str = "sha256"
) -> bytes:
    """The canonical N-Quads of a JSON-LD document; `contexts` adds contexts by their address.

    Raises UnmappedTerm, UnknownContext, TooMuchWork; Malformed for what is no JSON-LD.
    """
    data = _json(document)
    shaped = _shaped(data, contexts, digest)
    return shaped.text if shaped else canonical(_compile(document, source_of(contexts), data), digest)


def canonical_digest(
    document: Mapping[str, Any], *, contexts: Mapping[str, Any] | None = None, digest: str = "sha256"
) -> bytes:
    """The SHA-256 or SHA-384 of the same; raises the same."""
    data = _json(document)
    shaped = _shaped(data, contexts, digest)
    if shaped:
        return shaped.digest
    return hashlib.new(digest, canonical(_compile(document, source_of(contexts), data), digest)).digest()


def _shaped(data: bytes, contexts: Mapping[str, Any] | None, digest: str) -> Filled | None:
    """The canonical form by the plan of a shape, which knows the package's contexts and SHA-256 only."""
    return None if contexts or digest != "sha256" else _SHAPES.render(data, _compile_known)


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


def compile_document(document: Mapping[str, Any], source: Source) -> dict[str, Graph]:
    """The graphs of a JSON-LD document by name, the default graph's name being empty."""
    return _compile(document, source, _json(document))


def _compile_known(document: Mapping[str, Any]) -> dict[str, Graph]:
    return compile_document(document, known_source)


def _json(document: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(document)
    except orjson.JSONEncodeError as error:
        raise Malformed("The document is not JSON, or nested too deeply.") from error


def _is_plain(data: bytes) -> bool:
    """True if no text of the JSON needs escaping in N-Quads: JSON escapes the same, but for U+007F."""
    return b"\\" not in data and b"\x7f" not in data


def _compile(document: Mapping[str, Any], source: Source, data: bytes) -> dict[str, Graph]:
    root = _KNOWN if source is known_source else Context()
    compiler = Compiler(source, root, is_plain=_is_plain(data), has_keywords=data.count(b'"@') > 1)
    try:
        compiler.document(document)
    except RecursionError:
        raise TooLarge("The contexts of the document lead too deep.") from None
    for graph in compiler.graphs.values():
        graph.tidy()
    return compiler.graphs
