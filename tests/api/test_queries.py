"""Reading takes a bounded number of queries, however much there is in the demonstration network."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mcx.wallet import services as wallet
from tests.api.callers import Caller
from tests.api.offices import with_every_office
from tests.api.operations import Operation, operations
from tests.busy import somebody
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

MOST = 16
# Each domain counts its own; the self-check signs, fetches and verifies a sample; to whoever holds every
# office everything waits. The door counts the call and sweeps old counters.
MORE = {
    "get /api/network/steps": 30,
    "get /api/credentials/keys/{slug}/self-check": 31,
    "get /api/governance/waiting": 52,
}
READING = [each for each in operations() if each.method == "get"]


@pytest.fixture
def caller() -> Caller:
    """A program of somebody who holds every office at every member, and has links of their own."""
    person = somebody(with_every_office())
    for item in person.wallet_items.all():
        wallet.share([item], audience="Somebody", days=7, by=person, at=NOW)
    return Caller(person.email)


@pytest.mark.parametrize("operation", READING, ids=str)
def test_reading_takes_few_queries(operation: Operation, caller: Caller) -> None:
    at = operation.address()

    with CaptureQueriesContext(connection) as queries:
        caller.ask("get", at, q="data")

    assert len(queries) <= MORE.get(str(operation), MOST)
