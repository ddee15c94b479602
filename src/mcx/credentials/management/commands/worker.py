"""Does what is queued, and finishes by itself what another worker left."""

import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from mcx.core import clock
from mcx.credentials.rules import PATIENCE
from mcx.credentials.services.issuing import complete_some, lacking, sweep

# So many jobs at a time, then a look whether it is time to sweep: a long queue does not put that off.
JOBS_AT_A_TIME = 20
BETWEEN_COMPLETIONS = 3600  # seconds
BETWEEN_CHECKS = 86_400  # seconds
log = structlog.get_logger("mcx.worker")


class Command(BaseCommand):
    """As many of them as you like, at once; none of them is needed for another's work to be finished."""

    help = "Do queued jobs, and finish what a killed worker left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How often to look, and how long others are given before their work is taken over."""
        parser.add_argument(
            "--interval", type=float, default=1.0, help="seconds between checks of the queue (default: 1)"
        )
        parser.add_argument(
            "--patience",
            type=float,
            default=PATIENCE.total_seconds(),
            help="seconds after which an unsigned award is taken over (default: 60)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until told to end; a database that is away for a while is waited for."""
        work = Work(options["patience"])
        while True:
            try:
                work.turn()
            except Error:
                log.exception("the database did not answer; trying again")
                close_old_connections()
            time.sleep(0 if work.completed else options["interval"])


class Work:
    """One worker's turns: the queue, then whatever is due."""

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self.name = get_random_string(32)
        self.next_sweep = self.next_completion = self.next_check = 0.0
        self.completed: UUID | None = None  # the last award that was looked at, while others follow

    def turn(self) -> None:
        """Do some of what is queued, and sweep when the patience has passed once more."""
        self._queued()
        if time.monotonic() >= self.next_sweep:
            self.next_sweep = time.monotonic() + self.patience
            self._sweep()
        if time.monotonic() >= self.next_completion:
            self._complete()
        if time.monotonic() >= self.next_check:
            self.next_check = time.monotonic() + BETWEEN_CHECKS
            call_command("check_catalogue", verbosity=0)

    def _sweep(self) -> None:
        done = sweep(at=clock.now(), patience=timedelta(seconds=self.patience))
        if any(done):
            log.warning("swept what another worker left", signed=done.signed, left=done.left)

    def _complete(self) -> None:
        """Some of what issued awards lack, in the next turns the rest; then again in an hour."""
        at = clock.now()
        self.completed = complete_some(lacking(at), after=self.completed, at=at)
        if self.completed is None:
            self.next_completion = time.monotonic() + BETWEEN_COMPLETIONS
            call_command("prune", verbosity=0)

    def _queued(self) -> None:
        worker = Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=JOBS_AT_A_TIME,
            worker_id=self.name,
            excluded_queue_names=[],
        )
        worker.configure_signals()
        worker.run()
