"""Micro-credentials still in the making: half a draft, proposals that wait for review, one sent back."""

from dataclasses import replace
from typing import Any

from mcx.demo.content import drafts, esco_sample
from mcx.demo.load.cast import Cast
from mcx.design import services as design
from mcx.design.models import Project
from mcx.design.rules.draft import Draft, Outcome
from mcx.quality import services as quality


def begin_drafts(cast: Cast) -> None:
    """Every draft as far as its content file says it has come."""
    labels = esco_sample()
    for row in drafts():
        teacher = cast.officer(cast.institutions[row["institution"]], "designer")
        project = _begin(row, cast)
        draft = _named(Draft.from_json(project.draft | row["draft"]), labels)
        project = design.save(
            project, draft=draft, revision=project.revision, by=teacher, at=cast.at(row["saved"])
        )
        if row["stage"] != "draft":
            _hand_in(project, row, cast)


def _begin(row: dict[str, Any], cast: Cast) -> Project:
    institution = cast.institutions[row["institution"]]
    teacher, at = cast.officer(institution, "designer"), cast.at(row["begun"])
    if "edition_of" in row:
        return design.start_edition(cast.editions[row["edition_of"]], by=teacher, at=at)
    return design.start(institution, title=row["draft"]["title"], by=teacher, at=at)


def _named(draft: Draft, labels: dict[str, str]) -> Draft:
    """The draft with the label of each skill that it names by URI alone."""

    def named(outcome: Outcome) -> Outcome:
        skills = tuple(replace(one, label=one.label or {"en": labels[one.uri]}) for one in outcome.skills)
        return replace(outcome, skills=skills)

    return replace(draft, outcomes=tuple(named(outcome) for outcome in draft.outcomes))


def _hand_in(project: Project, row: dict[str, Any], cast: Cast) -> None:
    teacher, officer = (cast.officer(project.institution, office) for office in ("designer", "quality"))
    review = design.submit(project, by=teacher, at=cast.at(row["handed_in"]))
    if row["stage"] == "returned":
        quality.send_back(review, reasons=row["reasons"], by=officer, at=cast.at(row["decided"]))
