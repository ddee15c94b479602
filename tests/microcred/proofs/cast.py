"""The people of these tests: a university, its keys, and a credential it issues."""

from datetime import UTC, datetime
from typing import Any

from microcred.did import DatedKey, KeyFinder
from microcred.keys import SigningKey
from microcred.proofs import sign
from microcred.report import Check, Outcome

V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
UNIVERSITY = "did:web:uni.example"
METHOD = f"{UNIVERSITY}#2026"
SIGNED_AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
KEY = SigningKey.from_jwk(
    {
        "kty": "OKP",
        "crv": "Ed25519",
        "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    }
)


def credential(**members: Any) -> dict[str, Any]:
    """An unsigned Open Badge of the university."""
    return {
        "@context": [V2, OB],
        "id": "urn:uuid:7c1a4c0e-9d2a-4a86-b0f1-0123456789ab",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": UNIVERSITY, "type": ["Profile"], "name": "Example University"},
        "validFrom": "2026-11-20T09:30:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "creditsEarned": 5.0,
            "achievement": {
                "id": "https://uni.example/dlpa",
                "type": ["Achievement"],
                "name": "Data literacy",
            },
            "result": [{"type": ["Result"], "value": "B"}],
        },
    } | members


def signed(document: dict[str, Any] | None = None, key: SigningKey = KEY, **options: Any) -> dict[str, Any]:
    """The credential with the university's proof."""
    usual: dict[str, Any] = {"method": METHOD, "created": SIGNED_AT}
    return sign(document or credential(), key, **(usual | options))


def keys(key: SigningKey = KEY, owner: str = UNIVERSITY, **dates: Any) -> KeyFinder:
    """A finder that knows one key, `#2026` of the owner."""
    known = DatedKey(f"{owner}#2026", key.public, **dates)
    return lambda controller: (known,) if controller == owner else None


def outcomes(checks: tuple[Check, ...]) -> dict[str, Outcome]:
    """The worst outcome for each code."""
    order = list(Outcome)
    found: dict[str, Outcome] = {}
    for one in checks:
        found[one.code] = max(found.get(one.code, Outcome.PASSED), one.outcome, key=order.index)
    return found


def problems(checks: tuple[Check, ...]) -> dict[str, Outcome]:
    """The outcomes that are not `passed`."""
    return {code: outcome for code, outcome in outcomes(checks).items() if outcome is not Outcome.PASSED}
