"""Our own JSON-LD context: what Open Badges has no words for and Annex I asks.

`https://w3id.org/microcred/v1` is version 1 of this context, the terms live in the vocabulary
`https://w3id.org/microcred#`. Once a credential has been signed with it a version never changes: what is
new becomes version 2. Texts are VC 2.0 language value objects (VC-DM 2.0 §11.1), numbers of credits and
hours are decimal strings so that no reader rounds them.

Terms are scoped by type and carry other names than those of VC-DM 2.0 and Open Badges 3.0, so that the
three contexts combine in any order.
"""

import json
from typing import Any, Final

CONTEXT_URL: Final = "https://w3id.org/microcred/v1"
VOCABULARY: Final = "https://w3id.org/microcred#"

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_OF_SKOS = frozenset({"Concept", "inScheme", "notation"})
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NODE = "@id"
_DECIMAL = f"{_XSD}decimal"
_DATE = f"{_XSD}date"
_TEXT = ""

_ANYWHERE = {
    "accreditation": [_NODE],
    "awardingBody": [_NODE],
    "gradedAssessment": _NODE,
    "issued": f"{_XSD}dateTime",
    "learner": _NODE,
    "memberOf": [_NODE],
    "microCredential": _NODE,
    "replaces": _NODE,
    "translation": _NODE,
}

_OF_TYPE: dict[str, dict[str, str | list[str]]] = {
    "Accreditation": {
        "accreditationId": _TEXT,
        "accreditationKind": _TEXT,
        "accreditedFrom": _DATE,
        "accreditedUntil": _DATE,
        "agency": _TEXT,
        "agencyId": _TEXT,
        "decision": _TEXT,
        "reportUrl": f"{_XSD}anyURI",
    },
    "Concept": {"inScheme": _NODE, "notation": _TEXT},
    "Learner": {"learnerFamilyName": _TEXT, "learnerGivenName": _TEXT, "learnerFullName": _TEXT},
    "LearningActivity": {"activityType": _TEXT, "hours": _DECIMAL, "contributesTo": [_NODE]},
    "LearningAssessment": {
        "assesses": [_NODE],
        "assessmentType": _TEXT,
        "identityVerification": _TEXT,
        "mode": _TEXT,
        "supervision": _TEXT,
        "weight": _DECIMAL,
    },
    "LearningOutcome": {
        "dublinDescriptor": _TEXT,
        "relatedSkill": [_NODE],
        "reuseLevel": _TEXT,
        "skillType": _TEXT,
    },
    "MicroCredential": {
        "activity": [_NODE],
        "assessment": [_NODE],
        "cycle": _TEXT,
        "ects": _DECIMAL,
        "eqfLevel": _NODE,
        "furtherInformation": _TEXT,
        "hours": _DECIMAL,
        "iscedF": [_TEXT],
        "learningOutcome": [_NODE],
        "nqfLevel": _TEXT,
        "partOf": [_NODE],
        "participation": [_TEXT],
        "prerequisites": _TEXT,
        "stackability": _TEXT,
        "teachingLanguage": [_TEXT],
    },
    "Translation": {},
}


def _iri(name: str) -> str:
    return (_SKOS if name in _OF_SKOS else VOCABULARY) + name


def _term(name: str, kind: str | list[str]) -> dict[str, str]:
    one = kind[0] if isinstance(kind, list) else kind
    definition = {"@id": _iri(name)}
    if one:
        definition["@type"] = one
    if isinstance(kind, list):
        definition["@container"] = "@set"
    return definition


def _terms(kinds: dict[str, Any]) -> dict[str, Any]:
    return {name: _term(name, kind) for name, kind in sorted(kinds.items())}


def _type(name: str, kinds: dict[str, Any]) -> dict[str, Any]:
    scope = {"@protected": True, "id": "@id", "type": "@type", **_terms(kinds)}
    return {"@id": _iri(name), "@context": scope} if kinds else {"@id": _iri(name)}


CONTEXT: Final[dict[str, Any]] = {
    "@context": {
        "@protected": True,
        "id": "@id",
        "type": "@type",
        **{name: _type(name, kinds) for name, kinds in sorted(_OF_TYPE.items())},
        **_terms(_ANYWHERE),
    }
}


def context_file() -> bytes:
    """The bytes to serve at `CONTEXT_URL`, always the same."""
    return json.dumps(CONTEXT, indent=1, sort_keys=True).encode() + b"\n"
