"""Places in status lists: random, never twice, and a new list when one fills up."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcx.credentials import rules
from mcx.credentials.models import StatusEntry, StatusList
from mcx.credentials.services import status
from tests.cast import NOW
from tests.credentials import cast


@given(st.lists(st.integers(0, 31), unique=True, max_size=24))
def test_a_free_place_is_never_a_taken_one(taken: list[int]) -> None:
    drawn = chain([*taken, *taken], (place for place in range(32) if place not in taken))

    index = rules.free_index(taken.__contains__, lambda _entries: next(drawn), 32)

    assert index not in taken


@pytest.mark.django_db
def test_a_full_list_gives_way_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    award = cast.issued()
    monkeypatch.setattr(rules, "is_full", lambda taken: taken >= 1)

    opened = status.open_list(award.institution, purpose=status.REVOCATION, at=NOW)

    assert (opened.number, StatusList.objects.count(), StatusEntry.objects.count()) == (2, 2, 2)
