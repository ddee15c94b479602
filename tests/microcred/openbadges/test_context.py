"""Our context means the same to every JSON-LD processor, agrees with the others, and never changes."""

import hashlib
import itertools
import json
from typing import Any

import pytest
from pyld import jsonld

from microcred.jsonld import canonise, unmapped_terms
from microcred.jsonld.tables import known
from microcred.openbadges import CONTEXT, CONTEXT_URL, VOCABULARY, context_file, write
from microcred.record import AchievementRecord
from tests.microcred.cast import NETWORK, RECORD, record
from tests.spec import spec

OFFICIAL = {
    "https://www.w3.org/ns/credentials/v2": "contexts/credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "contexts/ob-3.0.3.json",
}


def load(url: str, _options: Any = None) -> dict[str, Any]:
    """The official contexts, and ours as it is served."""
    document = json.loads(context_file() if url == CONTEXT_URL else spec(OFFICIAL[url]).read_bytes())
    return {"contextUrl": None, "documentUrl": url, "document": document}


def canonical(document: dict[str, Any]) -> str:
    """The canonical form by another processor."""
    form: str = jsonld.normalize(
        document,
        {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load},
    )
    return form


def test_the_published_file_never_changes() -> None:
    published = "04fda9e80a71c30e71209aa92cd669ec54448a9d85a7b222bd3eeb644c3fa4c8"

    assert hashlib.sha256(context_file()).hexdigest() == published


@pytest.mark.parametrize("credential", [RECORD, record(issuer=NETWORK, grade=None, assessments=())])
def test_our_badge_means_the_same_to_another_processor(credential: AchievementRecord) -> None:
    document, _ = write(credential, salt="7e1f")

    assert canonise(document).decode() == canonical(document)


def test_every_name_in_our_badge_is_defined() -> None:
    document, _ = write(RECORD, salt="7e1f")

    assert unmapped_terms(document) == ()


def test_the_contexts_combine_in_any_order() -> None:
    document, _ = write(RECORD)
    first, *others = document["@context"]
    forms = {canonise({**document, "@context": [first, *order]}) for order in itertools.permutations(others)}

    assert len(forms) == 1


def test_terms_live_in_our_vocabulary_and_text_lists_of_skos() -> None:
    context = CONTEXT["@context"]

    assert context["MicroCredential"]["@id"] == f"{VOCABULARY}MicroCredential"
    assert context["Concept"]["@id"] == "http://www.w3.org/2004/02/skos/core#Concept"
    assert context == known()[CONTEXT_URL]
