"""The learners of the tests and where they stand."""

from typing import Any

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.catalogue.models import Offering
from mcx.learning import services
from mcx.learning.models import Application, Enrolment, Result
from tests.cast import NOW, person, university
from tests.catalogue import cast as catalogue


def learner(name: str = "Ane Etxeberria") -> Person:
    """Somebody who learns; everyone who signs in may."""
    return person(name)


def registrar(at: str = "tuni", name: str = "Rea") -> Person:
    """Who admits at a university."""
    return person(f"{name} {at}", (Role.REGISTRAR, university(at)))


def assessor(at: str = "tuni") -> Person:
    """Who grades at a university."""
    return person(f"Ari {at}", (Role.ASSESSOR, university(at)))


def application(
    of: Offering | None = None, who: Person | None = None, home: str | None = "mu", **more: Any
) -> Application:
    """An application that waits, of a learner of Mondragon unless said otherwise."""
    offering = of or Offering.objects.first() or catalogue.offering()
    institution = university(home) if home else None
    return services.apply(
        offering, more.get("motivation", ""), institution, by=who or learner(), at=more.get("at", NOW)
    )


def enrolment(of: Offering | None = None, who: Person | None = None, home: str | None = "mu") -> Enrolment:
    """A place, given by the registrar."""
    return services.admit(application(of, who, home), by=registrar(), at=NOW)


def result(of: Enrolment | None = None, grade: str = "1.7") -> Result:
    """A grade, given by the assessor."""
    return services.record_result(of or enrolment(), grade, "", by=assessor(), at=NOW)
