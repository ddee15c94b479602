"""Decentralised identifiers: did:web documents that keep retired keys, did:key and did:jwk.

W3C DID Core 1.0, W3C Controlled Identifiers 1.0 (verification methods, `expires`, `revoked`), did:web and
did:key of the W3C Credentials Community Group, did:jwk. Nothing here asks the network.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from microcred.errors import KeyProblem, MicrocredError
from microcred.guards import b64url_decode, parse_json
from microcred.instants import parse_instant, write_instant
from microcred.keys import PublicKey

PURPOSES = ("assertionMethod", "authentication")
KEY_LIMIT = 200  # verification methods read from one document


@dataclass(frozen=True, slots=True)
class DatedKey:
    """A public key and when its owner vouched for it.

    A retired key was given up in good order, what it signed before stands; a revoked key was lost, and
    nothing dated after `revoked_at` stands. `purposes` are the verification relationships it is or was
    listed in. One that `is_claimed` is named by nobody but the credential that it signs.
    """

    id: str
    public: PublicKey
    valid_from: datetime | None = None
    retired_at: datetime | None = None
    revoked_at: datetime | None = None
    purposes: tuple[str, ...] = PURPOSES
    is_claimed: bool = False


KeyFinder = Callable[[str], tuple[DatedKey, ...] | None]
"""The keys of a controller (a DID or URL), or None where they could not be found out."""


def document(did: str, keys: Iterable[DatedKey]) -> dict[str, Any]:
    """The DID document that publishes the keys, retired and revoked ones with their dates.

    A revoked key stays as a verification method but leaves every relationship, so that readers who know no
    dates refuse it (Controlled Identifiers 1.0 §2.2). `validFrom` is the VC vocabulary's.
    """
    keys = tuple(keys)
    written: dict[str, Any] = {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
            {
                "validFrom": {
                    "@id": "https://www.w3.org/2018/credentials#validFrom",
                    "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
                }
            },
        ],
        "id": did,
        "verificationMethod": [_method(did, key) for key in keys],
    }
    for purpose in PURPOSES:
        written[purpose] = [key.id for key in keys if purpose in key.purposes and not key.revoked_at]
    return written


def keys_of(document: Mapping[str, Any]) -> tuple[DatedKey, ...]:
    """The keys that a DID or controller document publishes and that can be used to verify.

    Methods of a foreign kind or controller are left out. Raises KeyProblem for a document of wrong shape.
    """
    owner = document.get("id")
    if not isinstance(owner, str):
        raise KeyProblem("The document of keys has no id.")
    methods: dict[str, Mapping[str, Any]] = {}
    purposes: dict[str, list[str]] = {}
    for method in _listed(document, "verificationMethod", "publicKey"):
        if isinstance(method, Mapping):
            methods[absolute(owner, method.get("id"))] = method
    for purpose in PURPOSES:
        for entry in _listed(document, purpose):
            embedded = isinstance(entry, Mapping)
            name = absolute(owner, entry.get("id") if embedded else entry)
            if embedded:
                methods[name] = entry
            purposes.setdefault(name, []).append(purpose)
    if len(methods) > KEY_LIMIT:
        raise KeyProblem("The document lists more than {limit} keys.", limit=KEY_LIMIT)
    read = (_read(name, owner, method, purposes.get(name, ())) for name, method in methods.items())
    return tuple(key for key in read if key is not None)


def web_url(did: str) -> str:
    """The address of a did:web document (did:web §3.2); raises KeyProblem for a DID that is not one."""
    found = _WEB.fullmatch(did)
    if found is None or _ADDRESS.fullmatch(found["host"]):
        raise KeyProblem("{did} is not a did:web of a named host.", did=repr(did))
    port = f":{found['port']}" if found["port"] else ""
    path = found["path"].replace(":", "/") if found["path"] else "/.well-known"
    if any(not part.strip(".") for part in path.split("/")[1:]):
        raise KeyProblem("{did} has an empty or relative path.", did=repr(did))
    return f"https://{found['host']}{port}{path}/did.json"


def resolve(did: str) -> tuple[DatedKey, ...] | None:
    """The key of a did:key or did:jwk; None for every other kind, which only a loader can answer.

    Raises KeyProblem where the DID names its key wrongly.
    """
    if did.startswith("did:key:"):
        name = did.removeprefix("did:key:")
        return (DatedKey(f"{did}#{name}", PublicKey.from_multikey(name)),)
    if did.startswith("did:jwk:"):
        return (DatedKey(f"{did}#0", _inlined(did.removeprefix("did:jwk:"))),)
    return None


def did_key(public: PublicKey) -> str:
    """The did:key of a public key."""
    return f"did:key:{public.multikey()}"


def controller_of(method: str) -> str:
    """The DID or URL that a verification method belongs to: its identifier without the fragment."""
    return method.partition("#")[0]


def absolute(owner: str, name: object) -> str:
    """A DID URL written in full; documents may write `#key-1` for their own (DID Core 1.0 §3.2.2)."""
    if not isinstance(name, str) or not name:
        raise KeyProblem("A key of the document has no id.")
    return owner + name if name.startswith("#") else name


_WEB = re.compile(
    r"did:web:(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)"
    r"(?:%3A(?P<port>[1-9]\d{0,4}))?(?P<path>(?::[A-Za-z0-9._~-]+)*)",
    re.ASCII,
)
_ADDRESS = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*", re.ASCII)


def _method(did: str, key: DatedKey) -> dict[str, Any]:
    method: dict[str, Any] = {"id": key.id, "type": "Multikey", "controller": did}
    if key.public.kind == "RSA":
        method |= {"type": "JsonWebKey", "publicKeyJwk": key.public.jwk()}
    else:
        method["publicKeyMultibase"] = key.public.multikey()
    dates = {"validFrom": key.valid_from, "expires": key.retired_at, "revoked": key.revoked_at}
    return method | {name: write_instant(at) for name, at in dates.items() if at is not None}


def _listed(document: Mapping[str, Any], *names: str) -> Sequence[Any]:
    found: list[Any] = []
    for name in names:
        value = document.get(name, [])
        found += value if isinstance(value, list) else [value]
    return found


def _read(name: str, owner: str, method: Mapping[str, Any], purposes: Iterable[str]) -> DatedKey | None:
    if method.get("controller", method.get("owner", controller_of(name))) != owner:
        return None
    try:
        start, end, revoked = (
            parse_instant(method[field]) if field in method else None
            for field in ("validFrom", "expires", "revoked")
        )
        return DatedKey(name, _public(method), start, end, revoked, PURPOSES if revoked else tuple(purposes))
    except MicrocredError:
        return None


def _public(method: Mapping[str, Any]) -> PublicKey:
    match method:
        case {"publicKeyMultibase": str(text)}:
            return PublicKey.from_multikey(text)
        case {"publicKeyJwk": dict(jwk)}:
            return PublicKey.from_jwk(jwk)
        case {"publicKeyPem": str(pem)}:
            return PublicKey.from_pem(pem.encode())
    raise KeyProblem("The verification method does not contain a supported key.")


def _inlined(text: str) -> PublicKey:
    try:
        jwk = parse_json(b64url_decode(text))
    except MicrocredError as error:
        raise KeyProblem("The did:jwk does not contain a JSON Web Key.") from error
    if not isinstance(jwk, dict):
        raise KeyProblem("The did:jwk does not contain a JSON Web Key.")
    return PublicKey.from_jwk(jwk)
