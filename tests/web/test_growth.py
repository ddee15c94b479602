"""No page and no endpoint costs more because the network is larger.

Each is asked in two networks, the second ten times as large as the first: the same number of queries and of
rows, and about as many bytes. Whatever has an address is in this test; no test asserts a time.
"""

import pytest

from tests.walk.answers import Answer

pytestmark = pytest.mark.django_db
BYTES = 1.3


def _grown(name: str, small: Answer, large: Answer) -> str:
    """What grew; empty where nothing did."""
    if small.status != 200 or large.status != 200:
        return f"{name} answers {small.status} and {large.status}"
    what = [
        f"{before} -> {after} {unit}"
        for unit, before, after in (
            ("queries", small.queries, large.queries),
            ("rows", small.rows, large.rows),
        )
        if before != after
    ]
    if large.size > small.size * BYTES:
        what.append(f"{small.size} -> {large.size} bytes")
    return f"{name} as {small.address}: {', '.join(what)}" if what else ""


def test_nothing_costs_more_in_a_network_ten_times_as_large(costs: list[dict[str, Answer]]) -> None:
    small, large = costs

    grown = [said for name in small if (said := _grown(name, small[name], large[name]))]

    assert not grown, "\n".join(grown)
