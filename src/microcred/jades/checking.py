"""Check the seal of a European Digital Credential: form, signature, certificate, time and owner.

ETSI TS 119 182-1 v1.1.1 (JAdES), RFC 7515, RFC 7797, RFC 5280. No network: whether a certificate was
withdrawn is answered from what lies in the file or the caller brings. What the caller's anchors cannot
answer is unknown, never failed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from cryptography import x509

from microcred.errors import Unreadable
from microcred.jades import algorithms
from microcred.jades.certificates import (
    is_test,
    is_valid_at,
    name_of,
    path_to_anchor,
    says_it_is_qualified,
)
from microcred.jades.envelope import Envelope, Header, Seal, helping_certificates, open_envelope
from microcred.jades.owners import check_owner
from microcred.jades.revocation import check_revocation
from microcred.jades.timing import (
    ASK_AGAIN,
    TIMESTAMP,
    Times,
    check_certificate,
    check_content_timestamp,
    check_time,
    check_timestamp,
    read_times,
    show,
)
from microcred.report import Check, Outcome, _, failed, passed, unknown, warning

FORM = "ETSI TS 119 182-1 §5, RFC 7515 §7.2.1"
HEADER = "ETSI TS 119 182-1 §5.1, RFC 7515 §4.1.11, RFC 7797 §3"
ALGORITHM = "RFC 7518 §3.1, ETSI TS 119 312"
SIGNATURE = "RFC 7515 §5.2, RFC 7797 §3"
PATH = "RFC 5280 §6"
QUALIFIED = "ETSI EN 319 412-5 §4.2"
NEVER: Mapping[x509.Certificate, datetime] = MappingProxyType({})


def check(
    sealed: bytes,
    *,
    at: datetime,
    anchors: Sequence[x509.Certificate] = (),
    listed: Collection[x509.Certificate] = (),
    revocations: Sequence[x509.CertificateRevocationList] = (),
    ended: Mapping[x509.Certificate, datetime] = NEVER,
    lost: Mapping[x509.Certificate, datetime] = NEVER,
) -> tuple[Check, ...]:
    """Whether the seal holds as seen at `at`: as `examine` says it, also of a file that cannot be opened."""
    try:
        envelope = open_envelope(sealed)
    except Unreadable as error:
        text = _("This is not a sealed credential: {reason}")
        return _with_summary([failed("seal.form", text, FORM, reason=error)])
    return examine(
        envelope, at=at, anchors=anchors, listed=listed, revocations=revocations, ended=ended, lost=lost
    )


def examine(
    envelope: Envelope,
    *,
    at: datetime,
    anchors: Sequence[x509.Certificate] = (),
    listed: Collection[x509.Certificate] = (),
    revocations: Sequence[x509.CertificateRevocationList] = (),
    ended: Mapping[x509.Certificate, datetime] = NEVER,
    lost: Mapping[x509.Certificate, datetime] = NEVER,
) -> tuple[Check, ...]:
    """Whether the seals hold as seen at `at`, trusting the authorities (also of timestamps) in `anchors`.

    Each of `listed` is trusted for what it sealed itself, and for no certificate that it issued. One in
    `ended` is trusted only for seals made before that instant. The key of one in `lost` somebody else may
    have since then, who can date back: whatever certificate names that key, only a trusted timestamp shows
    that a seal is older.

    Codes: `seal` (summary), `seal.` with `form header algorithm signature time certificate qualified
    revocation owner`, `key` (the way from the certificate to an anchor), `timestamp`, `timestamp.content`.
    `revocations` are lists the caller fetched from `revocation_urls`, besides answers that lie in the file.
    """
    found = [passed("seal.form", _("The file is a sealed European Digital Credential."), FORM)]
    payload = envelope.payload.encode()
    holders: list[x509.Certificate] = []
    for seal in envelope.seals:
        trusted = _Trusted(at, tuple(anchors), frozenset(listed), tuple(revocations), ended, lost)
        found += _check_seal(seal, payload, trusted, holders)
    return _with_summary([*found, check_owner(envelope.document, holders)])


def _with_summary(found: Sequence[Check]) -> tuple[Check, ...]:
    outcomes = {check.outcome for check in found if check.code.startswith("seal.")}
    if Outcome.FAILED in outcomes:
        summary = failed("seal", _("The seal is not valid. Do not rely on this file."), FORM, ASK_AGAIN)
    elif Outcome.UNKNOWN in outcomes:
        text = _("The signature is valid, but some facts about the seal could not be checked.")
        summary = unknown("seal", text, FORM)
    else:
        summary = passed("seal", _("The seal is valid: nothing has been changed since sealing."), FORM)
    return (summary, *found)


@dataclass(frozen=True, slots=True)
class _Trusted:
    """When the question is asked, and what the caller brings along to answer it."""

    at: datetime
    anchors: tuple[x509.Certificate, ...]
    listed: Collection[x509.Certificate]
    revocations: tuple[x509.CertificateRevocationList, ...]
    ended: Mapping[x509.Certificate, datetime]
    lost: Mapping[x509.Certificate, datetime]


def _check_seal(
    seal: Seal, payload: bytes, trusted: _Trusted, holders: list[x509.Certificate]
) -> Iterator[Check]:
    """The checks of one seal up to the first that ends them; the holder of a seal that holds is noted."""
    header = seal.header
    if isinstance(header, Unreadable):
        yield failed("seal.header", _("The header of the seal is wrong: {reason}"), HEADER, reason=header)
        return
    yield passed("seal.header", _("The header of the seal is complete and can be read."), HEADER)
    signed = _check_signature(header, seal.signing_input(payload), seal.signature)
    yield from signed
    if signed[-1].outcome is Outcome.FAILED:
        return
    holders.append(header.certificates[0])
    try:
        times = read_times(seal, payload, header, trusted.at, trusted.anchors)
        stamped = (check_timestamp(times), *check_content_timestamp(times))
    except Unreadable as error:
        times = Times(trusted.at, header.claimed_at)
        text = _("A timestamp is not valid: {reason}")
        stamped = (failed("timestamp", text, TIMESTAMP, ASK_AGAIN, reason=error),)
    yield from (check_time(times), check_certificate(header, times), _check_quality(header.certificates[0]))
    path = _path(seal, header, times, trusted)
    yield check_revocation(seal, path, times, trusted.revocations)
    yield _judge_path(header.certificates[0], path, times, trusted)
    yield from stamped


def _check_signature(header: Header, signed: bytes, signature: bytes) -> tuple[Check, ...]:
    algorithm = algorithms.ALGORITHMS.get(header.algorithm)
    if algorithm is None:
        text = _("The algorithm “{algorithm}” is not allowed for seals.")
        return (failed("seal.algorithm", text, ALGORITHM, ASK_AGAIN, algorithm=header.algorithm[:80]),)
    key = header.certificates[0].public_key()
    if not algorithms.fits(algorithm, key):
        text = _("The key of the certificate cannot be used with {algorithm}.")
        return (failed("seal.algorithm", text, ALGORITHM, ASK_AGAIN, algorithm=algorithm.name),)
    allowed = passed(
        "seal.algorithm", _("The algorithm is {algorithm}."), ALGORITHM, algorithm=algorithm.name
    )
    if algorithms.is_signed(algorithm, key, signature, signed):
        return allowed, passed("seal.signature", _("The content is exactly what was sealed."), SIGNATURE)
    text = _("The signature does not belong to this content: something was changed after sealing.")
    return allowed, failed("seal.signature", text, SIGNATURE, ASK_AGAIN)


def _check_quality(certificate: x509.Certificate) -> Check:
    if is_test(certificate):
        text = _(
            "This is a test seal. It fails the Europass seal check and does not prove who the issuer is."
        )
        return warning("seal.qualified", text, QUALIFIED, _("Use a seal of a trust service provider."))
    if says_it_is_qualified(certificate):
        text = _("The certificate states that it is a qualified certificate for electronic seals.")
        return passed("seal.qualified", text, QUALIFIED)
    text = _(
        "The certificate is not a qualified certificate for electronic seals. Europass will not accept it."
    )
    return warning("seal.qualified", text, QUALIFIED, _("Use a seal of a qualified trust service provider."))


def _path(seal: Seal, header: Header, times: Times, trusted: _Trusted) -> tuple[x509.Certificate, ...]:
    """The way from the certificate to an anchor, as of when the seal was made; empty where there is none."""
    certificate = header.certificates[0]
    is_valid_now = is_valid_at(certificate, times.asked)
    moment = times.proven or (times.asked if is_valid_now else times.claimed)
    pool = (*header.certificates[1:], *helping_certificates(seal))
    return path_to_anchor(certificate, pool, trusted.anchors, moment, trusted.listed) or ()


def _judge_path(
    certificate: x509.Certificate,
    path: Sequence[x509.Certificate],
    times: Times,
    trusted: _Trusted,
) -> Check:
    name = name_of(certificate)
    if not path:
        text = _("No trusted authority confirms the certificate of {name}. It was issued by {issuer}.")
        fix = _("Add the certificate of the issuing authority to the trusted certificates if you trust it.")
        return unknown("key", text, PATH, fix, name=name, issuer=certificate.issuer.rfc4514_string())
    anchor = path[-1]
    values = {"anchor": name_of(anchor), "name": name}
    key = certificate.public_key()
    lost = [at for one, at in trusted.lost.items() if one.public_key() == key]
    ends = [at for at in (*lost, trusted.ended.get(anchor)) if at is not None]
    if ends:
        return _judge_ended(anchor, times, min(ends), is_lost=bool(lost))
    if anchor == certificate:
        return passed("key", _("The certificate of {name} is itself among the trusted ones."), PATH, **values)
    text = _("The trusted authority {anchor} confirms the certificate of {name}.")
    return passed("key", text, PATH, **values)


def _judge_ended(anchor: x509.Certificate, times: Times, end: datetime, *, is_lost: bool) -> Check:
    """What a certificate whose use ended still vouches for: what is older, and how well that is known."""
    made = times.proven or times.claimed
    values = {"anchor": name_of(anchor), "end": show(end), "made": show(made)}
    if made >= end:
        text = _("{anchor} is trusted only for seals made before {end}. This seal says {made}.")
        return failed("key", text, PATH, ASK_AGAIN, **values)
    if times.proven:
        text = _(
            "{anchor} is trusted for seals made before {end}. A timestamp proves that this seal is older."
        )
        return passed("key", text, PATH, **values)
    if is_lost:
        text = _(
            "Someone else may have had the key of {anchor} since {end}. Only the seal itself says that it "
            "was made earlier: {made}."
        )
        return unknown("key", text, PATH, _("Ask the issuer to confirm the credential."), **values)
    text = _(
        "{anchor} is trusted for seals made before {end}. Only the seal itself says that it is older: {made}."
    )
    fix = _("Ask the issuer for a timestamped seal if the time matters.")
    return warning("key", text, PATH, fix, **values)
