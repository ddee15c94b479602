"""Who acts in the network's tests."""

from decimal import Decimal

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.governance.services.charter import propose_charter
from mcx.network.models import Charter, GradingScale
from mcx.network.rules.scales import ScaleFacts
from mcx.network.rules.terms import CharterTerms
from mcx.network.services.scales import make_scale
from microcred.grading import Numbers
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


def registrar(slug: str) -> Person:
    """Who keeps a member's grading scales."""
    return cast.person(f"{slug.title()} Registrar", (Role.REGISTRAR, cast.university(slug)))


LETTERS = ScaleFacts({"en": "Letters"}, ("A", "B", "C", "F"), "C")
NUMBERS = ScaleFacts(
    {"en": "Numbers"},
    lowest_pass="5",
    numbers=Numbers(Decimal(10), Decimal(0), Decimal("0.1")),
    band="1",
)


def own_scale(facts: ScaleFacts = LETTERS, slug: str = "mu") -> GradingScale:
    """A grading scale that a member's registrar added."""
    return make_scale(cast.university(slug), facts=facts, by=registrar(slug), at=NOW)
