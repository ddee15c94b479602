"""Each answer about a draft: its outcome, its clause, its values, and the very edges of its rule."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mcx.design.rules.checks import alignment, assessment, check_draft, numbers, texts
from mcx.design.rules.checks.required import FRAMEWORK
from mcx.design.rules.draft import Draft
from mcx.network.rules.terms import CharterTerms
from microcred.report import Check, Outcome
from tests.design.drafts import COMPLETE, EXAM, HOUSE, LAB, PROJECT, READ, STUDY, TELL, TERMS, draft

PASSED, FAILED, WARNING = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING
Line = tuple[Outcome, str, dict[str, str], bool]


def line(check: Check) -> Line:
    """The check without its words, which have to fit its values."""
    assert "{" not in check.message
    assert "{" not in check.advice
    return check.outcome, check.source, dict(check.values), bool(check.fix)


def told(code: str, terms: CharterTerms = TERMS, **changes: Any) -> list[Line]:
    """What is found under this code of the complete draft with these changes."""
    return [line(one) for one in check_draft(draft(**changes), terms, HOUSE) if one.code == code]


def clause(name: str) -> str:
    return f"Charter 3, {name}"


@pytest.mark.parametrize(
    ("ects", "outcome"),
    [("2", PASSED), ("5", PASSED), ("1.9", FAILED), ("5.1", FAILED)],
)
def test_the_volume_is_told_with_its_range(ects: str, outcome: Outcome) -> None:
    values = {"ects": ects, "range": "2–5"}

    assert told("frame.ects", ects=ects) == [
        (outcome, clause("micro_credential_ects"), values, outcome is FAILED)
    ]


@pytest.mark.parametrize(
    ("hours", "outcome"),
    [("37.5", PASSED), ("52.5", PASSED), ("37.4", FAILED), ("52.6", FAILED)],
)
def test_the_hours_are_told_with_their_range(hours: str, outcome: Outcome) -> None:
    whole = {"hours": f"{Decimal(hours) + Decimal('37.5'):f}", "ects": "3", "low": "75", "high": "90"}

    found = told("frame.hours", activities=(replace(LAB, hours=hours), STUDY))

    assert found == [(outcome, clause("hours_per_ects"), whole, outcome is FAILED)]


@pytest.mark.parametrize(
    ("code", "message", "changes", "values"),
    [
        ("frame.ects", "No credits have been entered yet.", {"ects": ""}, {"range": "2–5"}),
        ("frame.ects", "No credits have been entered yet.", {"ects": "about three"}, {"range": "2–5"}),
        (
            "frame.hours",
            "No hours have been entered yet.",
            {"activities": ()},
            {"ects": "3", "low": "75", "high": "90"},
        ),
        (
            "frame.hours",
            "Whether the hours fit is not known until the credits are entered.",
            {"activities": (), "ects": ""},
            {},
        ),
        ("frame.level", "No EQF level has been entered yet.", {"eqf_level": ""}, {"levels": "6"}),
        (
            "assessment.weights",
            "No weight has been entered yet.",
            {"assessments": (replace(EXAM, weight=""),)},
            {},
        ),
    ],
)
def test_what_is_not_entered_yet_is_no_number_out_of_bounds(
    code: str, message: str, changes: dict[str, Any], values: dict[str, str]
) -> None:
    (found,) = (one for one in check_draft(draft(**changes), TERMS, HOUSE) if one.code == code)

    assert (found.outcome, found.message, dict(found.values)) == (FAILED, message, values)
    assert found.advice
    assert all(value in found.advice for value in values.values())


def test_an_empty_draft_is_told_no_number() -> None:
    said = [one.message for one in check_draft(Draft(), TERMS, HOUSE)]

    assert len(said) > 5
    assert not [message for message in said if "0" in re.findall(r"\d+", message)]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("6", (PASSED, clause("eqf_levels"), {"level": "6"}, False)),
        ("7", (WARNING, clause("planned_eqf_levels"), {"level": "7"}, True)),
        ("8", (FAILED, clause("eqf_levels"), {"level": "8", "levels": "5, 6"}, True)),
        ("", (FAILED, clause("eqf_levels"), {"levels": "5, 6"}, True)),
    ],
)
def test_the_level_is_told_with_those_that_the_network_offers(level: str, expected: Line) -> None:
    assert told("frame.level", replace(TERMS, eqf_levels=(5, 6)), eqf_level=level) == [expected]


@pytest.mark.parametrize(
    ("languages", "outcome", "values"),
    [
        (("es", "en"), PASSED, {}),
        (("es", "fi"), WARNING, {"languages": "fi"}),
        (("fi", "tlh", "es"), WARNING, {"languages": "fi, tlh"}),
        (("fi", "tlh"), FAILED, {"languages": "fi, tlh"}),
    ],
)
def test_the_languages_in_which_nobody_exchanges_are_named(
    languages: tuple[str, ...], outcome: Outcome, values: dict[str, str]
) -> None:
    source = clause("language_clusters")

    assert told("frame.languages", languages=languages) == [(outcome, source, values, outcome is not PASSED)]
    assert told("frame.languages", replace(TERMS, language_clusters={}), languages=languages) == []


LACKING: list[tuple[str, str, str, dict[str, Any]]] = [
    ("frame.languages", "languages", FRAMEWORK, {"languages": ()}),
    ("frame.field", "isced-f", FRAMEWORK, {"isced_f": ""}),
    ("frame.cost", "cost", FRAMEWORK, {"cost_others": ""}),
    ("frame.cost", "cost", FRAMEWORK, {"cost_members": ""}),
    ("frame.prerequisites", "prerequisites", FRAMEWORK, {"prerequisites": {}}),
    ("frame.stackability", "stackability", FRAMEWORK, {"stackability": ""}),
    ("outcomes.skills", "skills", FRAMEWORK, {"outcomes": (READ, replace(TELL, skills=()))}),
    ("texts.description", "description", FRAMEWORK, {"description": {}}),
]


@pytest.mark.parametrize(("code", "element", "source", "changes"), LACKING)
def test_what_is_lacking_is_noted_and_fails_where_the_charter_requires_it(
    code: str, element: str, source: str, changes: dict[str, Any]
) -> None:
    strict = replace(TERMS, extra_elements=(element,))

    assert told(code, **changes) == [(WARNING, source, {}, True)]
    assert told(code, strict, **changes) == [(FAILED, clause("extra_elements"), {}, True)]
    assert told(code, replace(TERMS, extra_elements=("others",)), **changes)[0][0] is WARNING
    assert [one for one in told(code) if one[0] is not PASSED] == []


def test_the_field_is_told_in_words() -> None:
    values = {"field": "0714 Electronics and automation"}

    assert told("frame.field") == [(PASSED, "ISCED-F 2013", values, False)]


def test_a_scale_is_named_and_one_of_the_house() -> None:
    source = "MicroCredX framework, domain 7 (grades and their scale)"

    assert told("frame.scale") == told("frame.scale", scale="joint") == [(PASSED, source, {}, False)]
    for scale in ("", "tuni-scale"):
        assert told("frame.scale", scale=scale) == [(FAILED, source, {}, True)]
    proposals = {
        name: [one.outcome for one in check_draft(draft(scale=name), TERMS) if one.code == "frame.scale"]
        for name in ("", "tuni-scale")
    }
    assert proposals == {"": [FAILED], "tuni-scale": [PASSED]}


def test_the_cost_is_given_for_both_and_in_euros() -> None:
    assert told("frame.cost") == [(PASSED, FRAMEWORK, {}, False)]
    assert told("frame.cost", cost_members="a lot") == [(FAILED, FRAMEWORK, {"amount": "a lot"}, True)]
    assert told("frame.cost", cost_members="0", cost_others="-1")[0][2] == {"amount": "-1"}
    assert told("frame.cost", cost_members="?", cost_others="!")[0][2] == {"amount": "?"}


@pytest.mark.parametrize(
    ("ects", "is_odd"),
    [("2.5", False), ("2.25", True), ("999.9", False), ("1000", True)],
)
def test_credits_have_one_decimal_place_at_most(ects: str, is_odd: bool) -> None:
    expected: list[Line] = [(FAILED, FRAMEWORK, {}, True)] if is_odd else []

    assert told("frame.ects.form", ects=ects) == expected


def test_titles_stand_in_what_is_said_of_outcomes() -> None:
    bare: dict[str, Any] = {"activities": (), "assessments": ()}
    named, unnamed = replace(READ, title={"en": "Read charts of X."}), replace(TELL, title={})
    both = {**bare, "outcomes": (named, unnamed)}

    assert told("alignment.assessed.o1", **both) == [
        (FAILED, alignment.SOURCE, {"title": "Read charts of X"}, True)
    ]
    assert told("alignment.assessed.o2", **both) == [(FAILED, alignment.SOURCE, {"title": "o2"}, True)]
    assert told("alignment.taught.o1", **both) == [
        (WARNING, alignment.SOURCE, {"title": "Read charts of X"}, True)
    ]
    undescribed = replace(named, dublin="made up")
    assert told("outcomes.dublin.o1", outcomes=(undescribed,)) == [
        (WARNING, alignment.DESCRIBE, {"title": "Read charts of X"}, True)
    ]
    assert told("outcomes.dublin.o1") == []


def test_alignment_is_told_where_every_outcome_is_taught_and_assessed() -> None:
    fine: list[Line] = [(PASSED, alignment.SOURCE, {}, False)]

    assert told("alignment") == fine
    assert told("alignment", outcomes=()) == []
    assert told("alignment", assessments=(PROJECT,)) == []
    assert told("alignment", activities=(replace(LAB, outcomes=("o1",)),)) == []
    assert told("alignment.assessed.o1") == told("alignment.taught.o2") == []


@pytest.mark.parametrize("outcomes", [(), ("o3",)])
def test_a_row_without_purpose_is_named(outcomes: tuple[str, ...]) -> None:
    idle, vain = replace(STUDY, outcomes=outcomes), replace(EXAM, outcomes=outcomes)
    source = alignment.SOURCE

    assert told("alignment.activity.l2", activities=(LAB, idle)) == [
        (WARNING, source, {"title": "Reading"}, True)
    ]
    assert told("alignment.activity.l2", activities=(LAB, replace(idle, title={}))) == [
        (WARNING, source, {"title": "l2"}, True)
    ]
    assert told("alignment.assessment.a2", assessments=(PROJECT, vain)) == [
        (WARNING, source, {"title": "Oral examination"}, True)
    ]
    assert told("alignment.activity.l2") == told("alignment.assessment.a2") == []
    assert told("alignment.activity.l2", activities=(LAB, replace(STUDY, outcomes=("o2", "o3")))) == []


EXAMINED = {"title": "Oral examination"}


@pytest.mark.parametrize(
    ("code", "changes", "expected"),
    [
        ("kind", {"kind": "made up"}, (FAILED, assessment.DESCRIBE, EXAMINED, True)),
        ("kind", {"title": {}}, (FAILED, assessment.DESCRIBE, {"title": "a2"}, True)),
        ("criteria", {"criteria": {}}, (FAILED, assessment.DEFINITION, EXAMINED, True)),
        ("supervision", {"supervision": ""}, (WARNING, assessment.OPTIONAL, EXAMINED, True)),
        ("supervision", {"identity_check": "?"}, (WARNING, assessment.OPTIONAL, EXAMINED, True)),
    ],
)
def test_what_an_assessment_lacks_is_told_with_its_title(
    code: str, changes: dict[str, Any], expected: Line
) -> None:
    assert told(f"assessment.{code}.a2", assessments=(PROJECT, replace(EXAM, **changes))) == [expected]
    assert told(f"assessment.{code}.a2") == []


def test_the_supervision_that_the_charter_requires_fails_with_its_title() -> None:
    strict = replace(TERMS, extra_elements=("supervision",))
    rows = (PROJECT, replace(EXAM, supervision=""))

    found = told("assessment.supervision.a2", strict, assessments=rows)

    assert found == [(FAILED, clause("extra_elements"), EXAMINED, True)]


@pytest.mark.parametrize(
    ("weights", "total"),
    [(("60", "40"), ""), (("60", "40.5"), "100.5"), (("60", ""), "60")],
)
def test_the_weights_are_told_with_their_sum(weights: tuple[str, str], total: str) -> None:
    rows = tuple(replace(one, weight=weight) for one, weight in zip((PROJECT, EXAM), weights, strict=True))
    expected: Line = (FAILED, assessment.DESCRIBE, {"total": total}, True)

    found = told("assessment.weights", assessments=rows)

    assert found == [expected if total else (PASSED, assessment.DESCRIBE, {}, False)]


@pytest.mark.parametrize(
    ("checks", "outcome"),
    [
        (("account", "none"), PASSED),
        (("none", "document"), PASSED),
        (("none", "none"), WARNING),
        (("", ""), WARNING),
    ],
)
def test_one_assessment_at_least_checks_who_takes_it(checks: tuple[str, str], outcome: Outcome) -> None:
    rows = tuple(replace(one, identity_check=each) for one, each in zip((PROJECT, EXAM), checks, strict=True))

    found = told("assessment.identity", assessments=rows)

    assert found == [(outcome, assessment.OPTIONAL, {}, outcome is WARNING)]


def test_where_nothing_is_assessed_no_weights_are_asked() -> None:
    assert told("assessment.weights", assessments=()) == told("assessment.identity", assessments=()) == []


def test_a_number_that_cannot_be_read_is_told_as_it_was_typed() -> None:
    odd: dict[str, Any] = {
        "ects": "three",
        "activities": (replace(LAB, hours="many"), STUDY),
        "assessments": (replace(PROJECT, weight="half"), EXAM),
        "eqf_level": "six",
        "valid_days": "1.5",
    }
    found = {one.code: line(one) for one in numbers.check(draft(**odd))}

    assert found == {
        code: (FAILED, "This form", values, True)
        for code, values in {
            "numbers.ects": {"typed": "three", "field": "ECTS credits"},
            "numbers.hours.l1": {"typed": "many", "field": "Hours", "row": "1"},
            "numbers.weight.a1": {"typed": "half", "field": "Weight (%)", "row": "1"},
            "numbers.eqf_level": {"typed": "six", "field": "EQF level"},
            "numbers.valid_days": {"typed": "1.5", "field": "Validity in days"},
        }.items()
    }
    said = {one.code: one.message for one in numbers.check(draft(**odd))}
    assert "in row 1" in said["numbers.hours.l1"]
    assert "row" not in said["numbers.ects"]
    assert list(numbers.check(Draft())) == list(numbers.check(COMPLETE)) == []
    assert list(numbers.check(draft(valid_days="365"))) == []
    assert told("numbers.ects", ects="three") == [found["numbers.ects"]]


def test_the_languages_in_which_title_and_outcomes_can_be_read_are_counted() -> None:
    source, one = texts.LANGUAGE_POLICY, {"en": "Charts"}

    assert told("texts.languages") == [(PASSED, source, {"count": "2"}, False)]
    assert told("texts.languages", title=one) == [(WARNING, source, {}, True)]
    assert told("texts.languages", outcomes=(READ, replace(TELL, title=one))) == [(WARNING, source, {}, True)]


def test_the_languages_in_which_the_description_is_missing_are_named() -> None:
    source = texts.LANGUAGE_POLICY
    title = {"en": "Charts", "es": "Gráficos", "fi": "Kaaviot"}
    three: dict[str, Any] = {"texts_in": tuple(title), "title": title}

    assert told("texts.translation") == []
    assert told("texts.translation", **three) == [(WARNING, source, {"languages": "fi"}, True)]
    assert told("texts.translation", **three, description={"en": "Charts."}) == [
        (WARNING, source, {"languages": "es, fi"}, True)
    ]
    assert told("texts.translation", description={}) == []


def test_a_summary_is_noted_where_it_is_missing() -> None:
    assert told("texts.summary", summary={}) == [(WARNING, FRAMEWORK, {}, True)]
    assert told("texts.summary") == told("texts.description") == []


def test_what_is_asked_of_the_institution_comes_with_it_alone() -> None:
    asked = {one.code for one in check_draft(COMPLETE, TERMS, HOUSE)}
    unasked = {one.code for one in check_draft(COMPLETE, TERMS)}

    assert asked - unasked == {"annex.country", "annex.awarding-body", "frame.languages"}
    assert unasked <= asked
