"""Reading takes a bounded number of queries, however much there is in the demonstration network."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mcx.accounts.rules import Role
from mcx.network.models import Appointment, Institution
from mcx.wallet import services as wallet
from tests.api.callers import Caller
from tests.api.operations import Operation, operations
from tests.busy import somebody
from tests.cast import FOUNDED, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

# Somebody with several of everything that can be one's own.
EMAIL = "ane.etxeberria@learner.example"
MOST = 12
# Each domain counts its own; the self-check signs, fetches and verifies a sample.
MORE = {"get /api/network/steps": 29, "get /api/credentials/keys/{slug}/self-check": 30}
READING = [each for each in operations() if each.method == "get"]


@pytest.fixture
def caller() -> Caller:
    """A program of somebody who holds every office at every member, and has links of their own."""
    person = somebody(EMAIL)
    for institution in Institution.objects.all():
        for role in set(Role) - {Role.LEARNER}:
            Appointment.objects.create(person=person, institution=institution, role=role, valid_from=FOUNDED)
    for item in person.wallet_items.all():
        wallet.share([item], "Somebody", 7, by=person, at=NOW)
    return Caller(EMAIL)


@pytest.mark.parametrize("operation", READING, ids=str)
def test_reading_takes_few_queries(operation: Operation, caller: Caller) -> None:
    at = operation.address()

    with CaptureQueriesContext(connection) as queries:
        caller.ask("get", at, q="data")

    assert len(queries) <= MORE.get(str(operation), MOST)
