"""The command line: `microcred verify | inspect | convert | issue`.

Exit codes: 0 verified or done, 1 failed, 2 inconclusive, 3 the file could not be read. This is the only
part of the library that looks at the clock (`--at` is now unless given) and at the network (`--online`).
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, TypeAlias

from microcred.cli.commands import convert, inspect, issue, verify
from microcred.cli.formats import FORMATS, SIGNATURES
from microcred.cli.printing import printable
from microcred.errors import MicrocredError

__all__ = ["main"]

UNREADABLE = 3
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"

DESCRIPTION = "Reads, verifies, explains and makes micro-credentials of every common format."
EPILOG = "Exit codes: 0 verified or done, 1 failed, 2 inconclusive, 3 nothing could be read or done."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what goes wrong is one line on standard error."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.command(chosen))
    except MicrocredError as error:
        problem = str(error)
    except OSError as error:
        problem = f"{error.filename or ''}: {error.strerror or error}"
    sys.stderr.write(f"microcred: {printable(problem)}\n")
    return UNREADABLE


class Parser(argparse.ArgumentParser):
    """Leaves with 3 where the command itself is wrong: argparse's own 2 means inconclusive here."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and how the command is used."""
        self.print_usage(sys.stderr)
        self.exit(UNREADABLE, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = Parser("microcred", description=DESCRIPTION, epilog=EPILOG)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_verify(commands)
    _add_inspect(commands)
    _add_convert(commands)
    _add_issue(commands)
    return parser


def _add_verify(commands: Commands) -> None:
    words = "find out whether a credential is genuine, valid and complete"
    command = commands.add_parser("verify", help=words, description=_sentence(words), epilog=EPILOG)
    _add_file(command)
    command.add_argument("--json", action="store_true", help="write the report as JSON")
    command.add_argument("--at", type=_instant, metavar="DATE", help="verify as of this date (now)")
    command.add_argument("--trust", type=Path, metavar="FILE", help="registers and certificates to rely on")
    command.add_argument(
        "--online", action="store_true", help="fetch keys and status lists from public https addresses"
    )
    command.set_defaults(command=verify, now=_now)


def _add_inspect(commands: Commands) -> None:
    words = "explain what a credential says, without judging it"
    command = commands.add_parser("inspect", help=words, description=_sentence(words))
    _add_file(command)
    command.add_argument("--json", action="store_true", help="write everything that was read as JSON")
    command.add_argument("--language", default="en", metavar="TAG", help="preferred language (en)")
    command.set_defaults(command=inspect)


def _add_convert(commands: Commands) -> None:
    words = "write a credential in another format, unsigned"
    command = commands.add_parser("convert", help=words, description=_sentence(words))
    _add_file(command)
    command.add_argument("--to", required=True, choices=sorted(FORMATS), help="the format to write")
    _add_output(command)
    command.set_defaults(command=convert)


def _add_issue(commands: Commands) -> None:
    words = "write a record as an Open Badge and sign it"
    command = commands.add_parser("issue", help=words, description=_sentence(words))
    _add_file(command)
    command.add_argument("--key", required=True, type=Path, metavar="PEM", help="the issuer's private key")
    command.add_argument("--method", required=True, metavar="ID", help="the key's identifier: did:web:…#…")
    kinds = "embedded proof (the default), W3C vc+jwt, or the VC-JWT of Open Badges"
    command.add_argument(
        "--as", dest="signature", choices=sorted(SIGNATURES, reverse=True), default="proof", help=kinds
    )
    command.add_argument("--at", type=_instant, metavar="DATE", help="the moment of signing (now)")
    _add_output(command)
    command.set_defaults(command=issue, now=_now)


def _add_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="the credential; - reads standard input")


def _add_output(command: argparse.ArgumentParser) -> None:
    command.add_argument("--output", "-o", type=Path, metavar="FILE", help="write to this file")


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2026-11-23") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one place of this library with a clock
