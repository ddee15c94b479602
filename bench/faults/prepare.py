"""Sets up the network of a fault run and prints, as JSON, who may do what in it.

Run as a process of its own: `python -m bench.faults.prepare LEARNERS`.
"""

import base64
import json
import os
import sys
from datetime import datetime, timedelta
from typing import Any

import django
from django.core.management import call_command

PLACES = 5_000


def main(learners: int) -> None:
    """A university that can sign, an open run, its staff, and so many learners, each with a token."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mcx.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    from mcx.core import clock  # noqa: PLC0415 - needs Django to be set up
    from tests.credentials import cast  # noqa: PLC0415
    from tests.learning import cast as learning  # noqa: PLC0415

    now = clock.now()
    cast.key()
    staff = {"registrar": token_of(cast.registrar(), now), "assessor": token_of(learning.assessor(), now)}
    people = [_learner(number, now) for number in range(learners)]
    print(json.dumps({"offering": _offering(now), **staff, "learners": people}))


def _offering(now: datetime) -> str:
    from tests.catalogue import cast as catalogue  # noqa: PLC0415

    today = now.date()
    days: dict[str, Any] = {
        "enrolment_opens_on": today - timedelta(days=9),
        "enrolment_closes_on": today + timedelta(days=9),
        "starts_on": today,
        "ends_on": today + timedelta(days=30),
    }
    return catalogue.offering(places=PLACES, **days).code


def _learner(number: int, now: datetime) -> dict[str, Any]:
    from mcx.accounts import services as accounts  # noqa: PLC0415
    from tests.wallet import cast as wallet  # noqa: PLC0415

    name = f"Learner {number}"
    made = accounts.register(
        f"learner.{number}@people.example", given_name="Learner", family_name=str(number), at=now
    )
    badge = wallet.foreign(name, id=f"urn:uuid:{number:032}")
    return {"id": made.pk, "token": token_of(made, now), "badge": base64.b64encode(badge).decode()}


def token_of(person: Any, now: datetime) -> str:
    """A token with which a program may do everything that the person may."""
    from mcx.accounts import services as accounts  # noqa: PLC0415
    from mcx.accounts.rules import GRANTED  # noqa: PLC0415

    _row, text = accounts.create_token(person, label="faults", scopes=GRANTED, days=30, by=person, at=now)
    return text


if __name__ == "__main__":
    main(int(sys.argv[1]))
