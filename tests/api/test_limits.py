"""No text is too long for an endpoint to refuse: ten megabytes in any field of any body are not kept."""

from typing import Any

import pytest

from mcx.core.models import AuditEntry
from tests.api.bodies import BODIES, SCHEMAS
from tests.api.callers import Caller
from tests.api.offices import with_every_office
from tests.api.operations import Operation, operations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

LONG = "x" * 10_000_000
TAKING = [each for each in operations() if each.takes]


def _lengthened(name: str) -> list[dict[str, Any]]:
    """The body with each of the texts that the document knows made long, also in maps and lists."""
    long = {"string": LONG, "object": {"en": LONG}, "array": [LONG]}
    fields = {field: one.get("type") for field, one in SCHEMAS[name]["properties"].items()}
    return [BODIES[name] | {field: long[kind]} for field, kind in fields.items() if kind in long]


@pytest.mark.parametrize("operation", TAKING, ids=str)
def test_ten_megabytes_of_text_are_not_kept(operation: Operation) -> None:
    caller, address = Caller(with_every_office()), operation.address()
    before = AuditEntry.objects.count()

    answers = [caller.ask(operation.method, address, body) for body in _lengthened(operation.takes)]

    assert {answer.status_code for answer in answers} <= {422}
    assert AuditEntry.objects.count() == before
