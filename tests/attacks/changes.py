"""What a forger changes, one thing at a time: who signs, or one of the places where an issuer can be named.

In `SIGNERS` somebody else signs what is the victim's. In the others a member signs its own credential, as it
may, and one place in it speaks of the victim instead.
"""

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

from tests.attacks.cast import FRAGMENT, IMPOSTOR, PARTNERED, STRANGERS, VICTIM, Party
from tests.attacks.dresses import Change, Document, Dress, Make, badge, plain, with_proof

Said = TypeVar("Said", Document, bytes)
CONTROL = Dress()
OWN = Dress(named=PARTNERED, signer=PARTNERED)
ROBBED = VICTIM.organisation
PROFILE = {"id": ROBBED.id, "type": ["Profile"], "name": ROBBED.legal_name["en"]}

SIGNERS: Mapping[str, Party] = {
    **{f"a stranger with {method}": party for method, party in STRANGERS.items()},
    "another member": PARTNERED,
    "an impostor under the member's names": IMPOSTOR,
    "a key that only the file names": FRAGMENT,
}


class Unchanged(Exception):
    """What a forger would change is not there, or says so already: the forgery would be its control."""


def changing(change: Callable[[Said], Said]) -> Callable[[Said], Said]:
    """The change, which raises Unchanged where it changes nothing."""

    def changed(said: Said) -> Said:
        other = change(said)
        if other == said:
            raise Unchanged
        return other

    return changed


def genuine(make: Make = badge) -> Document:
    """The victim's own credential, which anybody may have and put anywhere."""
    document: Document = json.loads(with_proof("eddsa-rdfc-2022")(CONTROL, make))
    return document


GENUINE = genuine(), genuine(plain)


def setting(*path: str, value: Any) -> Change:
    """Put a value in a place of the document, where that place is there."""

    def change(document: Document) -> Document:
        copied: Document = json.loads(json.dumps(document))
        place: Any = copied
        for name in path[:-1]:
            place = place.get(name) if isinstance(place, dict) else None
        if isinstance(place, dict):
            place[path[-1]] = value(place) if callable(value) else value
        return copied

    return change


def _adding(*types: str) -> Any:
    return lambda place: [
        *(place["type"] if isinstance(place.get("type"), list) else [place.get("type")]),
        *types,
    ]


ALIAS = {"chairs": "https://www.w3.org/2018/credentials#issuer"}
PLACES: Mapping[str, Change] = {
    "the issuer's id": setting("issuer", "id", value=ROBBED.id),
    "the issuer's @id": setting("issuer", "@id", value=ROBBED.id),
    "the issuer's name": setting("issuer", "name", value=ROBBED.legal_name["en"]),
    "the issuer as text": setting("issuer", value=ROBBED.id),
    "the issuer as an object": setting("issuer", value=PROFILE),
    "two issuers": setting("issuer", value=lambda place: [place.get("issuer"), PROFILE]),
    "two issuers, the other first": setting("issuer", value=lambda place: [PROFILE, place.get("issuer")]),
    "no issuer but a holder": lambda it: {
        **{k: v for k, v in it.items() if k != "issuer"},
        "holder": PROFILE,
    },
    "a holder": setting("holder", value=ROBBED.id),
    "iss": setting("iss", value=ROBBED.id),
    "a creator": setting("credentialSubject", "achievement", "creator", value=PROFILE),
    "the author of the proof": setting("proof", "controller", value=ROBBED.id),
    "a key of the other": setting("proof", "verificationMethod", value=f"{ROBBED.id}#Ed25519"),
    "two methods": setting("proof", "verificationMethod", value=[f"{ROBBED.id}#Ed25519", "did:key:z1#z1"]),
    "the type of a presentation": setting("type", value=_adding("VerifiablePresentation")),
    "the type of an old badge": setting("type", value=_adding("Assertion")),
    "the type of an envelope": setting("type", value=_adding("EnvelopedVerifiableCredential")),
    "a second type": setting("@type", value="VerifiablePresentation"),
    "an alias of the issuer": lambda it: {
        **it,
        "@context": [
            *(it["@context"] if isinstance(it.get("@context"), list) else [it.get("@context")]),
            ALIAS,
        ],
        "chairs": ROBBED.id,
    },
    **{
        f"the genuine {what} as {name}": setting(name, value=value)
        for (what, one), name in itertools.product(
            zip(("badge", "credential"), GENUINE, strict=True),
            ("credential", "verifiableCredential", "vc", "vp", "@graph", "@included", "badge", "endorsement"),
        )
        for value in (one if name in ("vc", "vp", "credential", "badge") else [one],)
    },
    "the genuine badge inside the subject": setting(
        "credentialSubject", "verifiableCredential", value=[GENUINE[0]]
    ),
    "the genuine proof": setting("proof", value=GENUINE[0]["proof"]),
    "the genuine proof beside": setting("proof", value=lambda it: [it.get("proof"), GENUINE[0]["proof"]]),
}

NO_OBJECTS: Mapping[str, Any] = {
    "text": "x",
    "list": [],
    "null": None,
    "number": 5,
    "true": True,
    "empty": {},
}
SHOWING = {
    "@context": GENUINE[0]["@context"],
    "type": ["VerifiablePresentation"],
    "verifiableCredential": [GENUINE[0]],
}


def _beside(payload: Document, more: Document) -> Document:
    return {**payload, **more}


def mixtures() -> Iterator[tuple[str, Change]]:
    """Payloads with `vc`, `vp` and claims that speak of the victim's badge."""
    inner = {**NO_OBJECTS, "badge": GENUINE[0], "credential": GENUINE[1], "presentation": SHOWING}
    for name, other in itertools.product(("vc", "vp"), inner):
        yield f"{name} {other}", setting(name, value=inner[other])
    for one, other in itertools.product(inner, inner):
        yield f"vc {one}, vp {other}", partial(_beside, more={"vc": inner[one], "vp": inner[other]})
    for claim in ("iss", "issuer", "holder", "client_id"):
        yield f"{claim} of the other", setting(claim, value=ROBBED.id)
    yield "issuer in vc", setting("vc", "issuer", value=PROFILE)
    yield "issuer as object", setting("issuer", value=PROFILE)
    yield "the other's subject", setting("credentialSubject", value=GENUINE[0]["credentialSubject"])
    yield "the other shown", setting("verifiableCredential", value=[GENUINE[0]])


PAYLOADS: Mapping[str, Change] = dict(mixtures())
HEADERS: Mapping[str, Change] = {
    "the other's key by name": setting("kid", value=f"{ROBBED.id}#Ed25519"),
    "the other's key by its short name": setting("kid", value="#Ed25519"),
    "no key named": lambda header: {name: value for name, value in header.items() if name != "kid"},
    "its own key in the header": setting("jwk", value=PARTNERED.keys["Ed25519"][0].public.jwk()),
    "the other as iss": setting("iss", value=ROBBED.id),
    "the other as controller": setting("controller", value=ROBBED.id),
    "an address of keys": setting("jku", value="https://uni.example/keys"),
}
TWICE = (b'"issuer"', b'"iss"', b'"vc"', b'"credentialSubject"', b'"type"', b'"id"')


def twice(text: bytes, name: bytes, *, first: bool) -> bytes:
    """The JSON with a member once more, speaking of the victim, before or after its own."""
    value = json.dumps(GENUINE[0] if name == b'"vc"' else GENUINE[0].get(name.decode().strip('"'), ROBBED.id))
    more = name + b":" + value.encode()
    return b"{" + more + b"," + text[1:] if first else text[:-1] + b"," + more + b"}"


def deep(text: bytes) -> bytes:
    """The JSON with a name twice deep inside."""
    return text.replace(b'"name":', b'"name": "x", "name":', 1)
