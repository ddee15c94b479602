"""Adding and taking away rows of a draft; whatever named a row that is gone names it no longer."""

from dataclasses import replace
from typing import Any

from mcx.design.rules.draft import ROWS, Draft, Outcome, SkillRef, next_id
from mcx.network.rules.course_fields import MOST_ROWS


def with_row(draft: Draft, kind: str) -> Draft:
    """The draft with an empty row more of that kind (outcomes, activities or assessments)."""
    rows = getattr(draft, kind)
    if len(rows) >= MOST_ROWS:
        return draft
    letter, made = ROWS[kind]
    return _changed(draft, kind, (*rows, made(next_id(letter, (row.id for row in rows)))))


def without_row(draft: Draft, kind: str, name: str) -> Draft:
    """The draft without the row of that id, and without any mention of an outcome that is gone."""
    left = _changed(draft, kind, tuple(row for row in getattr(draft, kind) if row.id != name))
    known = {outcome.id for outcome in left.outcomes}
    return replace(
        left,
        activities=tuple(_naming(known, row) for row in left.activities),
        assessments=tuple(_naming(known, row) for row in left.assessments),
    )


def _naming(known: set[str], row: Any) -> Any:
    return replace(row, outcomes=tuple(name for name in row.outcomes if name in known))


def with_skill(draft: Draft, outcome: str, skill: SkillRef) -> Draft:
    """The draft in which that outcome names the skill; naming it twice changes nothing."""
    return _with_skills(draft, outcome, lambda refs: {**refs, skill.uri: skill})


def without_skill(draft: Draft, outcome: str, uri: str) -> Draft:
    """The draft in which that outcome no longer names the skill."""
    return _with_skills(draft, outcome, lambda refs: {key: ref for key, ref in refs.items() if key != uri})


def _with_skills(draft: Draft, outcome: str, change: Any) -> Draft:
    def changed(row: Outcome) -> Outcome:
        refs = {ref.uri: ref for ref in row.skills}
        return replace(row, skills=tuple(change(refs).values())) if row.id == outcome else row

    return replace(draft, outcomes=tuple(changed(row) for row in draft.outcomes))


def _changed(draft: Draft, kind: str, rows: tuple[Any, ...]) -> Draft:
    changes: dict[str, Any] = {kind: rows}
    return replace(draft, **changes)


def skill_uris(draft: Draft) -> set[str]:
    """The skills that the draft's outcomes name."""
    return {skill.uri for outcome in draft.outcomes for skill in outcome.skills}
