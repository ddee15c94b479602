"""Removes what has had its time, in small steps."""

from typing import Any

from django.core.management.base import BaseCommand

from mcx.core import clock, pruning
from mcx.wallet.services import forget_challenges


class Command(BaseCommand):
    """A worker runs it every hour; any number may run it at once, beside a network that is in use."""

    help = (
        "Remove expired sessions, answers to requests, counters and challenges, and results of finished jobs."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them and say how many there were."""
        at = clock.now()
        removed = {**pruning.prune(at=at), "challenges": forget_challenges(at=at)}
        if options["verbosity"]:
            said = ", ".join(f"{number} {what}" for what, number in removed.items() if number)
            self.stdout.write(f"Removed {said}." if said else "There was nothing to remove.")
