"""The standards library: reads, makes and proves every credential of the field.

    reading = read(data)                      what any file holds, in one record
    report = verify(reading, at=…, trust=…)   named checks, never one boolean
    explain(reading)                          the same for people, in plain words

The formats are packages of their own: `openbadges`, `elm` with `jades`, `sdjwt`, `elmo`, `openbadges2`,
carried by `baking` and `pdf`, signed by `proofs` and `jose` with `keys` and `did`. Pure Python: no clock, no
network, no settings; the command line (`microcred.cli`) is the one exception.
"""

from microcred.annex import check_annex, check_specification
from microcred.errors import (
    KeyProblem,
    Malformed,
    MicrocredError,
    NotWritable,
    TooLarge,
    Unreadable,
    Unsupported,
)
from microcred.explain import explain
from microcred.presentations import Request
from microcred.reading import Carrier, Kind, Reading, read
from microcred.record import AchievementRecord
from microcred.record_json import from_json, to_json
from microcred.report import Check, Conclusion, Outcome, Report
from microcred.trust import KnownIssuer, KnownSeal, Loader, Trust, read_trust, write_trust
from microcred.verification import verify

__all__ = [
    "AchievementRecord",
    "Carrier",
    "Check",
    "Conclusion",
    "KeyProblem",
    "Kind",
    "KnownIssuer",
    "KnownSeal",
    "Loader",
    "Malformed",
    "MicrocredError",
    "NotWritable",
    "Outcome",
    "Reading",
    "Report",
    "Request",
    "TooLarge",
    "Trust",
    "Unreadable",
    "Unsupported",
    "check_annex",
    "check_specification",
    "explain",
    "from_json",
    "read",
    "read_trust",
    "to_json",
    "verify",
    "write_trust",
]
