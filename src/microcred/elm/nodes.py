"""The building blocks of an EDC document: nodes with unique ids, concepts, notes, links, language maps.

JSON-LD 1.1 compacted form: one value stands alone, several in a list. In JSON-LD two nodes with one id are
one node, so an id is given to one content only; the Europass software reads the tree, not the graph, so
every occurrence is written in full.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, unquote

import orjson

from microcred.elm import countries, languages
from microcred.record import Text
from microcred.vocabulary import SNB, CodeList

Node = dict[str, Any]

OWN = "https://w3id.org/microcred#"  # terms that Europe has not published a concept for
LOCAL_NAME = "Identifier at the issuer"
ESCO_SKILLS = "http://data.europa.eu/esco/concept-scheme/skills"
ESCO_SKILL = "http://data.europa.eu/esco/skill/"
NO_SCHEME = OWN + "concepts"

_NOTHING: tuple[Any, ...] = (None, "", [], {})
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")


def is_iri(text: object) -> bool:
    """Whether it is an absolute IRI, as every `id` must be (RFC 3987 §2.2, characters only)."""
    return isinstance(text, str) and bool(_IRI.fullmatch(text))


def listed(value: Any) -> list[Any]:
    """The values of a property: none, the one that stands alone, or those of the list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def texts(text: Text | None) -> dict[str, str] | None:
    """A language map of the texts that say something; None when there is none."""
    return {tag.lower(): value for tag, value in (text or {}).items() if value} or None


def code_of(node: Any, codes: CodeList) -> str:
    """Our code for a concept of this list, also of one that others made up under the same English name."""
    if not isinstance(node, dict):
        return ""
    uri, labels = node.get("id"), node.get("prefLabel")
    term = codes.from_uri(uri) if isinstance(uri, str) else None
    if term:
        return term.code
    english = listed(labels.get("en")) if isinstance(labels, dict) else []
    name = english[0].casefold() if english and isinstance(english[0], str) else ""
    return next((one.code for one in codes.terms if name and one.label.casefold() == name), "")


def own_code(node: Any, name: str) -> str:
    """The code of one of our own concepts of this name, empty where it is another concept."""
    uri = node.get("id") if isinstance(node, dict) else None
    prefix = f"{OWN}{name}-"
    return unquote(uri.removeprefix(prefix)) if isinstance(uri, str) and uri.startswith(prefix) else ""


class Nodes:
    """Gives the nodes of one document their ids and remembers what each id stands for."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.losses: list[str] = []
        self._by_id: dict[str, bytes] = {}
        self._minted: dict[tuple[str, bytes], str] = {}
        self._count: dict[str, int] = {}
        self._concepts: dict[str, Node] = {}

    def lose(self, *paths: str) -> None:
        """Note what of the record this format cannot carry."""
        self.losses += [path for path in paths if path not in self.losses]

    def text(self, value: str) -> dict[str, str] | None:
        """One text in the language of the document."""
        return {self.language: value} if value else None

    def node(self, kind: str, name: str, content: Mapping[str, Any], *, id: str = "") -> Node:
        """A node of this kind; without a usable `id` it is called `urn:epass:<name>:<number>`.

        An id that cannot be used, or already stands for another content, is kept as an identifier.
        """
        kept = {"type": kind} | {key: value for key, value in content.items() if value not in _NOTHING}
        if is_iri(id) and self._stands_for(id, kept):
            return {"id": id, **kept}
        if id:
            own = [*listed(kept.get("identifier")), self.identifier(id, LOCAL_NAME)]
            kept["identifier"] = compact(own)
        return {"id": self._mint(name, kept), **kept}

    def _stands_for(self, id: str, content: Node) -> bool:
        """Whether the id is free or already has this content; it is taken from now on."""
        digest = _digest(content)
        return self._by_id.setdefault(id, digest) == digest

    def _mint(self, name: str, content: Node) -> str:
        key = (name, _digest(content))
        if key not in self._minted:
            self._count[name] = self._count.get(name, 0) + 1
            self._minted[key] = f"urn:epass:{name}:{self._count[name]}"
        return self._minted[key]

    def identifier(self, notation: str, scheme: str) -> Node:
        """A name in somebody's scheme."""
        return self.node("Identifier", "identifier", {"notation": notation, "schemeName": scheme})

    def note(self, text: Text | None, subject: Node | None = None) -> Node | None:
        """A note in several languages, or none where the text says nothing."""
        literal = texts(text)
        return self.node("Note", "note", {"noteLiteral": literal, "subject": subject}) if literal else None

    def link(self, url: str, title: Text | None = None) -> Node | None:
        """A web page or file, or none without an address."""
        content = {"title": texts(title), "contentURL": url}
        return self.node("WebResource", "webResource", content) if is_iri(url) else None

    def named_file(self, name: str, url: str, title: Text) -> Node:
        """A file called after its content, a URI with a query; under two titles it is two files."""
        content = {"type": "WebResource", "title": texts(title) or {}, "contentURL": url}
        content = {key: value for key, value in content.items() if value}
        while not self._stands_for(name, content):
            name += "&copy"
        return {"id": name, **content}

    def concept(self, uri: str, scheme: str, label: Text | None = None, notation: str = "") -> Node:
        """A concept with its scheme, as every controlled value is written; the first label of a URI stays."""
        node = {"id": uri, "type": "Concept", "inScheme": {"id": scheme, "type": "ConceptScheme"}}
        rest = {"prefLabel": texts(label), "notation": notation}
        node |= {key: value for key, value in rest.items() if value}
        known = self._concepts.setdefault(uri, node)
        if known != node:
            self.lose(f"concept {uri}: a second label")
        return known

    def term(self, codes: CodeList, code: str) -> Node | None:
        """The European concept of one of our codes, or none where Europe has none."""
        if code not in codes or not codes[code].uri:
            return None
        return self.concept(codes[code].uri, codes.scheme, {"en": str.__str__(codes[code].label)})

    def own(self, name: str, code: str, label: str) -> Node:
        """One of our own concepts, where Europe has none."""
        return self.concept(f"{OWN}{name}-{quote(code, safe='')}", OWN + name, {"en": str.__str__(label)})

    def snb(self, name: str, code: str, label: str) -> Node:
        """A concept of the Europass list of this name."""
        return self.concept(f"{SNB}{name}/{code}", f"{SNB}{name}/25831c2", {"en": label})

    def country(self, short: str) -> Node | None:
        """The country with this ISO 3166-1 alpha-2 code."""
        code, name = countries.COUNTRIES.get(short.upper(), ("", ""))
        return self.concept(f"{countries.SCHEME}/{code}", countries.SCHEME, {"en": name}) if code else None

    def tongue(self, tag: str) -> Node | None:
        """The language with this BCP 47 tag."""
        code, name = languages.LANGUAGES.get(tag.lower().split("-")[0], ("", ""))
        return self.concept(f"{languages.SCHEME}/{code}", languages.SCHEME, {"en": name}) if code else None


def compact(values: Iterable[Any]) -> Any:
    """Values as JSON-LD compaction leaves them: nothing, one alone, or a list."""
    kept = [value for value in values if value is not None]
    return kept[0] if len(kept) == 1 else kept or None


def _digest(content: Mapping[str, Any]) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
