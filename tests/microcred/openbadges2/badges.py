"""A badge of an imagined university, its server, and the same badge signed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from microcred.guards import b64url_encode
from microcred.keys import SigningKey, generate
from microcred.openbadges2 import Loader, check
from microcred.report import Outcome

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CONTEXT = "https://w3id.org/openbadges/v2"
HOME = "https://badges.uni.example"
ADA = "Ada@learner.example"
KEY = generate("RSA")
OTHER_KEY = generate("RSA")

ISSUER: dict[str, Any] = {
    "@context": CONTEXT,
    "type": "Issuer",
    "id": f"{HOME}/issuer",
    "name": "Faculty of Example Studies",
    "url": "https://uni.example",
    "email": "badges@uni.example",
    "publicKey": f"{HOME}/key",
}
BADGE: dict[str, Any] = {
    "@context": CONTEXT,
    "type": "BadgeClass",
    "id": f"{HOME}/badge",
    "name": "Data for Decisions",
    "description": "Reads and questions data.",
    "image": f"{HOME}/badge.png",
    "criteria": {"id": "https://uni.example/data", "narrative": "Pass the project."},
    "issuer": f"{HOME}/issuer",
}
ASSERTION: dict[str, Any] = {
    "@context": CONTEXT,
    "type": "Assertion",
    "id": f"{HOME}/assertion/1",
    "recipient": {
        "type": "email",
        "hashed": True,
        "salt": "pepper",
        "identity": "sha256$" + hashlib.sha256(b"ada@learner.examplepepper").hexdigest(),
    },
    "badge": f"{HOME}/badge",
    "verification": {"type": "hosted"},
    "issuedOn": "2026-06-30T10:00:00Z",
    "evidence": {"id": "https://uni.example/projects/1", "name": "Project", "narrative": "A report."},
}
PUBLISHED_KEY = {
    "@context": CONTEXT,
    "type": "CryptographicKey",
    "id": f"{HOME}/key",
    "owner": f"{HOME}/issuer",
    "publicKeyPem": KEY.public.pem().decode(),
}
SIGNED = {
    **ASSERTION,
    "id": "urn:uuid:1f2d5c1e-6d6c-4d3a-9f5e-0f6a1b2c3d4e",
    "verification": {"type": "SignedBadge", "creator": f"{HOME}/key"},
}
SERVER: dict[str, Any] = {part["id"]: part for part in (ISSUER, BADGE, ASSERTION, PUBLISHED_KEY)}
EMBEDDED = {**ASSERTION, "badge": {**BADGE, "issuer": ISSUER}}


def server(changes: Mapping[str, Any] | None = None) -> Loader:
    """A loader that answers what the server has, with some answers changed; None does not answer."""
    answers = {**SERVER, **(changes or {})}

    def load(url: str) -> bytes:
        answer = answers.get(url)
        if answer is None:
            raise OSError("no answer")
        return answer if isinstance(answer, bytes) else json.dumps(answer).encode()

    return load


def sign(assertion: dict[str, Any], key: SigningKey = KEY, **header: Any) -> bytes:
    """The assertion as a compact JWS."""
    parts = [{"alg": "RS256", **header}, assertion]
    signed = ".".join(b64url_encode(json.dumps(part).encode()) for part in parts)
    return f"{signed}.{b64url_encode(key.sign(signed.encode()))}".encode()


def failed_codes(assertion: dict[str, Any], jws: bytes = b"", **answers: Any) -> set[str]:
    """The codes of the checks that fail, with some of the server's answers changed."""
    load = server({f"{HOME}/{name}": answer for name, answer in answers.items()})
    return {c.code for c in check(assertion, at=NOW, load=load, jws=jws) if c.outcome is Outcome.FAILED}
