"""What is still being designed is as real as what is published, and stands where its file says it stands."""

from collections import Counter
from typing import Any

import pytest

from mcx.demo import content
from mcx.design.rules.checks import check_draft
from mcx.design.rules.draft import Draft
from mcx.design.rules.limits import faults_of
from mcx.design.rules.rows import skill_uris
from mcx.network.rules.terms import CharterTerms
from microcred.report import Outcome

Row = dict[str, Any]

DRAFTS = content.drafts()
COURSES = {course["code"]: course for course in content.micro_credentials()}
CHARTER = CharterTerms.from_json({term["key"]: term["value"] for term in content.load("charter")["terms"]})
NEW = [row for row in DRAFTS if "edition_of" not in row]

every_draft = pytest.mark.parametrize("row", DRAFTS, ids=[row["draft"].get("cover", "") for row in DRAFTS])
every_new_one = pytest.mark.parametrize("row", NEW, ids=[row["draft"]["title"]["en"] for row in NEW])


def test_there_is_half_a_draft_one_returned_and_two_that_wait() -> None:
    assert Counter(row["stage"] for row in DRAFTS) == {"draft": 1, "returned": 1, "submitted": 2}


@every_draft
def test_a_draft_was_begun_before_it_was_saved_handed_in_and_decided(row: Row) -> None:
    days = [row[step] for step in ("begun", "saved", "handed_in", "decided") if step in row]

    assert row["fictional"] is True
    assert days == sorted(days)
    assert days[-1] < 0


@every_new_one
def test_a_draft_holds_nothing_that_the_studio_would_refuse(row: Row) -> None:
    draft = Draft.from_json(row["draft"])

    assert faults_of(draft) == {}
    assert skill_uris(draft) <= set(content.esco_sample())
    assert set(row["draft"]) <= set(Draft.__dataclass_fields__)


@every_new_one
def test_what_was_handed_in_passes_every_check_and_the_draft_has_open_points(row: Row) -> None:
    report = check_draft(Draft.from_json(row["draft"]), CHARTER)

    if row["stage"] == "draft":
        assert len(report.only(Outcome.FAILED)) >= 3
    else:
        assert report.only(Outcome.FAILED, Outcome.WARNING) == ()


@every_draft
def test_reasons_are_given_where_a_draft_was_returned(row: Row) -> None:
    assert ("reasons" in row) == (row["stage"] == "returned")
    assert len(row.get("reasons", "x" * 200)) >= 200


def test_a_new_edition_is_of_a_published_course() -> None:
    assert {row["edition_of"] for row in DRAFTS if "edition_of" in row} <= set(COURSES)
