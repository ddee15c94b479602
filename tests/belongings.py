"""What somebody else has in the demonstration network, by what it is: for tests of what is refused."""

from collections.abc import Callable
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator

from mcx.accounts import services as accounts
from mcx.accounts.models import Person
from mcx.catalogue.models import Offering
from mcx.credentials.models import Award
from mcx.design import services as design
from mcx.keys.models import Seal, SigningKey
from mcx.learning.models import Application, Enrolment
from mcx.network.models import Accreditation, Affiliation, Appointment, GradingScale
from mcx.quality.models import Review
from mcx.recognition.models import Agreement, Case
from mcx.wallet import services as wallet
from mcx.wallet.models import Item
from tests.cast import NOW

# A learner without any office, who has none of what follows.
LEARNER = "andoni.barrena@learner.example"
# Whose university has not confirmed yet that she studies there.
STATING = "lucia.romero@learner.example"
# The second address that she has not confirmed yet.
UNCONFIRMED = "lucia@elsewhere.example"


def _project() -> Any:
    review = Review.objects.select_related("requested_by").order_by("pk")[0]
    institution = review.micro_credential.institution
    return design.start(institution, title={"en": "Draft"}, by=review.requested_by, at=NOW).pk


def _item() -> Item:
    """The first of whoever came first: the same person's in any network that grew from the demonstration."""
    return Item.objects.exclude(award=None).exclude(owner__email=LEARNER).order_by("owner", "added_at")[0]


def _share() -> Any:
    made, _token = wallet.share([_item()], audience="Iberotec", days=7, by=_item().owner, at=NOW)
    return made.pk


def _link() -> str:
    """The secret of a link that is open, and shows a certificate."""
    _made, secret = wallet.share(
        [_item()], audience="Iberotec", days=7, files=["pdf"], by=_item().owner, at=NOW
    )
    return secret


def _token() -> Any:
    made, _text = accounts.create_token(
        _item().owner, label="Timetable", scopes=[], days=30, by=_item().owner, at=NOW
    )
    return made.pk


def _confirmation() -> str:
    """The secret of the link that a new address is confirmed by."""
    return str(EmailConfirmationHMAC.create(EmailAddress.objects.get(email=UNCONFIRMED)).key)


BELONGINGS: dict[str, Callable[[], Any]] = {
    "accreditation": lambda: Accreditation.objects.filter(institution__slug="mu").order_by("pk")[0].pk,
    "affiliation": lambda: Affiliation.objects.get(person__email=STATING).pk,
    "agreement": lambda: Agreement.objects.order_by("pk")[0].code,
    "application": lambda: Application.objects.filter(status="submitted").order_by("pk")[0].pk,
    "appointment": lambda: Appointment.objects.order_by("pk")[0].pk,
    "award": lambda: Award.objects.filter(status="issued").order_by("offered_at", "learner")[0].pk,
    "case": lambda: Case.objects.filter(status="open").order_by("pk")[0].pk,
    "charter": lambda: 1,
    "confirmation": _confirmation,
    "edition": lambda: "mu-failure-analysis",
    "founding": lambda: "an-address-that-was-used",
    "forgetful person": lambda: user_pk_to_url_str(Person.objects.get(email=STATING)),
    "item": lambda: _item().pk,
    "key": lambda: SigningKey.objects.order_by("pk")[0].pk,
    "link": _link,
    "member": lambda: "mu",
    "micro-degree": lambda: "data-in-industry",
    "offered award": lambda: Award.objects.filter(status="offered").order_by("offered_at", "learner")[0].pk,
    "offering": lambda: Offering.objects.order_by("pk")[0].code,
    "passkey": lambda: Authenticator.objects.get(user__email=STATING, type="webauthn").pk,
    "person": lambda: Affiliation.objects.get(person__email=STATING).person_id,
    "place": lambda: Enrolment.objects.filter(status="active").order_by("pk")[0].pk,
    "project": _project,
    "reset": lambda: default_token_generator.make_token(Person.objects.get(email=STATING)),
    "review": lambda: Review.objects.order_by("pk")[0].pk,
    "scale": lambda: GradingScale.objects.filter(institution__slug="mu").order_by("pk")[0].slug,
    "seal": lambda: Seal.objects.order_by("pk")[0].pk,
    "share": _share,
    "token": _token,
}
