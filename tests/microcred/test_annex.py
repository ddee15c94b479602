"""Each of the eleven mandatory elements is asked for, and its absence is explained."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from microcred.annex import ELEMENTS, check_annex, check_specification
from microcred.record import Organisation, Person
from microcred.report import Conclusion, Outcome
from tests.microcred.cast import MAINTENANCE, PARTNER, RECORD, UNIVERSITY, record, specification


@pytest.mark.clause(*(f"2022/C 243/02 Annex I ({number})" for number in ELEMENTS.values()))
def test_a_complete_credential_passes_all_eleven_elements_in_the_order_of_the_annex() -> None:
    report = check_annex(RECORD)

    assert [check.code for check in report] == list(ELEMENTS)
    assert report.conclusion is Conclusion.PASSED
    assert not report.only(Outcome.WARNING)


def test_every_check_cites_its_clause() -> None:
    sources = [check.source for check in check_annex(RECORD)]

    assert sources[0].endswith("Annex I (i)")
    assert sources[6] == "Council Recommendation 2022/C 243/02, Annex I (vii)"
    assert sources[10].endswith("Annex I (xi)")


NOBODY = Organisation("did:web:nobody.example", {})


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("annex.learner", {"learner": Person()}),
        ("annex.title", {"specification": specification(title={"en": "  "})}),
        ("annex.country", {"issuer": NOBODY, "awarding_bodies": (NOBODY,)}),
        ("annex.awarding-body", {"awarding_bodies": ()}),
        ("annex.awarding-body", {"awarding_bodies": (NOBODY,)}),
        ("annex.outcomes", {"specification": specification(outcomes=())}),
        ("annex.workload", {"specification": specification(ects=Decimal(0), hours=Decimal(0))}),
        ("annex.level", {"specification": specification(eqf_level=0, nqf_level="", cycle="")}),
        ("annex.level", {"specification": specification(eqf_level=9, nqf_level="", cycle="")}),
        ("annex.assessment", {"specification": specification(assessments=())}),
        ("annex.participation", {"specification": specification(participation=())}),
        (
            "annex.quality",
            {
                "issuer": PARTNER,
                "awarding_bodies": (PARTNER,),
                "specification": specification(accreditations=()),
            },
        ),
    ],
)
def test_a_missing_element_fails_with_advice(code: str, changes: dict[str, Any]) -> None:
    check = check_annex(record(**changes)).check(code)

    assert check is not None
    assert check.outcome is Outcome.FAILED
    assert check.advice


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("annex.learner", {"learner": Person(id="did:key:z6Mk")}),
        ("annex.issued", {"issued_at": datetime(2026, 1, 1, tzinfo=UTC)}),
        ("annex.workload", {"specification": specification(ects=Decimal(0))}),
        ("annex.level", {"specification": specification(eqf_level=0)}),
        ("annex.level", {"specification": specification(eqf_level=6)}),
    ],
)
def test_a_half_said_element_is_a_warning_with_advice(code: str, changes: dict[str, Any]) -> None:
    check = check_annex(record(**changes)).check(code)

    assert check is not None
    assert check.outcome is Outcome.WARNING
    assert check.advice


def test_a_draft_is_not_asked_for_learner_and_date_of_issuing() -> None:
    report = check_specification(MAINTENANCE, awarding_bodies=(UNIVERSITY,))

    assert set(ELEMENTS) - {check.code for check in report} == {"annex.learner", "annex.issued"}
    assert report.conclusion is Conclusion.PASSED


def test_a_negative_decision_assures_no_quality() -> None:
    refused = tuple(replace(one, decision="negative") for one in UNIVERSITY.accreditations)
    body = replace(UNIVERSITY, accreditations=refused)
    bare = replace(RECORD, specification=replace(MAINTENANCE, accreditations=()), awarding_bodies=(body,))
    bare = replace(bare, issuer=body)

    check = check_annex(bare).check("annex.quality")

    assert check is not None
    assert check.outcome is Outcome.FAILED


def test_without_institutions_quality_is_unknown_rather_than_failed() -> None:
    report = check_specification(replace(MAINTENANCE, accreditations=()))

    assert [check.code for check in report.only(Outcome.UNKNOWN)] == ["annex.quality"]
    assert report.check("annex.country") is None


def test_a_draft_must_be_readable_in_the_agreed_languages() -> None:
    report = check_specification(MAINTENANCE, languages=("en", "fi"))

    warned = {check.code: check.message for check in report.only(Outcome.WARNING)}
    assert warned["annex.title"] == "The title is missing in these languages: fi."
    assert "annex.outcomes" in warned
