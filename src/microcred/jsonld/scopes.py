"""What the names in a document mean at one place, worked out once and remembered.

JSON-LD 1.1 Processing Algorithms and API, §5.1.2 Expansion: steps 7 to 11 say which context holds where.
"""

from typing import Any, Final

from microcred.errors import Malformed
from microcred.jsonld import literals
from microcred.jsonld.contexts import KEYWORDS, UNSET, Context, Source, Term
from microcred.jsonld.errors import UnmappedTerm
from microcred.jsonld.local import apply

TEXT, REFERENCE, OTHER = range(3)
RDF_TYPE = f"<{literals.RDF}type> "
CACHE_LIMIT = 512  # combinations remembered per scope: documents must not fill the memory

_MAPS = frozenset({"@language", "@index", "@id", "@type"})


class Scope:
    """An active context with what was worked out about it.

    `id_name` and `type_name` are the usual ways to write @id and @type; where there are more ways, or
    other keywords have other names, the scope `is_odd` and nodes are read in their `normal` form. `texts` are
    the start and end of statements whose value may stand between them as it is.
    """

    __slots__ = (
        "_aliases", "context", "has_prefixes", "id_name", "is_odd", "properties", "texts",
        "type_name", "typed", "within",
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        self.context = context
        aliases = {name: term.iri for name, term in context.terms.items() if term.iri in KEYWORDS}
        names = {iri: name for name, iri in aliases.items()}
        self.id_name, self.type_name = names.get("@id", "@id"), names.get("@type", "@type")
        self.is_odd = len(aliases.keys() - {self.id_name, self.type_name}) > 0
        self._aliases = aliases
        self.has_prefixes = any(term.is_prefix for term in context.terms.values())
        self.properties: dict[str, Property] = {}
        self.texts: dict[str, tuple[str, str]] = {}
        self.typed: dict[tuple[str, ...], tuple[Scope, tuple[str, ...]]] = {}
        self.within: dict[tuple[str, ...], Scope] = {}

    def normal(self, members: dict[str, Any]) -> dict[str, Any]:
        """The members with every keyword under its own name; Malformed where one stands there twice."""
        renamed = {self._aliases.get(name) or name: value for name, value in members.items()}
        if len(renamed) < len(members):
            raise Malformed("A keyword stands in one object under two names.")
        return renamed


class Property:
    """What a name means as a property of a node.

    `start` and `end` enclose a text value; `mode` says whether it may stand between them as a text (TEXT), as
    an IRI (REFERENCE) or needs more than that. `head` is the predicate. `shape` is the container that changes
    how values are read, `keyword` is set where the name stands for one. A plain property has neither, a
    simple one has no scope of its own either.
    """

    __slots__ = (
        "_inner", "_scalar", "datatype", "end", "head", "is_plain", "is_simple",
        "keyword", "mode", "scope", "shape", "start", "term",
    )  # fmt: skip

    def __init__(self, scope: Scope, term: Term) -> None:
        self.scope, self.term = scope, term
        self.keyword = term.iri if term.iri in KEYWORDS else None
        self.head = f"<{term.iri}> "
        self.shape = _shape(term)
        self.is_plain = self.keyword is None and not self.shape
        self.is_simple = self.is_plain and term.scope is UNSET and not scope.is_odd
        self.datatype = None if term.type is None or term.type[0] == "@" else term.type
        self.start, self.end, self.mode = self.head, "", OTHER
        self._inner: Scope | None = None
        self._scalar: Context | None = None
        if term.scope is UNSET:
            self._scalar = scope.context
            if self.is_plain:
                self._enclose()

    def _enclose(self) -> None:
        if self.term.type == "@id" and not self.scope.has_prefixes:
            self.start, self.end, self.mode = self.head + "<", ">", REFERENCE
        elif self.term.type in (None, "@none") or self.datatype is not None:
            self.mode, self.start = TEXT, self.head + '"'
            self.end = literals.tagged("", self.language(self.scope.context), self.datatype)[1:]

    def language(self, context: Context) -> str | None:
        """The language of a plain text value."""
        if self.datatype is not None:
            return None
        return context.language if self.term.language is UNSET else self.term.language

    def scalar(self, source: Source) -> Context:
        """The context in which a text value is read (step 4.2)."""
        if self._scalar is None:
            self._scalar = apply(self.scope.context, self.term.scope, source, override=True)
        return self._scalar

    def inner(self, source: Source) -> Scope:
        """The scope in which a node value is read: type-scoped terms end, property-scoped begin."""
        if self._inner is None:
            outer = self.scope.context.previous or self.scope.context
            local = self.term.scope
            self._inner = scope_of(outer if local is UNSET else apply(outer, local, source, override=True))
        return self._inner


def _shape(term: Term) -> str:
    if term.type == "@json":
        return "@json"
    if "@graph" in term.container:
        return "@graph" if not term.container & _MAPS else "@map"
    for shape in ("@list", "@language"):
        if shape in term.container:
            return shape
    return "@map" if term.container & _MAPS else ""


SKIPPED: Final = Property(Scope(Context()), Term("@id"))
"""Stands for @id, @type and @context, which are read before the properties."""


def scope_of(context: Context) -> Scope:
    """The scope of an active context, always the same one."""
    scope: Scope | None = context.memo
    if scope is None:
        scope = context.memo = Scope(context)
    return scope


def property_of(scope: Scope, name: str) -> Property:
    """What a name means in a scope; raises UnmappedTerm where it means nothing."""
    term = scope.context.terms.get(name)
    if term is None:
        iri = scope.context.expand(name, vocabulary=True)
        if iri is None or not (iri in KEYWORDS or literals.is_iri(iri)):
            raise UnmappedTerm("No context defines the property {name}.", name=repr(name))
        return SKIPPED if iri in ("@id", "@type", "@context") else Property(scope, Term(iri))
    if term.iri is None or term.iri[:2] == "_:" or term.is_reverse:
        raise UnmappedTerm("The contexts leave the property {name} without meaning.", name=repr(name))
    found = SKIPPED if term.iri in ("@id", "@type") else Property(scope, term)
    scope.properties[name] = found
    if found.mode == TEXT:
        scope.texts[name] = found.start, found.end
    return found


def typed(scope: Scope, types: tuple[str, ...], source: Source) -> tuple[Scope, tuple[str, ...]]:
    """The scope inside a node of these types (step 11), and what it states about its types."""
    found = scope.typed.get(types)
    if found is None:
        inner = scope.context
        for name in sorted(types):
            term = scope.context.terms.get(name)
            if term is not None and term.scope is not UNSET:
                inner = apply(inner, term.scope, source, propagate=False)
        found = scope_of(inner), tuple(_type(scope.context, name) for name in types)
        _remember(scope.typed, types, found)
    return found


def _type(context: Context, name: str) -> str:
    iri = context.expand(name, vocabulary=True)
    if iri is None or not literals.is_iri(iri):
        raise UnmappedTerm("No context defines the type {name}.", type_name=name, name=repr(name))
    return f"{RDF_TYPE}<{iri}>"


def within(scope: Scope, local: Any, source: Source) -> Scope:
    """The scope inside a node with its own `@context` (step 9)."""
    addresses = tuple(local) if isinstance(local, list) else (local,)
    if not all(isinstance(address, str) for address in addresses):
        return scope_of(apply(scope.context, local, source))
    found = scope.within.get(addresses)
    if found is None:
        found = scope_of(apply(scope.context, local, source))
        _remember(scope.within, addresses, found)
    return found


def _remember(cache: dict[Any, Any], key: Any, value: object) -> None:
    if len(cache) >= CACHE_LIMIT:
        cache.clear()
    cache[key] = value
