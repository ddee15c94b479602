"""The table of course fields: each row is asked, kept, limited, compared, shown, sent and found by it."""

from dataclasses import fields, replace
from typing import Any

import pytest

from mcx.api import api
from mcx.catalogue.models import Edition
from mcx.catalogue.rules import OFFERED, Proposal, proposal_from_json, proposal_json, search_text
from mcx.catalogue.services import publish
from mcx.design.rules.checks import check_draft
from mcx.design.rules.draft import ROWS, Draft
from mcx.design.rules.limits import faults_of
from mcx.design.rules.proposal import draft_of, proposal_of
from mcx.design.rules.sections import SECTIONS, section_of
from mcx.network.models import GradingScale
from mcx.network.rules.course_fields import ASKED, COURSE_FIELDS, CourseField, Kind, Section, with_columns
from mcx.network.rules.terms import EXTRA_ELEMENTS
from mcx.quality.rules import differences
from mcx.web.catalogue.sheet import Facts, sections
from mcx.web.catalogue.words import alignment
from mcx.web.design.forms import Offered, SectionForm
from mcx.web.quality.words import Proposed, frame, texts
from microcred.annex import ELEMENTS
from microcred.report import Outcome
from tests import cast
from tests.cast import NOW
from tests.design.drafts import COMPLETE, HOUSE, TERMS, draft
from tests.quality import cast as quality

OFFER = Offered(scales=[("joint", "Joint")], languages=[("en", "English")], levels=[("6", "EQF 6")])
COLUMNS = [(kind, name) for kind in ROWS for name in COURSE_FIELDS[kind].columns]
TEXTS = [name for name, row in COURSE_FIELDS.items() if row.kind is Kind.TEXT]
# Another value for each kind of field, and for fields whose codes stand in no list.
OTHER: dict[Kind, Any] = {
    Kind.LANGUAGES: ("en",),
    Kind.TEXT: {"en": "Mammoth", "es": "Mamut"},
    Kind.NUMBER: "7",
    Kind.WHOLE: "7",
    Kind.PRICE: "7",
    Kind.OUTCOMES: (),
    Kind.SKILLS: (),
}
CODES: dict[str, Any] = {"isced_f": "0713", "scale": "joint", "languages": ("es",)}
# The picture of the card is shown as a picture; the languages are those of the texts.
NO_WORDS = {"cover", "texts_in"}


def _other(name: str, row: CourseField, before: Any) -> Any:
    """A value that the field does not have in the complete draft."""
    if row.codes:
        code = next(term.code for term in row.codes.terms if term.code not in before)
        return code if row.kind is Kind.CHOICE else (code,)
    return CODES[name] if name in CODES else OTHER[row.kind]


def _changed(name: str) -> Draft:
    """The complete draft with another value of one field; of rows, without the last."""
    row, before = COURSE_FIELDS[name], getattr(COMPLETE, name)
    changes: Any = {name: before[:-1] if row.kind is Kind.ROWS else _other(name, row, before)}
    return replace(COMPLETE, **changes)


def _changed_row(kind: str, column: str) -> Draft:
    """The complete draft with another value of one column of its first row."""
    first, *rest = getattr(COMPLETE, kind)
    change: Any = {column: _other(column, COURSE_FIELDS[kind].columns[column], getattr(first, column))}
    changes: Any = {kind: (replace(first, **change), *rest)}
    return replace(COMPLETE, **changes)


def _edition(proposal: Proposal) -> Edition:
    beside = {name: getattr(proposal, name) for name in OFFERED if name != "scale"}
    scale = GradingScale(slug=proposal.scale, title={"en": proposal.scale}, grades=["A", "B", "F"])
    return Edition(number=1, published_at=NOW, scale=scale, **beside)


def _sheet(proposal: Proposal) -> list[tuple[str, str, list[str]]]:
    facts = Facts(_edition(proposal), proposal.specification, HOUSE.organisation, TERMS)
    return [
        (one.numeral, str(one.label), [str(value) for value in one.values])
        for section in sections(facts)
        for one in section.elements
    ]


def _reviewed(proposal: Proposal) -> list[tuple[str, str, Any]]:
    facts = [*texts(proposal), *frame(Proposed(proposal, None))]
    return [(str(fact.label), fact.value, fact.words) for fact in facts]


def test_a_draft_has_the_fields_of_the_table_and_no_other() -> None:
    assert {each.name for each in fields(Draft)} == set(COURSE_FIELDS)
    for kind, (_letter, made) in ROWS.items():
        assert [each.name for each in fields(made)] == ["id", *COURSE_FIELDS[kind].columns]


def test_the_complete_draft_leaves_out_only_how_long_a_credential_stands() -> None:
    """All tests of fields begin from it: what it leaves out they would compare with nothing."""
    assert {name for name in COURSE_FIELDS if not getattr(COMPLETE, name)} == {"valid_days"}
    for kind, name in COLUMNS:
        assert all(getattr(row, name) for row in getattr(COMPLETE, kind))


@pytest.mark.django_db
def test_an_edition_holds_everything_that_is_offered_beside_its_specification() -> None:
    scale, offer = cast.scale(cast.university("mu")), proposal_of(draft(valid_days="730"), "mu-spc")

    edition = publish(quality.micro_credential(), proposal=offer, by=quality.officer(), at=NOW)

    edition.refresh_from_db()
    held = {name: getattr(edition, name) for name in OFFERED}
    assert held | {"scale": edition.scale.slug} == {name: getattr(offer, name) for name in OFFERED}
    assert edition.scale == scale
    assert not [name for name, value in held.items() if value in (None, "", {}, [])]


@pytest.mark.parametrize("section", list(Section))
def test_a_step_asks_its_fields_in_their_order_and_words(section: Section) -> None:
    form = SectionForm(section, COMPLETE, OFFER)

    asked: dict[str, str] = {}
    for name, row in ASKED[section].items():
        if row.kind is not Kind.ROWS:
            asked[name] = row.asked
        for each in getattr(COMPLETE, name) if row.kind is Kind.ROWS else ():
            columns = {key: it for key, it in row.columns.items() if it.kind is not Kind.SKILLS}
            asked |= {f"{each.id}-{column}": it.asked for column, it in columns.items()}
    assert {name: str(field.label) for name, field in form.fields.items()} == asked
    assert section in SECTIONS


@pytest.mark.parametrize("name", COURSE_FIELDS)
def test_a_field_is_part_of_the_apis_draft(name: str) -> None:
    schemas = api.get_openapi_schema()["components"]["schemas"]

    assert name in schemas["DraftSchema"]["properties"]
    row = {"outcomes": "OutcomeSchema", "activities": "ActivitySchema", "assessments": "AssessmentSchema"}
    if name in row:
        assert list(schemas[row[name]]["properties"]) == ["id", *COURSE_FIELDS[name].columns]


@pytest.mark.parametrize("name", COURSE_FIELDS)
def test_a_field_is_kept_until_the_next_edition(name: str) -> None:
    changed = _changed(name)
    stored = proposal_from_json(proposal_json(proposal_of(changed)))

    assert getattr(changed, name) != getattr(COMPLETE, name)
    assert Draft.from_json(changed.as_json()) == changed
    assert getattr(draft_of(stored), name) == getattr(changed, name)


@pytest.mark.parametrize(("kind", "column"), COLUMNS)
def test_a_column_of_a_row_is_kept_until_the_next_edition(kind: str, column: str) -> None:
    changed = _changed_row(kind, column)

    assert Draft.from_json(changed.as_json()) == changed
    first = getattr(draft_of(proposal_of(changed)), kind)[0]
    assert getattr(first, column) == getattr(getattr(changed, kind)[0], column)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_takes_as_many_signs_as_the_table_says(name: str) -> None:
    limit = COURSE_FIELDS[name].limit

    assert not faults_of(draft(**{name: {"en": "x" * limit}}))
    assert faults_of(draft(**{name: {"en": "x" * (limit + 1)}})) == {name: limit}


@pytest.mark.parametrize("name", COURSE_FIELDS)
def test_a_changed_field_is_a_difference(name: str) -> None:
    assert differences(proposal_of(COMPLETE), proposal_of(_changed(name)))


@pytest.mark.parametrize(("kind", "column"), COLUMNS)
def test_a_changed_column_is_a_difference(kind: str, column: str) -> None:
    found = differences(proposal_of(COMPLETE), proposal_of(_changed_row(kind, column)))

    part = COURSE_FIELDS[kind].columns[column].label, getattr(COMPLETE, kind)[0].id
    assert part in {(one.name, one.row) for one in found}


@pytest.mark.parametrize("name", [name for name in COURSE_FIELDS if name not in NO_WORDS])
def test_a_reviewer_sees_each_field(name: str) -> None:
    before, after = proposal_of(COMPLETE), proposal_of(_changed(name))

    if COURSE_FIELDS[name].kind is Kind.ROWS:
        assert alignment(_edition(after), after.specification) != alignment(
            _edition(before), before.specification
        )
    else:
        assert _reviewed(after) != _reviewed(before)


@pytest.mark.parametrize(("kind", "column"), COLUMNS)
def test_the_catalogue_shows_each_column(kind: str, column: str) -> None:
    before, after = proposal_of(COMPLETE), proposal_of(_changed_row(kind, column))

    assert alignment(_edition(after), after.specification) != alignment(
        _edition(before), before.specification
    )


STATED = [name for name, row in COURSE_FIELDS.items() if row.annex or row.is_stated]


@pytest.mark.parametrize("name", STATED)
def test_the_sheet_states_a_field_where_the_table_says(name: str) -> None:
    annex = COURSE_FIELDS[name].annex
    before, after = _sheet(proposal_of(COMPLETE)), _sheet(proposal_of(_changed(name)))

    changed = {new[0] for old, new in zip(before, after, strict=True) if old != new}
    assert (annex if annex.isalpha() else "") in changed


def test_every_field_that_is_nowhere_on_the_sheet_is_known() -> None:
    assert set(COURSE_FIELDS) - set(STATED) == {*NO_WORDS, "summary", "activities", "cost_others"}


def test_the_sheet_has_the_numerals_of_the_annex_in_their_order() -> None:
    numerals = [numeral for numeral, _label, _values in _sheet(proposal_of(COMPLETE)) if numeral]

    assert numerals == list(ELEMENTS.values())


ASKED_FOR = [name for name, row in COURSE_FIELDS.items() if row.missing]


@pytest.mark.parametrize("name", ASKED_FOR)
def test_a_field_that_is_missed_is_asked_for_in_its_step(name: str) -> None:
    row = COURSE_FIELDS[name]
    empty: Any = {name: getattr(Draft(), name)}
    [check] = [
        one
        for one in check_draft(replace(COMPLETE, **empty), TERMS, HOUSE).checks
        if one.message == row.missing
    ]

    assert (check.outcome, check.advice) == (Outcome.WARNING, row.fix)
    assert name in ASKED[section_of(check.code)]


@pytest.mark.parametrize("element", EXTRA_ELEMENTS)
def test_what_the_charter_may_require_is_missed_where_it_is_empty(element: str) -> None:
    strict = replace(TERMS, extra_elements=(element,))
    bare = {
        kind: tuple(type(row)(id=row.id, title=row.title) for row in getattr(COMPLETE, kind)) for kind in ROWS
    }
    empty: Any = {
        **{name: getattr(Draft(), name) for name, row in COURSE_FIELDS.items() if row.element == element},
        **{kind: rows for kind, rows in bare.items() if _requires(kind, element)},
    }

    found = check_draft(replace(COMPLETE, **empty), strict, HOUSE).only(Outcome.FAILED)

    assert "Charter 3, extra_elements" in {check.source for check in found}


def _requires(kind: str, element: str) -> bool:
    return element in {column.element for column in COURSE_FIELDS[kind].columns.values()}


def test_the_charter_may_require_nothing_else() -> None:
    assert set(EXTRA_ELEMENTS) == {row.element for row in with_columns() if row.element}


def test_an_edition_is_found_by_what_the_table_says_and_nothing_else() -> None:
    for name in TEXTS:
        found = search_text(proposal_of(_changed(name)), [])
        assert (" mammoth" in found) == COURSE_FIELDS[name].is_searched, name
    for kind, column in COLUMNS:
        row = COURSE_FIELDS[kind].columns[column]
        changed = search_text(proposal_of(_changed_row(kind, column)), []) != search_text(
            proposal_of(COMPLETE), []
        )
        assert changed == row.is_searched, (kind, column)
