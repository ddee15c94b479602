"""What employers need, what they find, and what the catalogue teaches."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mcx.industry.rules import Need, gaps

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


values = st.integers(10, 50).map(lambda tenths: Decimal(tenths) / 10)


@given(st.lists(st.builds(Need, st.integers(1, 4), values, values, st.integers(1, 50)), max_size=12))
def test_priorities_stay_between_0_and_20_and_in_order(needs: list[Need]) -> None:
    found = gaps(needs, {}, {})

    priorities = [gap.priority for gap in found]
    assert priorities == sorted(priorities, reverse=True)
    assert all(0 <= priority <= 20 for priority in priorities)
