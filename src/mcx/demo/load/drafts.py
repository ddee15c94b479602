"""What teachers are working on: a beginning, proposals that wait for review, and one that was returned."""

from dataclasses import replace
from typing import Any

from mcx.accounts.models import Person
from mcx.demo.content import load
from mcx.demo.load.cast import Cast, text
from mcx.design import services as design
from mcx.design.models import Project
from mcx.design.rules import Draft
from mcx.quality import services as quality


def draft(cast: Cast) -> None:
    """Every draft of the content file, as far as it went."""
    for row in load("drafts")["drafts"]:
        institution = cast.institutions[row["institution"]]
        teacher, officer = (cast.officer(institution, office) for office in ("designer", "quality"))
        project = _begun(row, teacher, cast)
        if row["stage"] == "draft":
            continue
        review = design.submit(project, by=teacher, at=cast.at(row["handed_in"]))
        if row["stage"] == "returned":
            quality.send_back(review, row["reasons"], by=officer, at=cast.at(row["returned"]))


def _begun(row: dict[str, Any], teacher: Person, cast: Cast) -> Project:
    at = cast.at(row["begun"])
    if "edition_of" in row:
        project = design.start_edition(cast.editions[row["edition_of"]], by=teacher, at=at)
    else:
        institution = cast.institutions[row["institution"]]
        project = design.start(institution, text(row["title"]), by=teacher, at=at)
    changes: dict[str, Any] = {name: text(words) for name, words in row["changes"].items()}
    changed = replace(Draft.from_json(project.draft), **changes)
    return design.save(project, changed, project.revision, by=teacher, at=at)
