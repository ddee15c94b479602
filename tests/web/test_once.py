"""A form that carries a key is taken once, whatever the key is and wherever it leads."""

import pytest
from django.test import Client

from mcx.core.models import Submission
from tests.cast import sign_in
from tests.design.cast import address, filled, revision, teacher

pytestmark = pytest.mark.django_db


def test_a_long_address_to_go_on_to_is_remembered(client: Client) -> None:
    begun = filled()
    client.force_login(teacher())
    sent = {"revision": revision(begun), "find": "o1", "o1-find": "語" * 200, "once": "key"}

    first, again = (client.post(address(begun, "outcomes"), sent) for _time in range(2))

    assert first.status_code == again.status_code == 302
    assert len(first.headers["Location"]) > 1_800
    assert again.headers["Location"] == first.headers["Location"]


@pytest.mark.parametrize("key", ["a\x00b", "\n", " " * 200, "x" * 100_000, "語" * 80])
def test_a_strange_key_is_a_key(client: Client, key: str) -> None:
    sign_in(client, teacher())
    sent = {"label": "Program", "days": "30", "once": key}

    answers = [client.post("/account/tokens", sent) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [201, 302]
    assert Submission.objects.count() == 1
