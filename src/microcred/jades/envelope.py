"""The outer form of a sealed European Digital Credential: a JWS in JSON general serialisation.

RFC 7515 §7.2.1 and §4, RFC 7797 (unencoded payload), ETSI TS 119 182-1 v1.1.1 (JAdES). The Europass
software finds the payload as the first member of the file and reads it as one JSON string.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography import x509

from microcred.errors import Malformed, Unreadable
from microcred.guards import Limits, b64_decode, b64url_decode, parse_json
from microcred.jades.certificates import load_certificate

# Europass takes up to 15 MB with page images; the payload is escaped once more inside the envelope.
LIMITS = Limits(bytes=20_000_000)
MAX_PROTECTED = 200_000  # characters: a chain of certificates and a timestamp are about 20,000
MAX_SIGNATURES = 8
MAX_CERTIFICATES = 10
MAX_TOKENS = 4
UNDERSTOOD = frozenset({"b64", "sigT", "adoTst", "iat"})  # header names a seal may call critical
TYPES = frozenset({"jose+json", "jose"})

_STARTS_WITH_PAYLOAD = re.compile(rb'\s*\{\s*"payload"\s*:')
_SIG_T = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


@dataclass(frozen=True, slots=True)
class Header:
    """What the signed header of one seal says (ETSI TS 119 182-1 §5.1 and §5.2)."""

    algorithm: str
    certificates: tuple[x509.Certificate, ...]
    fingerprint: str
    claimed_at: datetime
    content_tokens: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Seal:
    """One signature of the envelope: header and value as they came (base64url), and what they were read as.

    In the place of a header that cannot be read, or of one whose value cannot, stands the reason.
    """

    protected: str
    value: str
    header: Header | Unreadable
    signature: bytes = b""
    components: tuple[Mapping[str, Any], ...] = ()

    def signing_input(self, payload: bytes) -> bytes:
        """What was signed: header, full stop and the unencoded payload (RFC 7797 §3)."""
        return self.protected.encode() + b"." + payload


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload, exactly as it was sealed, the credential that it is, and its seals."""

    payload: str
    document: dict[str, Any]
    seals: tuple[Seal, ...]


def open_envelope(sealed: bytes) -> Envelope:
    """Take the sealed file apart without judging it; Malformed or TooLarge where it has another form."""
    tree = parse_json(sealed, LIMITS)
    if not isinstance(tree, dict) or "payload" not in tree or "signatures" not in tree:
        raise Malformed("A sealed credential has a payload and signatures.")
    if not _STARTS_WITH_PAYLOAD.match(sealed):
        raise Malformed("The payload must be the first member of a sealed credential.")
    if tree.keys() - {"payload", "signatures"}:
        raise Malformed("There is something beside the payload and signatures that no seal covers.")
    payload, signatures = tree["payload"], tree["signatures"]
    if not isinstance(payload, str):
        raise Malformed("The payload of a sealed credential is one JSON string.", at="payload")
    if not isinstance(signatures, list) or not 1 <= len(signatures) <= MAX_SIGNATURES:
        raise Malformed(
            "A sealed credential has 1 to {limit} signatures.", at="signatures", limit=MAX_SIGNATURES
        )
    return Envelope(payload, _document(payload), tuple(_seal(signature) for signature in signatures))


def _document(payload: str) -> dict[str, Any]:
    tree = parse_json(payload.encode())
    if not isinstance(tree, dict):
        raise Malformed("The sealed content is not a credential.", at="payload")
    return tree


def _seal(signature: Any) -> Seal:
    if not isinstance(signature, dict) or signature.keys() - {"protected", "header", "signature"}:
        raise Malformed("A signature has protected, header and signature only.", at="signatures")
    protected, value = signature.get("protected"), signature.get("signature")
    if not isinstance(protected, str) or not isinstance(value, str):
        raise Malformed("A signature has a protected header and a value.", at="signatures")
    open_header = signature.get("header", {})
    if not isinstance(open_header, dict) or open_header.keys() - {"etsiU"}:
        raise Malformed("Only etsiU may be outside the seal. Everything else must be sealed.", at="header")
    components = open_header.get("etsiU", [])
    if not isinstance(components, list) or not all(isinstance(part, str | dict) for part in components):
        raise Malformed("etsiU is a list of components.", at="header.etsiU")
    read = tuple(_component(part) for part in components)
    try:
        return Seal(protected, value, read_header(protected), b64url_decode(value), read)
    except Unreadable as error:
        return Seal(protected, value, error, components=read)


def _component(part: str | dict[str, Any]) -> Mapping[str, Any]:
    tree = parse_json(b64url_decode(part)) if isinstance(part, str) else part
    if not isinstance(tree, dict):
        raise Malformed("A component of etsiU is an object.", at="header.etsiU")
    return tree


def read_header(protected: str) -> Header:
    """Read the sealed header, refusing everything that could turn its meaning (RFC 7515 §4.1.11, §7.2.1)."""
    if len(protected) > MAX_PROTECTED:
        raise Malformed("The sealed header is longer than {limit} characters.", limit=MAX_PROTECTED)
    header = parse_json(b64url_decode(protected))
    if not isinstance(header, dict):
        raise Malformed("The sealed header is an object.")
    _refuse_other_keys(header)
    _understand_critical(header)
    algorithm = header.get("alg")
    if not isinstance(algorithm, str):
        raise Malformed("The sealed header names no algorithm.", at="alg")
    return Header(
        algorithm,
        _certificates(header.get("x5c")),
        _text(header, "x5t#S256"),
        _claimed_time(header),
        tokens(header.get("adoTst"), "adoTst"),
    )


def _refuse_other_keys(header: Mapping[str, Any]) -> None:
    for name in ("jwk", "jku"):
        if name in header:
            raise Malformed("The key of a seal comes from its certificate and from nowhere else.", at=name)
    kind = header.get("typ", "jose+json")
    if not isinstance(kind, str) or kind.lower() not in TYPES:
        raise Malformed("The sealed header says that this is something other than a seal.", at="typ")


def _understand_critical(header: Mapping[str, Any]) -> None:
    critical = header.get("crit")
    if not isinstance(critical, list) or not critical or not all(isinstance(name, str) for name in critical):
        raise Malformed("The sealed header must list what is critical.", at="crit")
    if len(set(critical)) != len(critical):
        raise Malformed("The sealed header names something critical twice.", at="crit")
    for name in critical:
        if name not in UNDERSTOOD:
            raise Malformed(
                "The seal calls “{name}” critical, which is not supported.", at="crit", name=name[:80]
            )
        if name not in header:
            raise Malformed("The seal calls “{name}” critical but does not have it.", at="crit", name=name)
    if header.get("b64") is not False or "b64" not in critical:
        raise Malformed("The payload must be sealed unencoded: b64 is false and critical.", at="b64")


def _text(header: Mapping[str, Any], name: str) -> str:
    text = header.get(name, "")
    if not isinstance(text, str):
        raise Malformed("The sealed header has a text of the wrong type.", at=name)
    return text


def _certificates(chain: Any) -> tuple[x509.Certificate, ...]:
    if not isinstance(chain, list) or not 1 <= len(chain) <= MAX_CERTIFICATES:
        raise Malformed("The sealed header has 1 to {limit} certificates.", at="x5c", limit=MAX_CERTIFICATES)
    return tuple(load_certificate(_binary(link, "x5c"), at="x5c") for link in chain)


def _claimed_time(header: Mapping[str, Any]) -> datetime:
    if "sigT" in header and "iat" in header:
        raise Malformed("The seal says twice when it was made.", at="sigT")
    text, number = header.get("sigT"), header.get("iat")
    try:
        if isinstance(text, str) and _SIG_T.fullmatch(text):
            return datetime.fromisoformat(text)
        if type(number) is int and number >= 0:
            return datetime.fromtimestamp(number, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    raise Malformed("The seal does not say when it was made.", at="sigT")


def tokens(container: Any, at: str) -> tuple[bytes, ...]:
    """The RFC 3161 tokens of a timestamp container (ETSI TS 119 182-1 §5.4.3.3)."""
    if container is None:
        return ()
    listed = container.get("tstTokens") if isinstance(container, dict) else None
    if not isinstance(listed, list) or not 1 <= len(listed) <= MAX_TOKENS:
        raise Malformed("A timestamp has 1 to {limit} tokens.", at=at, limit=MAX_TOKENS)
    if not all(isinstance(token, dict) for token in listed):
        raise Malformed("A timestamp token is an object.", at=at)
    return tuple(_binary(token.get("val"), at) for token in listed)


def signature_tokens(seal: Seal) -> tuple[bytes, ...]:
    """The tokens that prove when the signature existed: `sigTst` (ETSI TS 119 182-1 §5.3.4)."""
    return tuple(
        token for part in seal.components if "sigTst" in part for token in tokens(part["sigTst"], "sigTst")
    )


def helping_certificates(seal: Seal) -> tuple[x509.Certificate, ...]:
    """Certificates beside the seal that help to build a path: `xVals` (§5.3.5.1), as far as readable."""
    found: list[x509.Certificate] = []
    for part in seal.components:
        values = part.get("xVals")
        for value in values[:MAX_CERTIFICATES] if isinstance(values, list) else ():
            try:
                found.append(load_certificate(b64_decode(value["x509Cert"]["val"])))
            except (Unreadable, KeyError, TypeError, AttributeError, UnicodeEncodeError):
                continue
    return tuple(found)


def _binary(text: Any, at: str) -> bytes:
    if not isinstance(text, str):
        raise Malformed("Base64 is expected here.", at=at)
    try:
        return b64_decode(text)
    except (Malformed, UnicodeEncodeError):
        raise Malformed("Base64 is expected here.", at=at) from None
