"""Who asks, who decides, and what their universities agreed, in the tests of recognition."""

from datetime import date
from decimal import Decimal
from typing import Any

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.credentials.models import Award
from mcx.credentials.services.issuing import issue
from mcx.learning.models import Enrolment
from mcx.network.models import Programme
from mcx.recognition.models import Agreement, Case, Decision, GradeDistribution
from mcx.recognition.rules.decisions import Decided
from mcx.recognition.services.agreements import draft_agreement, sign_agreement
from mcx.recognition.services.cases import ask, decide
from mcx.wallet import services as wallet
from mcx.wallet.models import Item
from tests.cast import NOW, affiliation, person, programme, scale, university
from tests.catalogue import cast as catalogue
from tests.credentials import cast as awards
from tests.learning import cast as learning

PERIOD = date(2026, 1, 1), date(2027, 12, 31)
DAYS = dict(zip(("valid_from", "valid_until"), PERIOD, strict=True))
TERMS: dict[str, Any] = {
    "micro_credentials": ["tuni-water-data"],
    "eqf_min": 6,
    "eqf_max": 6,
    "clauses": [{"number": "3.2", "subject": "scope", "text": {"en": "What is covered."}}],
}
REASONS = "The outcomes on control charts that the programme relies on are missing."


def officer(at: str = "mu", name: str = "Jon") -> Person:
    """Who decides on recognition and signs agreements at a university."""
    return person(f"{name} {at}", (Role.RECOGNITION, university(at)))


def champion(at: str = "mu") -> Person:
    """Who decides on appeals at a university."""
    return person(f"Bego {at}", (Role.CHAMPION, university(at)))


def student(name: str = "Ane Etxeberria", of: Programme | None = None) -> Person:
    """A learner of whom their university has confirmed that they study in a programme."""
    who, studied = learning.learner(name), of or programme()
    affiliation(who, studied.institution, studied)
    return who


def item(who: Person | None = None, enrolment: Enrolment | None = None, grade: str = "1.7") -> Item:
    """A signed credential of Tampere, of 2.5 ECTS, in its learner's wallet."""
    awards.key()
    award = awards.awarded(enrolment or learning.enrolment(who=who or student()), grade)
    found = wallet.claim(award, by=award.learner, at=NOW)
    issue(award.pk, at=NOW)
    found.refresh_from_db()
    return found


def award_of(found: Item) -> Award:
    """The award behind an item that was issued here."""
    if found.award is None:
        raise LookupError(found)
    return found.award


def draft(home: str = "mu", host: str = "tuni", code: str = "mu-tuni", **terms: Any) -> Agreement:
    """An agreement that nobody has signed; `terms` replace those of the tests."""
    catalogue.micro_credential()
    return draft_agreement(
        university(home),
        host=university(host),
        code=code,
        title={"en": "Water for Mondragon"},
        terms=TERMS | terms,
        **DAYS,
        by=officer(home),
        at=NOW,
    )


def agreement(home: str = "mu", host: str = "tuni", code: str = "mu-tuni", **terms: Any) -> Agreement:
    """An agreement in force."""
    made = draft(home, host, code, **terms)
    sign_agreement(made, by=officer(home), at=NOW)
    return sign_agreement(made, by=officer(host), at=NOW)


def case(of: Item | None = None, statement: str = "") -> Case:
    """A request in the learner's programme; open unless an agreement decides it."""
    credential = of or item()
    return ask(credential, programme=programme(), statement=statement, by=credential.owner, at=NOW)


def refused(of: Case | None = None, by: Person | None = None) -> Decision:
    """A refusal by the officer."""
    return decide(
        of or case(),
        outcome=Decided.REFUSED,
        ects=Decimal(0),
        reasons=REASONS,
        differences=["outcomes"],
        by=by or officer(),
        at=NOW,
    )


def distributions() -> None:
    """How often each grade was given at both universities."""
    for slug, counts, which in (
        ("tuni", {"1.0": 10, "1.3": 10, "1.7": 20, "2.0": 60}, scale()),
        ("mu", {"1.0": 25, "2.0": 25, "3.0": 50}, scale(university("mu"))),
    ):
        GradeDistribution.objects.create(
            institution=university(slug), scale=which, years="2023–2025", counts=counts
        )
