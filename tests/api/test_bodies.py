"""What is written by hand of the bodies is what no schema says: without it they are refused."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.bodies import BODIES, BY_HAND, generated
from tests.api.operations import Operation, operations
from tests.attacks.calls import CALLS
from tests.attacks.kinds import Walk, kinds

# To found a network nobody is known yet, and there is none (`tests/governance/test_setup_pages.py`).
OPERATIONS = [each for each in operations() if each.takes and not each.is_public]


def test_nothing_by_hand_is_left_over_and_each_value_has_its_reason() -> None:
    assert BY_HAND.keys() <= BODIES.keys()
    assert all(one.reason for fields in BY_HAND.values() for one in fields.values())


def _answers(walk: Walk, operation: Operation, body: dict[str, Any]) -> list[int]:
    """The status that each kind of person who may do it is answered with; what is done is undone."""
    call, found = CALLS[str(operation)], list[int]()
    for somebody in kinds(call.right):
        if call.right.is_for(somebody):
            with walk.as_one(somebody, call.right) as client:
                found.append(call.send(client, operation, body)().status_code)
    return found


def _needed(walk: Walk, name: str) -> Iterator[str]:
    """The fields by hand of a body without which some operation refuses somebody otherwise than with them."""
    without = generated(name)
    for operation in (each for each in OPERATIONS if each.takes == name):
        usual = _answers(walk, operation, BODIES[name])
        for field in BY_HAND.get(name, {}).keys() - CALLS[str(operation)].more.keys():
            kept = {key: value for key, value in BODIES[name].items() if key != field}
            fewer = kept | ({field: without[field]} if field in without else {})
            answers = _answers(walk, operation, fewer)
            if any(one != before and one >= 400 for one, before in zip(answers, usual, strict=True)):
                yield field


@pytest.mark.django_db
@pytest.mark.usefixtures("busy_demonstration")
def test_nothing_is_written_by_hand_that_the_document_says() -> None:
    walk = Walk()

    idle = {name: set(BY_HAND[name]) - set(_needed(walk, name)) for name in BY_HAND}

    assert {name: fields for name, fields in idle.items() if fields} == {}


@pytest.mark.django_db
@pytest.mark.usefixtures("busy_demonstration")
def test_each_body_is_taken_from_everybody_who_may() -> None:
    walk = Walk()

    answers = {str(each): _answers(walk, each, BODIES[each.takes]) for each in OPERATIONS}

    assert all(answers.values())
    for name, found in answers.items():
        foreseen = CALLS[name].right.answers
        assert all(one == foreseen if foreseen else one < 400 for one in found), (name, found)
