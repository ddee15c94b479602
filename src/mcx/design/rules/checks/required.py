"""How strictly an element is asked for: the Charter may require what Annex I leaves open."""

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
