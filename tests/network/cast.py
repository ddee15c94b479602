"""Who acts in the network's tests."""

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.governance.services.charter import propose_charter
from mcx.network.models import Charter
from mcx.network.rules.terms import CharterTerms
from tests import cast
from tests.cast import NOW, TODAY

TERMS = CharterTerms(eqf_levels=(6, 7)).as_json()


def coordinator() -> Person:
    """Whoever coordinates the network of these tests."""
    return cast.person("Kata Coordinator", (Role.COORDINATOR, cast.university("mu")))


def champion(slug: str) -> Person:
    """The leadership champion of a member."""
    return cast.person(f"{slug.title()} Champion", (Role.CHAMPION, cast.university(slug)))


def lead(slug: str) -> Person:
    """The initiative lead of a member."""
    return cast.person(f"{slug.title()} Lead", (Role.LEAD, cast.university(slug)))


def proposed() -> Charter:
    """A version on which the members have not yet voted."""
    return propose_charter(TERMS, summary="Level 7", in_force_from=TODAY, by=coordinator(), at=NOW)
