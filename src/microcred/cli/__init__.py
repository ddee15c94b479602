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
from microcred.cli.formats import FOR_WALLETS, FORMATS, SIGNATURES
from microcred.cli.printing import printable
from microcred.errors import MicrocredError

__all__ = ["main"]

UNREADABLE = 3
AS_WRITTEN = argparse.RawDescriptionHelpFormatter
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"

DESCRIPTION = "Reads, verifies, explains and creates micro-credentials in every common format."
EPILOG = """\
exit codes: 0 verified or done, 1 failed, 2 inconclusive, 3 nothing could be read or done
"""
EXAMPLES = """\
examples:
  microcred verify badge.png --trust network.json     is it genuine, valid, from a university I trust?
  microcred inspect credential.jsonld                 what does it say?
  microcred convert badge.json --to europass          the same for Europass, to be sealed there
  microcred issue record.json --key key.pem --method did:web:uni.example#key-1

Nothing is fetched from the internet unless you add --online. `microcred COMMAND --help` tells more.

"""

VERIFY = """\
Find out whether a credential is genuine, valid and complete.

Each line is one check: ✓ met, ✗ not met, ! met, with a note, ? not checked. What was not checked is not
wrong: without a register (--trust) or the internet (--online) this software cannot tell whose key it is.
"""
CONVERT = """\
Write a credential in another format, unsigned. What that format cannot contain is listed on standard error.

  open-badge   Open Badge 3.0, for wallets everywhere
  european     European Digital Credential, to be sealed with microcred.jades
  europass     the same in a file to upload to Europass, and to be sealed there
  elmo         ELMO 2.1.1, the transcript that universities send each other
  record       the record itself, lossless, for `microcred issue`
"""
ISSUE = """\
Write a record, or the record in any credential, as an Open Badge 3.0 or for wallets, and sign it. The result
is verified before it is written.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what goes wrong is one line on standard error."""
    parser = _parser()
    if not (sys.argv[1:] if arguments is None else arguments):
        parser.print_help(sys.stderr)
        return UNREADABLE
    chosen = parser.parse_args(arguments)
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
    parser = Parser(
        "microcred", description=DESCRIPTION, epilog=EXAMPLES + EPILOG, formatter_class=AS_WRITTEN
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_verify(commands)
    _add_inspect(commands)
    _add_convert(commands)
    _add_issue(commands)
    return parser


def _add_verify(commands: Commands) -> None:
    words = "find out whether a credential is genuine, valid and complete"
    command = commands.add_parser(
        "verify", help=words, description=VERIFY, epilog=EPILOG, formatter_class=AS_WRITTEN
    )
    _add_file(command)
    command.add_argument("--json", action="store_true", help="write the report as JSON")
    command.add_argument(
        "--at", type=_instant, metavar="DATE", help="as of this date, such as 2026-11-23; now if not given"
    )
    command.add_argument(
        "--trust", type=Path, metavar="FILE", help="institutions, keys and certificates to rely on (JSON)"
    )
    command.add_argument(
        "--online", action="store_true", help="fetch keys and status lists from public https addresses"
    )
    command.set_defaults(command=verify, now=_now)


def _add_inspect(commands: Commands) -> None:
    words = "explain what a credential says, without verifying it"
    command = commands.add_parser("inspect", help=words, description=_sentence(words))
    _add_file(command)
    command.add_argument("--json", action="store_true", help="write everything that was read as JSON")
    command.add_argument(
        "--language",
        default="en",
        metavar="TAG",
        help="language to show if a text has several; en if not given",
    )
    command.set_defaults(command=inspect)


def _add_convert(commands: Commands) -> None:
    words = "write a credential in another format, unsigned"
    command = commands.add_parser("convert", help=words, description=CONVERT, formatter_class=AS_WRITTEN)
    _add_file(command)
    command.add_argument(
        "--to", required=True, choices=sorted(FORMATS), help="the format to write, see above"
    )
    _add_output(command)
    command.set_defaults(command=convert)


def _add_issue(commands: Commands) -> None:
    words = "write a record as a badge or wallet credential and sign it"
    command = commands.add_parser("issue", help=words, description=ISSUE, formatter_class=AS_WRITTEN)
    _add_file(command)
    command.add_argument(
        "--key", required=True, type=Path, metavar="PEM", help="file with the issuer's private key"
    )
    command.add_argument("--method", required=True, metavar="ID", help="the key's identifier: did:web:…#…")
    kinds = "embedded proof (the default), W3C vc+jwt, the VC-JWT of Open Badges, or an SD-JWT for wallets"
    command.add_argument(
        "--as",
        dest="signature",
        choices=[*sorted(SIGNATURES, reverse=True), FOR_WALLETS],
        default="proof",
        help=kinds,
    )
    command.add_argument(
        "--at", type=_instant, metavar="DATE", help="date and time of signing; now if not given"
    )
    command.add_argument(
        "--into", type=Path, metavar="FILE", help="put it into this PNG, SVG or PDF; with --output"
    )
    _add_output(command)
    command.set_defaults(command=issue, now=_now)


def _add_file(command: argparse.ArgumentParser) -> None:
    words = "the credential, of any type (JSON, JWT, PNG, SVG, PDF, XML …); - reads standard input"
    command.add_argument("file", type=Path, metavar="FILE", help=words)


def _add_output(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--output", "-o", type=Path, metavar="FILE", help="write here instead of to standard output"
    )


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-11-23") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one place of this library with a clock
