"""A busy day in the demonstration network: there is somebody to whom each form of the pages is shown."""

from decimal import Decimal

from allauth.account.models import EmailAddress

from mcx.accounts import services as accounts
from mcx.accounts.models import Person
from mcx.accounts.rules import Scope
from mcx.credentials.services.starting import equip
from mcx.network.models import Institution
from mcx.network.selectors.affiliations import programmes_of
from mcx.recognition.rules.decisions import Decided
from mcx.recognition.services.agreements import draft_agreement
from mcx.recognition.services.cases import ask, decide
from mcx.wallet import services as wallet
from mcx.wallet.models import Item
from mcx.wallet.rules import MOST_SHARED
from tests.belongings import STATING, UNCONFIRMED
from tests.cast import NOW
from tests.factors import give_factors
from tests.recognition.cast import DAYS, REASONS, TERMS

COORDINATOR = "ines.albrecht@microcredx.example"
REFUSED, FOREIGN = "emine.yildiz@learner.example", "uoc-data-protection"


def somebody(email: str) -> Person:
    """A person of the demonstration."""
    return Person.objects.get(email=email)


def prepare() -> None:
    """What the demonstration leaves out: an unsigned agreement, a second key, a token, factors, a refusal."""
    home, host = (Institution.objects.get(slug=slug) for slug in ("mu", "fhj"))
    all_of_them = TERMS | {"micro_credentials": []}
    by = somebody("jon.arregi@mu.example")
    draft_agreement(
        home,
        host=host,
        code="mu-fhj-new",
        title={"en": "New"},
        terms=all_of_them,
        **DAYS,
        by=by,
        at=NOW,
    )
    equip(home, by=somebody("maider.lasa@mu.example"), at=NOW)
    learner = somebody("ane.etxeberria@learner.example")
    accounts.create_token(learner, label="Timetable", scopes=[Scope.LEARNER], days=30, by=learner, at=NOW)
    awarded = list(learner.wallet_items.exclude(award=None)[:MOST_SHARED])
    wallet.share(awarded, audience="Iberotec", days=30, by=learner, at=NOW)
    give_factors(somebody(STATING))
    EmailAddress.objects.create(user=somebody(STATING), email=UNCONFIRMED)
    _refuse(Item.objects.get(owner__email=REFUSED, award__edition__micro_credential__code=FOREIGN))


def _refuse(item: Item) -> None:
    programme = programmes_of(item.owner, on=NOW.date()).get()
    case = ask(item, programme=programme, statement="", by=item.owner, at=NOW)
    officer, none = somebody("thomas.kienzle@dhbw.example"), Decimal(0)
    decide(
        case,
        outcome=Decided.REFUSED,
        ects=none,
        reasons=REASONS,
        differences=["level"],
        by=officer,
        at=NOW,
    )
