"""A badge with what plans have to cope with, and where its texts are."""

from typing import Any

Path = tuple[str | int, ...]
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
BADGE: dict[str, Any] = {
    "@context": [V2, OB],
    "id": "urn:uuid:0001",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Data literacy",
    "validFrom": "2026-11-23T10:00:00Z",
    "issuer": {"id": "did:web:uni.example", "type": ["Profile"], "name": "100 % Example University"},
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "hashed": False, "identityHash": "Ada", "identityType": "name"},
            {"type": "IdentityObject", "hashed": False, "identityHash": "1", "identityType": "identifier"},
        ],
        "achievement": {
            "id": "https://uni.example/dlpa",
            "type": ["Achievement"],
            "tag": ["a", "b", "c"],
            "alignment": [{"type": ["Alignment"], "targetName": name} for name in ("x", "y", "z")],
            "resultDescription": [
                {"id": "urn:scale", "type": ["ResultDescription"], "allowedValue": ["A", "B", "C"]}
            ],
        },
        "result": [{"type": ["Result"], "value": "B", "resultDescription": "urn:scale"}],
    },
    "credentialStatus": {
        "id": "https://uni.example/s#1",
        "type": "BitstringStatusListEntry",
        "statusListIndex": "1",
    },
}


def text_paths(value: Any, path: Path = ()) -> list[Path]:
    """The paths of all texts."""
    if isinstance(value, str):
        return [path]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for name, item in items for found in text_paths(item, (*path, name))]
