"""No page and no endpoint costs more because the network is larger.

Each is asked in two networks, the second ten times as large as the first: the same number of queries and of
rows but for one page of a list, and about as many bytes. Whatever has an address is in this test; no test
asserts a time.
"""

import pytest

from tests.walk.answers import Answer

pytestmark = pytest.mark.django_db
BYTES = 1.3
PAGE = (
    25  # rows: so many more are a list that is not full in the smaller network; what grows has hundreds more
)
# What grows by its nature, and why. Whatever no longer does has to leave.
STILL = {
    "recognition:desk": "in the smaller network two of its four lists are shorter than a page",
    "get /api/governance/readiness": "every key is opened to see whether it does: what is kept is no check",
    "get /api/governance/setup": "as readiness",
    "network:setup": "as readiness",
    "protocols:trust": "it is the register of all members in one file, made once for each version",
}
# What may grow or not, as chance has it.
BY_CHANCE = {
    "protocols:status-list": "its places are drawn: the more is revoked, the less can be compressed",
}
# What the person who asks has nothing of.
NOTHING_TO_SHOW = {
    "get /api/credentials/awards/{award_id}",
    "get /api/credentials/awards/{award_id}/formats",
    "get /api/credentials/awards/{award_id}/europass",
    "get /api/recognition/cases/{key}/elmo",
}


def _grown(name: str, small: Answer, large: Answer) -> str:
    """What grew; empty where nothing did."""
    if small.status != 200 or large.status != 200:
        return f"{name} answers {small.status} and {large.status}"
    what = []
    if large.queries != small.queries:
        what.append(f"{small.queries} -> {large.queries} queries")
    if large.rows > small.rows + PAGE:
        what.append(f"{small.rows} -> {large.rows} rows")
    if large.size > small.size * BYTES:
        what.append(f"{small.size} -> {large.size} bytes")
    return f"{name} at {small.address}: {', '.join(what)}" if what else ""


def test_nothing_costs_more_in_a_network_ten_times_as_large(costs: list[dict[str, Answer]]) -> None:
    small, large = costs

    grown = {name: said for name in small if (said := _grown(name, small[name], large[name]))}

    new = [
        said for name, said in grown.items() if name not in STILL.keys() | BY_CHANCE.keys() | NOTHING_TO_SHOW
    ]
    assert not new, "\n".join(new)
    assert grown.keys() - BY_CHANCE.keys() == STILL.keys() | NOTHING_TO_SHOW
