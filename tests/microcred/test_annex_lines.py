"""Every answer about an element of Annex I as a whole: its outcome, its clause, its values and advice."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from microcred.annex import check_annex, check_specification, source
from microcred.record import Accreditation, LearningOutcome, Organisation, Person
from microcred.report import Outcome
from tests.microcred.cast import EXAM, MAINTENANCE, PROJECT, RECORD, UNIVERSITY, record, specification
from tests.microcred.lines import line

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
NOBODY = Organisation("did:web:nobody.example", {})
ANYWHERE = Organisation("did:web:any.example", {"en": "Anywhere"}, region="AT22")
HERE = Organisation("did:web:here.example", {"en": "Here"}, country="AT")
BARE = {"ects": Decimal(0), "hours": Decimal(0)}


def edition(**changes: Any) -> dict[str, Any]:
    """The record of an edition with some fields changed."""
    return {"specification": specification(**changes)}


def told(*titles: str, agency: str = "", kind: str = "programme") -> dict[str, Any]:
    """The record of an edition with one accreditation, of an institution with none."""
    own = Accreditation(dict.fromkeys(titles, "Audit"), kind, agency)
    return {"issuer": HERE, "awarding_bodies": (HERE,), **edition(accreditations=(own,))}


@pytest.mark.parametrize(
    ("code", "changes", "outcome", "values"),
    [
        ("learner", {"learner": Person(full_name="Ada Example")}, PASSED, {"name": "Ada Example"}),
        ("learner", {"learner": Person(id="did:key:z6Mk")}, WARNING, {}),
        ("learner", {"learner": Person(email="ada@learner.example")}, WARNING, {}),
        ("learner", {"learner": Person(identifiers=RECORD.learner.identifiers)}, WARNING, {}),
        ("learner", {"learner": Person()}, FAILED, {}),
        ("title", {}, PASSED, {}),
        ("title", edition(title={}), FAILED, {}),
        ("country", {"issuer": HERE, "awarding_bodies": (ANYWHERE, HERE)}, PASSED, {"countries": "AT, AT22"}),
        ("country", {"issuer": NOBODY, "awarding_bodies": (ANYWHERE,)}, PASSED, {"countries": "AT22"}),
        ("country", {"issuer": NOBODY, "awarding_bodies": (NOBODY,)}, FAILED, {}),
        ("awarding-body", {"awarding_bodies": (HERE, NOBODY, ANYWHERE)}, PASSED, {"names": "Here, Anywhere"}),
        ("awarding-body", {"awarding_bodies": (NOBODY,)}, FAILED, {}),
        (
            "issued",
            {"issued_at": RECORD.awarded_at},
            PASSED,
            {"issued": RECORD.awarded_at.date().isoformat()},
        ),
        ("outcomes", {}, PASSED, {"count": "2"}),
        ("outcomes", edition(outcomes=()), FAILED, {}),
        ("outcomes", edition(outcomes=(LearningOutcome("urn:a", {"en": " "}),)), FAILED, {}),
        ("workload", edition(ects=Decimal("0.5")), PASSED, {"ects": "0.5"}),
        ("workload", edition(ects=Decimal(0), hours=Decimal("0.5")), WARNING, {"hours": "0.5"}),
        ("workload", edition(**BARE), FAILED, {}),
        ("level", edition(eqf_level=1, cycle=""), PASSED, {"level": "1"}),
        ("level", edition(eqf_level=8, cycle=""), PASSED, {"level": "8"}),
        ("level", edition(eqf_level=4, cycle="unheard-of"), PASSED, {"level": "4"}),
        (
            "level",
            edition(eqf_level=6, cycle="second"),
            WARNING,
            {"level": "6", "cycle": "Second cycle (master)"},
        ),
        ("level", edition(eqf_level=0, nqf_level="AT 6", cycle=""), WARNING, {}),
        ("level", edition(eqf_level=0, nqf_level="", cycle="first"), WARNING, {}),
        ("level", edition(eqf_level=9, nqf_level="", cycle=""), FAILED, {}),
        (
            "assessment",
            edition(assessments=(PROJECT, EXAM, PROJECT)),
            PASSED,
            {"kinds": "Project work, Oral examination"},
        ),
        ("assessment", edition(assessments=()), FAILED, {}),
        ("participation", edition(participation=("online", "")), PASSED, {"forms": "Online"}),
        ("participation", edition(participation=()), FAILED, {}),
        ("quality", told("en", agency="Agency"), PASSED, {"names": "Agency"}),
        ("quality", told("en"), PASSED, {"names": "Audit"}),
        ("quality", told(kind="programme"), PASSED, {"names": "programme"}),
        ("quality", {"issuer": HERE, "awarding_bodies": (HERE,), **edition(accreditations=())}, FAILED, {}),
    ],
)
def test_what_is_said_of_each_element(
    code: str, changes: dict[str, Any], outcome: Outcome, values: dict[str, str]
) -> None:
    check = check_annex(record(**changes)).check(f"annex.{code}")

    assert check
    assert line(check) == (f"annex.{code}", outcome, source(f"annex.{code}"), values, outcome is not PASSED)


def test_a_credential_of_before_its_award_says_both_days() -> None:
    dated = record(issued_at=RECORD.awarded_at - timedelta(days=1))

    check = check_annex(dated).check("annex.issued")

    assert check
    days = {"issued": "2026-06-29", "awarded": "2026-06-30"}
    assert line(check) == ("annex.issued", WARNING, source("annex.issued"), days, True)


@pytest.mark.parametrize("code", ["annex.title", "annex.outcomes"])
def test_a_draft_names_the_languages_in_which_it_cannot_be_read(code: str) -> None:
    check = check_specification(MAINTENANCE, languages=("en", "fi", "sv")).check(code)

    assert check
    assert line(check) == (code, WARNING, source(code), {"languages": "fi, sv"}, True)


def test_quality_is_assured_by_every_agency_of_the_edition_and_of_its_institutions() -> None:
    told_twice = specification(accreditations=(*MAINTENANCE.accreditations, Accreditation({}, "a", "Other")))
    bare = specification(accreditations=())

    of_both = check_specification(told_twice, awarding_bodies=(UNIVERSITY,)).check("annex.quality")
    of_body = check_specification(bare, awarding_bodies=(UNIVERSITY,)).check("annex.quality")
    of_none = check_specification(bare).check("annex.quality")

    assert of_both
    assert of_body
    assert of_none
    clause = source("annex.quality")
    assert line(of_both) == ("annex.quality", PASSED, clause, {"names": "Example Agency, Other"}, False)
    assert line(of_body) == ("annex.quality", PASSED, clause, {"names": "Example Agency"}, False)
    assert line(of_none) == ("annex.quality", UNKNOWN, clause, {}, True)
