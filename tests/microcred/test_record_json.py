"""A frozen record survives its storage exactly, and damage to it is noticed."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from microcred.errors import Malformed
from microcred.record import AchievementRecord
from microcred.record_json import from_json, to_json
from tests.microcred.cast import RECORD, record
from tests.microcred.records import RECORDS


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RECORDS)
def test_every_record_comes_back_exactly(anything: AchievementRecord) -> None:
    stored = json.dumps(to_json(anything))

    assert from_json(json.loads(stored)) == anything


def test_instants_are_stored_in_utc_with_z() -> None:
    summer = datetime(2026, 7, 1, 11, 30, tzinfo=timezone(timedelta(hours=2)))

    stored = to_json(record(issued_at=summer))

    assert stored["issued_at"] == "2026-07-01T09:30:00Z"
    assert from_json(stored).issued_at == datetime(2026, 7, 1, 9, 30, tzinfo=UTC)


def test_decimals_keep_their_digits() -> None:
    stored = to_json(RECORD)

    assert stored["specification"]["ects"] == "2.5"
    assert stored["specification"]["assessments"][0]["weight"] == "60"


def test_fields_added_later_may_be_missing_in_older_records() -> None:
    stored = to_json(RECORD)
    del stored["replaces"]

    assert from_json(stored) == RECORD


@pytest.mark.parametrize(
    "damage",
    [
        {"format": 2},
        {"id": 5},
        {"surprise": "value"},
        {"parts": "none"},
        {"learner": []},
        {"issued_at": "yesterday"},
        {"ects_awarded": "many"},
        {"ects_awarded": 2.5},
    ],
)
def test_damage_is_named(damage: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        from_json({**to_json(RECORD), **damage})


def test_a_missing_required_field_is_named() -> None:
    stored = to_json(RECORD)
    del stored["issuer"]

    with pytest.raises(Malformed, match="issuer"):
        from_json(stored)


@pytest.mark.parametrize("nonsense", [{}, [], None, "text", 7])
def test_anything_else_is_malformed(nonsense: Any) -> None:
    with pytest.raises(Malformed):
        from_json(nonsense)
