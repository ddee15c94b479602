"""Reading takes a bounded number of queries, however much there is in the demonstration network."""

import pytest

from tests.api.operations import Operation
from tests.walk.recording import EVERYTHING, READING, Recording

pytestmark = pytest.mark.django_db

MOST = 16
# Each domain counts its own; readiness asks for each fact; the self-check signs, fetches and verifies a
# sample; to whoever holds every office everything waits. The door counts the call and sweeps old counters.
MORE = {
    "get /api/network/steps": 30,
    "get /api/governance/readiness": 30,
    "get /api/governance/setup": 30,
    "get /api/credentials/keys/{slug}/self-check": 31,
    "get /api/governance/waiting": 52,
    # Each credential of a link is verified anew, and whether it is about its owner.
    "get /api/wallet/shared/{token}": 18,
}


@pytest.mark.parametrize("operation", READING, ids=str)
def test_reading_takes_few_queries(operation: Operation, recording: Recording) -> None:
    answer = recording.of(EVERYTHING).read[str(operation)]

    assert answer.queries <= MORE.get(str(operation), MOST)
