"""Public keys, each with the one algorithm it verifies.

RFC 8037 (Ed25519 in JOSE), RFC 7517/7518 (JWK), RFC 7638 and RFC 9278 (thumbprints), W3C Controlled
Identifiers 1.0 §2.2.2 (Multikey). No header can talk a key into another algorithm.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Literal

import orjson
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from microcred import multibase
from microcred.errors import KeyProblem, Unreadable
from microcred.guards import b64url_decode, b64url_encode
from microcred.primitives import edwards

Kind = Literal["Ed25519", "P-256", "P-384", "RSA"]
NativePublicKey = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
Verify = Callable[[bytes, bytes], None]

ALGORITHMS: Mapping[str, str] = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "RSA": "RS256"}
CURVES: Mapping[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm, int]] = {
    "P-256": (ec.SECP256R1(), hashes.SHA256(), 32),
    "P-384": (ec.SECP384R1(), hashes.SHA384(), 48),
}
PREFIXES: Mapping[str, bytes] = {"Ed25519": b"\xed\x01", "P-256": b"\x80\x24", "P-384": b"\x81\x24"}
RSA_BITS = range(2048, 8193)  # below: NIST SP 800-131A; above: verifying takes too long

_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


class PublicKey:
    """A public key; equal to another if both are the same point or modulus."""

    __slots__ = ("_verify", "algorithm", "encoded", "kind", "native")

    def __init__(self, native: object) -> None:
        self.kind, self.native, self.encoded, self._verify = _understand(native)
        self.algorithm = ALGORITHMS[self.kind]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and (self.kind, self.encoded) == (other.kind, other.encoded)

    def __hash__(self) -> int:
        return hash((self.kind, self.encoded))

    def __repr__(self) -> str:
        return f"PublicKey({self.kind}, {self.thumbprint()})"

    def verify(self, signature: bytes, data: bytes) -> bool:
        """True if the signature is this key's over the data; ECDSA signatures are r‖s (RFC 7518 §3.4)."""
        try:
            self._verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True

    def multikey(self) -> str:
        """The `publicKeyMultibase` of a Multikey; raises KeyProblem for RSA, which has none."""
        prefix = PREFIXES.get(self.kind)
        if prefix is None:
            raise KeyProblem("A key of type {kind} has no Multikey form.", kind=self.kind)
        return multibase.encode(prefix + self.encoded)

    def jwk(self) -> dict[str, str]:
        """The key as a JSON Web Key with only its required members."""
        if isinstance(self.native, ed25519.Ed25519PublicKey):
            return {"crv": "Ed25519", "kty": "OKP", "x": b64url_encode(self.encoded)}
        if isinstance(self.native, rsa.RSAPublicKey):
            numbers = self.native.public_numbers()
            return {"e": _uint(numbers.e), "kty": "RSA", "n": _uint(numbers.n)}
        point = self.native.public_numbers()
        size = CURVES[self.kind][2]
        return {"crv": self.kind, "kty": "EC", "x": _uint(point.x, size), "y": _uint(point.y, size)}

    def thumbprint(self) -> str:
        """The JWK thumbprint with SHA-256 (RFC 7638)."""
        canonical = orjson.dumps(self.jwk(), option=orjson.OPT_SORT_KEYS)
        return b64url_encode(hashlib.sha256(canonical).digest())

    def thumbprint_uri(self) -> str:
        """The thumbprint as an identifier of the key itself (RFC 9278)."""
        return f"urn:ietf:params:oauth:jwk-thumbprint:sha-256:{self.thumbprint()}"

    def pem(self) -> bytes:
        """The key as SubjectPublicKeyInfo in PEM."""
        return self.native.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    @classmethod
    def from_multikey(cls, text: str) -> "PublicKey":
        """The key of a `publicKeyMultibase`; raises KeyProblem for a foreign kind or a false point."""
        try:
            data = multibase.decode(text, bases="z")
        except Unreadable as error:
            raise KeyProblem("The Multikey is not multibase: {reason}", reason=error.message) from error
        for kind, prefix in PREFIXES.items():
            if data.startswith(prefix):
                return cls(_decode(kind, data[len(prefix) :]))
        raise KeyProblem(
            "The Multikey is of a type that is not supported (it begins with {beginning}).",
            beginning=data[:2].hex(),
        )

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> "PublicKey":
        """The key of a JSON Web Key; raises KeyProblem for private, foreign or misfitting members."""
        if _PRIVATE_MEMBERS & jwk.keys():
            raise KeyProblem("The JSON Web Key contains private members.")
        try:
            key = cls(_from_jwk(jwk))
        except (KeyError, TypeError, ValueError, Unreadable) as error:
            raise KeyProblem("The JSON Web Key lacks a member or contains one that does not fit.") from error
        if jwk.get("alg", key.algorithm) not in {key.algorithm, key.kind} or jwk.get("use", "sig") != "sig":
            raise KeyProblem("The JSON Web Key is meant for another algorithm or use.")
        return key

    @classmethod
    def from_pem(cls, pem: bytes) -> "PublicKey":
        """The key of a SubjectPublicKeyInfo in PEM; raises KeyProblem for anything else."""
        try:
            return cls(serialization.load_pem_public_key(pem))
        except (ValueError, UnsupportedAlgorithm) as error:
            raise KeyProblem("The PEM text does not contain a usable public key.") from error


def _understand(native: object) -> tuple[Kind, NativePublicKey, bytes, Verify]:
    if isinstance(native, ed25519.Ed25519PublicKey):
        encoded = native.public_bytes_raw()
        _refuse_weak_point(encoded)
        return "Ed25519", native, encoded, edwards.verifier(encoded)
    if isinstance(native, ec.EllipticCurvePublicKey):
        return _understand_curve(native)
    if isinstance(native, rsa.RSAPublicKey):
        return _understand_rsa(native)
    raise KeyProblem("The key is of a type that is not supported.")


def _understand_curve(native: ec.EllipticCurvePublicKey) -> tuple[Kind, NativePublicKey, bytes, Verify]:
    encoded = native.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    if isinstance(native.curve, ec.SECP256R1):
        return "P-256", native, encoded, _curve_verifier(native, "P-256")
    if isinstance(native.curve, ec.SECP384R1):
        return "P-384", native, encoded, _curve_verifier(native, "P-384")
    raise KeyProblem("The curve {curve} is not used for credentials.", curve=native.curve.name)


def _curve_verifier(native: ec.EllipticCurvePublicKey, kind: Kind) -> Verify:
    _curve, digest, size = CURVES[kind]
    scheme = ec.ECDSA(digest)

    def verify(signature: bytes, data: bytes) -> None:
        if len(signature) != 2 * size:
            raise InvalidSignature
        pair = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
        native.verify(encode_dss_signature(*pair), data, scheme)

    return verify


def _understand_rsa(native: rsa.RSAPublicKey) -> tuple[Kind, NativePublicKey, bytes, Verify]:
    if native.key_size not in RSA_BITS or native.public_numbers().e < 65537:
        raise KeyProblem(
            "An RSA key of {bits} bits or with that exponent is not accepted.", bits=native.key_size
        )
    encoded = native.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
    scheme, digest = padding.PKCS1v15(), hashes.SHA256()
    return "RSA", native, encoded, lambda signature, data: native.verify(signature, data, scheme, digest)


def _refuse_weak_point(encoded: bytes) -> None:
    """Points of small order verify any message, and a respelt point is a second name for one key."""
    if edwards.is_weak(encoded):
        raise KeyProblem("The Ed25519 key is a point that proves nothing.")


def _decode(kind: str, encoded: bytes) -> NativePublicKey:
    try:
        if kind == "Ed25519":
            return ed25519.Ed25519PublicKey.from_public_bytes(encoded)
        curve, _digest, size = CURVES[kind]
        if len(encoded) != size + 1:
            raise KeyProblem("A Multikey contains the compressed point and nothing else.")
        return ec.EllipticCurvePublicKey.from_encoded_point(curve, encoded)
    except ValueError as error:
        raise KeyProblem("The Multikey does not contain a point of its curve.") from error


def _from_jwk(jwk: Mapping[str, Any]) -> NativePublicKey:
    match jwk["kty"], jwk.get("crv"):
        case "OKP", "Ed25519":
            return ed25519.Ed25519PublicKey.from_public_bytes(b64url_decode(jwk["x"]))
        case "EC", str(curve) if curve in CURVES:
            native, _digest, size = CURVES[curve]
            x, y = (b64url_decode(jwk[name]) for name in ("x", "y"))
            if len(x) != size or len(y) != size:
                raise KeyProblem("A coordinate has the wrong length (RFC 7518 §6.2.1.2).")
            return ec.EllipticCurvePublicNumbers(
                int.from_bytes(x, "big"), int.from_bytes(y, "big"), native
            ).public_key()
        case "RSA", _:
            n, e = (int.from_bytes(b64url_decode(jwk[name]), "big") for name in ("n", "e"))
            if n.bit_length() not in RSA_BITS or e.bit_length() > 32:
                raise KeyProblem(
                    "An RSA key of {bits} bits or with that exponent is not accepted.", bits=n.bit_length()
                )
            return rsa.RSAPublicNumbers(e, n).public_key()
    raise KeyProblem("The JSON Web Key is of a type that is not supported.")


def _uint(number: int, size: int = 0) -> str:
    return b64url_encode(number.to_bytes(size or (number.bit_length() + 7) // 8, "big"))
