"""Term definitions: the terms that one local context adds to an active context.

JSON-LD 1.1 Processing Algorithms and API, §4.2 Create Term Definition.
"""

from typing import Any

from microcred.errors import Malformed
from microcred.jsonld.contexts import KEYWORDS, UNSET, Context, Term, is_absolute, looks_like_keyword

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
            raise Malformed("The definition of {term} is not understood.", at="@context", term=repr(term))
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
        raise Malformed("The type of {term} is no IRI.", at="@context", term=repr(term))

    def _reversed(self, made: Term, entries: dict[str, Any]) -> Term | None:
        value = entries["@reverse"]
        if not isinstance(value, str) or "@id" in entries or "@nest" in entries:
            raise Malformed("A reverse property names one IRI and nothing else.", at="@context")
        if looks_like_keyword(value):
            return None
        made.iri = self.expand(value)
        if made.iri is None or not is_absolute(made.iri):
            raise Malformed("A reverse property names no absolute IRI.", at="@context")
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
            raise Malformed("The IRI of {term} is no text.", at="@context", term=repr(term))
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
            raise Malformed("The term {term} leads to no IRI.", at="@context", term=repr(term))
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
            raise Malformed("The term {term} leads to no IRI.", at="@context", term=repr(term))
        if _is_compound(term):
            self.state[term] = True
            if self.expand(term) != iri:
                raise Malformed(
                    "The term {term} looks like another IRI than its own.", at="@context", term=repr(term)
                )
        return iri

    def _complete(self, made: Term, term: str, entries: dict[str, Any]) -> None:
        """The remaining entries (§4.2 steps 19 to 25)."""
        _contain(made, term, entries)
        made.scope = entries.get("@context", UNSET)
        if made.type is None and "@language" in entries:
            made.language = language_of(entries["@language"])
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
    raise Malformed("A container of a term is not understood.", at="@context")


def language_of(value: Any) -> str | None:
    """The value of @language in a context, in lower case; empty and null mean none."""
    if value is None or isinstance(value, str):
        return value.lower() if value else None
    raise Malformed("@language is no text.", at="@context")


def _text(entries: dict[str, Any], name: str) -> str:
    value = entries[name]
    if isinstance(value, str):
        return value
    raise Malformed("{name} is no text.", at="@context", name=name)


def _flag(entries: dict[str, Any], name: str, *, default: bool) -> bool:
    value = entries.get(name, default)
    if isinstance(value, bool):
        return value
    raise Malformed("{name} is neither true nor false.", at="@context", name=name)
