"""Starts an empty network: first institution, first coordinator, first key; then says what is missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mcx.core import clock
from mcx.core.errors import DomainError, Invalid
from mcx.governance.rules.founding import Founder, Founding
from mcx.governance.rules.readiness import check_readiness
from mcx.governance.selectors.readiness import public_readiness
from mcx.governance.services.founding import found
from mcx.network.rules.profiles import About, Profile
from microcred.report import Outcome

MARKS = {Outcome.PASSED: "ok", Outcome.FAILED: "to do", Outcome.WARNING: "note", Outcome.UNKNOWN: "?"}
NEEDED = {
    "name": "the network's name in English",
    "institution": "the first university's full name",
    "short_name": "as people call it, such as MU",
    "slug": "for its web addresses, such as mu; cannot be changed later",
    "country": "two letters, such as ES",
    "email": "the first coordinator's email address",
    "given_name": "the first coordinator's given name",
    "family_name": "the first coordinator's family name",
}
OPTIONAL = {
    "contact": "the network's own email address; the coordinator's if left out",
    "city": "where the first university is",
    "homepage": "its website, such as https://university.eu",
    "institution_email": "its email address",
    "language_cluster": "the language in which it exchanges courses, such as es",
}


class Command(BaseCommand):
    """Run once; run it with `--check` at any time: exit code 1 while something is to do.

    It checks what it is told as the page does that `new_network` gives the address of.
    """

    help = "Set up a new network, or check what it still needs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Everything that cannot be guessed; nothing with `--check`."""
        parser.add_argument("--check", action="store_true", help="only say what is still missing")
        for name, text in (NEEDED | OPTIONAL).items():
            parser.add_argument(_option(name), default="", help=text)
        parser.add_argument("--languages", default="en", help="in which the network works, such as en,es")
        parser.add_argument(
            "--identifier",
            action="append",
            default=[],
            metavar="SCHEME=VALUE",
            help="of the first university, such as vat=ESQ0000000J; may be repeated",
        )

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
        missing = [_option(name) for name in NEEDED if not options[name]]
        if missing:
            raise CommandError(f"These options are missing: {', '.join(missing)}.")
        try:
            found(_founding(options), at=clock.now())
        except Invalid as error:
            faults = [f"{_option(name)}: {text}" for name, text in error.details.items()]
            raise CommandError("\n".join(faults)) from error
        except DomainError as error:
            raise CommandError(f"{error} {error.fix}") from error
        self.stdout.write(
            f"The network is set up. {options['email'].lower()} can now set a password under “Forgot your "
            "password?”.\n"
        )


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _founding(options: dict[str, Any]) -> Founding:
    """What the options say; the languages of codes are written as people write them."""
    languages = tuple(filter(None, (code.strip() for code in options["languages"].lower().split(","))))
    pairs = (text.partition("=") for text in options["identifier"])
    return Founding(
        About({"en": options["name"]}, languages, options["contact"] or options["email"]),
        Profile(
            slug=options["slug"],
            short_name=options["short_name"],
            name={"en": options["institution"]},
            country=options["country"].upper(),
            city=options["city"],
            homepage=options["homepage"],
            email=options["institution_email"],
            language_cluster=options["language_cluster"].lower(),
        ),
        Founder(options["email"], options["given_name"], options["family_name"]),
        {scheme: value for scheme, _is, value in pairs},
    )
