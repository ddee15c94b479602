"""What the official micro-credential says, as a record."""

import copy
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from microcred import elm, jades
from microcred.annex import check_annex
from microcred.errors import Malformed
from microcred.record import AchievementRecord, Identifier
from microcred.report import Outcome
from tests.spec import spec

Sample = dict[str, Any]


@pytest.fixture(scope="module")
def sample() -> Sample:
    return jades.document(spec("elm/samples/Sample-MC-Annex1-signed.jsonld").read_bytes())


@pytest.fixture(scope="module")
def read(sample: Sample) -> AchievementRecord:
    return elm.parse(sample)[0]


def test_learner_and_award_are_read(read: AchievementRecord) -> None:
    assert read.id == "urn:credential:1018d05f-21d5-4555-b7f0-8fabfd22ca75"
    assert read.learner.name == "Ana Andromeda"
    assert read.learner.birth_date == date(1999, 10, 2)  # written as midnight in Madrid
    assert read.learner.identifiers == (Identifier("national", "LA-234218"),)
    assert read.issued_at == datetime(2023, 9, 27, 11, 54, 17, tzinfo=UTC)
    assert [body.legal_name["en"] for body in read.awarding_bodies] == ["University of Zed"]


def test_the_specification_is_read(read: AchievementRecord) -> None:
    found = read.specification

    assert found.title == {"en": "Digital micro-credential creation"}
    assert (found.ects, found.hours, found.eqf_level) == (Decimal(2), Decimal(60), 6)
    assert found.participation == ("blended",)
    assert found.isced_f == ("003", "0688")
    assert [len(outcome.skills) for outcome in found.outcomes] == [3, 3]


def test_an_assessment_type_under_another_address_is_known_by_its_name(read: AchievementRecord) -> None:
    assert [one.kind for one in read.specification.assessments] == ["artefact"]
    assert read.assessments[0].supervision == "unsupervised"
    assert read.grade
    assert read.grade.value == "Pass"
    assert read.grade.scale.title == {"en": "Standard grading"}


@pytest.mark.parametrize("name", ["unsigned.jsonld", "unsigned-uploadable.json"])
def test_a_draft_is_read_though_europass_has_yet_to_date_it(read: AchievementRecord, name: str) -> None:
    document = json.loads(spec(f"elm/samples/Sample-MC-Annex1-{name}").read_bytes())

    draft, _understood = elm.parse(document.get("credential", document))

    assert draft.specification.title == read.specification.title
    assert draft.issued_at == draft.valid_from


def test_it_has_every_element_of_annex_i_but_quality_assurance(read: AchievementRecord) -> None:
    report = check_annex(read)

    assert {check.code for check in report.only(Outcome.FAILED)} == {"annex.quality"}


def test_what_was_understood_is_named_by_paths(sample: Sample) -> None:
    _record, understood = elm.parse(sample)

    assert "credentialSubject.hasClaim.specifiedBy.eqfLevel" in understood
    assert "credentialSubject.hasClaim.specifiedBy.maximumDuration" not in understood


def test_lists_and_single_values_read_alike(sample: Sample, read: AchievementRecord) -> None:
    listed = copy.deepcopy(sample)
    subject = listed["credentialSubject"]
    subject["hasClaim"]["specifiedBy"] = [subject["hasClaim"]["specifiedBy"]]
    subject["hasClaim"]["title"] = {"en": [subject["hasClaim"]["title"]["en"]]}
    subject["hasClaim"] = [subject["hasClaim"]]

    assert elm.parse(listed)[0] == read


@pytest.mark.parametrize("junk", [None, [], "x", {}, {"type": "EuropeanDigitalCredential"}])
def test_something_else_is_refused(junk: object) -> None:
    with pytest.raises(Malformed):
        elm.parse(junk)


def test_values_of_the_wrong_kind_are_not_understood_and_break_nothing(sample: Sample) -> None:
    wrong = copy.deepcopy(sample)
    specified = wrong["credentialSubject"]["hasClaim"]["specifiedBy"]
    specified.update(title=7, creditPoint="2", eqfLevel={"id": 6}, volumeOfLearning="P1M", mode=[None])
    wrong["credentialSubject"]["dateOfBirth"] = "long ago"

    found, _understood = elm.parse(wrong)

    assert (found.specification.eqf_level, found.specification.hours) == (0, Decimal(0))
    assert found.learner.birth_date is None
