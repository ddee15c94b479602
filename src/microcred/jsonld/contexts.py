"""Contexts: what each term of a document means where it stands.

JSON-LD 1.1 Processing Algorithms and API, §4.1 Context Processing, §4.2 Create Term Definition and §5.2 IRI
Expansion, without base address. `apply` puts a local context upon an active one; `Definer` makes its terms.
Nothing is fetched: an address leads to a known table, to a context the caller gives, or to UnknownContext.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from microcred.errors import Malformed, TooLarge
from microcred.jsonld import tables
from microcred.jsonld.errors import UnknownContext

KEYWORDS = frozenset(
    {"@base", "@container", "@context", "@direction", "@graph", "@id", "@import", "@included", "@index",
     "@json", "@language", "@list", "@nest", "@none", "@prefix", "@propagate", "@protected", "@reverse",
     "@set", "@type", "@value", "@version", "@vocab"}
)  # fmt: skip
UNSET: Any = object()  # where null has a meaning of its own

NESTING_LIMIT = 32  # contexts that draw in contexts
TERM_LIMIT = 2_000  # terms that one context may define

_HEADS = frozenset(
    {"@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab"}
)

_ENTRIES = frozenset(
    {"@container", "@context", "@direction", "@id", "@index", "@language", "@nest", "@prefix", "@protected",
     "@reverse", "@type"}
)  # fmt: skip
_CONTAINERS = frozenset(
    frozenset(names)
    for names in (
        (), ("@set",), ("@list",), ("@graph",), ("@language",), ("@index",), ("@id",), ("@type",),
        ("@graph", "@set"), ("@language", "@set"), ("@index", "@set"), ("@id", "@set"), ("@type", "@set"),
        ("@graph", "@id"), ("@graph", "@index"), ("@graph", "@id", "@set"), ("@graph", "@index", "@set"),
    )
)  # fmt: skip
_DELIMITERS = frozenset(":/?#[]@")  # RFC 3986 §2.2, gen-delims

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


class ContextSource(Protocol):
    """Where the contexts behind addresses come from."""

    def __call__(self, url: str) -> Any: ...


class Context:
    """An active context: the terms that hold at one place of a document.

    `previous` is the one to go back to where this one holds for a single node; `scope` is what the walk has
    worked out about it.
    """

    __slots__ = ("language", "previous", "scope", "terms", "vocabulary")

    def __init__(self) -> None:
        self.terms: dict[str, Term] = {}
        self.vocabulary: str | None = None
        self.language: str | None = None
        self.previous: Context | None = None
        self.scope: Any = None

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


def source_of(contexts: Mapping[str, Any] | None) -> ContextSource:
    """The known contexts and those the caller adds; a known one cannot be replaced."""
    if not contexts:
        return known_source

    def source(url: str) -> Any:
        found = tables.known().get(url, contexts.get(url))
        if found is None:
            raise UnknownContext(url)
        return found.get("@context", found) if isinstance(found, Mapping) else found

    return source


def apply(
    active: Context,
    local: Any,
    source: ContextSource,
    *,
    override: bool = False,
    propagate: bool = True,
    depth: int = 0,
) -> Context:
    """The active context once a local context is applied (§4.1).

    `override` lifts the protection of terms (property-scoped contexts), without `propagate` the result
    holds for one node only (type-scoped contexts). Raises Malformed, UnknownContext, TooLarge.
    """
    if depth > NESTING_LIMIT:
        raise TooLarge("Contexts draw in contexts more than {limit} levels deep.", limit=NESTING_LIMIT)
    if isinstance(local, dict) and isinstance(local.get("@propagate"), bool):
        propagate = local["@propagate"]
    result = active
    if not propagate and active.previous is None:
        result = active.copy()
        result.previous = active
    for item in local if isinstance(local, list) else [local]:
        result = _apply_one(result, active, item, source, override, propagate, depth)
    return result


def _apply_one(
    result: Context,
    active: Context,
    local: Any,
    source: ContextSource,
    override: bool,
    propagate: bool,
    depth: int,
) -> Context:
    if local is None:
        return _cleared(result, active, override=override, propagate=propagate)
    if isinstance(local, str):
        return apply(result, source(local), source, depth=depth + 1)
    if not isinstance(local, dict):
        raise Malformed("A context is an address, an object or null.", at="@context")
    if local.keys() == {"@context"}:  # as a context stands in its file; so in W3C's vectors of proof chains
        return apply(result, local["@context"], source, override=override, depth=depth + 1)
    if "@import" in local:
        local = _imported(local, source)
    return _extended(result, local, override=override)


def _extended(active: Context, local: dict[str, Any], *, override: bool) -> Context:
    """A copy of the active context with the settings and terms of one local context."""
    if len(local) > TERM_LIMIT:
        raise TooLarge("A context defines more than {limit} terms.", at="@context", limit=TERM_LIMIT)
    result = active.copy()
    _set_heads(result, local)
    definer = Definer(result, local, override=override)
    for term in local:
        if term not in _HEADS:
            definer.define(term)
    return result


def _set_heads(result: Context, local: dict[str, Any]) -> None:
    if local.get("@version", 1.1) != 1.1:
        raise Malformed("The only version of JSON-LD that contexts name is 1.1.", at="@context")
    if not all(isinstance(local.get(name, True), bool) for name in ("@propagate", "@protected")):
        raise Malformed("@propagate and @protected are true or false.", at="@context")
    if local.get("@base") is not None:
        raise Malformed("A context that sets a base address is not accepted.", at="@context")
    if "@vocab" in local:
        result.vocabulary = _vocabulary(result, local["@vocab"])
    if "@language" in local:
        result.language = _language_of(local["@language"])


def _vocabulary(result: Context, value: Any) -> str | None:
    if value is None:
        return None
    vocabulary = result.expand(value, vocabulary=True) if isinstance(value, str) else None
    if vocabulary is None or not (is_absolute(vocabulary) or vocabulary.startswith("_:")):
        raise Malformed("@vocab is not an absolute IRI.", at="@context")
    return vocabulary


def _cleared(result: Context, active: Context, *, override: bool, propagate: bool) -> Context:
    if not override and any(term.is_protected for term in result.terms.values()):
        raise Malformed("A null context removes protected terms.", at="@context")
    cleared = Context()
    if not propagate:
        cleared.previous = active
    return cleared


def _imported(local: dict[str, Any], source: ContextSource) -> dict[str, Any]:
    url = local["@import"]
    imported = source(url) if isinstance(url, str) else None
    if not isinstance(imported, dict) or "@import" in imported:
        raise Malformed("@import does not name a single context.", at="@context")
    return {**imported, **{name: value for name, value in local.items() if name != "@import"}}


class Definer:
    """Adds terms of a local context to the active context `result`, in the order they need each other."""

    def __init__(self, result: Context, local: dict[str, Any], *, override: bool) -> None:
        self.result = result
        self.local = local
        self.override = override
        self.protects = local.get("@protected", False)
        self.state: dict[str, bool] = {}

    def expand(self, name: str) -> str | None:
        """IRI expansion while the local context is being read: its own terms come first (§5.2 steps 3, 6)."""
        if name in self.local and name not in KEYWORDS:
            self.define(name)
        prefix, colon, rest = name.partition(":")
        if colon and prefix in self.local and prefix != "_" and rest[:2] != "//":
            self.define(prefix)
        return self.result.expand(name, vocabulary=True)

    def define(self, term: str) -> None:
        """Create Term Definition (§4.2)."""
        if term in self.state:
            if not self.state[term]:
                raise Malformed(
                    "The definition of {term} leads back to itself.", at="@context", term=repr(term)
                )
            return
        self.state[term] = False
        value = self.local[term]
        if _is_definable(term, value):
            previous = self.result.terms.pop(term, None)
            made = self._make(term, value)
            self._keep(term, made, previous)
        self.state[term] = True

    def _keep(self, term: str, made: Term | None, previous: Term | None) -> None:
        if previous is not None and previous.is_protected and not self.override:
            if made != previous:
                raise Malformed(
                    "A context redefines the protected term {term}.", at="@context", term=repr(term)
                )
            made = previous
        if made is not None:
            self.result.terms[term] = made

    def _make(self, term: str, value: Any) -> Term | None:
        simple = isinstance(value, str)
        entries = {"@id": value} if simple or value is None else value
        if not isinstance(entries, dict) or not entries.keys() <= _ENTRIES:
            raise Malformed("The definition of {term} is not supported.", at="@context", term=repr(term))
        made = Term(is_protected=_flag(entries, "@protected", default=self.protects))
        if "@type" in entries:
            made.type = self._type(term, entries["@type"])
        if "@reverse" in entries:
            return self._reversed(made, entries)
        if not self._map(made, term, entries, simple=simple):
            return None
        self._complete(made, term, entries)
        return made

    def _type(self, term: str, value: Any) -> str:
        expanded = self.expand(value) if isinstance(value, str) else None
        if expanded in {"@id", "@vocab", "@json", "@none"} or (expanded and is_absolute(expanded)):
            return expanded
        raise Malformed("The type of {term} is not an IRI.", at="@context", term=repr(term))

    def _reversed(self, made: Term, entries: dict[str, Any]) -> Term | None:
        value = entries["@reverse"]
        if not isinstance(value, str) or "@id" in entries or "@nest" in entries:
            raise Malformed("A reverse property names one IRI and nothing else.", at="@context")
        if looks_like_keyword(value):
            return None
        made.iri = self.expand(value)
        if made.iri is None or not is_absolute(made.iri):
            raise Malformed("A reverse property does not name an absolute IRI.", at="@context")
        made.container = _container(entries.get("@container"))
        if not made.container <= {"@set", "@index"}:
            raise Malformed("A reverse property has a container that does not fit.", at="@context")
        made.is_reverse = True
        return made

    def _map(self, made: Term, term: str, entries: dict[str, Any], *, simple: bool) -> bool:
        """Set the IRI mapping (§4.2 steps 14 to 18); False where the definition is to be ignored."""
        name = entries.get("@id", term)
        if name == term:
            made.iri = self._own_iri(term)
            return True
        if name is None:
            return True
        if not isinstance(name, str):
            raise Malformed("The IRI of {term} is not a text.", at="@context", term=repr(term))
        if name not in KEYWORDS and looks_like_keyword(name):
            return False
        made.iri = self._foreign_iri(term, name)
        can_be_prefix = made.iri[-1:] in _DELIMITERS or made.iri.startswith("_:")
        made.is_prefix = simple and can_be_prefix and not _is_compound(term) and made.iri not in KEYWORDS
        return True

    def _own_iri(self, term: str) -> str:
        if term == "@type":
            return term
        vocabulary = self.result.vocabulary
        iri = self._compact(term) if ":" in term[1:] else None if vocabulary is None else vocabulary + term
        if iri is None or not (is_absolute(iri) or iri.startswith("_:")):
            raise Malformed("The term {term} does not lead to an IRI.", at="@context", term=repr(term))
        return iri

    def _compact(self, term: str) -> str:
        prefix, _, rest = term.partition(":")
        if prefix in self.local and prefix != term:
            self.define(prefix)
        found = self.result.terms.get(prefix)
        return found.iri + rest if found is not None and found.iri is not None else term

    def _foreign_iri(self, term: str, name: str) -> str:
        iri = self.expand(name)
        if iri is None or not (iri in KEYWORDS - {"@context"} or is_absolute(iri) or iri.startswith("_:")):
            raise Malformed("The term {term} does not lead to an IRI.", at="@context", term=repr(term))
        if _is_compound(term):
            self.state[term] = True
            if self.expand(term) != iri:
                raise Malformed(
                    "The term {term} looks like a different IRI from its own.", at="@context", term=repr(term)
                )
        return iri

    def _complete(self, made: Term, term: str, entries: dict[str, Any]) -> None:
        """The remaining entries (§4.2 steps 19 to 25)."""
        _contain(made, term, entries)
        made.scope = entries.get("@context", UNSET)
        if made.type is None and "@language" in entries:
            made.language = _language_of(entries["@language"])
        if entries.get("@nest", "@nest") in KEYWORDS - {"@nest"}:
            raise Malformed("{term} nests under a keyword.", at="@context", term=repr(term))
        if "@prefix" in entries:
            made.is_prefix = _flag(entries, "@prefix", default=False)
            if _is_compound(term) or (made.is_prefix and made.iri in KEYWORDS):
                raise Malformed("{term} cannot be a prefix.", at="@context", term=repr(term))


def _is_definable(term: str, value: Any) -> bool:
    if term == "@type":
        allowed = isinstance(value, dict) and value and value.keys() <= {"@container", "@protected"}
        if allowed and value.get("@container", "@set") in ("@set", ["@set"]):
            return True
    if not term or term in KEYWORDS:
        raise Malformed("A context redefines {term}.", at="@context", term=repr(term))
    return not looks_like_keyword(term)


def _contain(made: Term, term: str, entries: dict[str, Any]) -> None:
    made.container = _container(entries.get("@container"))
    if "@type" in made.container:
        made.type = made.type or "@id"
        if made.type not in {"@id", "@vocab"}:
            raise Malformed("The type of {term} does not fit its container.", at="@context", term=repr(term))
    if "@index" in entries:
        made.index = _text(entries, "@index")
        if "@index" not in made.container:
            raise Malformed("{term} names an index without being one.", at="@context", term=repr(term))


def _is_compound(term: str) -> bool:
    return ":" in term[1:-1] or "/" in term


def _container(value: Any) -> frozenset[str]:
    if value is None:
        return frozenset()
    names = value if isinstance(value, list) else [value]
    if all(isinstance(name, str) for name in names) and frozenset(names) in _CONTAINERS:
        return frozenset(names)
    raise Malformed("A container of a term is not supported.", at="@context")


def _language_of(value: Any) -> str | None:
    """The value of @language in a context, in lower case; empty and null mean none."""
    if value is None or isinstance(value, str):
        return value.lower() if value else None
    raise Malformed("@language is not a text.", at="@context")


def _text(entries: dict[str, Any], name: str) -> str:
    value = entries[name]
    if isinstance(value, str):
        return value
    raise Malformed("{name} is not a text.", at="@context", name=name)


def _flag(entries: dict[str, Any], name: str, *, default: bool) -> bool:
    value = entries.get(name, default)
    if isinstance(value, bool):
        return value
    raise Malformed("{name} is neither true nor false.", at="@context", name=name)
