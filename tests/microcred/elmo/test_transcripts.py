"""A transcript is valid ELMO and comes back, but for what was listed as lost."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from lxml import etree

from microcred import elmo, read
from microcred.elmo import Section, Transcript
from microcred.errors import NotWritable
from microcred.record import AchievementRecord, Identifier
from tests.microcred.cast import ADA, SCALE, UNIVERSITY
from tests.microcred.elmo import oracle
from tests.microcred.elmo.cast import AWARDED, CERTIFICATE, DECISION, ELECTIVE, HOME, NOON, TRANSCRIPT
from tests.microcred.records import RECORDS

SPACE = "{https://github.com/emrex-eu/elmo-schemas/tree/v2}"
CREDIT = f"{SPACE}specifies/{SPACE}learningOpportunityInstance/{SPACE}credit/{SPACE}scheme"


def read_back(transcript: Transcript) -> Transcript:
    data, _losses = elmo.write(transcript)
    found, _understood = elmo.parse(data)
    return found


def transcript_of(record: AchievementRecord) -> Transcript:
    return Transcript(record.learner, NOON, (Section(record.issuer, record.issued_at, (record,)),))


def test_a_transcript_with_a_recognition_is_valid() -> None:
    data, _losses = elmo.write(TRANSCRIPT)

    assert oracle.violations(data) == ""


def test_achievement_and_grade_come_back() -> None:
    (found,) = read_back(TRANSCRIPT).achievements

    assert found.id == AWARDED.id
    assert found.grade == AWARDED.grade
    assert found.ects_awarded == Decimal("2.5")
    assert found.awarded_at == datetime(2026, 6, 30, tzinfo=UTC)  # ELMO knows the day only
    specification, original = found.specification, AWARDED.specification
    assert (specification.id, specification.title) == (original.id, original.title)
    assert (specification.hours, specification.eqf_level) == (original.hours, original.eqf_level)
    assert (specification.nqf_level, specification.cycle) == (original.nqf_level, original.cycle)
    assert [outcome.title for outcome in specification.outcomes] == [one.title for one in original.outcomes]


def test_the_learner_comes_back_but_for_the_address() -> None:
    assert read_back(TRANSCRIPT).learner == replace(ADA, email="")


def test_an_institution_comes_back_with_its_identifiers() -> None:
    found = read_back(TRANSCRIPT).sections[1].issuer

    assert found == HOME


def test_a_decision_comes_back_with_its_basis_and_what_stands_for_what() -> None:
    (found,) = read_back(TRANSCRIPT).recognitions

    assert found == replace(DECISION, basis=found.basis)
    assert found.result == (ELECTIVE,)
    (basis,) = found.basis
    assert basis.specification.id in found.mapping[0].origins
    assert basis.awarding_bodies[0].legal_name == UNIVERSITY.legal_name


@pytest.mark.parametrize("status", ["positive", "negative", "partial"])
def test_every_outcome_of_a_recognition_has_its_official_word(status: str) -> None:
    decision = replace(DECISION, status=status)
    transcript = replace(TRANSCRIPT, sections=(Section(HOME, NOON, recognitions=(decision,)),))

    data, _losses = elmo.write(transcript)

    assert oracle.violations(data) == ""
    assert elmo.parse(data)[0].recognitions[0].status == status


def test_another_outcome_is_refused() -> None:
    wrong = Section(HOME, NOON, recognitions=(replace(DECISION, status="maybe"),))

    with pytest.raises(NotWritable):
        elmo.write(replace(TRANSCRIPT, sections=(wrong,)))


def test_a_file_without_institutions_is_refused() -> None:
    with pytest.raises(NotWritable):
        elmo.write(replace(TRANSCRIPT, sections=()))


def test_a_certificate_is_attached_as_such() -> None:
    assert read_back(TRANSCRIPT).sections[0].attachments == (CERTIFICATE,)


def test_losses_are_named() -> None:
    _data, losses = elmo.write(TRANSCRIPT)

    assert "learner: email" in losses
    assert f"{AWARDED.id}: assessments" in losses
    assert f"{AWARDED.specification.id}: participation" in losses
    assert f"{AWARDED.specification.id}: languages" in losses
    assert "https://uni.example/outcomes/1: skills" in losses


def test_credits_stand_on_the_parts_or_on_the_whole_never_on_both() -> None:
    part = replace(AWARDED, id="urn:uuid:7d9f3c1e-58a1-4f0e-9f53-1d5d0c2a9f10")
    degree = replace(AWARDED.specification, id="urn:degree", kind="micro-degree", ects=Decimal(15))
    whole = replace(AWARDED, specification=degree, parts=(part, part), ects_awarded=Decimal(15))

    data, _losses = elmo.write(transcript_of(whole))

    holders = [
        one
        for one in etree.fromstring(data).iter(SPACE + "learningOpportunitySpecification")
        if one.findtext(CREDIT) == "ects"
    ]
    assert [len(one.findall(SPACE + "hasPart")) for one in holders] == [0, 0]
    found = elmo.parse(data)[0].achievements[0]
    assert (found.specification.kind, found.specification.ects) == ("micro-degree", Decimal("5.0"))


def test_a_failed_result_stays_failed() -> None:
    failed = replace(AWARDED, grade=replace(AWARDED.grade, value="0", passed=False))  # type: ignore[type-var]

    (found,) = read_back(transcript_of(failed)).achievements

    assert found.grade
    assert (found.grade.value, found.grade.passed, found.grade.scale) == ("0", False, SCALE)


def test_one_language_of_instruction_is_said_several_are_not() -> None:
    english = replace(AWARDED, specification=replace(AWARDED.specification, languages=("en",)))

    assert read_back(transcript_of(english)).achievements[0].specification.languages == ("en",)
    assert read_back(TRANSCRIPT).achievements[0].specification.languages == ()


def test_the_european_student_identifier_is_called_esi() -> None:
    data, _losses = elmo.write(TRANSCRIPT)

    assert b'<identifier type="esi">urn:schac:personalUniqueCode:int:esi:uni.example:1</identifier>' in data
    assert Identifier("esi", "urn:schac:personalUniqueCode:int:esi:uni.example:1") in ADA.identifiers


@settings(max_examples=60, deadline=None)
@given(RECORDS)
def test_any_record_is_valid_and_keeps_what_counts(record: AchievementRecord) -> None:
    data, _losses = elmo.write(transcript_of(record))
    (found,) = elmo.parse(data)[0].achievements

    assert oracle.violations(data) == ""
    assert found.id == record.id
    assert found.specification.eqf_level == record.specification.eqf_level
    assert found.specification.hours == record.specification.hours
    assert [part.id for part in found.parts] == [part.id for part in record.parts]
    assert (found.grade is None) == (record.grade is None)


def test_dates_with_zones_and_without_are_read() -> None:
    data, _losses = elmo.write(TRANSCRIPT)
    foreign = data.replace(
        b"<dateOfBirth>2001-02-03</dateOfBirth>", b"<bday>2001-02-03+01:00</bday>"
    ).replace(b"<generatedDate>2026-11-23T12:00:00Z<", b"<generatedDate>2026-11-23T12:00:00<")

    found, _understood = elmo.parse(foreign)

    assert found.learner.birth_date == date(2001, 2, 3)
    assert found.generated_at == NOON


def test_version_1_is_read() -> None:
    data, _losses = elmo.write(TRANSCRIPT)

    found, _understood = elmo.parse(data.replace(b"/tree/v2", b"/tree/v1"))

    assert len(found.achievements) == 1


def test_what_is_still_in_progress_is_no_achievement() -> None:
    data, _losses = elmo.write(TRANSCRIPT)

    found, _understood = elmo.parse(data.replace(b"<status>passed<", b"<status>in-progress<"))

    assert found.achievements == ()


def test_a_file_that_only_reports_a_decision_is_read_as_what_the_decision_rests_on() -> None:
    data, _losses = elmo.write(Transcript(ADA, NOON, (Section(HOME, NOON, recognitions=(DECISION,)),)))

    record = read(data).record

    assert record is not None
    assert record.specification.title == AWARDED.specification.title
    assert record.awarding_bodies[0].id == UNIVERSITY.id


def test_a_signature_is_noticed() -> None:
    data, _losses = elmo.write(TRANSCRIPT)
    signature = b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></elmo>'

    assert elmo.parse(data.replace(b"</elmo>", signature))[0].is_signed
    assert not elmo.parse(data)[0].is_signed


def test_what_was_understood_is_named_by_paths() -> None:
    data, _losses = elmo.write(TRANSCRIPT)

    _found, understood = elmo.parse(data)

    assert (
        "report.learningOpportunitySpecification.specifies.learningOpportunityInstance.credit.value"
        in understood
    )
