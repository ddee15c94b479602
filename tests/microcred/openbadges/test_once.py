"""What credentials share is read once for all of them, with the same result as each time anew."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.openbadges import parse, write
from microcred.openbadges.node import LARGEST_SHARED, SHARED, Node, once
from microcred.openbadges.profiles import read_profile
from microcred.openbadges.schema import problems
from microcred.openbadges.schema_kinds import Kind, closed, many, text, thing
from microcred.openbadges.schema_kinds import once as checked_once
from microcred.openbadges.specifications import read_achievement
from tests.microcred.cast import RECORD

BADGE = write(RECORD)[0]
ACHIEVEMENT = BADGE["credentialSubject"]["achievement"]
VALUES = st.sampled_from(
    [None, True, 1, 1.0, 2.5, "", "text", "urn:x", [], {}, ["a"], {"en": "x"}, [{"id": "urn:y"}]]
)
THING = thing({"name": text, "kind": closed("a", "b"), "tag": many(text)}, ("name",), open_ended=False)


@pytest.mark.parametrize(
    ("read", "value"), [(read_achievement, ACHIEVEMENT), (read_profile, BADGE["issuer"])]
)
@given(data=st.data())
def test_a_changed_object_is_read_as_if_for_the_first_time(
    read: Any, value: dict[str, Any], data: st.DataObject
) -> None:
    changed = copy.deepcopy(value)
    changed[data.draw(st.sampled_from([*changed, "microCredential", "memberOf"]))] = data.draw(VALUES)
    first, second = Node(changed, "a.", {"before"}), Node(copy.deepcopy(changed), "a.", {"before"})

    assert read(first) == read.__wrapped__(second)
    assert first.seen == second.seen


def test_where_an_object_stands_and_its_language_count() -> None:
    nodes = [Node(ACHIEVEMENT, prefix, set(), plain) for prefix in ("", "a.") for plain in ("en", "und")]

    for node in nodes:
        read_achievement(node)

    assert nodes[0].seen != nodes[2].seen
    assert read_profile(Node({"name": "x"}, plain="en")).legal_name == {"en": "x"}
    assert read_profile(Node({"name": "x"}, plain="und")).legal_name == {"und": "x"}


def test_two_badges_of_one_edition_are_two_records() -> None:
    other = copy.deepcopy(BADGE)
    other["credentialSubject"]["achievement"]["name"] = "Another title"
    other["credentialSubject"]["achievement"]["microCredential"]["name"] = {
        "@value": "Another",
        "@language": "en",
    }

    assert parse(BADGE)[0].specification.title == RECORD.specification.title
    assert parse(other)[0].specification.title == {"en": "Another"}


def test_few_objects_are_kept_and_no_large_ones() -> None:
    readings: list[str] = []

    @once
    def read(node: Node) -> str:
        readings.append(node.string("id"))
        return node.string("id")

    large = "x" * LARGEST_SHARED
    for name in ("a", "a", large, large, *map(str, range(SHARED)), "a"):
        assert read(Node({"id": name})) == name

    assert readings.count("a") == readings.count(large) == 2


@given(
    st.dictionaries(st.sampled_from(["name", "kind", "tag", "other"]), VALUES | st.sampled_from(["a", "c"]))
)
def test_the_problems_of_an_object_are_the_same_each_time(value: dict[str, Any]) -> None:
    again: Kind = checked_once(THING)

    assert again(value) == again(json.loads(json.dumps(value))) == THING(value)


def test_a_shared_object_is_told_with_its_place() -> None:
    document = copy.deepcopy(BADGE)
    document["credentialSubject"]["achievement"]["tag"] = 5

    for _ in range(2):
        assert [problem.path for problem in problems(document, "AchievementCredential")] == [
            "credentialSubject.achievement.tag"
        ]
