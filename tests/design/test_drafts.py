"""A draft keeps whatever was typed, and its rows come and go without leaving loose ends."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcx.design.rules.codes import code_for
from mcx.design.rules.draft import ROWS, Draft, SkillRef
from mcx.design.rules.limits import faults_of
from mcx.design.rules.proposal import draft_of, number, proposal_of, whole
from mcx.design.rules.rows import with_row, with_skill, without_row, without_skill
from tests.design.drafts import COMPLETE, ESCO, draft

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
)
names = st.sampled_from(list(COMPLETE.as_json()))


def test_a_draft_comes_back_from_storage_as_it_went_in() -> None:
    stored = COMPLETE.as_json()

    assert json.loads(json.dumps(stored)) == stored
    assert Draft.from_json(stored) == COMPLETE


@given(values | st.dictionaries(names, values, max_size=6))
def test_any_json_is_some_draft(value: Any) -> None:
    read = Draft.from_json(value)

    assert Draft.from_json(read.as_json()) == read


@pytest.mark.parametrize("kind", list(ROWS))
def test_a_new_row_has_an_id_of_its_own(kind: str) -> None:
    longer = with_row(COMPLETE, kind)

    ids = [row.id for row in getattr(longer, kind)]
    assert len(ids) == 3
    assert len(set(ids)) == 3


def test_an_outcome_that_is_gone_is_named_no_longer() -> None:
    left = without_row(COMPLETE, "outcomes", "o2")

    assert [outcome.id for outcome in left.outcomes] == ["o1"]
    assert [row.outcomes for row in left.activities] == [("o1",), ()]
    assert [row.outcomes for row in left.assessments] == [("o1",), ()]


def test_a_row_that_is_not_there_cannot_be_taken_away() -> None:
    assert without_row(COMPLETE, "activities", "l9") == COMPLETE


def test_rows_end_somewhere() -> None:
    many = COMPLETE
    for _time in range(100):
        many = with_row(many, "outcomes")

    assert len(many.outcomes) == 40
    assert Draft.from_json(many.as_json()) == many
    assert len(Draft.from_json({"outcomes": [{}] * 41}).outcomes) == 40


def test_two_rows_of_one_id_become_two() -> None:
    read = Draft.from_json({"outcomes": [{"id": "o1"}, {"id": "o1"}, {"id": "x"}, "no row"]})

    assert [outcome.id for outcome in read.outcomes] == ["o1", "o2", "o3"]


def test_a_skill_is_named_once_and_can_be_taken_back() -> None:
    other = SkillRef(ESCO + "2", {"en": "quality control"})

    twice = with_skill(with_skill(COMPLETE, "o1", other), "o1", other)
    back = without_skill(twice, "o1", ESCO + "2")

    assert [ref.uri for ref in twice.outcomes[0].skills] == [ESCO, ESCO + "2"]
    assert back == COMPLETE


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12", "12"), (" 7,5 ", "7.5"), ("0", "0"), ("1.25", "1.25"), ("", None), ("ten", None), ("-1", None)],
)
def test_numbers_are_read_with_point_or_comma(typed: str, value: str | None) -> None:
    found = number(typed)

    assert (str(found) if found is not None else None) == value


@pytest.mark.parametrize("typed", ["nan", "inf", "1e9", "1.234", "7.5", "", "six", "1e400"])
def test_what_is_no_whole_number_is_none(typed: str) -> None:
    assert whole(typed) is None


@given(st.text(max_size=30))
def test_any_typed_text_is_a_number_or_not_but_never_a_fault(typed: str) -> None:
    value = number(typed)

    assert value is None or 0 <= value < 100_000


def test_a_complete_draft_proposes_all_it_says() -> None:
    proposal = proposal_of(COMPLETE, "mu-spc")

    spec = proposal.specification
    assert (spec.code, str(spec.ects), str(spec.hours), spec.eqf_level) == ("mu-spc", "3", "82.5", 6)
    assert spec.cycle == "first"
    assert spec.outcomes[0].skills[0].uri == ESCO
    assert proposal.cost == {"members": "0", "others": "150"}
    assert proposal.criteria["a2"] == {"en": "Two of three charts are explained rightly."}


def test_a_new_edition_begins_where_the_last_one_ended() -> None:
    again = draft_of(proposal_of(COMPLETE))

    assert proposal_of(again) == proposal_of(COMPLETE)
    assert replace(again, activities=()) == replace(COMPLETE, activities=())


def test_rows_that_others_named_are_renamed_with_all_their_mentions() -> None:
    proposal = proposal_of(COMPLETE)
    spec = proposal.specification
    foreign = replace(
        proposal,
        specification=replace(
            spec,
            outcomes=tuple(replace(row, id=f"outcome-{row.id}") for row in spec.outcomes),
            activities=tuple(replace(row, outcomes=("outcome-o2",)) for row in spec.activities),
            assessments=tuple(replace(row, outcomes=("outcome-o1",)) for row in spec.assessments),
        ),
    )

    again = draft_of(foreign)

    assert [row.id for row in again.outcomes] == ["o1", "o2"]
    assert [row.outcomes for row in again.activities] == [("o2",), ("o2",)]
    assert [row.outcomes for row in again.assessments] == [("o1",), ("o1",)]
    assert Draft.from_json(again.as_json()) == again


@given(values | st.dictionaries(names, values, max_size=6))
def test_any_draft_can_be_proposed_and_begun_again(value: Any) -> None:
    proposal = proposal_of(Draft.from_json(value))

    assert proposal_of(draft_of(proposal)).specification.outcomes == proposal.specification.outcomes


def test_texts_longer_than_they_may_be_are_named() -> None:
    long = draft(title={"en": "x" * 201}, description={"en": "x" * 8000})

    assert faults_of(long) == {"title": 200}
    assert faults_of(COMPLETE) == {}


@pytest.mark.parametrize(
    ("title", "taken", "code"),
    [
        ("Green Computing", (), "uoc-green-computing"),
        ("Introducción: año 0", (), "uoc-introduccion-ano-0"),
        ("水", (), "uoc-micro-credential"),
        ("Green Computing", ("uoc-green-computing", "uoc-green-computing-2"), "uoc-green-computing-3"),
    ],
)
def test_a_title_becomes_a_code(title: str, taken: tuple[str, ...], code: str) -> None:
    assert code_for("uoc", title, taken) == code


@given(st.text(max_size=200))
def test_any_title_becomes_a_code_that_an_address_takes(title: str) -> None:
    code = code_for("uoc", title, ())

    assert code.strip("-") == code
    assert "--" not in code
    assert len(code) <= 60
