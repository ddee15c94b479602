"""Constructive alignment: every outcome is taught and assessed, and nothing is done without a purpose.

Biggs and Tang, Teaching for Quality Learning at University; framework domain 3, steps 5 and 7.
"""

from collections.abc import Iterator, Sequence

from microcred.record import Activity, Assessment, LearningOutcome, Specification
from microcred.report import Check, _, failed, passed, warning
from microcred.saying import Name
from microcred.vocabulary import DUBLIN

SOURCE = "MicroCredX framework, domain 3, step 7 (constructive alignment)"
DESCRIBE = "MicroCredX framework, domain 3, step 3"


def check(spec: Specification) -> Iterator[Check]:
    """Every outcome is assessed and prepared for, has its descriptor and skills; no row stands alone."""
    assessed = {name for row in spec.assessments for name in row.outcomes}
    taught = {name for row in spec.activities for name in row.outcomes}
    for outcome in spec.outcomes:
        yield from _outcome(outcome, outcome.id in assessed, outcome.id in taught)
    if spec.outcomes and all(outcome.id in assessed & taught for outcome in spec.outcomes):
        text = _("Every outcome has an activity and an assessment.")
        yield passed("alignment", text, SOURCE)
    yield from _idle(spec)


def _outcome(outcome: LearningOutcome, is_assessed: bool, is_taught: bool) -> Iterator[Check]:
    title = Name({tag: text.rstrip(".") for tag, text in outcome.title.items()}, outcome.id)
    own = outcome.id
    if not is_assessed:
        text = _("No assessment tests the outcome “{title}”.")
        fix = _("Tick this outcome in one of the assessments, or add an assessment for it.")
        yield failed(f"alignment.assessed.{own}", text, SOURCE, fix, title=title)
    if not is_taught:
        text = _("No activity teaches the outcome “{title}”.")
        fix = _(
            "Tick this outcome in one of the activities, or add an activity in which learners practise it. "
            "If they bring it with them, leave it: only the assessment is required."
        )
        yield warning(f"alignment.taught.{own}", text, SOURCE, fix, title=title)
    if outcome.dublin not in DUBLIN:
        text = _("The outcome “{title}” has no Dublin descriptor.")
        fix = _(
            "Choose a Dublin descriptor (the type of outcome). Other universities use it to compare outcomes."
        )
        yield warning(f"outcomes.dublin.{own}", text, DESCRIBE, fix, title=title)


def _idle(spec: Specification) -> Iterator[Check]:
    known = {outcome.id for outcome in spec.outcomes}
    for row in _without_purpose(spec.activities, known):
        text = _("The activity “{title}” is not linked to an outcome.")
        fix = _("Tick the outcomes it teaches, or remove the activity.")
        yield warning(f"alignment.activity.{row.id}", text, SOURCE, fix, title=_title(row))
    for row in _without_purpose(spec.assessments, known):
        text = _("The assessment “{title}” is not linked to an outcome.")
        fix = _("Tick the outcomes it assesses, or remove the assessment.")
        yield warning(f"alignment.assessment.{row.id}", text, SOURCE, fix, title=_title(row))


def _without_purpose(rows: Sequence[Activity | Assessment], known: set[str]) -> list[Activity | Assessment]:
    return [row for row in rows if not known & set(row.outcomes)]


def _title(row: Activity | Assessment) -> str:
    return Name(row.title, row.id)
