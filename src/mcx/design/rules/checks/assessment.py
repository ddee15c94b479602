"""Assessments that another university can trust: weighted, with criteria, supervised, with known people."""

from collections.abc import Iterator
from decimal import Decimal

from mcx.catalogue.rules import Proposal
from mcx.design.rules.checks.required import missing
from mcx.network.rules.terms import CharterTerms
from microcred.record import Assessment
from microcred.report import Check, _, failed, passed, warning
from microcred.saying import Name
from microcred.vocabulary import ASSESSMENT, IDENTITY_CHECK, SUPERVISION, IdentityCheck

DEFINITION = "Council Recommendation 2022/C 243/02, definition of a micro-credential"
OPTIONAL = "Council Recommendation 2022/C 243/02, Annex I, supervision and identity verification"
DESCRIBE = "MicroCredX framework, domain 3, step 8"
WHOLE = Decimal(100)


def check(proposal: Proposal, terms: CharterTerms) -> Iterator[Check]:
    """Each assessment says what it is and what a pass looks like; together they weigh one hundred percent."""
    rows = proposal.specification.assessments
    for row in rows:
        yield from _row(row, terms, has_criteria=bool(proposal.criteria.get(row.id)))
    if rows:
        yield _weights(rows)
        yield _identity(rows)


def _row(row: Assessment, terms: CharterTerms, *, has_criteria: bool) -> Iterator[Check]:
    title = Name(row.title, row.id)
    if row.kind not in ASSESSMENT or not row.title:
        text = _("Assessment “{title}” needs a title and a type.")
        fix = _("Enter a title and choose the type of assessment.")
        yield failed(f"assessment.kind.{row.id}", text, DESCRIBE, fix, title=title)
    if not has_criteria:
        text = _("The assessment “{title}” has no criteria.")
        fix = _("Write the criteria: outcomes are assessed against transparent and clearly defined criteria.")
        yield failed(f"assessment.criteria.{row.id}", text, DEFINITION, fix, title=title)
    if row.supervision not in SUPERVISION or row.identity_check not in IDENTITY_CHECK:
        text = _("The assessment “{title}” does not say how it is supervised or how identity is checked.")
        fix = _("Choose both. A university that is asked to recognise the result looks for them first.")
        code = f"assessment.supervision.{row.id}"
        yield missing(code, "supervision", terms, text, fix, OPTIONAL, title=title)


def _weights(rows: tuple[Assessment, ...]) -> Check:
    code, total = "assessment.weights", sum((row.weight or Decimal(0) for row in rows), start=Decimal(0))
    if total == WHOLE:
        return passed(code, _("The assessment weights add up to 100%."), DESCRIBE)
    fix = _("Divide 100% among the assessments.")
    if not total:
        return failed(code, _("No weight has been entered yet."), DESCRIBE, fix)
    text = _("The assessment weights add up to {total}%.")
    return failed(code, text, DESCRIBE, fix, total=total)


def _identity(rows: tuple[Assessment, ...]) -> Check:
    code = "assessment.identity"
    if any(row.identity_check in {IdentityCheck.ACCOUNT, IdentityCheck.DOCUMENT} for row in rows):
        return passed(code, _("At least one assessment includes an identity check."), OPTIONAL)
    text = _("No assessment includes an identity check.")
    fix = _(
        "Check identity in at least one assessment. Without an identity check, recognition will often be "
        "refused."
    )
    return warning(code, text, OPTIONAL, fix)
