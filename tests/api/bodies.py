"""A valid body for every endpoint that takes one: what is refused to somebody is refused for who they are.

It has what the OpenAPI document demands, as the document describes it. By hand stands only what no schema
says, with its reason; `test_bodies.py` asks of each such value whether it is still needed.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.api.operations import DOCUMENT, operations
from tests.cast import TODAY
from tests.recognition.cast import REASONS

SOON = TODAY.isoformat()
TITLE = {"en": "Title"}
SKILL = "http://data.europa.eu/esco/skill/0c77bcd5-b94a-475d-98e9-5a4327e4d726"
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
SAMPLES = ("new", "FI")  # for texts of which the document gives a pattern

NAMED = "names something that the network has"
RULED = "a rule of the domain says which values fit"
WRITTEN = "a rule of the domain says how it is written"


class ByHand(NamedTuple):
    """A value that the document cannot tell, and why."""

    value: Any
    reason: str


BY_HAND: Mapping[str, Mapping[str, ByHand]] = {
    "AccreditationEnd": {"reason": ByHand(REASONS, WRITTEN)},
    "AffiliationIn": {"institution": ByHand("mu", NAMED)},
    "AgreementIn": {"home": ByHand("mu", NAMED), "host": ByHand("tuni", NAMED)},
    "AppealDecisionIn": {"outcome": ByHand("dismissed", RULED), "reasons": ByHand(REASONS, WRITTEN)},
    "AppointmentIn": {
        "email": ByHand("ane.etxeberria@learner.example", NAMED),
        "role": ByHand("teacher", RULED),
        "institution": ByHand("mu", NAMED),
    },
    "AskIn": {"programme": ByHand("mu-mechatronics", NAMED)},
    "CorrectionIn": {"given_name": ByHand("Lucía", RULED)},
    "Correction": {"reason": ByHand(REASONS, WRITTEN)},
    "DecisionIn": {
        "outcome": ByHand("refused", RULED),
        "reasons": ByHand(REASONS, WRITTEN),
        "differences": ByHand(["level"], RULED),
    },
    "GradingScaleIn": {
        "institution": ByHand("mu", NAMED),
        "grades": ByHand(["A", "F"], RULED),
        "lowest_pass": ByHand("A", RULED),
    },
    "GradingScaleChange": {"grades": ByHand(["A", "F"], RULED), "lowest_pass": ByHand("A", RULED)},
    "MicroDegreeIn": {"ects": ByHand("15", RULED)},
    "NeedIn": {
        "organisation": ByHand("iberotec", NAMED),
        "skill": ByHand(SKILL, NAMED),
        "wave": ByHand(TODAY.year, RULED),
    },
    "OfferingIn": {"language": ByHand("en", RULED)},
    "PostingIn": {"organisation": ByHand("iberotec", NAMED)},
    "StartIn": {"institution": ByHand("mu", NAMED)},
}


def generated(name: str) -> dict[str, Any]:
    """The smallest body of this name that fits the document; None stands for what belongs to who asks."""
    described = SCHEMAS[name]
    return {field: _value(described["properties"][field]) for field in described.get("required", [])}


def _value(described: Mapping[str, Any]) -> Any:
    """The smallest value that fits the description; a field that is in no sample fails here."""
    if reference := described.get("$ref"):
        return _referred(reference.rsplit("/", 1)[-1])
    if several := described.get("anyOf") or described.get("allOf"):
        return _value(several[0])
    if described["type"] == "string":
        return _text(described)
    if described["type"] == "array":
        return [_value(described["items"]) for _one in range(described.get("minItems", 0))]
    if described["type"] == "object":
        words = described.get("additionalProperties")
        return dict(TITLE) if isinstance(words, dict) and words.get("type") == "string" else {}
    return {"integer": described.get("minimum", 1), "number": described.get("minimum", 1), "boolean": True}[
        described["type"]
    ]


def _referred(name: str) -> Any:
    described = SCHEMAS[name]
    return described["enum"][0] if "enum" in described else generated(name)


def _text(described: Mapping[str, Any]) -> str | None:
    if "enum" in described:
        return str(described["enum"][0])
    if described.get("format") == "date":
        return SOON
    if described.get("format") == "uuid":
        return None
    pattern = described.get("pattern", "")
    return next(one for one in SAMPLES if re.fullmatch(pattern or ".*", one))


NAMES = sorted({each.takes for each in operations() if each.takes})
BODIES: dict[str, dict[str, Any]] = {
    name: generated(name) | {field: one.value for field, one in BY_HAND.get(name, {}).items()}
    for name in NAMES
}
