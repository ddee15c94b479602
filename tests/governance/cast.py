"""Charters of the tests of governance."""

from mcx.core import versions
from mcx.network.models import Charter
from mcx.network.rules.terms import CharterTerms
from tests.cast import NOW, TODAY
from tests.network.cast import coordinator


def in_force(terms: CharterTerms) -> Charter:
    """A Charter with these terms, adopted today."""
    versions.note("network.charter")  # as the vote would that is not held here
    return Charter.objects.create(
        version=1,
        terms=terms.as_json(),
        proposed_at=NOW,
        proposed_by=coordinator(),
        in_force_from=TODAY,
        status=Charter.Status.ADOPTED,
    )
