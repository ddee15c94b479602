"""When a seal was made, what proves it, and what that means for its certificate.

ETSI EN 319 102-1 §5.2.6 (a certificate that expired since is no broken seal where a timestamp proves the
time), ETSI TS 119 182-1 §5.1.11 `iat`, §5.2.1 `sigT`, §5.2.6 `adoTst`, §5.3.4 `sigTst`, RFC 3161.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from microcred.guards import b64url_encode
from microcred.jades.certificates import is_valid_at, may_seal, name_of
from microcred.jades.envelope import Header, Seal, signature_tokens
from microcred.jades.timestamps import Timestamp, read_token
from microcred.report import Check, Outcome, _, failed, passed, unknown, warning
from microcred.saying import Moment

CLOCK_SKEW = timedelta(minutes=5)
CERTIFICATE = "ETSI EN 319 102-1 §5.2.6, RFC 5280 §4.1.2.5"
TIME = "ETSI TS 119 182-1 §5.1.11, §5.2.1"
TIMESTAMP = "RFC 3161 §2.4.2, ETSI TS 119 182-1 §5.3.4"
CONTENT_TIMESTAMP = "RFC 3161 §2.4.2, ETSI TS 119 182-1 §5.2.6"
ASK_AGAIN = _("Ask the issuer for the original file, exactly as it was sent.")


@dataclass(frozen=True, slots=True)
class Times:
    """The instants a seal speaks of; `stamp` is its oldest timestamp, the oldest trusted one if any."""

    asked: datetime
    claimed: datetime
    stamp: Timestamp | None = None
    is_trusted: bool = False
    content: Timestamp | None = None

    @property
    def proven(self) -> datetime | None:
        """When the seal provably existed."""
        return self.stamp.at if self.stamp and self.is_trusted else None


def read_times(
    seal: Seal, payload: bytes, header: Header, at: datetime, anchors: Sequence[x509.Certificate]
) -> Times:
    """Read and check all timestamps of a seal; Malformed where one of them does not hold."""
    content = [read_token(token, payload) for token in header.content_tokens]
    stamps = [read_token(token, seal.value.encode()) for token in signature_tokens(seal)]
    trusted = [stamp for stamp in stamps if stamp.is_trusted(anchors)]
    return Times(at, header.claimed_at, _oldest(trusted or stamps), bool(trusted), _oldest(content))


def _oldest(stamps: Sequence[Timestamp]) -> Timestamp | None:
    return min(stamps, key=lambda stamp: stamp.at, default=None)


def check_time(times: Times) -> Check:
    """Whether the seal claims a time that had come when the question was asked."""
    made = show(times.claimed)
    if times.claimed > times.asked + CLOCK_SKEW:
        text = _("The seal is dated {time}, which is in the future.")
        return failed("seal.time", text, TIME, ASK_AGAIN, time=made)
    return passed("seal.time", _("The seal says that it was made on {time}."), TIME, time=made)


def check_timestamp(times: Times) -> Check:
    """What the timestamps prove; without one, or with one of an unknown authority, nothing is broken."""
    stamp = times.stamp
    if stamp is None:
        text = _("There is no timestamp. The date {time} comes from the seal itself.")
        fix = _("Ask the issuer for a timestamped seal if the time matters.")
        return warning("timestamp", text, TIMESTAMP, fix, time=show(times.claimed))
    values = {"authority": stamp.authority, "time": show(stamp.at)}
    if stamp.at > times.asked + CLOCK_SKEW or stamp.at + CLOCK_SKEW < times.claimed:
        text = _("The timestamp of {time} does not agree with the time of the seal.")
        return failed("timestamp", text, TIMESTAMP, ASK_AGAIN, **values)
    if times.is_trusted:
        text = _("The timestamp of {authority} proves that the seal existed on {time}.")
        return passed("timestamp", text, TIMESTAMP, **values)
    text = _("A timestamp of {time} is valid, but {authority} is not a trusted authority.")
    fix = _("Add the certificate of the timestamp authority to the trusted certificates.")
    return unknown("timestamp", text, TIMESTAMP, fix, **values)


def check_content_timestamp(times: Times) -> tuple[Check, ...]:
    """Whether the timestamp of the content, if there is one, is not newer than that of the seal."""
    if times.content is None:
        return ()
    code, values = "timestamp.content", {"time": show(times.content.at), "name": times.content.authority}
    if times.stamp and times.stamp.at + CLOCK_SKEW < times.content.at:
        text = _("The timestamp of the content is newer than that of the seal.")
        return (failed(code, text, CONTENT_TIMESTAMP, ASK_AGAIN),)
    return (
        passed(code, _("{name} confirms that the content existed on {time}."), CONTENT_TIMESTAMP, **values),
    )


def check_certificate(header: Header, times: Times) -> Check:
    """Whether the certificate is the named one, is for sealing, and was valid when the seal was made."""
    certificate, code = header.certificates[0], "seal.certificate"
    values = {
        "name": name_of(certificate),
        "since": show(certificate.not_valid_before_utc),
        "until": show(certificate.not_valid_after_utc),
        "made": show(times.claimed),
        "stamped": show(times.stamp.at) if times.stamp else "",
    }
    if header.fingerprint and header.fingerprint != b64url_encode(certificate.fingerprint(hashes.SHA256())):
        text = _("The seal names a different certificate from the one it contains.")
        return failed(code, text, CERTIFICATE, ASK_AGAIN)
    if not may_seal(certificate):
        return failed(code, _("The certificate of {name} is not for sealing."), CERTIFICATE, **values)
    if not is_valid_at(certificate, times.claimed):
        text = _("The seal says it was made on {made}, but the certificate is valid from {since} to {until}.")
        return failed(code, text, CERTIFICATE, ASK_AGAIN, **values)
    if is_valid_at(certificate, times.asked):
        return passed(code, _("The certificate of {name} is valid until {until}."), CERTIFICATE, **values)
    outcome, text = _judge_expired(certificate, times)
    return Check(code, outcome, text, CERTIFICATE, "", values)


def _judge_expired(certificate: x509.Certificate, times: Times) -> tuple[Outcome, str]:
    if times.stamp is None:
        return Outcome.UNKNOWN, _(
            "The certificate of {name} expired on {until}, and no timestamp proves that the seal is older."
        )
    if not is_valid_at(certificate, times.stamp.at):
        return Outcome.UNKNOWN, _(
            "The certificate of {name} expired on {until}, before the timestamp of {stamped}."
        )
    if not times.is_trusted:
        return Outcome.UNKNOWN, _(
            "The certificate of {name} expired on {until}. A timestamp of {stamped} says that the seal is "
            "older, but its authority is not trusted."
        )
    return Outcome.PASSED, _(
        "The certificate of {name} expired on {until}, after the seal was made. The timestamp of {stamped} "
        "proves it."
    )


def show(instant: datetime) -> Moment:
    """The instant as every report shows it, in UTC to the minute."""
    return Moment(instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC"))
