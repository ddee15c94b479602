"""Compares what the catalogue lists with what is published, offered and taken."""

from typing import Any

from django.core.management.base import BaseCommand

from mcx.catalogue.services import check_listings
from mcx.core import clock
from mcx.learning.services import check_places


class Command(BaseCommand):
    """A worker runs it every day; anybody may at any time, beside a network that is in use."""

    help = "Compare what the catalogue lists with editions, runs and places, and correct what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Places first, as listings follow from them; say what was wrong."""
        at = clock.now()
        places, corrected = check_places(at=at), check_listings(at=at)
        if places or corrected.listings or corrected.skills:
            self.stderr.write(
                f"Corrected {corrected.listings} listing(s) of the catalogue, {corrected.skills} count(s) of "
                f"skills and {places} run(s) that were wrongly shown as full or not full."
            )
        elif options["verbosity"]:
            self.stdout.write("The catalogue lists what is published, offered and taken.")
