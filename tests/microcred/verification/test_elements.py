"""How complete a credential is as a European micro-credential: one summary, then what is lacking."""

from dataclasses import replace
from decimal import Decimal

import pytest

from microcred.annex import ELEMENTS, check_annex
from microcred.record import AchievementRecord, Person
from microcred.report import Outcome
from microcred.verification.elements import SOURCE, check_elements
from tests.microcred.cast import RECORD
from tests.microcred.lines import line

PASSED, FAILED, WARNING = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING
COUNT = str(len(ELEMENTS))
NOBODY = Person()
UNNAMED = replace(RECORD, learner=replace(NOBODY, email="ada@uni.example"))
BARE = replace(RECORD, specification=replace(RECORD.specification, title={}, outcomes=()))


def test_a_credential_that_says_everything_is_told_so_once() -> None:
    (summary,) = check_elements(RECORD)

    assert line(summary) == ("annex", PASSED, SOURCE, {"count": COUNT}, False)


def test_what_is_only_half_said_is_a_warning_beside_a_summary_that_passes() -> None:
    summary, half = check_elements(UNNAMED)

    assert line(summary) == ("annex", PASSED, SOURCE, {"count": COUNT}, False)
    assert (half.code, half.outcome) == ("annex.learner", WARNING)


def test_what_is_only_half_said_keeps_its_values() -> None:
    record = replace(RECORD, specification=replace(RECORD.specification, ects=Decimal(0)))
    asked = {one.code: one for one in check_annex(record)}["annex.workload"]

    _summary, half = check_elements(record)

    assert line(half) == ("annex.workload", WARNING, asked.source, {"hours": "62.5"}, False)


@pytest.mark.parametrize(
    ("record", "missing"),
    [
        (replace(RECORD, learner=NOBODY), ["annex.learner"]),
        (BARE, ["annex.title", "annex.outcomes"]),
        (replace(BARE, learner=NOBODY), ["annex.learner", "annex.title", "annex.outcomes"]),
        (replace(RECORD, awarding_bodies=()), ["annex.awarding-body"]),
    ],
)
def test_what_is_missing_is_counted_and_never_fails(record: AchievementRecord, missing: list[str]) -> None:
    asked = {one.code: one for one in check_annex(record)}

    summary, *lacking = check_elements(record)

    values = {"there": str(len(ELEMENTS) - len(missing)), "count": COUNT}
    assert line(summary) == ("annex", WARNING, SOURCE, values, True)
    assert [one.code for one in lacking] == missing
    for one in lacking:
        assert line(one) == (one.code, WARNING, asked[one.code].source, dict(asked[one.code].values), False)
        assert one.text == asked[one.code].text


def test_of_two_credentials_of_one_edition_each_body_is_asked() -> None:
    lacking = replace(RECORD, awarding_bodies=())

    found = [len(check_elements(one)) for one in (RECORD, RECORD, lacking, lacking, RECORD, lacking)]

    assert found == [1, 1, 2, 2, 1, 2]
