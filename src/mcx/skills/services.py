"""Loading ESCO into the vocabulary."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TextIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.core import audit
from mcx.core.errors import DomainError
from mcx.core.text import folded
from mcx.skills.models import Skill, SkillLabel, VocabularyLoad
from mcx.skills.rules.esco import BadRow, Concept, columns_of, concept_of, language_of, version_of
from mcx.skills.rules.matching import LONGEST_TERM

BATCH = 400
LONGEST_LINE = 1_000_000
PROBLEMS_SHOWN = 50
COLUMNS = ["kind", "reuse_level", "labels", "alternative_labels"]
STATE = ["version", "is_obsolete", "replaced_by", "loaded_at"]


class NothingToLoad(DomainError):
    """The folder holds no file of skills."""

    code = "nothing-to-load"
    message = _("No CSV file in {folder} has the columns of ESCO skills.")
    fix = _("Enter the folder where you unpacked the ESCO download (CSV).")


@dataclass(slots=True)
class Loaded:
    """What a load did: counts of concepts, and the rows that could not be read, by file and line."""

    version: str
    files: list[str] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    refused: int = 0
    problems: list[str] = field(default_factory=list)
    is_complete: bool = True

    def refuse(self, file: str, line: int, reason: str) -> None:
        """Note a row that is left out; the first ones with their reason."""
        self.refused += 1
        if len(self.problems) < PROBLEMS_SHOWN:
            self.problems.append(f"{file}, line {line}: {reason}")


@dataclass(frozen=True, slots=True)
class SkillFile:
    """One file of skills and what is told of it."""

    path: Path
    language: str


@transaction.atomic
def load_esco(
    folder: Path,
    *,
    version: str = "",
    language: str = "en",
    is_partial: bool = False,
    by: Person | None = None,
    at: datetime,
) -> Loaded:
    """Read every file of skills in the folder, merging languages on the URI; nothing is ever deleted.

    Concepts that the folder no longer holds become obsolete, unless it `is_partial` or a file of it could
    not be read to its end. Memory holds one batch and the URIs of one language, however long the files are.

    :raises NothingToLoad: when no file has the columns of skills
    """
    loaded = Loaded(version or version_of(folder.name))
    sources = _sources(folder, language)
    if not sources:
        raise NothingToLoad(folder=folder)
    Skill.objects.filter(loaded_at=at).update(loaded_at=None)
    seen: dict[str, set[str]] = {}
    for source in sources:
        loaded.files.append(source.path.name)
        _load_file(source, seen.setdefault(source.language, set()), loaded, at)
    if loaded.is_complete and not is_partial:
        vanished = Skill.objects.filter(is_obsolete=False).exclude(loaded_at=at)
        loaded.ended = vanished.update(is_obsolete=True)
    counts = {name: getattr(loaded, name) for name in ("new", "changed", "ended", "refused")}
    row = VocabularyLoad.objects.create(version=loaded.version, files=loaded.files, loaded_at=at, **counts)
    audit.record("skills.loaded", row, by=by, at=at, version=loaded.version, **counts)
    return loaded


def _sources(folder: Path, default: str) -> list[SkillFile]:
    """The folder's files of skills: whole pillars before collections, which only add to them."""
    found = []
    for path in sorted(
        folder.glob("*.csv"), key=lambda path: (not path.name.startswith("skills"), path.name)
    ):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            header = next(csv.reader([file.readline(LONGEST_LINE)]), [])
        if columns_of(header):
            found.append(SkillFile(path, language_of(path.name, default)))
    return found


def _load_file(source: SkillFile, seen: set[str], loaded: Loaded, at: datetime) -> None:
    concepts = _concepts(source.path, loaded)
    while batch := {concept.uri: concept for concept in islice(concepts, BATCH)}:
        fresh = {uri: concept for uri, concept in batch.items() if uri not in seen}
        seen.update(fresh)
        _store(fresh, source.language, loaded, at)


def _concepts(path: Path, loaded: Loaded) -> Iterator[Concept]:
    """The concepts of a file, one after the other; rows that cannot be used are noted and left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(_lines(file))
        try:
            columns = columns_of(next(rows))
            for row in rows:
                try:
                    concept = concept_of(row, columns) if row and columns else None
                except BadRow as error:
                    loaded.refuse(path.name, rows.line_num, str(error))
                    continue
                if concept:
                    yield concept
        except (csv.Error, UnicodeDecodeError) as error:
            loaded.is_complete = False
            reason = "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
            loaded.refuse(path.name, rows.line_num + 1, f"the rest of the file cannot be read ({reason})")


def _lines(file: TextIO) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise csv.Error("line too long")
        yield line


def _store(concepts: dict[str, Concept], language: str, loaded: Loaded, at: datetime) -> None:
    known = Skill.objects.in_bulk(list(concepts), field_name="uri")
    changed = []
    for uri, concept in concepts.items():
        skill = known.get(uri) or Skill(uri=uri, labels={}, alternative_labels={})
        has_changed = _merge(skill, concept, language)
        skill.version, skill.loaded_at = loaded.version or skill.version, at
        skill.is_obsolete, skill.replaced_by = concept.is_obsolete, concept.replaced_by or skill.replaced_by
        loaded.new += skill.pk is None
        loaded.changed += has_changed and skill.pk is not None
        loaded.unchanged += not has_changed
        known[uri] = skill
        if has_changed:
            changed.append(uri)
    Skill.objects.bulk_create(
        known.values(), update_conflicts=True, unique_fields=["uri"], update_fields=[*COLUMNS, *STATE]
    )
    _index([concepts[uri] for uri in changed], language)


def _merge(skill: Skill, concept: Concept, language: str) -> bool:
    """Put one language's labels into the skill; whether that changed anything that people read."""
    before = (skill.kind, skill.reuse_level, dict(skill.labels), dict(skill.alternative_labels))
    skill.kind, skill.reuse_level = concept.kind or skill.kind, concept.reuse_level or skill.reuse_level
    skill.labels = {**skill.labels, language: concept.label}
    skill.alternative_labels = {**skill.alternative_labels, language: list(concept.alternatives)}
    return before != (skill.kind, skill.reuse_level, skill.labels, skill.alternative_labels)


def _index(concepts: list[Concept], language: str) -> None:
    """Write the labels that look-ups compare, in place of those the concepts had in this language."""
    ids = dict(Skill.objects.filter(uri__in=[each.uri for each in concepts]).values_list("uri", "pk"))
    SkillLabel.objects.filter(skill_id__in=ids.values(), language=language).delete()
    rows = [
        SkillLabel(skill_id=ids[concept.uri], language=language, term=term, rank=rank)
        for concept in concepts
        for term, rank in _terms(concept).items()
    ]
    SkillLabel.objects.bulk_create(rows, batch_size=BATCH)


def _terms(concept: Concept) -> dict[str, int]:
    ranked = ((concept.label,), concept.alternatives, concept.hidden)
    found: dict[str, int] = {}
    for rank, labels in enumerate(ranked):
        for label in labels:
            found.setdefault(folded(label)[:LONGEST_TERM], rank)
    return {term: rank for term, rank in found.items() if term}
