"""What the processes of `test_kill` do with a database of their own: `queue`, `restart` or `lose`."""

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


def lose() -> None:
    """The key that signed is compromised and another one in use: a job to sign anew is queued."""
    from mcx.credentials.services.starting import start_signing, stop_signing  # noqa: PLC0415
    from mcx.keys.models import SigningKey  # noqa: PLC0415
    from tests.cast import NOW  # noqa: PLC0415
    from tests.credentials import cast  # noqa: PLC0415

    lost = SigningKey.objects.select_related("institution").get()
    start_signing(lost.institution, by=cast.registrar(), at=NOW)
    stop_signing(lost, by=cast.registrar(), at=NOW, is_compromised=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mcx.settings")
    django.setup()
    {"queue": queue, "restart": restart, "lose": lose}[sys.argv[1]]()
