"""Whether a document is written in its vocabulary's own words, so that its JSON says what its graph says.

A signature over the graph (VC Data Integrity 1.0 §2.1, transformation) holds for every way to write it: with
IRIs for terms, prefixes, terms of one's own. Readers look for names; what stands under another one would be
signed and yet not seen. Only ways that no reader could miss are in order here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from microcred.jsonld import tables

SETTINGS = frozenset({"@version", "@protected"})  # of a context inside a document: they change no meaning
TAGGED = frozenset({"@value", "@language"})
LANGUAGE = frozenset({"@value", "@language", "@direction"})
TEXTS = frozenset(
    {"name", "description", "translation", "prerequisites", "stackability", "furtherInformation"}
)  # which are read as value objects even where these name no language
SINGLE = frozenset(
    {"statusPurpose", "statusListIndex", "statusListCredential", "validFrom", "validUntil", "issuanceDate",
     "expirationDate", "awardedDate", "activityStartDate", "activityEndDate", "creditsAvailable",
     "creditsEarned", "ects", "hours", "eqfLevel", "created", "expires", "proofPurpose", "domain"}
)  # fmt: skip
"""Names of which readers take one plain value: an array or a value object would say the same, unseen."""

THINGS = frozenset(
    {"issuer", "awardingBody", "memberOf", "credentialSubject", "achievement", "learner", "microCredential",
     "learningOutcome", "activity", "assessment", "accreditation", "partOf", "result", "credentialStatus"}
)  # fmt: skip
"""Names of things that readers look into; under others a text says no more than the name of one."""
APART = frozenset({"proof", "verifiableCredential"})
"""Names of what is signed on its own, so that nothing can be moved out of it or into it."""
MERELY_NAMED = frozenset({"id", "type"})


class Words(NamedTuple):
    """The names of all known contexts and the IRIs they stand for.

    `classes` and `properties` share their IRI with one another: where readers look for a property the name
    of the class would say the same, and the other way round. The names of no class are `plain`, those that
    may name one are `kinds`.
    """

    names: frozenset[str]
    iris: frozenset[str]
    prefixes: Mapping[str, str]
    classes: frozenset[str]
    properties: frozenset[str]
    plain: frozenset[str]
    kinds: frozenset[str]


@cache
def known_words() -> Words:
    """What the known contexts define, in any scope."""
    terms = list(_terms(tables.known().values()))
    prefixes = {name: iri for name, iri in terms if iri[-1:] in "#/:?"}
    by_name, by_iri = dict(terms), dict[str, set[str]]()
    for name, iri in terms:
        full = iri if ":" in iri else by_name.get(iri, iri)  # a term may stand for what another one does
        head, colon, rest = full.partition(":")
        by_iri.setdefault(prefixes[head] + rest if colon and head in prefixes else full, set()).add(name)
    shared = {name for names in by_iri.values() if len(names) > 1 for name in names}
    names = frozenset(name for name, _ in terms)
    classes = frozenset(name for name in shared if name[0].isupper())
    properties = frozenset(shared - classes)
    return Words(names, frozenset(by_iri), prefixes, classes, properties, names - classes, names - properties)


def _terms(contexts: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for context in contexts:
        for name, definition in (context or {}).items():
            if name[:1] == "@":
                continue
            yield name, definition if isinstance(definition, str) else definition["@id"]
            if isinstance(definition, dict):
                yield from _terms([definition.get("@context")])


@dataclass(slots=True)
class Seen:
    """What was come upon on the way through a document.

    `own` are the words of its own, `told` what is first said of each thing, `scattered` the things of which
    something else is said at another place, `named` those that are only named somewhere.
    """

    words: Words
    own: set[str] = field(default_factory=set)
    told: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    scattered: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)


def reworded(document: Mapping[str, Any]) -> str | None:
    """The first name, type or identifier that is written in another way than readers look for; None if none.

    Never raises; for documents nested no deeper than our limits.
    """
    return looked_through(document)[0]


def looked_through(document: Mapping[str, Any]) -> tuple[str | None, frozenset[str]]:
    """The same, and the things of which different things are said at different places of the document.

    In its graph it is all said of the one thing, so it may have been moved from place to place.
    """
    seen = Seen(known_words())
    odd = _in_node("", document, seen) or (_prefixed(document, seen.own) if seen.own else None)
    issuer = document.get("issuer")
    if type(issuer) is dict and not issuer.keys() <= MERELY_NAMED:
        seen.named.discard(str(issuer.get("id")))  # it is described where it belongs, others may only name it
    return odd, frozenset(seen.scattered | (seen.named & seen.told.keys()))


def _in_node(name: str, node: Mapping[str, Any], seen: Seen) -> str | None:
    """What is odd in one object and below; most names are plain ones, so they are compared all at once."""
    if node.keys() == TAGGED and type(node["@value"]) is str:  # a text in its language
        return None
    words = seen.words
    odd = None if node.keys() <= words.plain else _odd_key(name, node, seen)
    odd = odd or _odd_head(node, seen)
    if odd is not None:
        return odd
    iris = words.iris
    for key, value in node.items():
        if type(value) is str:
            if value in iris:
                return value
        elif type(value) in (dict, list) and key != "@context":
            odd = key if key in SINGLE and not _are_several(value) else _in_value(key, value, seen)
            if odd is not None:
                return odd
    return None


def _are_several(value: Any) -> bool:
    """Whether these are different texts, which no other writing of a single one says."""
    return type(value) is list and all(type(one) is str for one in value) and len(set(value)) > 1


def _in_value(name: str, value: Any, seen: Seen) -> str | None:
    """What is odd in an object or in an array, which holds no other arrays."""
    seen = Seen(seen.words, seen.own) if name in APART else seen
    if type(value) is dict:
        return _in_node(name, value, seen)
    for one in value:
        kind = type(one)
        if kind is str:
            if one in seen.words.iris:
                return str(one)
        elif kind is list:
            return name
        elif kind is dict:
            odd = _in_node(name, one, seen)
            if odd is not None:
                return odd
    return None


def _odd_head(node: Mapping[str, Any], seen: Seen) -> str | None:
    """An odd type or identifier; of the others it is noted what is told of them, or that they are named."""
    if not THINGS.isdisjoint(node):
        _note_names(node, seen)
    odd = _odd_type(node["type"], seen.words) if "type" in node else None
    return _odd_id(node, seen) if odd is None and "id" in node else odd


def _odd_type(types: Any, words: Words) -> str | None:
    """A type that names its class by a prefix, or by a property that shares the IRI."""
    for one in types if type(types) is list else [types]:
        if type(one) is not str or one in words.kinds:
            continue
        head, colon, _rest = one.partition(":")
        if one in words.properties or (colon and head in words.prefixes):
            return one
    return None


def _odd_id(node: Mapping[str, Any], seen: Seen) -> str | None:
    """An identifier that stands for another one; of the others it is noted what is said."""
    identifier = node["id"]
    if type(identifier) is not str:
        return None
    if identifier[:8] != "https://":
        head, _colon, rest = identifier.partition(":")
        if head == "_" or (rest[:2] != "//" and head in seen.words.prefixes):
            return identifier
    if node.keys() <= MERELY_NAMED:
        seen.named.add(identifier)
    elif seen.told.setdefault(identifier, node) != node:
        seen.scattered.add(identifier)
    return None


def _note_names(node: Mapping[str, Any], seen: Seen) -> None:
    """Note what is only named here where it could also be described."""
    for name in THINGS.intersection(node):
        value = node[name]
        seen.named.update(one for one in (value if type(value) is list else [value]) if type(one) is str)


def _odd_key(name: str, node: Mapping[str, Any], seen: Seen) -> str | None:
    for key in node:
        if key in seen.words.classes or (
            (":" in key or key[:1] == "@") and _is_odd_key(name, key, node, seen)
        ):
            return key
    return None


def _is_odd_key(name: str, key: str, node: Mapping[str, Any], seen: Seen) -> bool:
    if key == "@context":
        return not _is_harmless(node[key], seen.words, seen.own)
    if key in LANGUAGE:
        is_text = isinstance(node.get("@value"), str) and node.keys() <= LANGUAGE
        return not is_text or ("@language" not in node and name not in TEXTS)
    if key[:1] == "@":
        return True
    _head, _colon, rest = key.partition(":")
    return rest[:2] != "//" or key in seen.words.iris


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
