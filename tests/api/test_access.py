"""Who is refused: every endpoint of the document, to nobody in particular and to a learner without an office.

An endpoint is either public, or everybody's about themselves (`OWN`), or refused to both. A new one is in
none of the lists and so is tried at once.
"""

import json
from io import BytesIO
from typing import Any

import pytest

from tests.api.bodies import BODIES
from tests.api.callers import Caller
from tests.api.operations import Operation, operations
from tests.belongings import BELONGINGS
from tests.belongings import LEARNER as NOBODY_SPECIAL
from tests.walk.answers import Answer, answer_to
from tests.walk.recording import LEARNER, VISITOR, Recording

pytestmark = pytest.mark.django_db

PUBLIC = {
    "get /api/network/members",
    "get /api/network/members/{slug}",
    "get /api/network/members/{slug}/accreditations",
    "get /api/network/scales",
    "get /api/network/scales/{slug}",
    "get /api/network/scale-presets",
    "get /api/network/programmes",
    "get /api/network/charter",
    "get /api/network/charter/{version}",
    "get /api/skills/",
    "get /api/skills/one",
    "get /api/skills/fields",
    "get /api/catalogue/editions",
    "get /api/catalogue/facets",
    "get /api/catalogue/editions/{code}",
    "get /api/catalogue/editions/{code}/{number}",
    "get /api/catalogue/editions/{code}/offerings",
    "get /api/catalogue/offerings/{code}",
    "post /api/credentials/verify",
    "get /api/credentials/verify/{award_id}",
    "get /api/wallet/shared/{token}",
    "post /api/governance/founding",
    "get /api/recognition/agreements",
    "get /api/pathways/micro-degrees",
}
OWN = {
    "get /api/accounts/tokens",
    "get /api/network/affiliations",
    "post /api/network/affiliations",
    "get /api/network/identity",
    "put /api/network/identity",
    "get /api/learning/applications",
    "get /api/learning/places",
    "get /api/learning/offerings/{code}/eligibility",
    "post /api/learning/offerings/{code}/applications",
    "get /api/wallet/awards",
    "get /api/governance/waiting",
    "get /api/wallet/items",
    "post /api/wallet/items",
    "post /api/wallet/challenges",
    "get /api/wallet/room",
    "get /api/wallet/shares",
    "post /api/wallet/shares",
    "get /api/recognition/cases",
    "get /api/recognition/preview/{code}",
    "get /api/pathways/progress",
    "post /api/pathways/micro-degrees/{code}/record",
    "put /api/pathways/micro-degrees/{code}/participation",
    "delete /api/pathways/micro-degrees/{code}/participation",
}
OPERATIONS = list(operations())
REFUSED = [each for each in OPERATIONS if str(each) not in PUBLIC | OWN]


def _body(operation: Operation) -> Any:
    if not operation.takes:
        return None
    foreign = str(BELONGINGS["item"]())
    return {key: _filled(value, foreign) for key, value in BODIES[operation.takes].items()}


def _form(operation: Operation) -> dict[str, Any]:
    """A file with the fields beside it, for an endpoint that takes a form; else nothing."""
    content = operation.described.get("requestBody", {}).get("content", {})
    fields = content.get("multipart/form-data", {}).get("schema", {}).get("properties", {})
    return {name: BytesIO(b"{}") if kind.get("format") == "binary" else "x" for name, kind in fields.items()}


def _filled(value: Any, foreign: str) -> Any:
    return foreign if value is None else [foreign] if value == [None] else value


def test_what_is_public_is_known() -> None:
    assert {str(each) for each in OPERATIONS if each.is_public} == PUBLIC
    assert {str(each) for each in OPERATIONS} >= OWN


def _refusal(answer: Answer) -> tuple[int, str]:
    return answer.status, json.loads(answer.content)["title"]


@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if each.is_public and each.method == "get"], ids=str
)
def test_anybody_reads_what_is_public(recording: Recording, operation: Operation) -> None:
    assert _answered(recording, VISITOR, operation).status == 200


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if not each.is_public], ids=str)
def test_nobody_in_particular_is_asked_to_sign_in(recording: Recording, operation: Operation) -> None:
    refusal = _refusal(_answered(recording, VISITOR, operation))

    assert refusal == (401, "sign-in-needed")


@pytest.mark.parametrize("operation", REFUSED, ids=str)
def test_a_learner_is_refused_what_belongs_to_others(recording: Recording, operation: Operation) -> None:
    answer = _answered(recording, LEARNER, operation)
    status, title = _refusal(answer)

    assert status in {403, 404}, answer.content
    assert title in {"not-allowed", "not-found", "out-of-scope"}
    assert "core_auditentry" not in answer.written


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if str(each) in OWN], ids=str)
def test_everybody_does_what_concerns_only_themselves(recording: Recording, operation: Operation) -> None:
    assert _answered(recording, LEARNER, operation).status in {200, 201, 204, 409, 422}


def _answered(recording: Recording, walker: str, operation: Operation) -> Answer:
    """What was read on the walk, or what is answered to a deed."""
    if operation.method == "get":
        return recording.of(walker).read[str(operation)]
    at, form = operation.address(), _form(operation)
    caller, body = (Caller(), None) if walker == VISITOR else (Caller(NOBODY_SPECIAL), _body(operation))
    if form and walker == LEARNER:
        return answer_to(at, lambda to: caller.send(to, form))
    return answer_to(at, lambda to: caller.ask(operation.method, to, body))
