"""What a draft keeps and proposes, at the edges of each rule; without a database."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mcx.design.rules.codes import code_for
from mcx.design.rules.draft import Activity, Assessment, Draft, Outcome, SkillRef, is_id, next_id
from mcx.design.rules.limits import faults_of
from mcx.design.rules.matrix import Column, Line, matrix_of
from mcx.design.rules.proposal import draft_of, hours_of, number, proposal_of, whole
from mcx.design.rules.rows import skill_uris, with_row, with_skill, without_skill
from mcx.design.rules.sections import section_of, state_of_sections
from mcx.network.rules.course_fields import Section
from microcred.record import Concept
from microcred.report import Report, failed, warning
from tests.design.drafts import COMPLETE, ESCO, EXAM, LAB, PROJECT, READ, STUDY, TELL, draft


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"ects": 3}, {"ects": "3"}),
        ({"ects": 2.5}, {"ects": "2.5"}),
        ({"ects": True}, {}),
        ({"ects": [3]}, {}),
        ({"scale": " a\x00b "}, {"scale": "ab"}),
        ({"scale": "x" * 201}, {"scale": "x" * 200}),
        ({"title": {"en": " A\x00 ", "tlh": "B", "es": 1, "fi": " "}}, {"title": {"en": "A"}}),
        ({"title": "A"}, {}),
        ({"languages": ["en", 1, "en", " ", None]}, {"languages": ("en", "1")}),
        ({"languages": "en"}, {}),
        ({"languages": [f"w{n}" for n in range(41)]}, {"languages": tuple(f"w{n}" for n in range(40))}),
        ({"texts_in": ["es", "tlh"]}, {"texts_in": ("es",)}),
        ({"texts_in": ["tlh"]}, {}),
        ({"outcomes": {"id": "o1"}}, {}),
        (
            {
                "outcomes": [
                    {"id": "o7", "skills": [{"uri": "u"}, {"uri": ""}, "u", {"uri": "u", "label": 1}]}
                ]
            },
            {"outcomes": (Outcome("o7", skills=(SkillRef("u"),)),)},
        ),
        ({"outcomes": [{"skills": "u"}, {"id": "o9"}]}, {"outcomes": (Outcome("o1"), Outcome("o9"))}),
        (
            {"outcomes": [{"skills": [{"uri": f"u{n}"} for n in range(41)]}]},
            {"outcomes": (Outcome("o1", skills=tuple(SkillRef(f"u{n}") for n in range(40))),)},
        ),
    ],
)
def test_what_cannot_be_used_is_left_out(given: dict[str, Any], kept: dict[str, Any]) -> None:
    assert Draft.from_json(given) == Draft(**kept)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("o1", True), ("o12345", True), ("o123456", False), ("a1", False), ("o", False), ("o²", False)],
)
def test_an_id_is_a_letter_and_a_short_number(name: str, expected: bool) -> None:
    assert is_id("o", name) is expected


def test_the_next_id_follows_the_highest() -> None:
    assert [next_id("a", ids) for ids in ([], ["a1"], ["a9", "a10", "a2"])] == ["a1", "a2", "a11"]


@pytest.mark.parametrize(
    ("kind", "empty"),
    [("outcomes", Outcome("o3")), ("activities", Activity("l3")), ("assessments", Assessment("a3"))],
)
def test_a_row_more_is_empty_and_stands_last(kind: str, empty: object) -> None:
    assert getattr(with_row(COMPLETE, kind), kind) == (*getattr(COMPLETE, kind), empty)
    almost = replace(COMPLETE, **{kind: getattr(COMPLETE, kind)[:1] * 39})
    assert len(getattr(with_row(almost, kind), kind)) == 40


def test_only_the_named_outcome_gains_or_loses_a_skill() -> None:
    other = SkillRef("u", {"en": "asking"})

    more = with_skill(COMPLETE, "o2", other)

    assert [row.skills for row in more.outcomes] == [READ.skills, (*TELL.skills, other)]
    assert [row.skills for row in without_skill(more, "o2", ESCO).outcomes] == [READ.skills, (other,)]
    assert (skill_uris(more), skill_uris(Draft())) == ({ESCO, "u"}, set())


@pytest.mark.parametrize(
    ("field", "longest"),
    [
        ("title", 200),
        ("summary", 600),
        ("description", 8000),
        ("prerequisites", 8000),
        ("further_information", 8000),
    ],
)
def test_a_text_may_be_as_long_as_its_limit(field: str, longest: int) -> None:
    assert faults_of(draft(**{field: {"en": "x" * longest}})) == {}
    assert faults_of(draft(**{field: {"en": "", "es": "x" * (longest + 1)}})) == {field: longest}


def test_a_text_of_a_row_has_its_own_limit() -> None:
    fits = draft(
        outcomes=(replace(READ, title={"en": "x" * 600}),),
        activities=(replace(LAB, title={"en": "x" * 200}),),
        assessments=(replace(EXAM, title={"en": "x" * 200}, criteria={"en": "x" * 8000}),),
    )
    exceeds = draft(
        outcomes=(replace(READ, title={"en": "x" * 601}),),
        activities=(replace(LAB, title={"en": "x" * 201}),),
        assessments=(replace(EXAM, title={"en": "x" * 201}, criteria={"en": "x" * 8001}),),
    )

    assert faults_of(fits) == {}
    assert faults_of(exceeds) == {"o1-title": 600, "l1-title": 200, "a2-title": 200, "a2-criteria": 8000}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("99999.99", "99999.99"),
        ("100000", None),
        ("-0", "0"),
        ("-0.01", None),
        ("0.001", None),
        ("1,5", "1.5"),
    ],
)
def test_a_number_is_below_a_hundred_thousand_with_two_places(typed: str, value: str | None) -> None:
    found = number(typed)

    assert (None if found is None else str(found)) == value


def test_a_whole_number_may_be_written_with_places() -> None:
    assert [whole(typed) for typed in ("6.0", "0", "6.5", "")] == [6, 0, None, None]


def test_hours_that_cannot_be_read_count_as_none() -> None:
    assert hours_of(draft(activities=(LAB, replace(STUDY, hours="many")))) == Decimal(45)
    assert hours_of(Draft()) == Decimal(0)


def test_a_proposal_says_what_the_draft_says() -> None:
    proposal = proposal_of(draft(valid_days="30", isced_f="0714", ects="3,5"), "mu-spc")

    spec = proposal.specification
    assert (spec.id, spec.version, spec.code) == ("", "", "mu-spc")
    assert (proposal.cover, proposal.scale, proposal.valid_days) == ("factory", "mu-scale", 30)
    assert (proposal.summary, spec.title) == (COMPLETE.summary, COMPLETE.title)
    assert (spec.description, spec.prerequisites) == (COMPLETE.description, COMPLETE.prerequisites)
    assert (spec.further_information, spec.isced_f) == (COMPLETE.further_information, ("0714",))
    assert (spec.ects, spec.participation, spec.languages) == (Decimal("3.5"), ("blended",), ("en", "es"))
    assert spec.stackability == {"en": "Stackable towards a larger credential"}
    scheme = "http://data.europa.eu/esco/concept-scheme/skills"
    skill = Concept(ESCO, {"en": "statistical process control"}, scheme)
    assert [(row.id, row.title, row.dublin, row.kind, row.skills) for row in spec.outcomes] == [
        ("o1", READ.title, "application", "skill", (skill,)),
        ("o2", TELL.title, "judgement", "skill", (skill,)),
    ]
    assert [(row.id, row.title, row.kind, row.hours, row.outcomes) for row in spec.activities] == [
        ("l1", LAB.title, "lab", Decimal(45), ("o1", "o2")),
        ("l2", STUDY.title, "self-study", Decimal("37.5"), ("o2",)),
    ]
    assert [
        (row.id, row.title, row.kind, row.supervision, row.identity_check, row.weight, row.outcomes)
        for row in spec.assessments
    ] == [
        ("a1", PROJECT.title, "project", "unsupervised", "account", Decimal(60), ("o1",)),
        ("a2", EXAM.title, "oral-exam", "supervised-onsite", "document", Decimal(40), ("o2",)),
    ]
    assert proposal.criteria == {"a1": PROJECT.criteria, "a2": EXAM.criteria}


def test_what_a_draft_leaves_empty_is_not_proposed() -> None:
    proposal = proposal_of(
        Draft(outcomes=(Outcome("o1", dublin="knowledge"),), assessments=(Assessment("a1"),))
    )

    spec = proposal.specification
    assert (proposal.cost, proposal.criteria, proposal.valid_days, proposal.summary) == ({}, {}, None, {})
    assert (spec.ects, spec.hours, spec.eqf_level, spec.cycle) == (Decimal(0), Decimal(0), 0, "")
    assert (spec.isced_f, spec.prerequisites, spec.stackability) == ((), None, None)
    assert (spec.further_information, spec.code) == (None, "")
    assert (spec.outcomes[0].kind, spec.assessments[0].weight) == ("knowledge", None)
    assert proposal_of(draft(valid_days="0")).valid_days is None


@pytest.mark.parametrize(("typed", "cost"), [("49,5", "49.50"), ("120", "120"), ("a lot", "a lot")])
def test_a_price_that_can_be_read_has_one_spelling(typed: str, cost: str) -> None:
    assert proposal_of(draft(cost_members=typed)).cost == {"members": cost, "others": "150"}


def test_texts_in_languages_no_longer_written_are_left_out() -> None:
    spanish = {"en": "A", "es": "B"}
    fields = ("title", "summary", "description", "prerequisites", "further_information")
    rows: dict[str, Any] = {
        "outcomes": (Outcome("o1", spanish),),
        "activities": (Activity("l1", spanish),),
        "assessments": (Assessment("a1", spanish, criteria=spanish),),
    }

    proposal = proposal_of(draft(texts_in=("es",), **dict.fromkeys(fields, spanish), **rows))

    spec = proposal.specification
    texts = [spec.title, proposal.summary, spec.description, spec.prerequisites, spec.further_information]
    texts += [spec.outcomes[0].title, spec.activities[0].title, spec.assessments[0].title]
    assert [*texts, proposal.criteria["a1"]] == [{"es": "B"}] * 9


def test_a_new_edition_takes_over_all_that_was_published() -> None:
    again = draft_of(proposal_of(draft(valid_days="30")))

    assert again == draft(valid_days="30", activities=(LAB, replace(STUDY, hours="37.5")))
    assert draft_of(proposal_of(Draft())) == Draft()


def test_a_new_edition_is_written_in_the_languages_of_the_last_the_titles_first() -> None:
    proposal = proposal_of(COMPLETE)
    criteria = {"a1": {"fi": "Hyvä."}, "a9": {"sv": "Bra."}}
    titled = replace(proposal.specification, title={"es": "T", "tlh": "x"}, description={"de": "D"})

    assert draft_of(replace(proposal, specification=titled, criteria=criteria)).texts_in == (
        "es", "en", "de", "fi",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["outcomes", "activities", "assessments"])
def test_rows_that_others_named_are_counted_anew(kind: str) -> None:
    proposal = proposal_of(COMPLETE)
    rows = getattr(proposal.specification, kind)
    named = tuple(replace(row, id=name) for row, name in zip(rows, ("x", rows[1].id), strict=True))
    changes: dict[str, Any] = {kind: named}
    criteria = {"x": {"en": "Right."}, "gone": {"en": "Never."}}

    again = draft_of(
        replace(proposal, specification=replace(proposal.specification, **changes), criteria=criteria)
    )

    letter = rows[0].id[0]
    assert [row.id for row in getattr(again, kind)] == [f"{letter}1", f"{letter}2"]
    assert again.assessments[0].criteria == ({"en": "Right."} if kind == "assessments" else {})


def test_the_matrix_shows_each_share_of_the_whole() -> None:
    matrix = matrix_of(proposal_of(COMPLETE).specification)

    assert matrix.activities[0] == Column("l1", LAB.title, "lab", Decimal(45), 45 / 82.5)
    assert matrix.assessments == (
        Column("a1", PROJECT.title, "project", Decimal(60), 0.6),
        Column("a2", EXAM.title, "oral-exam", Decimal(40), 0.4),
    )
    assert matrix.lines[0] == Line("o1", READ.title, (True, False), (True, False))


def test_what_has_no_hours_and_no_weight_has_no_share() -> None:
    bare = draft(activities=(Activity("l1"),), assessments=(Assessment("a1"),))

    matrix = matrix_of(proposal_of(bare).specification)

    assert matrix.activities == (Column("l1", {}, "", Decimal(0), 0.0),)
    assert matrix.assessments == (Column("a1", {}, "", Decimal(0), 0.0),)
    weighed = draft(assessments=(Assessment("a1"), EXAM))
    assert [one.size for one in matrix_of(proposal_of(weighed).specification).assessments] == [0.0, 1.0]
    assert not Line("o1", {}, (True,), ()).is_aligned
    assert not Line("o1", {}, (False,), (True,)).is_aligned


@pytest.mark.parametrize(
    ("code", "section"),
    [("annex.title", Section.ABOUT), ("alignment.taught.o1", Section.ACTIVITIES), ("terms", Section.CHECK)],
)
def test_a_check_that_no_step_answers_is_answered_at_the_end(code: str, section: Section) -> None:
    assert section_of(code) is section


def test_every_check_that_fails_is_counted_in_its_step() -> None:
    report = Report.of([failed("annex.title", "No."), failed("texts.en", "No."), warning("texts.es", "Hm.")])

    counts = state_of_sections(report)

    assert {section: count for section, count in counts.items() if count} == {Section.ABOUT: 2}
    assert counts.keys() == set(Section)


def test_a_code_is_cut_at_fifty_signs_and_numbered_where_it_is_taken() -> None:
    assert code_for("mu", "x" * 60, ()) == f"mu-{'x' * 47}"
    assert code_for("mu", "x" * 46 + " y", ()) == f"mu-{'x' * 46}"
    assert code_for("mu", "-A- b-", {"mu-a-b"}) == "mu-a-b-2"


def test_a_code_keeps_the_letters_of_the_institutions_address() -> None:
    assert code_for("XU", "Data", ()) == "XU-data"
