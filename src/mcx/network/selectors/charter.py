"""The terms in force on a day, and how many there are to keep them."""

from datetime import date

from mcx.network.models import Charter
from mcx.network.rules.terms import CharterTerms
from mcx.network.selectors.institutions import public_members_on


def public_charter_on(day: date) -> Charter | None:
    """The Charter in force that day."""
    return (
        Charter.objects.filter(status=Charter.Status.ADOPTED, in_force_from__lte=day)
        .order_by("-in_force_from", "-version")
        .first()
    )


def public_terms_on(day: date) -> CharterTerms:
    """The terms in force that day; MicroCredX's own while no Charter is adopted (one query)."""
    charter = public_charter_on(day)
    return CharterTerms.from_json(charter.terms, charter.version) if charter else CharterTerms()


def public_counts(on: date) -> dict[str, int]:
    """How far the agreement is: members, and the version in force."""
    charter = public_charter_on(on)
    return {"members": public_members_on(on).count(), "charter": charter.version if charter else 0}
