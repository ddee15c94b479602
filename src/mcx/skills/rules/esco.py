"""How a row of ESCO's CSV files is read, whatever the version or the order of its columns.

ESCO, the European classification of skills, competences, qualifications and occupations, versions 1.0 to
1.2 (https://esco.ec.europa.eu), and the same data in the layout of the open taxonomy tools, whose columns
are in capitals. Columns are found by their names. Labels of one cell stand on lines of their own or
between “ | ”.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

NAMES = {
    "uri": ("concepturi", "originuri"),
    "label": ("preferredlabel",),
    "kind": ("skilltype",),
    "reuse_level": ("reuselevel",),
    "alternatives": ("altlabels",),
    "hidden": ("hiddenlabels",),
    "status": ("status",),
    "concept_type": ("concepttype",),
    "replaced_by": ("replacedby", "isreplacedby"),
}
NEEDED = ("uri", "label", "kind")

KINDS = {
    "knowledge": "knowledge",
    "skill/competence": "skill",
    "skill": "skill",
    "language": "skill",
    "attitude": "skill",
    "": "",
}
REUSE_LEVELS = {
    "transversal": "transversal",
    "cross-sector": "cross-sector",
    "cross-sectoral": "cross-sector",
    "sector-specific": "sector-specific",
    "occupation-specific": "occupation-specific",
}
ENDED = {"obsolete", "deprecated"}
SKILL = "knowledgeskillcompetence"
SEPARATOR = re.compile(r"\r?\n| \| ")
LANGUAGE = re.compile(r"_([a-z]{2})\.csv$", re.IGNORECASE)
VERSION = re.compile(r"v(\d+\.\d+(?:\.\d+)?)", re.IGNORECASE)
LONGEST_LABEL = 500
LONGEST_URI = 200


class BadRow(ValueError):
    """A row that cannot be read; its text says why, for whoever loads the file."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One skill or knowledge concept in one language."""

    uri: str
    kind: str
    reuse_level: str
    label: str
    alternatives: tuple[str, ...]
    hidden: tuple[str, ...]
    is_obsolete: bool
    replaced_by: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a file has which of the columns we read, by our name for it."""

    places: dict[str, int]
    width: int

    def cell(self, row: Sequence[str], name: str) -> str:
        """The row's text in that column, without surrounding blanks; empty where the file has none."""
        place = self.places.get(name)
        return row[place].strip() if place is not None else ""


def columns_of(header: Sequence[str]) -> Columns | None:
    """The columns of a file of skills; None for a file of anything else (occupations, relations, groups)."""
    titles = [title.strip().strip('\ufeff"').casefold() for title in header]
    places = {
        name: titles.index(title) for name, known in NAMES.items() for title in known if title in titles
    }
    return Columns(places, len(titles)) if all(name in places for name in NEEDED) else None


def concept_of(row: Sequence[str], columns: Columns) -> Concept | None:
    """The concept of a row; None for a row that is no skill, such as a group of skills.

    :raises BadRow: when a skill's row cannot be used
    """
    if len(row) != columns.width:
        raise BadRow(f"{len(row)} cells instead of {columns.width}")
    if columns.cell(row, "concept_type").casefold() not in {"", SKILL}:
        return None
    uri, label = columns.cell(row, "uri"), columns.cell(row, "label")
    if not uri.startswith(("http://", "https://")) or len(uri) > LONGEST_URI or not uri.isprintable():
        raise BadRow("no usable URI")
    alternatives = _labels(columns.cell(row, "alternatives"), label)
    hidden = _labels(columns.cell(row, "hidden"), label)
    if not label or any(len(each) > LONGEST_LABEL for each in (label, *alternatives, *hidden)):
        raise BadRow("no preferred label" if not label else f"a label of over {LONGEST_LABEL} signs")
    kind = columns.cell(row, "kind").casefold().rpartition("/esco/skill-type/")[2]
    if kind not in KINDS:
        raise BadRow(f"unknown skill type “{kind[:40]}”")
    return Concept(
        uri=uri,
        kind=KINDS[kind],
        reuse_level=REUSE_LEVELS.get(columns.cell(row, "reuse_level").casefold(), ""),
        label=label,
        alternatives=alternatives,
        hidden=hidden,
        is_obsolete=columns.cell(row, "status").casefold() in ENDED,
        replaced_by=columns.cell(row, "replaced_by")[:LONGEST_URI],
    )


def _labels(cell: str, label: str) -> tuple[str, ...]:
    """The labels of a cell, each once, without the one given."""
    found = dict.fromkeys(each.strip() for each in SEPARATOR.split(cell))
    return tuple(each for each in found if each and each != label)


def language_of(file_name: str, default: str) -> str:
    """The language of a file's labels by its name, `skills_es.csv`; the default where the name is silent."""
    found = LANGUAGE.search(file_name)
    return found.group(1).lower() if found else default


def version_of(folder_name: str) -> str:
    """ESCO's version by the name of the official download, “ESCO dataset - v1.2.0 - …”; empty if unsaid."""
    found = VERSION.search(folder_name)
    return found.group(1) if found else ""
