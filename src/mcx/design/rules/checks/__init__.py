"""What is still missing before a micro-credential can be reviewed: one Report, in the studio's order."""

from mcx.catalogue.rules import Proposal
from mcx.design.rules.checks import alignment, assessment, frame, numbers, texts
from mcx.design.rules.checks.house import House
from mcx.design.rules.draft import Draft
from mcx.design.rules.proposal import proposal_of
from mcx.network.rules.terms import CharterTerms
from microcred.annex import check_specification
from microcred.report import Report


def check_draft(draft: Draft, terms: CharterTerms, house: House | None = None) -> Report:
    """Everything the teacher should know: what cannot be read, then what the proposal still lacks."""
    return Report.of(numbers.check(draft)) + check_proposal(proposal_of(draft), terms, house)


def check_proposal(proposal: Proposal, terms: CharterTerms, house: House | None = None) -> Report:
    """A proposal names every element of Annex I, is constructively aligned, and keeps to the Charter.

    Without the `house`, what depends on the institution is not asked.
    """
    spec = proposal.specification
    bodies = (house.organisation,) if house else None
    annex = check_specification(spec, languages=tuple(spec.title), awarding_bodies=bodies)
    checks = [
        *texts.check(proposal, terms),
        *alignment.check(spec),
        *assessment.check(proposal, terms),
        *frame.check(proposal, terms, house),
    ]
    return annex + Report.of(checks)
