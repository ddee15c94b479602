"""A record written as a European Digital Credential and read back is the same, but for what was listed."""

from dataclasses import replace

from hypothesis import given, settings

from microcred import elm
from microcred.record import AchievementRecord, Grade, Identifier
from tests.microcred.cast import ADA, EXAM, PROJECT, RECORD, SCALE, UNIVERSITY, record
from tests.microcred.elm.cast import SEALABLE
from tests.microcred.records import RECORDS


def carried(whole: AchievementRecord, *, is_part: bool = False) -> AchievementRecord:
    """What of a record a European Digital Credential can carry (the losses, and the model's own rules)."""
    assessments = tuple(replace(one, grade=None) for one in whole.specification.assessments)
    part_of = tuple(replace(one, scheme="") for one in whole.specification.part_of)
    single = whole.assessments[0].grade if len(whole.assessments) == 1 else None
    parts = tuple(
        replace(part, learner=whole.learner, issuer=whole.issuer, issued_at=whole.issued_at)
        for part in whole.parts
    )
    return replace(
        whole,
        specification=replace(whole.specification, assessments=assessments, part_of=part_of),
        grade=whole.grade or single,
        evidence=tuple(replace(one, description=None) for one in whole.evidence),
        parts=tuple(carried(part, is_part=True) for part in parts),
        valid_from=None if is_part else whole.valid_from or whole.issued_at,
        valid_until=None if is_part else whole.valid_until,
        status=(),
        replaces="",
    )


def read_back(one: AchievementRecord) -> AchievementRecord:
    written, _losses = elm.write(one)
    found, _understood = elm.parse(written)
    return found


def test_adas_credential_comes_back_but_for_the_losses_listed() -> None:
    written, losses = elm.write(SEALABLE)
    found, _understood = elm.parse(written)

    assert losses == ("status", "evidence Maintenance plan: description")
    assert found == carried(SEALABLE)


@settings(max_examples=150, deadline=None)
@given(RECORDS)
def test_any_record_comes_back(one: AchievementRecord) -> None:
    assert read_back(one) == carried(one)


def test_every_identifier_keeps_its_scheme() -> None:
    identifiers = (
        Identifier("eidas", "NTRAT-123456a"),
        Identifier("registration", "FN 123456a"),
        Identifier("vat", "ATU12345678"),
        Identifier("tax", "12 345/6789"),
        Identifier("schac", "uni.example"),
        Identifier("erasmus", "A  KREMS99"),
        Identifier("house", "U7"),
    )
    university = replace(UNIVERSITY, identifiers=identifiers)

    assert read_back(replace(RECORD, issuer=university)).issuer.identifiers == identifiers


def test_ids_that_are_no_addresses_come_back() -> None:
    specification = replace(RECORD.specification, id="maintenance-1")
    one = record(id="MCX 2026/17", specification=specification, learner=replace(ADA, id="ada 1"))

    found = read_back(one)

    assert (found.id, found.specification.id, found.learner.id) == ("MCX 2026/17", "maintenance-1", "ada 1")


def test_two_things_under_one_id_come_back_as_two() -> None:
    harder = replace(PROJECT, title={"en": "A harder plan"}, grade=Grade("3", SCALE))
    one = record(assessments=(harder,), grade=None)

    found = read_back(one)

    assert found.assessments == (harder,)
    assert found.specification.assessments == (PROJECT, EXAM)


def test_a_national_level_comes_back_as_code_and_as_words() -> None:
    for level in ("c_c392e7a2", "NQR 7", "MECU / 3"):
        specification = replace(RECORD.specification, nqf_level=level)
        assert read_back(record(specification=specification)).specification.nqf_level == level


def test_a_failed_grade_stays_failed() -> None:
    one = record(grade=Grade("0", SCALE, passed=False))

    assert read_back(one).grade == Grade("0", SCALE, passed=False)


def test_a_foreign_language_a_field_and_a_region_nobody_lists_are_named_as_losses() -> None:
    specification = replace(RECORD.specification, languages=("en", "tlh"), isced_f=("1234",))
    place = replace(UNIVERSITY, country="", region="AT22")

    _written, losses = elm.write(record(specification=specification, issuer=place, awarding_bodies=(place,)))

    assert "specification.languages: tlh" in losses
    assert "specification.isced_f: 1234" in losses
    assert "did:web:uni.example: region without country" in losses
