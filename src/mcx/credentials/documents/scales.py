"""A grading scale as software finds it at the address in a credential: ELM 3.2, GradingScheme, in JSON-LD."""

import json

from mcx.credentials.documents.records import grading_scale
from mcx.network.models import GradingScale
from microcred.elm.credentials import CONTEXT
from microcred.scales import grades_text

JSON_LD = "application/ld+json"


def scale_document(scale: GradingScale) -> bytes:
    """The scale as European credentials describe it, with the same identifier."""
    found = grading_scale(scale)
    document = {
        "@context": CONTEXT[-1],
        "id": found.id,
        "type": "GradingScheme",
        "title": dict(found.title),
        "description": {"en": grades_text(found)},
    }
    return json.dumps(document, ensure_ascii=False).encode()
