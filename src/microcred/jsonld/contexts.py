"""Active contexts: what each term of a document means where it stands.

JSON-LD 1.1 Processing Algorithms and API, §4.1 Context Processing and §5.2 IRI Expansion, without base
address. Nothing is fetched: an address leads to a known table, to a context the caller gives, or to
UnknownContext.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from microcred.jsonld import tables
from microcred.jsonld.errors import UnknownContext

KEYWORDS = frozenset(
    {"@base", "@container", "@context", "@direction", "@graph", "@id", "@import", "@included", "@index",
     "@json", "@language", "@list", "@nest", "@none", "@prefix", "@propagate", "@protected", "@reverse",
     "@set", "@type", "@value", "@version", "@vocab"}
)  # fmt: skip
UNSET: Any = object()  # where null has a meaning of its own

is_absolute = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s]*", re.ASCII).fullmatch
looks_like_keyword = re.compile(r"@[A-Za-z]+", re.ASCII).fullmatch


@dataclass(slots=True)
class Term:
    """A term definition (§4.2); `scope` is its own local context, `iri` None where it is mapped to null."""

    iri: str | None = None
    type: str | None = None
    container: frozenset[str] = frozenset()
    scope: Any = UNSET
    language: Any = UNSET
    index: str | None = None
    is_prefix: bool = False
    is_reverse: bool = False
    is_protected: bool = field(default=False, compare=False)


class Source(Protocol):
    """Where the contexts behind addresses come from."""

    def __call__(self, url: str) -> Any: ...


class Context:
    """An active context: the terms that hold at one place of a document."""

    __slots__ = ("language", "memo", "previous", "terms", "vocabulary")

    def __init__(self) -> None:
        self.terms: dict[str, Term] = {}
        self.vocabulary: str | None = None
        self.language: str | None = None
        self.previous: Context | None = None
        self.memo: Any = None

    def copy(self) -> "Context":
        """The same context, to be changed; what was worked out about it stays behind."""
        other = Context()
        other.terms = dict(self.terms)
        other.vocabulary, other.language, other.previous = self.vocabulary, self.language, self.previous
        return other

    def expand(self, name: str, *, vocabulary: bool = False) -> str | None:
        """The IRI or keyword a name stands for (§5.2), unchanged where it stays relative."""
        if name in KEYWORDS:
            return name
        if name[:1] == "@" and looks_like_keyword(name):
            return None
        term = self.terms.get(name)
        if term is not None and (vocabulary or term.iri in KEYWORDS):
            return term.iri
        prefix, colon, rest = name.partition(":")
        if colon and prefix:
            return self._join(name, prefix, rest)
        return self.vocabulary + name if vocabulary and self.vocabulary is not None else name

    def _join(self, name: str, prefix: str, rest: str) -> str:
        if prefix == "_" or rest[:2] == "//":
            return name
        term = self.terms.get(prefix)
        return term.iri + rest if term is not None and term.is_prefix and term.iri is not None else name


def known_source(url: str) -> Any:
    """The contexts that are part of this library."""
    try:
        return tables.known()[url]
    except KeyError:
        raise UnknownContext(url) from None


def source_of(contexts: Mapping[str, Any] | None) -> Source:
    """The known contexts and those the caller adds; a known one cannot be replaced."""
    if not contexts:
        return known_source

    def source(url: str) -> Any:
        found = tables.known().get(url, contexts.get(url))
        if found is None:
            raise UnknownContext(url)
        return found.get("@context", found) if isinstance(found, Mapping) else found

    return source
