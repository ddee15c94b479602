"""What each command does: read, ask the library, print, and answer with an exit code."""

import argparse
import json
import sys
from pathlib import Path

from microcred.cli import formats
from microcred.cli.fetching import GuardedLoader
from microcred.cli.printing import printable, report_text, sections_text
from microcred.errors import KeyProblem, Malformed, MicrocredError, NotWritable
from microcred.explain import Reader, explain
from microcred.keys import SigningKey
from microcred.reading import Reading, read
from microcred.record import AchievementRecord
from microcred.record_json import from_json, to_json
from microcred.report import Conclusion, _
from microcred.trust import Trust, read_trust
from microcred.verification import verify as verified

DONE, FAILED, INCONCLUSIVE, UNREADABLE = 0, 1, 2, 3
EXIT_CODES = {
    Conclusion.PASSED: DONE,
    Conclusion.FAILED: FAILED,
    Conclusion.INCONCLUSIVE: INCONCLUSIVE,
}


def verify(chosen: argparse.Namespace) -> int:
    """Print the report on a credential."""
    try:
        reading = read(_bytes(chosen.file))
    except MicrocredError as error:
        if not chosen.json:
            raise
        _print_json({"error": {"code": error.code, "message": str(error)}})
        return UNREADABLE
    trust = _trust(chosen.trust) if chosen.trust else Trust()
    load = GuardedLoader() if chosen.online else None
    report = verified(reading, at=chosen.at or chosen.now(), trust=trust, load=load)
    if chosen.json:
        _print_json(report.as_json())
    else:
        sys.stdout.write(report_text(reading, report))
    return EXIT_CODES[report.conclusion]


def _trust(file: Path) -> Trust:
    """The trust a file describes; what is wrong with it is said under its name."""
    try:
        return read_trust(file.read_bytes())
    except MicrocredError as error:
        raise Malformed("{file} is not a trust file: {reason}", file=file, reason=error) from error


def inspect(chosen: argparse.Namespace) -> int:
    """Print what a credential says."""
    reading = read(_bytes(chosen.file))
    sections = explain(reading, Reader(chosen.language))
    if chosen.json:
        _print_json(_inspected(reading))
    else:
        sys.stdout.write(sections_text(sections))
    return DONE


def _inspected(reading: Reading) -> dict[str, object]:
    return {
        "kind": str(reading.kind),
        "carrier": str(reading.carrier),
        "record": to_json(reading.record) if reading.record else None,
        "problem": reading.problem,
        "understood": list(reading.understood),
        "losses": list(reading.losses),
    }


def convert(chosen: argparse.Namespace) -> int:
    """Write the record of a credential in another format, and list what that format cannot contain."""
    record, unread = _record(chosen.file)
    content, losses = formats.FORMATS[chosen.to](record)
    _write(content, chosen.output)
    _tell((*unread, *losses))
    return DONE


def issue(chosen: argparse.Namespace) -> int:
    """Write a record as an Open Badge and sign it with the issuer's key."""
    if chosen.into and not chosen.output:
        raise NotWritable("Use --output to say where to write the picture or PDF with the credential.")
    try:
        key = SigningKey.from_pem(chosen.key.read_bytes())
    except (KeyProblem, ValueError) as error:
        raise KeyProblem(
            "{key} does not contain a usable private key: {reason}", key=chosen.key, reason=error
        ) from error
    at = chosen.at or chosen.now()
    record, unread = _record(chosen.file)
    content, losses = formats.issue(record, key, chosen.method, at, chosen.signature)
    _write(formats.into(chosen.into.read_bytes(), content) if chosen.into else content, chosen.output)
    _tell((*unread, *losses))
    return DONE


def _record(file: Path) -> tuple[AchievementRecord, tuple[str, ...]]:
    """The record in a stored record file or in a credential of any format, and what it leaves out of that."""
    data = _bytes(file)
    if b'"format"' in data[:200]:
        try:
            return from_json(json.loads(data)), ()
        except (ValueError, RecursionError):
            pass
    reading = read(data)
    if reading.record is None:
        raise NotWritable(reading.problem or _("There is no achievement in this file."))
    return reading.record, reading.losses


def _bytes(file: Path) -> bytes:
    return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(content.decode() + "\n")
    else:
        output.write_bytes(content)


def _tell(losses: tuple[str, ...]) -> None:
    """Each on a line of its own; what is no sentence is the name of a part."""
    for loss in losses:
        sys.stderr.write(f"! {printable(loss if loss.endswith('.') else f'Left out: {loss}')}\n")


def _print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
