"""What a proof says about itself: when, what for, for whom; checked against what the verifier expects.

VC Data Integrity 1.0 §2.1 Proofs and §4.4 Verify Proof, steps on `created`, `expires`, `domain`, `challenge`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from microcred.errors import Malformed
from microcred.instants import parse_instant, write_instant
from microcred.presentations import Request, check_request
from microcred.report import Check, _, failed, passed
from microcred.saying import Moment

CLOCK_SKEW = timedelta(minutes=5)
OPTIONS = "VC Data Integrity 1.0 §2.1"
VERIFY = "VC Data Integrity 1.0 §4.4"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a verifier demands of a proof; `at` is the time of the question, without it nothing expires."""

    at: datetime | None = None
    purpose: str = "assertionMethod"
    request: Request | None = None


def check_options(proof: Mapping[str, Any], created: datetime | None, expected: Expected) -> Iterator[Check]:
    """The checks `proof.purpose`, `.created`, `.expires`, `.domain` and `.challenge` that apply."""
    if proof.get("proofPurpose") != expected.purpose:
        text = _("The signature was made for {found}, not for {expected}.")
        found = proof.get("proofPurpose", _("nothing"))
        yield failed("proof.purpose", text, OPTIONS, found=found, expected=expected.purpose)
    if "created" in proof:
        yield _check_created(proof["created"], created, expected.at)
    if "expires" in proof:
        yield _check_expires(proof["expires"], expected.at)
    if expected.request is not None:
        yield from check_request(expected.request, proof.get("domain"), proof.get("challenge"))


def created_at(proof: Mapping[str, Any]) -> datetime | None:
    """When a proof says it was made, None where it does not say so in a way that can be read."""
    try:
        return parse_instant(proof.get("created"))
    except Malformed:
        return None


def _check_created(value: object, created: datetime | None, at: datetime | None) -> Check:
    if created is None:
        text = _("The signature date {value} is not a date with a time zone.")
        return failed("proof.created", text, OPTIONS, value=value)
    if at is not None and created > at + CLOCK_SKEW:
        text = _("The signature is dated {created}, in the future.")
        return failed("proof.created", text, OPTIONS, created=Moment(value))
    return passed("proof.created", _("Signed on {created}."), OPTIONS, created=Moment(value))


def _check_expires(value: object, at: datetime | None) -> Check:
    try:
        expires = parse_instant(value)
    except Malformed:
        text = _("The signature expiry date {value} is not a date with a time zone.")
        return failed("proof.expires", text, OPTIONS, value=value)
    if at is not None and expires <= at:
        text = _("The signature expired on {expires}.")
        fix = _("Ask the issuer for a new credential.")
        return failed("proof.expires", text, VERIFY, fix, expires=Moment(write_instant(expires)))
    return passed(
        "proof.expires",
        _("The signature is valid until {expires}."),
        OPTIONS,
        expires=Moment(write_instant(expires)),
    )
