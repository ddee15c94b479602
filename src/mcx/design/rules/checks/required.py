"""How strictly an element is asked for: the Charter may require what Annex I leaves open."""

from collections.abc import Iterator

from mcx.catalogue.rules import Proposal, value_of
from mcx.network.rules.course_fields import ASKED, Section
from mcx.network.rules.terms import CharterTerms
from microcred.report import Check, failed, warning

FRAMEWORK = "MicroCredX framework, domain 2, critical information requirements"


def missing(
    code: str,
    element: str,
    terms: CharterTerms,
    text: str,
    fix: str,
    source: str = FRAMEWORK,
    **values: object,
) -> Check:
    """A missing element: a failure where the members require it (`extra_elements`), else a note."""
    if element in terms.extra_elements:
        return failed(code, text, terms.clause("extra_elements"), fix, **values)
    return warning(code, text, source, fix, **values)


def left_out(section: Section, code: str, proposal: Proposal, terms: CharterTerms) -> Iterator[Check]:
    """The fields of a step that are empty and missed, each as the check of that code and the name."""
    for name, row in ASKED[section].items():
        if row.missing and not value_of(name, proposal.specification, proposal):
            yield missing(f"{code}.{name}", row.element, terms, row.missing, row.fix)
