"""What employers need, what they find, and what the catalogue teaches."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcx.industry.rules import Gap, Need, gaps

ROBOTS, DATA, ENERGY = 1, 2, 3


def _need(skill: int, importance: str, availability: str, respondents: int = 20) -> Need:
    return Need(skill, Decimal(importance), Decimal(availability), respondents)


def test_the_most_urgent_gap_comes_first() -> None:
    needs = [_need(DATA, "4.0", "3.0"), _need(ROBOTS, "4.5", "2.0"), _need(ENERGY, "3.0", "4.0")]

    found = gaps(needs, {DATA: (2, Decimal(9))}, {ROBOTS: 3})

    assert [gap.skill for gap in found] == [ROBOTS, DATA, ENERGY]
    assert [gap.priority for gap in found] == [Decimal("11.2"), Decimal("4.0"), Decimal("0.0")]
    assert [gap.is_untaught for gap in found] == [True, False, False]


def test_answers_weigh_by_how_many_gave_them() -> None:
    needs = [_need(DATA, "5.0", "1.0", 30), _need(DATA, "3.0", "3.0", 10)]

    (found,) = gaps(needs, {}, {})

    assert (found.importance, found.availability) == (Decimal("4.50"), Decimal("1.50"))


def test_too_few_answers_are_not_shown() -> None:
    assert gaps([_need(DATA, "5.0", "1.0", 4)], {}, {}) == []
    assert len(gaps([_need(DATA, "5.0", "1.0", 5)], {}, {})) == 1
    assert len(gaps([_need(DATA, "5.0", "1.0", 4), _need(DATA, "5.0", "1.0", 1)], {}, {})) == 1


def test_a_gap_says_what_is_needed_and_what_is_taught_of_it() -> None:
    (found,) = gaps([_need(DATA, "4.5", "3.0", 7)], {DATA: (2, Decimal(9))}, {DATA: 3})

    assert found == Gap(DATA, Decimal("4.50"), Decimal("3.00"), 7, offers=2, ects=Decimal(9), postings=3)
    (untaught,) = gaps([_need(DATA, "4.5", "3.0", 7)], {ROBOTS: (1, Decimal(1))}, {})
    assert untaught == Gap(DATA, Decimal("4.50"), Decimal("3.00"), 7)


def test_of_gaps_alike_the_one_that_more_postings_name_comes_first() -> None:
    needs = [_need(skill, "4.0", "3.0") for skill in (ENERGY, DATA, ROBOTS)]

    assert [gap.skill for gap in gaps(needs, {}, {ENERGY: 1})] == [ENERGY, ROBOTS, DATA]


def test_nobody_who_answers_leaves_no_gap() -> None:
    assert gaps([_need(DATA, "5.0", "1.0", 0)], {}, {}) == []


@pytest.mark.parametrize(
    ("importance", "availability", "offers", "size", "is_untaught"),
    [
        ("4.0", "4.0", 0, "0", False),
        ("3.9", "4.0", 0, "0", False),
        ("4.1", "4.0", 0, "0.1", True),
        ("4.1", "4.0", 1, "0.1", False),
    ],
)
def test_a_gap_is_there_as_soon_as_less_is_found_than_needed(
    importance: str, availability: str, offers: int, size: str, is_untaught: bool
) -> None:
    gap = Gap(DATA, Decimal(importance), Decimal(availability), 5, offers=offers)

    assert (gap.size, gap.is_untaught) == (Decimal(size), is_untaught)


values = st.integers(10, 50).map(lambda tenths: Decimal(tenths) / 10)


@given(st.lists(st.builds(Need, st.integers(1, 4), values, values, st.integers(1, 50)), max_size=12))
def test_priorities_stay_between_0_and_20_and_in_order(needs: list[Need]) -> None:
    found = gaps(needs, {}, {})

    priorities = [gap.priority for gap in found]
    assert priorities == sorted(priorities, reverse=True)
    assert all(0 <= priority <= 20 for priority in priorities)
