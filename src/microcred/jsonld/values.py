"""Values of properties other than plain texts and nodes: lists, graphs, maps of languages, value objects.

JSON-LD 1.1 Processing Algorithms and API, §5.1.2 steps 13 and 14, and §8.2 to §8.6.
"""

from typing import Any, Protocol

from microcred.errors import Malformed, MicrocredError, Unsupported
from microcred.jsonld import literals
from microcred.jsonld.contexts import Context, Source
from microcred.jsonld.errors import UnmappedTerm
from microcred.jsonld.graph import Graph
from microcred.jsonld.scopes import Property, Scope, scope_of

FIRST, REST = (f"<{literals.RDF}{name}> " for name in ("first", "rest"))
NIL = f"<{literals.RDF}nil>"


class Walk(Protocol):
    """What the values need of the walk over the document that they are part of."""

    source: Source
    root: Context
    graph: Graph
    graphs: dict[str, Graph]

    def node(self, members: dict[str, Any], scope: Scope) -> str:
        """Compile a node object and return its name."""

    def reference(self, name: Any, context: Context) -> str:
        """An identifier as it stands in a statement."""

    def blank(self) -> str:
        """The name of a new blank node."""


def state(walk: Walk, found: Property, value: Any, subject: str) -> None:
    """State of the subject what a property says in a value of any kind."""
    if found.keyword is not None:
        _keyword(walk, found.keyword, value, found.scope, subject)
    elif type(value) is dict and found.shape == "@language":
        _language_map(walk, found, value, subject)
    elif type(value) is dict and found.shape != "@json" and "@set" in value:
        items = _items(found, value, "@set")
        for item in items if type(items) is list else [items]:
            state(walk, found, item, subject)
    else:
        walk.graph.state(subject, found.head, _object(walk, found, value))


def state_object(walk: Walk, found: Property, value: dict[str, Any], subject: str) -> None:
    """State what an object says that stands in an array, where even a language map is a node."""
    walk.graph.state(subject, found.head, _object_of(walk, found, value))


def contents(walk: Walk, nodes: Any, scope: Scope) -> None:
    """Compile the nodes of a @graph."""
    if scope.context.previous is not None:
        scope = scope_of(scope.context.previous)
    if not isinstance(nodes, list):
        _content(walk, nodes, scope)
        return
    for position, node in enumerate(nodes):
        try:
            _content(walk, node, scope)
        except MicrocredError as error:
            lead_out(position, error)
            raise


def _content(walk: Walk, node: Any, scope: Scope) -> None:
    """Compile one node; it has to say something, as nothing else speaks of it (step 18)."""
    if node is None:
        return
    if not isinstance(node, dict) or "@value" in node or "@list" in node:
        raise UnmappedTerm("A value that belongs to nothing.")
    if scope.normal(node).keys() <= {"@id", "@context"}:
        raise UnmappedTerm("A node of which nothing is said.")
    walk.node(node, scope)


def lead_out(step: str | int, error: MicrocredError) -> None:
    """Put one more step in front of an error's path."""
    name = f"[{step}]" if isinstance(step, int) else step
    error.at = name + error.at if error.at[:1] in ("", "[") else f"{name}.{error.at}"
    if isinstance(error, UnmappedTerm):
        error.steps.insert(0, step)


def _keyword(walk: Walk, keyword: str, value: Any, scope: Scope, subject: str) -> None:
    if keyword != "@graph":
        raise Unsupported("{keyword} cannot stand here in a credential.", keyword=keyword)
    outer, walk.graph = walk.graph, walk.graphs.setdefault(subject, Graph())
    contents(walk, value, scope)
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
        raise Unsupported("A map of this kind is not read in credentials.")
    return _plain_object(walk, found, value)


def _plain_object(walk: Walk, found: Property, value: Any) -> str | None:
    kind = type(value)
    if kind is dict:
        return _object_of(walk, found, value)
    if kind is str:
        return _text(walk, found, value)
    return None if value is None else literals.native(value, found.datatype)


def _text(walk: Walk, found: Property, value: str) -> str:
    context = found.scalar(walk.source)
    if found.term.type == "@id":
        return walk.reference(value, context)
    if found.term.type == "@vocab":
        return walk.reference(context.expand(value, vocabulary=True) or value, walk.root)
    return literals.tagged(value, found.language(context), found.datatype)


def _object_of(walk: Walk, found: Property, value: dict[str, Any]) -> str | None:
    scalar = scope_of(found.scalar(walk.source))
    normal = scalar.normal(value)
    if "@value" in normal:
        return _value_object(normal, scalar.context)
    if "@list" in normal:
        return _list(walk, found, _items(found, normal, "@list"))
    return walk.node(value, scalar if normal.keys() == {"@id"} else found.inner(walk.source))


def _graph(walk: Walk, found: Property, value: Any) -> str:
    name = walk.blank()
    outer, walk.graph = walk.graph, walk.graphs.setdefault(name, Graph())
    _plain_object(walk, found, value)
    if not walk.graph.links and not any(walk.graph.subjects.values()):
        raise UnmappedTerm("A graph in which nothing is said.")
    walk.graph = outer
    return name


def _list(walk: Walk, found: Property, items: Any) -> str:
    objects = []
    for position, item in enumerate(items if type(items) is list else [items]):
        try:
            read = _list if type(item) is list else _plain_object
            objects.append(read(walk, found, item))
        except MicrocredError as error:
            lead_out(position, error)
            raise
    objects = [item for item in objects if item is not None]
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
    raise Malformed("{tag} is no language tag.", at="@language", tag=repr(tag))


def _items(found: Property, value: dict[str, Any], keyword: str) -> Any:
    """The items of a list or set object."""
    if len(value) != 1:
        raise Malformed("{keyword} stands beside other members.", at=keyword, keyword=keyword)
    if found.scope.context.previous is not None:  # step 7 would read the items without the type's own terms
        raise Unsupported("{keyword} cannot stand inside a typed node of a credential.", keyword=keyword)
    return value[keyword]
