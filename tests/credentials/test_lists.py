"""Places in status lists: random, never twice, and a new list when one fills up."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcx.credentials import rules
from mcx.credentials.models import StatusEntry, StatusList
from mcx.credentials.services import status
from mcx.keys.rules import host_of
from tests.cast import NOW
from tests.credentials import cast


@given(st.lists(st.integers(0, 31), unique=True, max_size=24))
def test_a_free_place_is_never_a_taken_one(taken: list[int]) -> None:
    drawn = chain([*taken, *taken], (place for place in range(32) if place not in taken))

    index = rules.free_index(taken.__contains__, lambda _entries: next(drawn), 32)

    assert index not in taken


def test_a_list_is_closed_when_three_quarters_are_taken() -> None:
    assert not rules.is_full(74, 100)
    assert rules.is_full(75, 100)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Network.example/", "network.example"),
        ("http://localhost:8000", "localhost%3A8000"),
        ("https://network.example/path", "network.example"),
    ],
)
def test_a_host_is_written_as_did_web_wants_it(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.django_db
def test_a_full_list_gives_way_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    award = cast.issued()
    monkeypatch.setattr(rules, "is_full", lambda taken: taken >= 1)

    opened = status.open_list(award.institution, status.REVOCATION, at=NOW)

    assert (opened.number, StatusList.objects.count(), StatusEntry.objects.count()) == (2, 2, 1)
