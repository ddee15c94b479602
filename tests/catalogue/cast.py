"""What the tests publish and offer: one complete micro-credential, and runs of it at any stage."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.catalogue import services
from mcx.catalogue.models import Edition, MicroCredential, Offering
from mcx.catalogue.rules import PlannedRun, Proposal
from mcx.network.models import Institution
from tests.cast import NOW, TODAY, person, scale, university
from tests.microcred.water import WATER


def proposal(**more: Any) -> Proposal:
    """The water course as a teacher would hand it in; `more` replaces parts of its specification."""
    scale()
    return Proposal(
        specification=replace(WATER, **more),
        summary={"en": "Find the leak before the street floods."},
        cost={"members": "0", "others": "120"},
        criteria={"a1": {"en": "Passed when the leak is located within 50 metres."}},
        cover="water",
        scale="joint",
    )


def teacher(institution: Institution) -> Person:
    """Who designs and offers at the institution."""
    return person(f"Tea {institution.slug}", (Role.TEACHER, institution))


def micro_credential(
    code: str = "tuni-water-data", institution: Institution | None = None
) -> MicroCredential:
    """A registered code, at Tampere unless said otherwise."""
    host = institution or university("tuni")
    return MicroCredential.objects.filter(code=code).first() or services.register(
        host, code=code, by=teacher(host), at=NOW
    )


def edition(code: str = "tuni-water-data", institution: Institution | None = None, **more: Any) -> Edition:
    """The next published edition of this code."""
    made = micro_credential(code, institution)
    officer = person(f"Quirin {made.institution.slug}", (Role.QUALITY, made.institution))
    return services.publish(made, proposal=proposal(**more), by=officer, at=NOW)


def plan(code: str = "tuni-water-data-1", **more: Any) -> PlannedRun:
    """A run that takes applications today."""
    days: PlannedRun = {
        "code": code,
        "language": "en",
        "location": "Online",
        "places": 20,
        "enrolment_opens_on": TODAY - timedelta(days=10),
        "enrolment_closes_on": TODAY + timedelta(days=20),
        "starts_on": TODAY + timedelta(days=30),
        "ends_on": TODAY + timedelta(days=80),
    }
    return days | more  # type: ignore[return-value]


def offering(of: Edition | None = None, code: str = "tuni-water-data-1", **more: Any) -> Offering:
    """An offering that is open today, unless `more` says otherwise."""
    what = of or edition()
    by = teacher(what.micro_credential.institution)
    return services.open_offering(what, by=by, at=NOW, **plan(code, **more))
