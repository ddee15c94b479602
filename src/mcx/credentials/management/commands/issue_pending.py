"""Finishes what a killed worker left: signs every claimed award that is not signed yet."""

from typing import Any

from django.core.management.base import BaseCommand

from mcx.core import clock
from mcx.credentials.services.issuing import issue_pending


class Command(BaseCommand):
    """Workers do it by themselves, bit by bit; this does it at once, and ends when nothing is left."""

    help = "Sign claimed awards that are not signed yet, and add the files that issued ones lack, now."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sign them and say how many there were."""
        done = issue_pending(at=clock.now())
        if done.signed:
            self.stdout.write(f"Signed {done.signed} claimed credential(s) left by an interrupted worker.")
        if done.left:
            self.stderr.write(f"{done.left} claimed credential(s) could not be signed; the log says why.")
