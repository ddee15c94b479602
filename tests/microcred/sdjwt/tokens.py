"""An SD-JWT VC of the tests, what its holder presents, and how attackers change both."""

import itertools
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from microcred.did import DatedKey
from microcred.guards import b64url_encode
from microcred.keys import SigningKey, generate
from microcred.report import Check
from microcred.sdjwt import Request, check, issue, present, read
from microcred.sdjwt.disclosures import digest
from microcred.sdjwt.tokens import BINDING_TYPE, sign_jwt
from tests.microcred.cast import RECORD, UNIVERSITY

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEY, HOLDER, OTHER = generate("P-256"), generate("P-256"), generate("P-256")
KID = f"{UNIVERSITY.id}#key-1"
REQUEST = Request("https://verifier.example", "n-0S6_WzA2Mj")


def salts() -> Callable[[], str]:
    numbers = itertools.count()
    return lambda: f"a-salt-of-the-tests-{next(numbers):04}"


def keys(**dates: Any) -> Callable[[str], tuple[DatedKey, ...] | None]:
    dated = DatedKey(KID, KEY.public, **dates)
    return lambda issuer: (dated,) if issuer == UNIVERSITY.id else None


TOKEN = issue(RECORD, KEY, salt=salts(), kid="#key-1", holder=HOLDER.public)
SHOWN = present(
    TOKEN,
    ["grade"],
    holder=HOLDER,
    audience=REQUEST.audience,
    nonce=REQUEST.nonce,
    at=NOW - timedelta(seconds=5),
)
ISSUED = TOKEN.partition(b"~")[0]


def outcomes(token: bytes, request: Request | None = None, **options: Any) -> dict[str, str]:
    found: tuple[Check, ...] = check(token, at=NOW, request=request, **{"keys": keys(), **options})
    return {one.code: str(one.outcome) for one in found}


def with_header(token: bytes, **changes: Any) -> bytes:
    issued, rest = token.split(b"~", 1)
    _, payload, signature = issued.split(b".")
    changed = {**read(TOKEN).issued.header, **changes}
    encoded = b64url_encode(in_json(changed)).encode()
    return b".".join([encoded, payload, signature]) + b"~" + rest


def in_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def in_disclosure(*said: Any) -> bytes:
    """A disclosure of a claim, its name and value, or of an element, its value alone."""
    return b64url_encode(in_json(["a-salt-of-the-tests-0000", *said])).encode()


def resigned(header: dict[str, Any], payload: dict[str, Any], key: SigningKey = KEY) -> bytes:
    return sign_jwt({"typ": "dc+sd-jwt", **header}, payload, key) + b"~"


PAYLOAD = read(TOKEN).issued.payload


def bind(header: dict[str, Any] | None = None, key: SigningKey = HOLDER, **claims: Any) -> bytes:
    bound = SHOWN[: SHOWN.rindex(b"~") + 1]
    said = {
        "iat": int(NOW.timestamp()),
        "aud": REQUEST.audience,
        "nonce": REQUEST.nonce,
        "sd_hash": digest(bound),
    }
    payload = {name: value for name, value in {**said, **claims}.items() if value is not None}
    return bound + sign_jwt({"typ": BINDING_TYPE, **(header or {})}, payload, key)
