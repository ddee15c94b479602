"""What a badge carries comes back from it; what it cannot carry is said."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from microcred.openbadges import parse, write
from microcred.openbadges.node import not_understood
from microcred.record import AchievementRecord
from tests.microcred.cast import RECORD
from tests.microcred.records import SINGLE_RECORDS


def carried(record: AchievementRecord) -> AchievementRecord:
    """The record without what `write` says it leaves out."""
    specification = record.specification
    described = {one.id for one in specification.assessments}
    revocations = tuple(one for one in record.status if one.purpose == "revocation")
    return replace(
        record,
        specification=replace(
            specification, assessments=tuple(replace(one, grade=None) for one in specification.assessments)
        ),
        learner=replace(record.learner, birth_date=None, email=""),
        valid_from=record.valid_from or record.issued_at,
        assessments=tuple(one for one in record.assessments if one.id in described and one.grade),
        status=(revocations or record.status)[:1],
        parts=(),
    )


def test_a_complete_record_comes_back() -> None:
    document, _ = write(RECORD, salt="7e1f")

    again, _ = parse(document)

    assert again == carried(RECORD)


def test_everything_in_our_own_badge_is_understood() -> None:
    document, _ = write(RECORD, salt="7e1f")

    _, understood = parse(document)

    assert not_understood(document, set(understood)) == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SINGLE_RECORDS)
def test_every_record_comes_back(anything: AchievementRecord) -> None:
    document, _ = write(anything)

    again, _ = parse(document)

    assert again == carried(anything)
