"""The record that a file gives, with every field of its reading, and why there is none."""

import itertools
import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from microcred import elm, elmo, openbadges, sdjwt
from microcred.elmo import Transcript
from microcred.errors import Malformed, MicrocredError, TooLarge
from microcred.guards import LIMITS
from microcred.heading import Heading
from microcred.keys import generate
from microcred.openbadges.node import not_understood
from microcred.reading import Carrier, Kind, Reading, read, title_of
from microcred.reading.transcripts import TITLE, parse
from microcred.record import AchievementRecord, Specification
from tests.microcred.cast import RECORD, UNIVERSITY
from tests.microcred.elmo.cast import AWARDED, HOME, NOON, TRANSCRIPT
from tests.microcred.reading.test_headings import PLAIN
from tests.microcred.reading.test_reading import BADGE, token
from tests.microcred.verification.test_presentations import presentation
from tests.spec import spec

DOCUMENT: dict[str, Any] = json.loads(BADGE)
SIMPLE = spec("openbadges/clr20/simple.json").read_bytes()
NOTHING = Specification("", "", {}, {}, (), Decimal(0), Decimal(0), 0, (), ())


def file(document: Any) -> bytes:
    """The document as a file."""
    return json.dumps(document).encode()


def test_a_reading_keeps_all_that_was_found() -> None:
    record, understood = openbadges.parse(DOCUMENT)
    data = b" " + BADGE

    reading = read(data)

    assert reading == Reading(
        Kind.OPEN_BADGE_3, Carrier.JSON, Carrier.JSON, data, BADGE, DOCUMENT, record, understood
    )


def test_a_reading_of_a_token_keeps_the_token() -> None:
    reading = read(token(DOCUMENT))

    assert reading.token is not None
    assert reading.token.document == reading.document
    assert (reading.carrier, reading.form) == (Carrier.JWT, Carrier.JWT)


def test_a_transcript_of_one_is_read_as_its_achievement() -> None:
    data = elmo.write(TRANSCRIPT)[0]
    record, understood = parse(data)

    assert record == elmo.parse(data)[0].achievements[0]
    assert understood == elmo.parse(data)[1]
    assert read(b" " + data) == Reading(
        Kind.ELMO, Carrier.XML, Carrier.XML, b" " + data, data.strip(), {}, record, understood
    )


def test_a_transcript_of_several_is_read_as_their_whole() -> None:
    house, home = TRANSCRIPT.sections
    other = replace(AWARDED, id="urn:uuid:2", issuer=HOME, awarding_bodies=(HOME,))
    sections = (house, replace(home, recognitions=(), achievements=(other,)), house)
    data = elmo.write(replace(TRANSCRIPT, sections=sections))[0]
    transcript: Transcript = elmo.parse(data)[0]
    first, second, third = transcript.sections

    assert parse(data)[0] == AchievementRecord(
        id="",
        specification=replace(NOTHING, title=TITLE, kind="transcript"),
        learner=transcript.learner,
        issuer=first.issuer,
        awarding_bodies=(first.issuer, second.issuer),
        awarded_at=NOON,
        issued_at=NOON,
        parts=(*first.achievements, *second.achievements, *third.achievements),
    )
    assert first.issuer == third.issuer


def test_a_file_that_only_reports_a_decision_is_read_as_what_it_rests_on() -> None:
    data = elmo.write(replace(TRANSCRIPT, sections=TRANSCRIPT.sections[1:]))[0]

    assert parse(data)[0] == elmo.parse(data)[0].recognitions[0].basis[0]


def test_a_transcript_of_nothing_says_so() -> None:
    bare = replace(TRANSCRIPT, sections=(replace(TRANSCRIPT.sections[0], achievements=()),))
    data = elmo.write(bare)[0]

    with pytest.raises(Malformed):
        parse(data)
    assert read(data) == Reading(
        Kind.ELMO, Carrier.XML, Carrier.XML, data, data.strip(), {}, None,
        problem="The transcript reports no achievement.",
    )  # fmt: skip


def test_a_transcript_beyond_the_limits_is_refused() -> None:
    with pytest.raises(TooLarge):
        read(b"<elmo>" + b" " * LIMITS.bytes + b"</elmo>")


def test_a_problem_says_where_it_is() -> None:
    document = {name: value for name, value in DOCUMENT.items() if name != "issuer"}
    with pytest.raises(MicrocredError) as refused:
        openbadges.parse(document)

    reading = read(file(document))

    assert (reading.record, reading.understood, reading.problem) == (None, (), str(refused.value))
    assert reading.losses == ()


def test_a_presentation_of_one_gives_its_record_and_of_others_the_reason() -> None:
    inner = read(BADGE)
    broken = {"type": "Other"}
    unread = {name: value for name, value in DOCUMENT.items() if name != "issuer"}

    def shown(*credentials: dict[str, Any]) -> Reading:
        document = presentation(DOCUMENT)
        return read(file({**document, "verifiableCredential": list(credentials)}))

    whole = shown(DOCUMENT)
    assert whole.record == inner.record
    assert whole.understood == tuple(f"verifiableCredential.{path}" for path in inner.understood)
    assert [one.record for one in whole.inside if isinstance(one, Reading)] == [inner.record]
    assert "0 credentials" in shown().problem
    assert "2 credentials" in shown(DOCUMENT, DOCUMENT).problem
    assert len(shown(DOCUMENT, broken).inside) == 2
    (error,) = shown(broken).inside
    assert isinstance(error, MicrocredError)
    assert shown(broken).problem == str(error)
    assert shown(unread).problem == read(file(unread)).problem != ""


def test_a_learner_record_gives_those_inside_as_far_as_they_can_be_read() -> None:
    whole = json.loads(SIMPLE)
    subject = {**whole["credentialSubject"], "verifiableCredential": [DOCUMENT, {"type": "Other"}, PLAIN]}
    document = {**whole, "credentialSubject": subject}
    inner = read(BADGE)

    reading = read(file(document))

    assert len(reading.inside) == 3
    assert inner.record is not None
    parsed = openbadges.parse_clr(document, [(inner.record, inner.understood)])
    assert (reading.record, reading.understood) == parsed


def test_only_what_a_wallets_token_claims_by_itself_is_no_loss() -> None:
    numbers = itertools.count()
    issued = sdjwt.issue(RECORD, generate("P-256"), salt=lambda: f"{next(numbers):022}", kid="#1")
    reading = read(issued)
    more = {**reading.document, "zeal": 1, "badge": 2, "exp": 3, "status": {}, "sub": "x"}

    assert replace(reading, document=more).losses == ("badge", "zeal")
    assert replace(reading, document=more, record=None).losses == ()


def test_the_labels_of_a_european_concept_are_no_loss() -> None:
    document = elm.write(RECORD)[0]
    reading = read(file(document))

    left = not_understood(document, set(reading.understood))
    labels = {"inScheme", "notation", "prefLabel"}
    assert reading.kind is Kind.EUROPEAN
    assert {path.rpartition(".")[2] for path in left} >= labels
    assert reading.losses == tuple(path for path in left if path.rpartition(".")[2] not in labels)


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "Library card"),
        ({"name": None}, "None"),
        ({"name": ""}, ""),
        ({"name": 5}, "5"),
        ({"name": {"de": "Karte", "en": "Card"}}, "Card"),
    ],
)
def test_a_credential_is_called_by_its_title(changes: dict[str, Any], title: str) -> None:
    assert title_of(read(file({**PLAIN, **changes}))) == title
    nameless = {key: value for key, value in PLAIN.items() if key != "name"}
    assert title_of(read(file(nameless))) == "verifiable-credential"


FIRST, SECOND, THIRD = "2026-01-01T00:00:00+00:00", "2026-02-01T00:00:00+00:00", "2026-03-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("dates", "issued", "since", "until"),
    [
        ({"validFrom": FIRST, "issuanceDate": SECOND}, FIRST, FIRST, None),
        ({"issuanceDate": SECOND}, SECOND, SECOND, None),
        ({"validFrom": "soon", "issuanceDate": SECOND}, SECOND, SECOND, None),
        ({"issued": THIRD, "validFrom": FIRST}, THIRD, FIRST, None),
        ({"validUntil": FIRST, "expirationDate": SECOND}, None, None, FIRST),
        ({"expirationDate": SECOND}, None, None, SECOND),
        ({}, None, None, None),
    ],
)
def test_the_dates_of_a_heading_are_read_by_their_newer_names_first(
    dates: dict[str, str], issued: str | None, since: str | None, until: str | None
) -> None:
    named = {"id": UNIVERSITY.id, "name": "Example University"}
    subject = {**DOCUMENT["credentialSubject"], "achievement": {}, "result": []}
    praise = {**PLAIN, "type": ["VerifiableCredential", "EndorsementCredential"]}
    reading = read(file({**praise, "issuer": named, "credentialSubject": subject, **dates}))

    issued_at, valid_from, valid_until = (
        None if one is None else datetime.fromisoformat(one) for one in (issued, since, until)
    )
    assert reading.heading == Heading(
        {"und": "Library card"},
        "Ada Example",
        reading.heading.issuer,
        issued_at,
        valid_from,
        valid_until,
    )
    assert reading.record is None
    assert reading.heading.issuer.id == UNIVERSITY.id
    assert reading.heading.issuer.legal_name == {"und": "Example University"}


def test_of_what_is_no_credential_nothing_stands_at_the_head() -> None:
    heading = read(file(presentation(DOCUMENT, DOCUMENT, name="x"))).heading

    assert (heading.title, heading.holder, heading.issuer.id, heading.issuer.legal_name) == ({}, "", "", {})
    european = {**elm.write(RECORD)[0], "credentialSubject": {}}
    assert read(file(european)).heading == elm.heading(european)
