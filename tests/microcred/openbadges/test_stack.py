"""A micro-degree travels as a learner record with its parts, and endorsements as credentials of their own."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from microcred.errors import Malformed, NotWritable
from microcred.openbadges import (
    Endorsement,
    credentials_in,
    embedded_endorsements,
    problems,
    read_endorsement,
    write,
    write_clr,
    write_endorsement,
)
from microcred.reading import read
from microcred.record import AchievementRecord
from tests.microcred.cast import MAINTENANCE, NETWORK, RECORD, UNIVERSITY, record, specification
from tests.spec import spec

SAFETY = record(
    id="urn:uuid:0d1b1c0e-43f6-4b4a-8a0c-6b2a3a0c1d22",
    specification=specification(id="https://uni.example/editions/safety/1", title={"en": "Machine Safety"}),
    assessments=(),
)
DEGREE = record(
    id="urn:uuid:7c9d9f60-8b0f-4a9c-9a53-2f0f6c4b5e33",
    specification=specification(
        id="https://network.example/degrees/smart", title={"en": "Smart Production"}, kind="micro-degree"
    ),
    assessments=(),
    parts=(RECORD, SAFETY),
)
IDENTIFIER = "urn:uuid:b1f5c1de-5b0c-4b6f-8e61-1b7c3a9d1f44"
PRAISE = Endorsement(
    id="urn:uuid:2b9f3a5e-7d3a-4a30-8d1c-9a1e3d5b7f55",
    issuer=NETWORK,
    about=MAINTENANCE.id,
    name="Endorsed by the network",
    comment="Meets our charter.",
    valid_from=datetime(2026, 5, 1, tzinfo=UTC),
)


def badges(*records: AchievementRecord) -> list[dict[str, object]]:
    """The badges of these records."""
    return [write(one)[0] for one in records]


@pytest.mark.clause("CLR 2.0 Association")
def test_the_record_holds_the_whole_and_its_parts() -> None:
    document, losses = write_clr(DEGREE, badges(DEGREE, RECORD, SAFETY), identifier=IDENTIFIER)

    assert problems(document, "ClrCredential") == ()
    assert losses == ()
    assert len(credentials_in(document)) == 3
    association = document["credentialSubject"]["association"][1]
    assert association["sourceId"] == SAFETY.specification.id
    assert association["targetId"] == DEGREE.specification.id


def opened(document: dict[str, Any]) -> tuple[AchievementRecord, tuple[str, ...]]:
    """The record of the stack and the paths it was read from."""
    reading = read(json.dumps(document).encode())
    assert reading.record is not None
    return reading.record, reading.understood


def test_the_stack_comes_back_with_its_parts() -> None:
    document, _ = write_clr(DEGREE, badges(DEGREE, RECORD, SAFETY), identifier=IDENTIFIER)

    again, _ = opened(document)

    assert again.specification.kind == "micro-degree"
    assert [part.specification.title["en"] for part in again.parts] == [
        "Predictive Maintenance",
        "Machine Safety",
    ]


def test_a_missing_part_is_named() -> None:
    _, losses = write_clr(DEGREE, badges(DEGREE, RECORD), identifier=IDENTIFIER)

    assert losses == ("The credential for “Machine Safety” is not inside.",)


def test_a_record_without_credentials_is_not_written() -> None:
    with pytest.raises(NotWritable):
        write_clr(DEGREE, [], identifier=IDENTIFIER)


def test_an_official_learner_record_is_read_as_a_stack() -> None:
    document = json.loads(spec("openbadges/clr20/simple.json").read_text())

    whole, understood = opened(document)

    assert whole.specification.title == {"und": "Sample Transcript"}
    assert [part.specification.title for part in whole.parts] == [{"und": "Teamwork"}]
    assert "credentialSubject.verifiableCredential.credentialSubject.achievement.name" in understood


def test_what_is_inside_but_no_achievement_is_left_out() -> None:
    document, _ = write_clr(DEGREE, badges(RECORD), identifier=IDENTIFIER)
    document["credentialSubject"]["verifiableCredential"].append({"type": ["VerifiableCredential"]})

    whole, _ = opened(document)

    assert len(whole.parts) == 1


@pytest.mark.clause("Open Badges 3.0, EndorsementCredential")
def test_an_endorsement_is_valid_and_comes_back() -> None:
    document = write_endorsement(PRAISE)

    assert problems(document, "EndorsementCredential") == ()
    assert read_endorsement(document) == PRAISE


def test_an_endorsement_is_found_inside_the_badge_it_speaks_for() -> None:
    badge, _ = write(RECORD, endorsements=[write_endorsement(PRAISE)])

    (found,) = embedded_endorsements(badge)

    assert problems(badge, "AchievementCredential") == ()
    assert read_endorsement(found) == PRAISE


def test_endorsements_are_found_wherever_they_are() -> None:
    document = json.loads(spec("openbadges/ob30/complete.json").read_text())

    found = embedded_endorsements(document)

    assert {read_endorsement(one).comment for one in found} == {"1EdTech University is in good standing"}
    assert len(found) == 5


def test_another_credential_is_no_endorsement() -> None:
    with pytest.raises(Malformed):
        read_endorsement(write(RECORD)[0])


def test_an_endorsement_of_nothing_is_not_written() -> None:
    with pytest.raises(NotWritable):
        write_endorsement(replace(PRAISE, about="the course", issuer=UNIVERSITY))
