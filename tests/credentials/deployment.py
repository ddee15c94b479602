"""What the processes of `test_kill` do with a database of their own: `queue` or `restart`."""

import os
import sys

import django
from django.core.management import call_command

LEARNERS = ("Ane Etxeberria", "Mikel Zabala", "Jon Agirre", "Leire Garai")


def queue() -> None:
    """An award for each learner is claimed: the jobs to sign them are queued, and nobody does them yet."""
    from mcx.credentials.services.awards import claim  # noqa: PLC0415 - needs Django to be set up
    from tests.cast import NOW, person  # noqa: PLC0415
    from tests.credentials import cast  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    for name in LEARNERS:
        award = cast.offered(person(name))
        claim(award, by=award.learner, at=NOW)


def restart() -> None:
    """What happens when the network starts again: what was left is signed, then the queue is worked off."""
    call_command("issue_pending")
    call_command("db_worker", batch=True, startup_delay=False)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mcx.settings")
    django.setup()
    {"queue": queue, "restart": restart}[sys.argv[1]]()
