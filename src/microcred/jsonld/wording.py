"""Whether a document is written in its vocabulary's own words, so that its JSON says what its graph says.

A signature over the graph (VC Data Integrity 1.0 §2.1, transformation) holds for every way to write it: with
IRIs for terms, prefixes, terms of one's own. Readers look for names; what stands under another one would be
signed and yet not seen. Only ways that no reader could miss are in order here.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from microcred.jsonld import tables

SETTINGS = frozenset({"@version", "@protected"})  # of a context inside a document: they change no meaning
LANGUAGE = frozenset({"@value", "@language", "@direction"})
TEXTS = frozenset(
    {"name", "description", "translation", "prerequisites", "stackability", "furtherInformation"}
)  # which are read as value objects even where these name no language
SINGLE = frozenset(
    {"statusPurpose", "statusListIndex", "statusListCredential", "validFrom", "validUntil", "issuanceDate",
     "expirationDate", "awardedDate", "activityStartDate", "activityEndDate", "creditsAvailable",
     "creditsEarned", "ects", "hours", "eqfLevel", "created", "expires", "proofPurpose", "domain"}
)  # fmt: skip
"""Names of which readers take one plain value: an array or a value object would say the same and be missed."""


class Words(NamedTuple):
    """The names of all known contexts, the IRIs they stand for, and names that share their IRI with another."""

    names: frozenset[str]
    iris: frozenset[str]
    prefixes: Mapping[str, str]
    shared: frozenset[str]


@cache
def known_words() -> Words:
    """What the known contexts define, in any scope."""
    terms = list(_terms(tables.known().values()))
    prefixes = {name: iri for name, iri in terms if iri[-1:] in "#/:?"}
    by_iri: dict[str, set[str]] = {}
    for name, iri in terms:
        head, colon, rest = iri.partition(":")
        by_iri.setdefault(prefixes[head] + rest if colon and head in prefixes else iri, set()).add(name)
    shared = {name for names in by_iri.values() if len(names) > 1 for name in names}
    return Words(frozenset(name for name, _ in terms), frozenset(by_iri), prefixes, frozenset(shared))


def _terms(contexts: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for context in contexts:
        for name, definition in (context or {}).items():
            if name[:1] == "@":
                continue
            yield name, definition if isinstance(definition, str) else definition["@id"]
            if isinstance(definition, dict):
                yield from _terms([definition.get("@context")])


def reworded(document: Mapping[str, Any]) -> str | None:
    """The first name, type or identifier that is written in another way than readers look for; None if none.

    Never raises; for documents nested no deeper than our limits.
    """
    words, own = known_words(), set[str]()
    waiting: list[tuple[str, Any]] = [("", document)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, str):
            found = _odd_text(name, value, words, own)
        elif isinstance(value, dict):
            found = _odd_node(name, value, words, own)
            waiting += [pair for pair in value.items() if pair[0] != "@context"]
        elif isinstance(value, list):
            found = name if name in SINGLE or any(isinstance(one, list) for one in value) else None
            waiting += [(name, one) for one in value]
        else:
            found = None
        if found is not None:
            return found
    return _prefixed(document, own) if own else None


def _odd_text(name: str, text: str, words: Words, own: set[str]) -> str | None:
    if name == "type" and text in words.shared and text[:1].islower():
        return text
    head, colon, rest = text.partition(":")
    if not colon:
        return None
    if name == "id" and (head == "_" or (head in words.prefixes and rest[:2] != "//")):
        return text
    is_type = name in ("type", "proofPurpose")
    return text if text in words.iris or (is_type and head in words.prefixes) else None


def _odd_node(name: str, node: dict[str, Any], words: Words, own: set[str]) -> str | None:
    for key in node:
        if ":" in key or key[:1] == "@":
            if _is_odd_key(name, key, node, words, own):
                return key
        elif key in words.shared and key[:1].isupper():
            return key
    return None


def _is_odd_key(name: str, key: str, node: dict[str, Any], words: Words, own: set[str]) -> bool:
    if key == "@context":
        return not _is_harmless(node[key], words, own)
    if key in LANGUAGE:
        is_text = isinstance(node.get("@value"), str) and node.keys() <= LANGUAGE
        return not is_text or ("@language" not in node and name not in TEXTS)
    if key[:1] == "@":
        return True
    _head, _colon, rest = key.partition(":")
    return rest[:2] != "//" or key in words.iris


def _is_harmless(context: Any, words: Words, own: set[str]) -> bool:
    """Whether a context inside the document is an address, or adds words that touch no known ones."""
    if isinstance(context, str):
        return True
    if isinstance(context, list):
        return all(_is_harmless(one, words, own) for one in context)
    if not isinstance(context, dict):
        return False
    if context.keys() == {"@context"}:
        return _is_harmless(context["@context"], words, own)
    return all(name in SETTINGS or _is_new(name, one, words, own) for name, one in context.items())


def _is_new(name: str, definition: Any, words: Words, own: set[str]) -> bool:
    own.add(name)
    inner = definition if isinstance(definition, dict) else {"@id": definition}
    iri = inner.get("@id")
    if name[:1] == "@" or ":" in name or name in words.names or not isinstance(iri, str):
        return False
    is_plain = ":" in iri and iri.partition(":")[2][:2] == "//" and iri not in words.iris
    return is_plain and ("@context" not in inner or _is_harmless(inner["@context"], words, own))


def _prefixed(document: Any, own: set[str]) -> str | None:
    """The first text that one of the document's own words would lengthen to another IRI."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [one for name, one in value.items() if name != "@context"]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            head, colon, rest = value.partition(":")
            if colon and head in own and rest[:2] != "//":
                return value
    return None
