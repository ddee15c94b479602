"""Places in status lists: random, never twice, and a new list when one fills up."""

import random
from collections.abc import Sequence

import pytest
from pytest_django import DjangoAssertNumQueries

from mcx.credentials import rules
from mcx.credentials.models import StatusEntry, StatusList
from mcx.credentials.services import status
from tests.cast import NOW, person
from tests.credentials import cast


@pytest.mark.django_db
def test_a_full_list_gives_way_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    award = cast.issued()
    monkeypatch.setattr(rules, "is_full", lambda taken: taken >= 1)

    opened = status.open_list(award.institution, purpose=status.REVOCATION, at=NOW)

    assert (opened.number, StatusList.objects.count(), StatusEntry.objects.count()) == (2, 2, 2)


class Weighted(random.Random):
    """A die that always draws certain places first."""

    def __init__(self, first: Sequence[int]) -> None:
        super().__init__(0)
        self.first = list(first)

    def sample(self, population: Sequence[int], k: int, **_counts: object) -> list[int]:  # type: ignore[override]
        """The first ones, then whichever follow."""
        return [*self.first, *(index for index in population if index not in self.first)][:k]


@pytest.mark.django_db
def test_a_place_that_is_taken_is_never_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.wallet_key()
    cast.issued()
    taken = set(StatusEntry.objects.values_list("index", flat=True))
    monkeypatch.setattr(status, "_dice", Weighted(sorted(taken)))

    award = cast.issued(person("Mikel Zabala"))

    drawn = set(StatusEntry.objects.filter(credential__award=award).values_list("index", flat=True))
    assert len(taken) == len(drawn) == 3
    assert not taken & drawn


@pytest.mark.django_db
def test_entries_are_not_counted_while_most_of_the_drawn_places_are_free(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    award = cast.issued()

    with django_assert_num_queries(2) as asked:
        status.draw_places(award.institution, forms=["openbadge", "jwt"], at=NOW)

    assert not any("COUNT" in query["sql"] for query in asked.captured_queries)


@pytest.mark.django_db
def test_a_list_that_may_be_full_is_counted_and_gives_way_if_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.issued()
    award = cast.issued(person("Mikel Zabala"))
    taken = StatusEntry.objects.values_list("index", flat=True)
    monkeypatch.setattr(status, "_dice", Weighted(list(taken)))
    monkeypatch.setattr(rules, "DRAWN", 6)  # of which four are taken
    still = status.draw_places(award.institution, forms=["openbadge"], at=NOW)
    monkeypatch.setattr(rules, "is_full", lambda taken: taken >= 4)

    drawn = status.draw_places(award.institution, forms=["openbadge"], at=NOW)

    assert still["openbadge"].list.number == 1
    assert still["openbadge"].index not in taken
    assert drawn["openbadge"].list.number == 2
