"""JSON-LD to RDF in one walk, without the expanded form in between, and without silent loss.

JSON-LD 1.1 Processing Algorithms and API, §5.1.2 Expansion and §8.1 Deserialization. Where the standard
drops a property, a type or an identifier that the contexts do not map, this raises UnmappedTerm: what is
dropped is covered by no signature (W3C Data Integrity 1.0 §4.5, DATA_LOSS_DETECTION_ERROR).
"""

from typing import Any

from microcred.errors import Malformed, MicrocredError
from microcred.jsonld import literals
from microcred.jsonld.contexts import UNSET, Context, Source
from microcred.jsonld.errors import UnmappedTerm
from microcred.jsonld.graph import Graph
from microcred.jsonld.scopes import (
    REFERENCE,
    SKIPPED,
    TEXT,
    Property,
    Scope,
    property_of,
    scope_of,
    typed,
    within,
)
from microcred.jsonld.values import contents, lead_out, state, state_object

_EACH = frozenset({"", "@graph", "@language"})  # shapes in which a list is just several values


class Compiler:
    """One walk over one document; `graphs` maps the graphs' names ("" is the default graph) to statements.

    `is_plain` promises that no text of the document needs escaping, without `has_keywords` no name but the
    outermost `@context` begins with an at sign.
    """

    def __init__(self, source: Source, root: Context, *, is_plain: bool, has_keywords: bool) -> None:
        self.source = source
        self.root = root
        self.is_plain = is_plain
        self.has_keywords = has_keywords
        self.graph = Graph()
        self.graphs = {"": self.graph}
        self._blanks = 0
        self._named: dict[str, str] = {}

    def document(self, document: Any) -> None:
        """Compile a whole document: one node, or the nodes of its @graph."""
        if not isinstance(document, dict):
            raise Malformed("A JSON-LD document is one object here.")
        scope = within(scope_of(self.root), document.get("@context", []), self.source)
        members = {name: value for name, value in document.items() if name != "@context"}
        if scope.is_odd:
            members = scope.normal(members)
        if members.keys() == {"@graph"}:
            _graph(self, members["@graph"], scope)
        elif scope.normal(members).keys() == {"@id"}:
            raise UnmappedTerm("A document that names a thing and says nothing of it.", *members)
        else:
            self.node(members, scope)

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
            scope = within(scope, members["@context"], self.source)
        members = scope.normal(members)
        heads: tuple[str, ...] = ()
        if "@type" in members:
            scope, heads = self._typed(members["@type"], scope)
            members = scope.normal(members)
        return self._body(members, scope, members.get("@id", UNSET), heads)

    def _body(self, members: dict[str, Any], scope: Scope, name: Any, heads: tuple[str, ...]) -> str:
        if name is UNSET:
            self._blanks += 1
            subject = f"_:b{self._blanks}"
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
            return scope.typed.get(names) or typed(scope, names, self.source)
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
        raise UnmappedTerm("{name} is no absolute IRI.", name=repr(name))

    def _members(self, members: dict[str, Any], scope: Scope, subject: str, statements: list[str]) -> None:
        texts = scope.texts if self.is_plain else {}
        for name, value in members.items():
            if type(value) is str and name in texts:
                start, end = texts[name]
                statements.append(f"{start}{value}{end}")
            else:
                try:
                    found = scope.properties.get(name) or property_of(scope, name)
                    if found is not SKIPPED:
                        self._value(found, value, subject, statements)
                except MicrocredError as error:
                    lead_out(name, error)
                    raise

    def _value(self, found: Property, value: Any, subject: str, statements: list[str]) -> None:
        """What a property says in one value, or in each of a list."""
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
            state(self, found, value, subject)

    def _node_value(self, found: Property, value: dict[str, Any], subject: str) -> None:
        scope = found.inner(self.source)
        if len(value) == 1 and found.scope.id_name in value:
            scope = scope_of(found.scalar(self.source))
        self.graph.state(subject, found.head, self.node(value, scope))

    def _each(self, found: Property, values: list[Any], subject: str, statements: list[str]) -> None:
        for position, value in enumerate(values):
            try:
                if found.shape == "@language" and type(value) is dict:
                    state_object(self, found, value, subject)
                else:
                    self._value(found, value, subject, statements)
            except MicrocredError as error:
                lead_out(position, error)
                raise


def _graph(walk: Compiler, nodes: Any, scope: Scope) -> None:
    """Compile the nodes that a whole document consists of."""
    try:
        contents(walk, nodes, scope)
    except MicrocredError as error:
        lead_out("@graph", error)
        raise
