"""What people read before they enrol, and in which languages."""

from collections.abc import Iterator

from mcx.catalogue.rules import Proposal
from mcx.design.rules.checks.required import left_out
from mcx.network.rules.course_fields import Section
from mcx.network.rules.terms import CharterTerms
from microcred.report import Check, _, passed, warning
from microcred.saying import Language, Listed

LANGUAGE_POLICY = "MicroCredX framework, domain 2, language policy"


def check(proposal: Proposal, terms: CharterTerms) -> Iterator[Check]:
    """Title and outcomes can be read in two languages, and summary and description are there."""
    yield _languages(proposal)
    yield from left_out(Section.ABOUT, "texts", proposal, terms)
    if lacking := _untranslated(proposal):
        text = _("The description is missing in these languages: {languages}.")
        fix = _("Translate it, so that people who can read the title can also read the rest.")
        yield warning(
            "texts.translation", text, LANGUAGE_POLICY, fix, languages=Listed(map(Language, lacking))
        )


def _languages(proposal: Proposal) -> Check:
    code, spec = "texts.languages", proposal.specification
    shared = set(spec.title)
    for outcome in spec.outcomes:
        shared &= set(outcome.title)
    if len(shared) >= 2:
        text = _("Title and all outcomes are complete in {count} languages.")
        return passed(code, text, LANGUAGE_POLICY, count=len(shared))
    text = _("The title and all outcomes are complete in one language only.")
    fix = _(
        "Write them in a second language, so that learners from other member universities can understand "
        "them."
    )
    return warning(code, text, LANGUAGE_POLICY, fix)


def _untranslated(proposal: Proposal) -> list[str]:
    description = proposal.specification.description
    return [tag for tag in proposal.specification.title if description and tag not in description]
