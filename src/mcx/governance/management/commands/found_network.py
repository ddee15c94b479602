"""Starts an empty network: first institution, first coordinator, first key; then says what is missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from mcx.accounts import services as accounts
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.governance.rules.readiness import check_readiness
from mcx.governance.selectors.readiness import public_readiness
from mcx.governance.services.founding import found
from mcx.network.services.members import Profile
from microcred.report import Outcome

MARKS = {Outcome.PASSED: "ok", Outcome.FAILED: "to do", Outcome.WARNING: "note", Outcome.UNKNOWN: "?"}


class Command(BaseCommand):
    """Run once; run it with `--check` at any time: exit code 1 while something is to do."""

    help = "Set up a new network, or check what it still needs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Everything that cannot be guessed; nothing with `--check`."""
        parser.add_argument("--check", action="store_true", help="only say what is still missing")
        parser.add_argument("--name", help="the network's name in English")
        parser.add_argument("--institution", help="the first member's full name")
        parser.add_argument("--short-name", help="as people call it, such as MU")
        parser.add_argument("--slug", help="for its web addresses, such as mu; cannot be changed later")
        parser.add_argument("--country", help="two letters, such as ES")
        parser.add_argument("--email", help="the first coordinator's email address")
        parser.add_argument("--given-name", default="", help="the first coordinator's given name")
        parser.add_argument("--family-name", default="", help="the first coordinator's family name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Found it, unless only asked to check; then print every check."""
        if not options["check"]:
            self._found(options)
        report = check_readiness(public_readiness(on=clock.today()))
        for check in report:
            self.stdout.write(f"  {MARKS[check.outcome]:<6} {check.message}")
            if check.advice:
                self.stdout.write(f"         {check.advice}")
        if options["check"] and report.only(Outcome.FAILED):
            raise SystemExit(1)

    def _found(self, options: dict[str, Any]) -> None:
        needed = ("name", "institution", "short_name", "slug", "country", "email")
        missing = [f"--{name.replace('_', '-')}" for name in needed if not options[name]]
        if missing:
            raise CommandError(f"These options are missing: {', '.join(missing)}.")
        at = clock.now()
        profile = Profile(
            slug=options["slug"],
            short_name=options["short_name"],
            name={"en": options["institution"]},
            country=options["country"].upper(),
        )
        try:
            with transaction.atomic():
                person = accounts.register(
                    options["email"],
                    given_name=options["given_name"],
                    family_name=options["family_name"],
                    at=at,
                )
                found({"en": options["name"]}, first=profile, coordinator=person, at=at)
        except DomainError as error:
            raise CommandError(f"{error} {error.fix}") from error
        self.stdout.write(
            f"The network is set up. {person.email} can now set a password under “Forgot your password?”.\n"
        )
