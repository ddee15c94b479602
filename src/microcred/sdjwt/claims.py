"""The achievement record as claims, both ways.

Names of people are those of OpenID Connect Core 1.0 §5.1, dates and issuer those of RFC 7519 §4.1; the rest
is in the record's own words (`microcred.record_json`), leaving out what is only a default.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

from microcred import record_json
from microcred.errors import Malformed, NotWritable
from microcred.record import AchievementRecord

VCT = "https://w3id.org/microcred/v1/micro-credential"
# What a learner need not show to everybody who may know that the credential exists.
SELECTIVE = ("birthdate", "email", "learner_identifiers", "grade", "assessments", "evidence", "parts")

_LEARNER = {
    "sub": "id",
    "given_name": "given_name",
    "family_name": "family_name",
    "name": "full_name",
    "birthdate": "birth_date",
    "email": "email",
    "learner_identifiers": "identifiers",
}
_SECONDS = {"iat": "issued_at", "nbf": "valid_from", "exp": "valid_until"}
_PLAIN = {
    "jti": "id",
    "micro_credential": "specification",
    "issuer": "issuer",
    "awarding_bodies": "awarding_bodies",
    "awarded_at": "awarded_at",
    "grade": "grade",
    "ects_awarded": "ects_awarded",
    "assessments": "assessments",
    "evidence": "evidence",
    "parts": "parts",
    "credential_status": "status",
    "replaces": "replaces",
}


_NOTHING: Mapping[str, Any] = {
    "version": "",
    "title": {},
    "description": {},
    "outcomes": [],
    "ects": "0",
    "hours": "0",
    "eqf_level": 0,
    "participation": [],
    "assessments": [],
}


def write(record: AchievementRecord) -> dict[str, Any]:
    """The record's claims; raises NotWritable for dates that are not whole seconds."""
    plain = record_json.to_json(record)
    said, learner = _said(record, plain), _said(record.learner, plain["learner"])
    claims: dict[str, Any] = {"vct": VCT, "iss": record.issuer.id}
    for claim, name in _SECONDS.items():
        instant = getattr(record, name)
        if instant is not None:
            claims[claim] = _seconds(instant)
    claims |= {claim: learner[name] for claim, name in _LEARNER.items() if name in learner}
    return claims | {claim: said[name] for claim, name in _PLAIN.items() if name in said}


def _said(value: Any, plain: Any) -> Any:
    """The plain form of a value without the fields that only repeat their default."""
    if is_dataclass(value):
        named = ((field.name, getattr(value, field.name), field.default) for field in fields(value))
        return {name: _said(said, plain[name]) for name, said, default in named if said != default}
    if isinstance(value, tuple):
        return list(map(_said, value, plain))
    return plain


def _seconds(instant: datetime) -> int:
    if instant.microsecond:
        raise NotWritable("Dates in an SD-JWT are whole seconds.")
    return int(instant.timestamp())


def parse(claims: Mapping[str, Any]) -> tuple[AchievementRecord, tuple[str, ...]]:
    """The record of processed claims, and the names of the claims it was read from.

    Of other types of credential it reads the registered claims. Raises Malformed without a date of issue.
    """
    seconds = {name: _instant(claims[claim], claim) for claim, name in _SECONDS.items() if claim in claims}
    issued = seconds.get("issued_at") or seconds.get("valid_from")
    if issued is None:
        raise Malformed("The credential does not say when it was issued.", at="iat")
    ours = claims.get("vct") == VCT
    plain = _own(claims) if ours else _foreign(claims, issued)
    record = record_json.from_json({"format": record_json.FORMAT, "issued_at": issued, **plain, **seconds})
    if ours and record.issuer.id != claims.get("iss"):  # the proof is about `iss`
        raise Malformed("The credential names two issuers.", at="iss")
    known = {"vct", "iss", "cnf", *_LEARNER, *_SECONDS, *(_PLAIN if ours else ("jti",))}
    return record, tuple(sorted(known & claims.keys()))


def _own(claims: Mapping[str, Any]) -> dict[str, Any]:
    """The record's parts as `write` named them."""
    learner = {name: claims[claim] for claim, name in _LEARNER.items() if claim in claims}
    return {"learner": learner, **{name: claims[claim] for claim, name in _PLAIN.items() if claim in claims}}


def _foreign(claims: Mapping[str, Any], issued: str) -> dict[str, Any]:
    """The parts of a record that the registered claims of any type of credential give."""
    issuer = {"id": _text(claims, "iss"), "legal_name": {}}
    named = {name: _text(claims, claim) for claim, name in _LEARNER.items() if claim != "learner_identifiers"}
    born = named.pop("birth_date")
    return {
        "id": _text(claims, "jti"),
        "specification": {"id": _text(claims, "vct"), **_NOTHING},
        "issuer": issuer,
        "awarding_bodies": [issuer],
        "awarded_at": issued,
        "learner": {**named, "birth_date": _day(born)},
    }


def _day(text: str) -> str | None:
    """The date as it stands if it is one."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""


def _instant(seconds: Any, claim: str) -> str:
    """A NumericDate as record_json reads instants (RFC 7519 §2)."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise Malformed("A date in the token is not a number of seconds.", at=claim)
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        raise Malformed("A date in the token is not a valid date.", at=claim) from None
