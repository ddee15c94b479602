"""Every list of the API comes in parts that lead to its very end."""

from typing import Any

import pytest

from tests.api.callers import Caller
from tests.api.offices import with_every_office
from tests.api.operations import DOCUMENT, Operation
from tests.walk.growth import OFFICES_AT
from tests.walk.recording import READING

pytestmark = pytest.mark.django_db
# What comes whole, and why it cannot grow with the network.
WHOLE = {
    "get /api/network/members/{slug}/accreditations": "the decisions about one institution",
    "get /api/catalogue/editions/{code}/offerings": "the newest runs of one micro-credential, at most fifty",
    "get /api/wallet/shared/{token}": "what one link shows, at most 25 credentials",
    "get /api/skills/fields": "the fields of study, a table of UNESCO",
    "get /api/skills/": "the best matches, as many as were asked for",
}
# Arrays that are the whole answer.
BOUNDED = {
    "get /api/accounts/tokens": "a person's own tokens",
    "get /api/credentials/awards/{award_id}/formats": "one for each format",
    "get /api/credentials/keys": "the keys of the caller's institutions",
    "get /api/credentials/seals": "the seals of the caller's institutions",
    "get /api/governance/setup": "the goals of the set-up",
    "get /api/governance/waiting": "one for each kind of task",
    "get /api/network/identities/{key}": "what was fixed about one person",
    "get /api/network/identity": "what was fixed about the caller",
    "get /api/network/scale-presets": "the common scales of countries, which no deed adds to",
    "get /api/pathways/progress": "the micro-degrees that one learner works towards",
    "get /api/recognition/preview/{code}": "one for each programme of the caller",
}


def _answer(operation: Operation) -> dict[str, Any]:
    content = operation.described["responses"].get("200", {}).get("content", {})
    schema: dict[str, Any] = content.get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    return DOCUMENT["components"]["schemas"][name] if name else schema


LISTS = [each for each in READING if "items" in _answer(each).get("properties", {})]
PARTED = [each for each in LISTS if str(each) not in WHOLE]


def test_what_comes_whole_is_known() -> None:
    arrays = {str(each) for each in READING if _answer(each).get("type") == "array"}

    assert {str(each) for each in LISTS} >= WHOLE.keys()
    assert arrays == BOUNDED.keys()


@pytest.mark.parametrize("operation", PARTED, ids=str)
def test_it_says_how_to_go_on(operation: Operation) -> None:
    taken = {each["name"] for each in operation.described["parameters"]}

    assert taken >= {"limit", "cursor"}
    assert "offset" not in taken
    assert _answer(operation)["properties"].keys() >= {"count", "next", "previous"}


@pytest.mark.usefixtures("busy_demonstration")
def test_parts_follow_each_other_and_lead_back() -> None:
    caller, turned = Caller(with_every_office(*OFFICES_AT)), set[str]()
    for operation in PARTED:
        whole = caller.get(operation.address(), limit=3)
        first = caller.get(operation.address(), limit=2)
        if first["next"]:
            second = caller.get(operation.address(), limit=1, cursor=first["next"])
            back = caller.get(operation.address(), limit=2, cursor=second["previous"])
            assert first["items"] + second["items"] == whole["items"], operation
            assert back == first, operation
            turned.add(str(operation))
        assert first["previous"] is None, operation
        refused = caller.ask("get", operation.address(), cursor="x")
        assert (refused.status_code, refused.json()["title"]) == (422, "page-unknown"), operation

    assert len(turned) >= len(PARTED) / 2
