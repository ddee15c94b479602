"""Loads the demonstration network into an empty database."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mcx.core import clock
from mcx.demo.load import load_demo
from mcx.governance.selectors.founding import public_founding_began
from mcx.network.selectors.institutions import public_network


class Command(BaseCommand):
    """Only in demonstration mode, and only where there is no network yet."""

    help = "Load the demonstration network."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--if-empty` is quiet where a network is loaded already or the mode is production."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing if a network exists")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it and say how long it took."""
        reason = (
            "MCX_MODE is production"
            if not settings.DEMO
            else "a network is already set up"
            if public_network()
            else "a network of your own is about to be set up here"
            if public_founding_began()
            else ""
        )
        if reason and options["if_empty"]:
            return
        if reason:
            raise CommandError(f"The demonstration is not loaded: {reason}.")
        self.stdout.write("Loading the demonstration network …")
        started = time.perf_counter()
        cast = load_demo(at=clock.now())
        seconds = time.perf_counter() - started
        self.stdout.write(
            f"{len(cast.editions)} micro-credentials and {len(cast.people)} people in {seconds:.1f} s."
        )
