"""What is missing in a draft, composed from what is kept."""

from datetime import date

from mcx.design.models import Project
from mcx.design.rules.checks import check_draft
from mcx.design.rules.draft import Draft
from mcx.design.selectors import house_of
from mcx.network.selectors.charter import public_terms_on
from microcred.report import Report


def check_project(project: Project, *, on: date, draft: Draft | None = None) -> Report:
    """What is still missing in the project's draft, or in the given one in its stead, that day."""
    judged = draft or Draft.from_json(project.draft)
    return check_draft(judged, public_terms_on(on), house_of(project.institution, on=on))
