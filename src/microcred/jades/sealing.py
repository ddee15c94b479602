"""Seal a credential: JAdES baseline B-B, with a timestamp authority B-T.

ETSI TS 119 182-1 v1.1.1 §5 and §6 in the shape Europass uses: JWS JSON general serialisation, payload first
and unencoded, `b64`, `sigT` and `adoTst` critical. Nothing is released that `check` does not accept.

Which time header: the Commission's DSS library 5.11.1, in the published Europass software, does not pass a
seal with `iat`; DSS 6.2 passes both, and only calls `sigT` from 15 July 2025 on no ETSI baseline
(`bench/interop/dss.py`). So `sigT` is the default.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from microcred.errors import KeyProblem
from microcred.guards import b64url_encode
from microcred.instants import write_instant
from microcred.jades.checking import check
from microcred.jades.providers import SealProvider
from microcred.report import Outcome
from microcred.saying import Listed

# Gives the DER of an RFC 3161 token over the SHA-256 digest it is handed.
Timestamper = Callable[[bytes], bytes]


def serialise(document: Mapping[str, Any]) -> str:
    """The document as the text that is sealed: compact JSON, non-ASCII characters as they are."""
    return orjson.dumps(document).decode()


def seal(
    payload: str,
    provider: SealProvider,
    *,
    at: datetime,
    timestamper: Timestamper | None = None,
    time_header: str = "sigT",
) -> bytes:
    """The sealed file of the payload, which stays exactly as it is; B-T with a timestamper, else B-B.

    `time_header` is `sigT` or, as ETSI TS 119 182-1 v1.2.1 has it, `iat`. Raises KeyProblem where the seal
    would not hold: expired, or not that of the payload's issuer.
    """
    content = payload.encode()
    header = _header(provider, content, at.astimezone(UTC), timestamper, time_header)
    protected = b64url_encode(orjson.dumps(header))
    value = b64url_encode(provider.sign(protected.encode() + b"." + content))
    signature: dict[str, Any] = {"protected": protected}
    if timestamper:
        component = {"sigTst": _stamp(timestamper, value.encode())}
        signature["header"] = {"etsiU": [b64url_encode(orjson.dumps(component))]}
    signature["signature"] = value
    sealed = orjson.dumps({"payload": payload, "signatures": [signature]})
    _refuse_broken(sealed, at, provider.chain)
    return sealed


def _header(
    provider: SealProvider,
    content: bytes,
    at: datetime,
    timestamper: Timestamper | None,
    time_header: str,
) -> dict[str, Any]:
    """The sealed header, its members in the order of the official files."""
    leaf, *above = provider.chain
    carried = [leaf, *(one for one in above if one.subject != one.issuer)]
    header: dict[str, Any] = {
        "alg": provider.algorithm,
        "cty": "octet-stream",
        "kid": issuer_serial(leaf),
        "x5t#S256": b64url_encode(leaf.fingerprint(hashes.SHA256())),
        "x5c": [base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in carried],
        "typ": "jose+json",
        "b64": False,
    }
    critical = ["b64"]
    if time_header == "iat":
        header["iat"] = int(at.timestamp())
    else:
        header["sigT"] = write_instant(at)
        critical.append("sigT")
    if timestamper:
        header["adoTst"] = _stamp(timestamper, content)
        critical.append("adoTst")
    return header | {"crit": critical}


def _stamp(timestamper: Timestamper, stamped: bytes) -> dict[str, Any]:
    token = timestamper(hashlib.sha256(stamped).digest())
    return {"tstTokens": [{"val": base64.b64encode(token).decode()}]}


def _refuse_broken(sealed: bytes, at: datetime, chain: Sequence[x509.Certificate]) -> None:
    found = check(sealed, at=at, anchors=chain[-1:])
    wrong = [one.message for one in found if one.outcome is Outcome.FAILED and one.code != "seal"]
    if wrong:
        raise KeyProblem("The seal would not be valid. {reasons}", reasons=Listed(wrong, " "))


def issuer_serial(certificate: x509.Certificate) -> str:
    """The `kid` of the official files: base64 of an IssuerSerial in DER (RFC 5035 §4)."""
    name = _der(0x30, _der(0xA4, certificate.issuer.public_bytes()))
    number = certificate.serial_number
    serial = _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))
    return base64.b64encode(_der(0x30, name + serial)).decode()


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content
