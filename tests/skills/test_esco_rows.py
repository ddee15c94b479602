"""Every layout of ESCO's files is read by the names of its columns."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcx.skills.rules.esco import BadRow, Concept, columns_of, concept_of, language_of, version_of

URI = "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000001"
OFFICIAL = [
    "conceptType",
    "conceptUri",
    "skillType",
    "reuseLevel",
    "preferredLabel",
    "altLabels",
    "hiddenLabels",
    "status",
]
ROW = [
    "KnowledgeSkillCompetence",
    URI,
    "skill/competence",
    "cross-sector",
    "plan production",
    "make a plan\nplan production\nschedule production",
    "prodplan",
    "released",
]


def test_the_official_layout_is_read() -> None:
    columns = columns_of(OFFICIAL)

    assert columns
    concept = concept_of(ROW, columns)
    assert concept
    assert (concept.uri, concept.kind, concept.reuse_level) == (URI, "skill", "cross-sector")
    assert concept.alternatives == ("make a plan", "schedule production")
    assert concept.hidden == ("prodplan",)
    assert not concept.is_obsolete


def test_the_order_of_columns_does_not_matter() -> None:
    columns = columns_of(OFFICIAL[::-1])

    assert columns
    assert concept_of(ROW[::-1], columns) == concept_of(ROW, columns_of(OFFICIAL) or columns)


def test_the_layout_of_the_taxonomy_tools_is_read() -> None:
    header = ["\ufeffORIGINURI", "ID", "SKILLTYPE", "REUSELEVEL", "PREFERREDLABEL", "ALTLABELS"]
    columns = columns_of(header)

    assert columns
    concept = concept_of([URI, "key_1", "knowledge", "transversal", "physics", "natural philosophy"], columns)
    assert concept
    assert (concept.kind, concept.label) == ("knowledge", "physics")


def test_labels_are_told_apart_by_lines_or_by_bars() -> None:
    columns = columns_of(["conceptUri", "skillType", "preferredLabel", "altLabels"])

    assert columns
    concept = concept_of([URI, "knowledge", "physics", "a | b| c\nd | a"], columns)
    assert concept
    assert concept.alternatives == ("a", "b| c", "d")


@pytest.mark.parametrize(
    "header",
    [
        ["conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels"],
        ["originalSkillUri", "originalSkillType", "relationType", "relatedSkillType", "relatedSkillUri"],
        ["ORIGINURI", "ID", "CODE", "PREFERREDLABEL", "ALTLABELS"],
        ["XconceptUri", "skillType", "preferredLabel"],
        [],
    ],
)
def test_files_of_anything_else_are_left_alone(header: list[str]) -> None:
    assert columns_of(header) is None


def test_a_group_of_skills_is_no_skill() -> None:
    columns = columns_of(OFFICIAL)

    assert columns
    assert concept_of(["SkillGroup", *ROW[1:]], columns) is None


@pytest.mark.parametrize(
    ("place", "text", "reason"),
    [
        (1, "", "no usable URI"),
        (1, "javascript:alert(1)", "no usable URI"),
        (1, URI + "x" * 300, "no usable URI"),
        (1, URI + "\u200bx", "no usable URI"),
        (4, " ", "no preferred label"),
        (4, "x" * 501, "over 500"),
        (5, "x" * 501, "over 500"),
        (6, "x" * 501, "over 500"),
        (2, "talent", "unknown skill type “talent”"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(place: int, text: str, reason: str) -> None:
    columns = columns_of(OFFICIAL)
    row = [*ROW]
    row[place] = text

    assert columns
    with pytest.raises(BadRow, match=reason):
        concept_of(row, columns)


def _read(**cells: str) -> Concept:
    """The concept of the row with these cells changed, in a file that says what replaced a concept."""
    header = [*OFFICIAL, "replacedBy"]
    columns = columns_of(header)
    concept = columns and concept_of(
        [cells.get(name, text) for name, text in zip(header, [*ROW, ""], strict=True)], columns
    )
    assert concept
    return concept


def test_addresses_and_labels_may_be_as_long_as_that() -> None:
    address, label = f"https://{'x' * 192}", "x" * 500

    assert _read(conceptUri=address, preferredLabel=label).uri == address
    assert _read(altLabels=label, hiddenLabels=label).hidden == (label,)


def test_a_kind_may_be_written_as_an_address() -> None:
    assert _read(skillType="http://data.europa.eu/esco/skill-type/Knowledge").kind == "knowledge"


def test_a_reach_that_nobody_knows_is_left_out() -> None:
    assert _read(reuseLevel="galactic").reuse_level == ""


def test_the_preferred_label_is_not_hidden_as_well() -> None:
    assert _read(hiddenLabels="prodplan\nplan production").hidden == ("prodplan",)


@pytest.mark.parametrize("status", ["obsolete", "Deprecated"])
def test_a_concept_that_was_ended_says_by_what_it_was_replaced(status: str) -> None:
    concept = _read(status=status, replacedBy=URI)

    assert (concept.is_obsolete, concept.replaced_by) == (True, URI)


def test_a_row_of_another_width_says_so() -> None:
    columns = columns_of(OFFICIAL)

    assert columns
    with pytest.raises(BadRow, match="7 cells instead of 8"):
        concept_of(ROW[:-1], columns)


cells = st.text(alphabet="ahtps:/|\n\r\"', \tä水", max_size=20)


@given(st.lists(cells, min_size=8, max_size=8))
def test_any_row_is_a_concept_or_refused_but_never_a_fault(row: list[str]) -> None:
    columns = columns_of(OFFICIAL)
    written = StringIO()
    csv.writer(written).writerow(row)

    assert columns
    for read in csv.reader(StringIO(written.getvalue().replace("\0", ""), newline="")):
        try:
            concept = concept_of(["KnowledgeSkillCompetence", *read[1:]], columns)
        except BadRow:
            continue
        assert concept is None or concept.label


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("skills_es.csv", "es"),
        ("skills_FI.CSV", "fi"),
        ("digCompSkillsCollection_de.csv", "de"),
        ("skills.csv", "en"),
    ],
)
def test_a_file_name_says_the_language(name: str, language: str) -> None:
    assert language_of(name, "en") == language


@pytest.mark.parametrize(
    ("name", "version"),
    [("ESCO dataset - v1.2.0 - classification - en - csv", "1.2.0"), ("esco-v1.1", "1.1"), ("tabiya", "")],
)
def test_a_folder_name_says_the_version(name: str, version: str) -> None:
    assert version_of(name) == version
