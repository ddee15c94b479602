"""The learners of the tests and where they stand."""

from typing import Any

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.catalogue.models import Offering
from mcx.learning import services
from mcx.learning.models import Application, Enrolment, Result
from mcx.network.selectors.affiliations import homes_of
from tests.cast import NOW, affiliation, person, registrar, university
from tests.catalogue import cast as catalogue


def learner(name: str = "Ane Etxeberria") -> Person:
    """Somebody who learns; everyone who signs in may."""
    return person(name)


def assessor(at: str = "tuni") -> Person:
    """Who grades at a university."""
    return person(f"Ari {at}", (Role.ASSESSOR, university(at)))


def application(
    of: Offering | None = None, who: Person | None = None, home: str | None = "mu", **more: Any
) -> Application:
    """An application that waits, of a confirmed learner of Mondragon unless said otherwise."""
    offering = of or Offering.objects.first() or catalogue.offering()
    institution, by = university(home) if home else None, who or learner()
    if institution and not homes_of(by, on=NOW.date()):
        affiliation(by, institution)
    words, at = more.get("motivation", ""), more.get("at", NOW)
    return services.apply(offering, motivation=words, home_institution=institution, by=by, at=at)


def enrolment(of: Offering | None = None, who: Person | None = None, home: str | None = "mu") -> Enrolment:
    """A place, given by the registrar."""
    return services.admit(application(of, who, home), by=registrar(), at=NOW)


def result(of: Enrolment | None = None, grade: str = "1.7") -> Result:
    """A grade, given by the assessor."""
    return services.record_result(of or enrolment(), grade=grade, remark="", by=assessor(), at=NOW)
