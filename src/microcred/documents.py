"""What every credential says in the same words: its types, its contexts, and who has to have signed it.

W3C Verifiable Credentials Data Model 2.0 §4.3, §4.5, §4.7 and §4.13.
"""

from collections.abc import Mapping
from typing import Any

PRESENTATION = "VerifiablePresentation"


def types_of(document: Mapping[str, Any]) -> frozenset[str]:
    """The names of the document's types."""
    value = document.get("type", document.get("@type"))
    return frozenset((value,)) if isinstance(value, str) else frozenset(_strings(value))


def contexts_of(document: Mapping[str, Any]) -> frozenset[str]:
    """The addresses of the document's contexts."""
    return frozenset(_strings(document.get("@context")))


def identifier(value: Any) -> str:
    """The id of an object that may also be written as its id alone."""
    name = value.get("id") if isinstance(value, dict) else value
    return name if isinstance(name, str) else ""


def owner_of(document: Mapping[str, Any]) -> str:
    """Who has to have signed: the issuer of a credential, the holder of a presentation; empty if unsaid."""
    return identifier(document.get("holder" if PRESENTATION in types_of(document) else "issuer"))


def _strings(value: Any) -> list[str]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]
