"""Who is refused: every endpoint of the document, to nobody in particular and to a learner without an office.

An endpoint is either public, or everybody's about themselves (`OWN`), or refused to both. A new one is in
none of the lists and so is tried at once.
"""

from io import BytesIO
from typing import Any

import pytest

from mcx.core.models import AuditEntry
from tests.api.bodies import BODIES
from tests.api.callers import Caller
from tests.api.operations import Operation, operations
from tests.belongings import BELONGINGS, LEARNER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

PUBLIC = {
    "get /api/network/members",
    "get /api/network/members/{slug}",
    "get /api/network/members/{slug}/accreditations",
    "get /api/network/scales",
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


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if not each.is_public], ids=str)
def test_nobody_in_particular_is_asked_to_sign_in(operation: Operation) -> None:
    answer = Caller().ask(operation.method, operation.address())

    assert (answer.status_code, answer.json()["title"]) == (401, "sign-in-needed")


@pytest.mark.parametrize("operation", REFUSED, ids=str)
def test_a_learner_is_refused_what_belongs_to_others(operation: Operation) -> None:
    address, body, caller = operation.address(), _body(operation), Caller(LEARNER)
    before = AuditEntry.objects.count()

    form = _form(operation)
    answer = caller.send(address, form) if form else caller.ask(operation.method, address, body)

    assert answer.status_code in {403, 404}, answer.content.decode()
    assert answer.json()["title"] in {"not-allowed", "not-found", "out-of-scope"}
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if str(each) in OWN], ids=str)
def test_everybody_does_what_concerns_only_themselves(operation: Operation) -> None:
    answer = Caller(LEARNER).ask(operation.method, operation.address(), _body(operation))

    assert answer.status_code in {200, 201, 204, 409, 422}
