"""JSON-LD to RDF in one walk: from a document to the statements of its graphs, and nothing lost on the way.

JSON-LD 1.1 Processing Algorithms and API, §5.1.2 Expansion and §8.1 Deserialization to RDF. The standard
first writes the document out in full and then reads that form; here each name is understood and each
statement made where it stands, in a fraction of the time. What credentials do not need and would make two
passes necessary is refused by name: reverse properties, maps by index, nesting.

Where the standard drops a property, a type or an identifier that the contexts do not map, this raises
UnmappedTerm: what is dropped is covered by no signature (W3C Data Integrity 1.0 §4.5,
DATA_LOSS_DETECTION_ERROR).

The chapter has three parts: what names mean at one place (`Scope`, `Property`), the way through the nodes
(`Walk`), and the values that are neither plain texts nor nodes.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from microcred.errors import Malformed, MicrocredError, Unsupported
from microcred.jsonld import literals
from microcred.jsonld.contexts import KEYWORDS, UNSET, Context, ContextSource, Term, apply
from microcred.jsonld.errors import TooMuchWork, UnmappedTerm, lead_out
from microcred.jsonld.graph import Graph
from microcred.jsonld.memo import Memo

CONTEXTS = 2_000  # applied in one document, of about a millisecond each; credentials need some dozens
COMBINATIONS = 512  # of types, and of contexts, that one scope remembers: documents must not fill the memory
LONG = 2_000  # characters of a combination that is not remembered, as it would fill it alone

TEXT, REFERENCE, OTHER = range(3)
RDF_TYPE = f"<{literals.RDF}type> "
FIRST, REST = (f"<{literals.RDF}{name}> " for name in ("first", "rest"))
NIL = f"<{literals.RDF}nil>"

_MAPS = frozenset({"@language", "@index", "@id", "@type"})
_EACH = frozenset({"", "@graph", "@language"})  # shapes in which a list is just several values


class Scope:
    """An active context with what was worked out about it (§5.1.2 steps 7 to 11: which one holds where).

    All credentials of a kind meet the same few scopes, so each remembers what a name, a combination of types
    or a further context came to. `id_name` and `type_name` are the usual ways to write @id and @type; where
    there are more ways, or other keywords have other names, the scope `is_odd` and nodes are read in their
    `normal` form. `texts` are the start and end of statements whose value may stand between them as it is.
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
        self.typed: Memo[tuple[str, ...], tuple[Scope, tuple[str, ...]]] = Memo(COMBINATIONS)
        self.within: Memo[tuple[str, ...], Scope] = Memo(COMBINATIONS)

    def normal(self, members: dict[str, Any]) -> dict[str, Any]:
        """The members with every keyword under its own name; Malformed where one stands there twice."""
        renamed = {self._aliases.get(name) or name: value for name, value in members.items()}
        if len(renamed) < len(members):
            raise Malformed("A keyword appears in one object under two names.")
        return renamed

    def understand(self, name: str) -> "Property":
        """What a name means as a property here; raises UnmappedTerm where it means nothing.

        Terms are remembered, of which a context has so many; IRIs are not, of which there is no end.
        """
        term = self.context.terms.get(name)
        if term is None:
            iri = self.context.expand(name, vocabulary=True)
            if iri is None or not (iri in KEYWORDS or literals.is_iri(iri)):
                raise UnmappedTerm("No context defines the property {name}.", name=repr(name))
            return SKIPPED if iri in ("@id", "@type", "@context") else Property(self, Term(iri))
        if term.iri is None or term.iri[:2] == "_:" or term.is_reverse:
            raise UnmappedTerm("The contexts leave the property {name} without meaning.", name=repr(name))
        found = SKIPPED if term.iri in ("@id", "@type") else Property(self, term)
        self.properties[name] = found
        if found.mode == TEXT:
            self.texts[name] = found.start, found.end
        return found

    def of_types(self, types: tuple[str, ...], walk: "Walk") -> tuple["Scope", tuple[str, ...]]:
        """The scope inside a node of these types (step 11), and what it states about its types."""
        inner = self
        for name in sorted(types):
            term = self.context.terms.get(name)
            if term is not None and term.scope is not UNSET:
                inner = walk.applied(inner.context, term.scope, propagate=False)
        found = inner, tuple(_type(self.context, name) for name in types)
        return self.typed.keep(types, found) if sum(map(len, types)) < LONG else found

    def with_context(self, local: Any, walk: "Walk") -> "Scope":
        """The scope inside a node with its own `@context` (step 9); those written out are not remembered."""
        addresses = tuple(local) if isinstance(local, list) else (local,)
        if not all(isinstance(address, str) for address in addresses) or sum(map(len, addresses)) >= LONG:
            return walk.applied(self.context, local)
        found = self.within.get(addresses)
        return found or self.within.keep(addresses, walk.applied(self.context, local))


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
        self._scalar: Scope | None = None
        if term.scope is UNSET:
            self._scalar = scope
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

    def scalar(self, walk: "Walk") -> Scope:
        """The scope in which a text value is read (step 4.2)."""
        if self._scalar is None:
            self._scalar = walk.applied(self.scope.context, self.term.scope, override=True)
        return self._scalar

    def inner(self, walk: "Walk") -> Scope:
        """The scope in which a node value is read: type-scoped terms end, property-scoped begin."""
        if self._inner is None:
            outer = self.scope.context.previous or self.scope.context
            local = self.term.scope
            self._inner = scope_of(outer) if local is UNSET else walk.applied(outer, local, override=True)
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


def _type(context: Context, name: str) -> str:
    iri = context.expand(name, vocabulary=True)
    if iri is None or not literals.is_iri(iri):
        raise UnmappedTerm("No context defines the type {name}.", type_name=name, name=repr(name))
    return f"{RDF_TYPE}<{iri}>"


def scope_of(context: Context) -> Scope:
    """The scope of an active context, always the same one."""
    scope: Scope | None = context.scope
    if scope is None:
        scope = context.scope = Scope(context)
    return scope


SKIPPED: Final = Property(Scope(Context()), Term("@id"))
"""Stands for @id, @type and @context, which are read before the properties."""


class Walk:
    """One walk over one document; `graphs` maps the graphs' names ("" is the default graph) to statements.

    `is_plain` promises that no text of the document needs escaping, without `has_keywords` no name but the
    outermost `@context` begins with an at sign: both are cheap to see in the JSON as a whole, and nearly all
    credentials are read without asking again at every name. `contexts` counts what was applied on the way.
    """

    def __init__(self, source: ContextSource, root: Context, *, is_plain: bool, has_keywords: bool) -> None:
        self.root = root
        self.is_plain = is_plain
        self.has_keywords = has_keywords
        self.graph = Graph()
        self.graphs = {"": self.graph}
        self.contexts = 0
        self._source = source
        self._blanks = 0
        self._named: dict[str, str] = {}

    def document(self, document: Any) -> None:
        """Compile a whole document: one node, or the nodes of its @graph."""
        if not isinstance(document, dict):
            raise Malformed("A JSON-LD document is one object here.")
        scope = scope_of(self.root).with_context(document.get("@context", []), self)
        members = {name: value for name, value in document.items() if name != "@context"}
        if scope.is_odd:
            members = scope.normal(members)
        if members.keys() == {"@graph"}:
            try:
                _contents(self, members["@graph"], scope)
            except MicrocredError as error:
                lead_out("@graph", error)
                raise
        elif scope.normal(members).keys() == {"@id"}:
            raise UnmappedTerm("A document that names a thing and says nothing about it.", *members)
        else:
            self.node(members, scope)

    def applied(
        self, active: Context, local: Any, *, override: bool = False, propagate: bool = True
    ) -> Scope:
        """The scope of the active context once a local one is applied; raises TooMuchWork in the end."""
        self._count()
        return scope_of(apply(active, local, self._counted_source, override=override, propagate=propagate))

    def _counted_source(self, url: str) -> Any:
        self._count()
        return self._source(url)

    def _count(self) -> None:
        self.contexts += 1
        if self.contexts > CONTEXTS:
            raise TooMuchWork("The document changes what its words mean too often.")

    def node(self, members: dict[str, Any], scope: Scope) -> str:
        """Compile a node object and return its name."""
        if self.has_keywords or scope.is_odd:
            return self._odd_node(members, scope)
        heads: tuple[str, ...] = ()
        if scope.type_name in members:
            scope, heads = self._typed(members[scope.type_name], scope)
            if scope.is_odd:
                members = scope.normal(members)
                return self._body(members, scope, members.get("@id", UNSET), heads)
        return self._body(members, scope, members.get(scope.id_name, UNSET), heads)

    def _odd_node(self, members: dict[str, Any], scope: Scope) -> str:
        """The same where keywords may stand as such or under several names, or the node has a context."""
        if "@context" in members:
            scope = scope.with_context(members["@context"], self)
        members = scope.normal(members)
        heads: tuple[str, ...] = ()
        if "@type" in members:
            scope, heads = self._typed(members["@type"], scope)
            members = scope.normal(members)
        return self._body(members, scope, members.get("@id", UNSET), heads)

    def _body(self, members: dict[str, Any], scope: Scope, name: Any, heads: tuple[str, ...]) -> str:
        if name is UNSET:
            subject = self.blank()
            statements = self.graph.subjects[subject] = [*heads]
        else:
            subject = self._name(name, scope)
            statements = self.graph.subjects.setdefault(subject, [])
            statements += heads
        self._members(members, scope, subject, statements)
        return subject

    def _typed(self, types: Any, scope: Scope) -> tuple[Scope, tuple[str, ...]]:
        names = tuple(types) if type(types) is list else (types,)
        try:
            return scope.typed.get(names) or scope.of_types(names, self)
        except (TypeError, AttributeError):
            raise Malformed("A type is a text.", at=scope.type_name) from None
        except UnmappedTerm as error:
            lead_out(scope.type_name, error)
            raise

    def blank(self) -> str:
        """The name of a new blank node."""
        self._blanks += 1
        return f"_:b{self._blanks}"

    def _name(self, name: Any, scope: Scope) -> str:
        try:
            return self.reference(name, scope.context)
        except MicrocredError as error:
            lead_out(scope.id_name, error)
            raise

    def reference(self, name: Any, context: Context) -> str:
        """An identifier as it stands in a statement; raises UnmappedTerm if it is no absolute IRI."""
        if not isinstance(name, str):
            raise Malformed("An identifier is a text.")
        iri = context.expand(name)
        if iri is not None and literals.is_iri(iri):
            return f"<{iri}>"
        if iri is not None and iri[:2] == "_:":
            return self._named.get(iri) or self._named.setdefault(iri, self.blank())
        raise UnmappedTerm("{name} is not an absolute IRI.", name=repr(name))

    def _members(self, members: dict[str, Any], scope: Scope, subject: str, statements: list[str]) -> None:
        """What a node says: most of it is plain texts, which are put between what stands around them."""
        texts = scope.texts if self.is_plain else {}
        for name, value in members.items():
            if type(value) is str and name in texts:
                start, end = texts[name]
                statements.append(f"{start}{value}{end}")
            else:
                try:
                    found = scope.properties.get(name) or scope.understand(name)
                    if found is not SKIPPED:
                        self._value(found, value, subject, statements)
                except MicrocredError as error:
                    lead_out(name, error)
                    raise

    def _value(self, found: Property, value: Any, subject: str, statements: list[str]) -> None:
        """What a property says in one value, or in each of a list; the usual kinds of values first."""
        kind = type(value)
        if kind is dict and found.is_simple and not self.has_keywords:
            self._node_value(found, value, subject)
        elif kind is list and found.shape in _EACH:
            self._each(found, value, subject, statements)
        elif kind is str and found.mode == REFERENCE and literals.is_iri(value):
            statements.append(f"{found.start}{value}{found.end}")
        elif kind is str and found.mode == TEXT:
            statements.append(f"{found.start}{literals.escaped(value)}{found.end}")
        else:
            _state(self, found, value, subject)

    def _node_value(self, found: Property, value: dict[str, Any], subject: str) -> None:
        scope = found.inner(self)
        if len(value) == 1 and found.scope.id_name in value:
            scope = found.scalar(self)
        self.graph.state(subject, found.head, self.node(value, scope))

    def _each(self, found: Property, values: list[Any], subject: str, statements: list[str]) -> None:
        """What a property says in an array, where even a map of languages is a node."""
        for position, value in enumerate(values):
            try:
                if found.shape == "@language" and type(value) is dict:
                    self.graph.state(subject, found.head, _object_of(self, found, value))
                else:
                    self._value(found, value, subject, statements)
            except MicrocredError as error:
                lead_out(position, error)
                raise


def _at_each(items: Iterable[Any], read: Callable[[Any], Any]) -> list[Any]:
    """What comes of each item; an error says at which."""
    found = []
    for position, item in enumerate(items):
        try:
            found.append(read(item))
        except MicrocredError as error:
            lead_out(position, error)
            raise
    return found


def _contents(walk: Walk, nodes: Any, scope: Scope) -> None:
    """Compile the nodes of a @graph."""
    if scope.context.previous is not None:
        scope = scope_of(scope.context.previous)
    if isinstance(nodes, list):
        _at_each(nodes, lambda node: _content(walk, node, scope))
    else:
        _content(walk, nodes, scope)


def _content(walk: Walk, node: Any, scope: Scope) -> None:
    """Compile one node; it has to say something, as nothing else speaks of it (step 18)."""
    if node is None:
        return
    if not isinstance(node, dict) or "@value" in node or "@list" in node:
        raise UnmappedTerm("A value that belongs to nothing.")
    if scope.normal(node).keys() <= {"@id", "@context"}:
        raise UnmappedTerm("A node about which nothing is said.")
    walk.node(node, scope)


def _state(walk: Walk, found: Property, value: Any, subject: str) -> None:
    """State of the subject what a property says in a value of any kind (§5.1.2 steps 13 and 14)."""
    if found.keyword is not None:
        _keyword(walk, found.keyword, value, found.scope, subject)
    elif type(value) is dict and found.shape == "@language":
        _language_map(walk, found, value, subject)
    elif type(value) is dict and found.shape != "@json" and "@set" in value:
        items = _items(found, value, "@set")
        for item in items if type(items) is list else [items]:
            _state(walk, found, item, subject)
    else:
        walk.graph.state(subject, found.head, _object(walk, found, value))


def _keyword(walk: Walk, keyword: str, value: Any, scope: Scope, subject: str) -> None:
    if keyword != "@graph":
        raise Unsupported("{keyword} cannot be used here in a credential.", keyword=keyword)
    outer, walk.graph = walk.graph, walk.graphs.setdefault(subject, Graph())
    _contents(walk, value, scope)
    walk.graph = outer


def _object(walk: Walk, found: Property, value: Any) -> str | None:
    """What a statement says of one value; None where the value is null."""
    if found.shape == "@json":
        return literals.json(value)
    if value is None:
        return None
    if found.shape == "@graph":
        return _graph(walk, found, value)
    if found.shape == "@list":
        is_object = type(value) is dict and "@list" in value
        return _list(walk, found, _items(found, value, "@list") if is_object else value)
    if found.shape == "@map":
        raise Unsupported("A map of this type is not supported in credentials.")
    return _plain_object(walk, found, value)


def _plain_object(walk: Walk, found: Property, value: Any) -> str | None:
    kind = type(value)
    if kind is dict:
        return _object_of(walk, found, value)
    if kind is str:
        return _text(walk, found, value)
    return None if value is None else literals.native(value, found.datatype)


def _text(walk: Walk, found: Property, value: str) -> str:
    context = found.scalar(walk).context
    if found.term.type == "@id":
        return walk.reference(value, context)
    if found.term.type == "@vocab":
        return walk.reference(context.expand(value, vocabulary=True) or value, walk.root)
    return literals.tagged(value, found.language(context), found.datatype)


def _object_of(walk: Walk, found: Property, value: dict[str, Any]) -> str | None:
    scalar = found.scalar(walk)
    normal = scalar.normal(value)
    if "@value" in normal:
        return _value_object(normal, scalar.context)
    if "@list" in normal:
        return _list(walk, found, _items(found, normal, "@list"))
    return walk.node(value, scalar if normal.keys() == {"@id"} else found.inner(walk))


def _graph(walk: Walk, found: Property, value: Any) -> str:
    name = walk.blank()
    outer, walk.graph = walk.graph, walk.graphs.setdefault(name, Graph())
    _plain_object(walk, found, value)
    if not walk.graph.links and not any(walk.graph.subjects.values()):
        raise UnmappedTerm("A graph in which nothing is said.")
    walk.graph = outer
    return name


def _list(walk: Walk, found: Property, items: Any) -> str:
    """A list as RDF has it: one cell for each item, which names the next (§8.5)."""

    def read(item: Any) -> str | None:
        return _list(walk, found, item) if type(item) is list else _plain_object(walk, found, item)

    found_objects = _at_each(items if type(items) is list else [items], read)
    objects = [item for item in found_objects if item is not None]
    cells = [walk.blank() for _ in objects]
    for cell, item, rest in zip(cells, objects, [*cells[1:], NIL], strict=False):
        walk.graph.subjects[cell] = []
        walk.graph.state(cell, FIRST, item)
        walk.graph.state(cell, REST, rest)
    return cells[0] if cells else NIL


def _language_map(walk: Walk, found: Property, texts: dict[str, Any], subject: str) -> None:
    """Texts by language (§5.1.2 step 13.7)."""
    for language, value in texts.items():
        is_none = found.scope.context.expand(language, vocabulary=True) == "@none"
        tag = None if is_none else _language(language)
        for text in value if type(value) is list else [value]:
            if text is not None and not isinstance(text, str):
                raise Malformed("A text in a language is a text.", at=language)
            walk.graph.state(subject, found.head, None if text is None else literals.tagged(text, tag))


def _value_object(value: dict[str, Any], context: Context) -> str:
    """A value with its own language or datatype (step 14); the base direction has no place in RDF."""
    unknown = value.keys() - {"@value", "@type", "@language", "@direction"}
    if (
        unknown
        or value.keys() >= {"@type", "@language"}
        or value.get("@direction") not in (None, "ltr", "rtl")
    ):
        raise Malformed("A value object has members that do not fit.", at=min(unknown, default=""))
    content = value["@value"]
    if value.get("@type") == "@json":
        return literals.json(content)
    if type(content) in (dict, list) or ("@language" in value and not isinstance(content, str)):
        raise Malformed("The value of a value object is one text, number or truth value.", at="@value")
    datatype = _datatype(value["@type"], context) if "@type" in value else None
    if isinstance(content, str):
        language = _language(value["@language"]) if "@language" in value else None
        return literals.tagged(content, language, datatype)
    if content is None:
        raise UnmappedTerm("A value that says nothing.", "@value")
    return literals.native(content, datatype)


def _datatype(name: Any, context: Context) -> str:
    iri = context.expand(name, vocabulary=True) if isinstance(name, str) else None
    if iri is None or not literals.is_iri(iri):
        raise UnmappedTerm("No context defines the datatype {name}.", "@type", name=repr(name))
    return iri


def _language(tag: Any) -> str:
    if isinstance(tag, str) and literals.is_language(tag):
        return tag.lower()
    raise Malformed("{tag} is not a language tag.", at="@language", tag=repr(tag))


def _items(found: Property, value: dict[str, Any], keyword: str) -> Any:
    """The items of a list or set object."""
    if len(value) != 1:
        raise Malformed("{keyword} is used together with other members.", at=keyword, keyword=keyword)
    if found.scope.context.previous is not None:  # step 7 would read the items without the type's own terms
        raise Unsupported("{keyword} cannot be used inside a typed node of a credential.", keyword=keyword)
    return value[keyword]
