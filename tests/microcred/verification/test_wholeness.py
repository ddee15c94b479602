"""Which facts may be said of one thing at several places of a file, and which may not."""

import json
from typing import Any

import pytest

from microcred import openbadges
from microcred.errors import TooLarge
from microcred.verification.wholeness import is_read_whole
from tests.microcred.cast import NETWORK, PARTNER, RECORD, UNIVERSITY

OUTCOME, SKILL = (RECORD.specification.outcomes[0], RECORD.specification.outcomes[0].skills[0])
WHOLE = RECORD.specification.part_of[0]
WORK, STATUS = "urn:work", "urn:status"


def said(name: str, more: dict[str, Any]) -> dict[str, Any]:
    """A badge that says more of the thing of this name at a place where nobody reads it."""
    document: dict[str, Any] = json.loads(json.dumps(openbadges.write(RECORD)[0]))
    document["evidence"] = [{"id": WORK, "type": ["Evidence"], "name": "Plan"}]
    document["credentialStatus"] = {"id": STATUS, "type": "Other"}
    return {**document, "related": [{"id": name, **more}]}


@pytest.mark.parametrize(
    ("name", "more"),
    [
        (UNIVERSITY.id, {"url": "https://elsewhere.example/"}),
        (PARTNER.id, {"name": "Another name"}),
        (SKILL.uri, {"name": "Another skill"}),
        (WHOLE.uri, {"name": "Another degree"}),
        (WORK, {"name": "Another work"}),
        (NETWORK.id, {"name": "Another network"}),
        (OUTCOME.id, {}),
    ],
)
def test_details_may_be_said_fully_here_and_briefly_there(name: str, more: dict[str, Any]) -> None:
    assert is_read_whole(said(name, more), {name})


@pytest.mark.parametrize(
    ("name", "more"),
    [
        (OUTCOME.id, {"name": "Another outcome"}),
        (UNIVERSITY.id, {"accreditation": {"type": "Accreditation", "agency": "Another"}}),
        (RECORD.specification.id, {"humanCode": "ME-4710"}),
        (STATUS, {"statusListIndex": "7"}),
        (RECORD.learner.id, {"creditsEarned": 9}),
    ],
)
def test_a_fact_that_is_said_at_two_places_has_to_be_the_same(name: str, more: dict[str, Any]) -> None:
    assert not is_read_whole(said(name, more), {name})
    assert is_read_whole(said(name, more), {"urn:other"})


def test_what_cannot_be_read_either_way_is_as_whole_as_its_status() -> None:
    unread = {"credentialStatus": {"id": STATUS, "type": "Other"}, "related": {"id": STATUS, "index": "7"}}

    assert is_read_whole(unread, {WORK})
    assert not is_read_whole(unread, {STATUS})


def test_of_a_document_without_end_nothing_is_said() -> None:
    with pytest.raises(TooLarge):
        is_read_whole({"related": [{"id": WORK}] * 5_000}, {WORK})
