"""The formats that `convert` and `issue` write, by their names on the command line."""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from microcred import baking, elm, elmo, jose, openbadges, pdf, proofs, sdjwt
from microcred.did import DatedKey, controller_of
from microcred.elmo import Section, Transcript
from microcred.errors import KeyProblem
from microcred.keys import SigningKey
from microcred.pdf.writing import embed
from microcred.record import AchievementRecord
from microcred.record_json import to_json
from microcred.report import Conclusion, Outcome, Report, _

Written = tuple[bytes, tuple[str, ...]]
Write = Callable[[AchievementRecord], Written]
Document = dict[str, Any]
Sign = Callable[[Document, SigningKey, str, datetime], tuple[bytes, Report]]


def _json(document: Any, losses: tuple[str, ...] = ()) -> Written:
    return json.dumps(document, indent=2, ensure_ascii=False).encode(), losses


def _transcript(record: AchievementRecord) -> Transcript:
    section = Section(record.issuer, record.issued_at, record.parts or (record,))
    return Transcript(record.learner, record.issued_at, (section,))


def _european(record: AchievementRecord) -> Written:
    """The credential before its seal, with what keeps it from being sealed."""
    document, losses = elm.write(record)
    return _json(document, (*losses, *_to_complete(elm.lint(document))))


def _for_europass(record: AchievementRecord) -> Written:
    """The file that an institution uploads to Europass and seals there, sent to the learner."""
    document, losses = elm.write(record)
    form = elm.upload_form(document, addresses=[record.learner.email] if record.learner.email else [])
    return _json(form, (*losses, *_to_complete(elm.lint(form["credential"], for_upload=True))))


def _to_complete(report: Report) -> Iterator[str]:
    found = (check for check in report.only(Outcome.FAILED) if "." in check.code)
    return (f"To be corrected before sealing: {check.message}" for check in found)


FORMATS: Mapping[str, Write] = {
    "elmo": lambda record: elmo.write(_transcript(record)),
    "europass": _for_europass,
    "european": _european,
    "open-badge": lambda record: _json(*openbadges.write(record)),
    "record": lambda record: _json(to_json(record)),
}


def _with_proof(document: Document, key: SigningKey, method: str, at: datetime) -> tuple[bytes, Report]:
    """An embedded proof, as Open Badges 3.0 certification asks for it."""
    if key.kind == "RSA":
        raise KeyProblem("An RSA key cannot make an embedded proof. Sign with --as badge-jwt.")
    suite = "eddsa-rdfc-2022" if key.kind == "Ed25519" else "ecdsa-rdfc-2019"
    signed = proofs.sign(document, key, method=method, created=at, suite=suite)
    data = json.dumps(signed, indent=2, ensure_ascii=False).encode()
    return data, Report(proofs.check(signed, lambda _controller: (DatedKey(method, key.public),)))


def _as_token(document: Document, key: SigningKey, method: str, _at: datetime) -> tuple[bytes, Report]:
    """W3C's `vc+jwt`."""
    return _checked(jose.sign_vc(document, key, kid=method), key, method)


def _as_badge_token(document: Document, key: SigningKey, method: str, _at: datetime) -> tuple[bytes, Report]:
    """The VC-JWT of Open Badges 3.0."""
    return _checked(jose.sign_badge(document, key, kid=method), key, method)


def _checked(token: str, key: SigningKey, method: str) -> tuple[bytes, Report]:
    return token.encode(), Report(jose.check(token, lambda _controller: (DatedKey(method, key.public),)))


SIGNATURES: Mapping[str, Sign] = {"badge-jwt": _as_badge_token, "jwt": _as_token, "proof": _with_proof}
FOR_WALLETS = "sd-jwt"


def _for_wallets(
    record: AchievementRecord, key: SigningKey, method: str, at: datetime
) -> tuple[bytes, Report]:
    """The record as an SD-JWT VC, of which the holder shows what they choose."""
    token = sdjwt.issue(record, key, salt=lambda: secrets.token_urlsafe(16), kid=method)
    found = sdjwt.check(token, at=at, keys=lambda _controller: (DatedKey(method, key.public),))
    return token, Report.of(check for check in found if check.code != "dates")


def into(file: bytes, content: bytes) -> bytes:
    """The picture or PDF with the credential in it; raises Unreadable where it is neither."""
    if not pdf.is_pdf(file):
        return baking.bake(file, content)
    return embed(file, content)


def issue(record: AchievementRecord, key: SigningKey, method: str, at: datetime, signature: str) -> Written:
    """The signed credential, verified once more before it is let out of the house.

    Raises KeyProblem for a key that is not the issuer's or made a signature that does not verify.
    """
    if controller_of(method) != record.issuer.id:
        advice = _("Sign with a key of the issuer, or correct the issuer in the record.")
        raise KeyProblem(
            "The key {method} does not belong to the issuer, {issuer}. {advice}",
            method=method,
            issuer=record.issuer.id,
            advice=advice,
        )
    losses: tuple[str, ...] = ()
    if signature == FOR_WALLETS:
        data, report = _for_wallets(record, key, method, at)
    else:
        document, losses = openbadges.write(record)
        data, report = SIGNATURES[signature](document, key, method, at)
    if report.conclusion is not Conclusion.PASSED:
        raise KeyProblem("The new signature could not be verified. Nothing was written.")
    return data, losses
