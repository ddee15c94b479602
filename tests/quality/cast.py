"""Who proposes and who reviews in the quality tests."""

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.catalogue import services as catalogue
from mcx.catalogue.models import MicroCredential
from mcx.catalogue.rules import Proposal
from mcx.design.rules.checks import check_proposal
from mcx.design.rules.proposal import proposal_of
from mcx.quality import services
from mcx.quality.models import Review
from tests import cast
from tests.cast import NOW
from tests.design.drafts import COMPLETE, HOUSE, TERMS


def teacher() -> Person:
    """Whoever designs at Mondragon."""
    return cast.person("Ane Etxeberria", (Role.TEACHER, cast.university("mu")))


def officer(slug: str = "mu") -> Person:
    """A quality assurance officer of a member."""
    return cast.person(f"{slug.title()} Officer", (Role.QUALITY, cast.university(slug)))


def micro_credential() -> MicroCredential:
    """The micro-credential that is proposed."""
    found = MicroCredential.objects.filter(code="mu-spc").first()
    return found or catalogue.register(cast.university("mu"), code="mu-spc", by=teacher(), at=NOW)


def proposal() -> Proposal:
    """A complete proposal on Mondragon's own scale."""
    cast.scale(cast.university("mu"))
    return proposal_of(COMPLETE, "mu-spc")


def review(offer: Proposal | None = None) -> Review:
    """A review that waits for its decision."""
    offer = offer or proposal()
    report = check_proposal(offer, TERMS, HOUSE)
    return services.request_review(micro_credential(), proposal=offer, report=report, by=teacher(), at=NOW)
