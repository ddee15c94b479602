"""Which credential a token carries: asked here once, by all who read, check or explain it (decision 0007).

VC-DM 1.1 §6.3.1 (`vc`, `vp`), VC-JOSE-COSE §3.1, Open Badges 3.0 §8.2. A token whose form leaves open which
credential is meant is refused. One that means a single credential and contradicts it is shown, with
`proof.claims` failed.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from microcred.documents import PRESENTATION, identifier, owner_of, types_of
from microcred.errors import Ambiguous, Malformed
from microcred.instants import parse_instant, write_instant
from microcred.jose.tokens import Token, take_apart
from microcred.report import _

# RFC 7519 §4.1: what stands in a payload beside the credential and is not of it
REGISTERED = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "nonce"})
INNER = ("vc", "vp")
CONTENTS = ("credentialSubject", "verifiableCredential")
DESCRIBING = ("@context", "type", "@type", "badge", *CONTENTS)  # what makes a payload a credential itself
DATES = {"nbf": ("validFrom", "issuanceDate"), "exp": ("validUntil", "expirationDate")}

BOTH = _("The token contains a credential (“vc”) and a presentation (“vp”). It is not clear which is meant.")
NO_OBJECT = _("The token's “vc” or “vp” is not an object, so it is not clear which credential is meant.")
TWO = _("The token is a credential and contains another one as “vc” or “vp”. It is not clear which is meant.")
OTHER_KIND = _("What the token contains as “vp” is not a presentation, or what it contains as “vc” is one.")


class Carried(NamedTuple):
    """A token with the one credential or presentation in it; nothing in it is verified yet."""

    token: Token
    document: dict[str, Any]


def open_token(token: bytes | str) -> Carried:
    """The token and what it carries; raises Malformed, TooLarge, or Ambiguous where it may mean several."""
    taken = take_apart(token)
    return Carried(taken, _document(taken.payload))


def _document(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The credential: all of the payload, or a claim filled up with what the token says in its place."""
    named = [name for name in INNER if name in payload]
    if len(named) > 1:
        raise Ambiguous(BOTH)
    if not named:
        if payload.keys().isdisjoint(CONTENTS):
            return dict(payload)
        return {name: value for name, value in payload.items() if name not in REGISTERED}
    inner = payload[named[0]]
    if not isinstance(inner, dict):
        raise Ambiguous(NO_OBJECT, at=named[0])
    if (named[0] == "vp") != (PRESENTATION in types_of(inner)):
        raise Ambiguous(OTHER_KIND)
    if any(name in payload and payload[name] != inner.get(name) for name in DESCRIBING):
        raise Ambiguous(TWO)
    return _presentation(inner, payload) if named[0] == "vp" else _credential(inner, payload)


def _presentation(inner: dict[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    said = {"id": payload.get("jti"), "holder": payload.get("iss")}
    return {**{name: value for name, value in said.items() if value is not None}, **inner}


def _credential(inner: dict[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    said = {"id": payload.get("jti"), "issuer": payload.get("iss")}
    for claim, (newer, older) in DATES.items():
        said[older] = None if newer in inner else _written(payload.get(claim))
    document = {**{name: value for name, value in said.items() if value is not None}, **inner}
    subject = document.get("credentialSubject")
    if isinstance(subject, dict) and isinstance(payload.get("sub"), str):
        document["credentialSubject"] = {"id": payload["sub"], **subject}
    return document


def contradictions(carried: Carried) -> Iterator[str]:
    """The claims of a token that say something else than the credential people read."""
    payload, document = carried.token.payload, carried.document
    same = {"iss": owner_of(document), "jti": identifier(document.get("id"))}
    for claim, said in same.items():
        if claim in payload and said and payload[claim] != said:
            yield claim
    subjects = _subjects(document)
    if "sub" in payload and subjects and payload["sub"] not in subjects:
        yield "sub"
    for claim, names in DATES.items():
        times = [document[name] for name in names if name in document]
        if claim in payload and times and not any(_is_same_time(payload[claim], time) for time in times):
            yield claim
    yield from _said_otherwise(payload, document)


def _subjects(document: Mapping[str, Any]) -> list[str]:
    """The identifiers of those whom the credential is about."""
    value = document.get("credentialSubject")
    found = (
        identifier(one) for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)
    )
    return [name for name in found if name]


def _said_otherwise(payload: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    """What stands in the payload beside a `vc` or `vp`, and not as in it; some wallets write it twice."""
    inner = next((payload[name] for name in INNER if name in payload), None)
    if inner is None:
        return
    for name in sorted(payload.keys() - REGISTERED - {*INNER}):
        if name in ("issuer", "holder"):
            agrees = identifier(payload[name]) == identifier(document.get(name)) != ""
        else:
            agrees = name not in document or payload[name] in (inner.get(name), document[name])
        if not agrees:
            yield name


def _is_same_time(seconds: Any, text: Any) -> bool:
    moment = instant(seconds)
    try:
        return moment is not None and abs(moment - parse_instant(text)) < timedelta(seconds=1)
    except Malformed:
        return False


def instant(seconds: Any) -> datetime | None:
    """A NumericDate (RFC 7519 §2) within the calendar, else None."""
    if (
        isinstance(seconds, bool)
        or not isinstance(seconds, int | float)
        or not 0 <= seconds < 253_402_300_800
    ):
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _written(seconds: Any) -> str | None:
    """A NumericDate as credentials write instants; None for anything outside the calendar."""
    moment = instant(seconds)
    return write_instant(moment) if moment else None
