"""The signature algorithms a seal may use: RSA and ECDSA with SHA-2, each with the key it belongs to.

JWA (RFC 7518 §3.3–3.5); the closed list follows ETSI TS 119 312 for seals. `none`, HMAC and everything
else is refused, and a key never decides its own algorithm.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from microcred.errors import KeyProblem

MIN_RSA_BITS = 2048  # ETSI TS 119 312 §6.2


@dataclass(frozen=True, slots=True)
class Algorithm:
    """One JOSE signature algorithm: its family and digest, and for ECDSA the curve and coordinate size."""

    name: str
    family: str
    digest: Callable[[], hashes.HashAlgorithm]
    curve: str = ""
    size: int = 0


ALGORITHMS = {
    algorithm.name: algorithm
    for bits, digest, curve, size in (
        ("256", hashes.SHA256, "secp256r1", 32),
        ("384", hashes.SHA384, "secp384r1", 48),
        ("512", hashes.SHA512, "secp521r1", 66),
    )
    for algorithm in (
        Algorithm(f"RS{bits}", "RS", digest),
        Algorithm(f"PS{bits}", "PS", digest),
        Algorithm(f"ES{bits}", "ES", digest, curve, size),
    )
}


def fits(algorithm: Algorithm, key: Any) -> bool:
    """Whether the public key may be used with the algorithm (RFC 7518 §3.3–3.5)."""
    if algorithm.family == "ES":
        return isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == algorithm.curve
    return isinstance(key, rsa.RSAPublicKey) and key.key_size >= MIN_RSA_BITS


def is_signed(algorithm: Algorithm, key: Any, signature: bytes, data: bytes) -> bool:
    """Whether `signature`, as JOSE spells it, is that of `data`; the key must fit the algorithm."""
    digest = algorithm.digest()
    try:
        if algorithm.family == "ES":
            if len(signature) != 2 * algorithm.size:
                return False
            key.verify(_der(signature, algorithm.size), data, ec.ECDSA(digest))
        else:
            key.verify(signature, data, _padding(algorithm.family, digest), digest)
    except InvalidSignature:
        return False
    return True


def sign(algorithm: Algorithm, key: Any, data: bytes) -> bytes:
    """The signature of `data` as JOSE spells it; KeyProblem where the private key does not fit."""
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) or not fits(
        algorithm, key.public_key()
    ):
        raise KeyProblem("This key cannot be used with {algorithm}.", algorithm=algorithm.name)
    digest = algorithm.digest()
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, _padding(algorithm.family, digest), digest)
    r, s = decode_dss_signature(key.sign(data, ec.ECDSA(digest)))
    return r.to_bytes(algorithm.size) + s.to_bytes(algorithm.size)


def _padding(family: str, digest: hashes.HashAlgorithm) -> padding.AsymmetricPadding:
    if family == "PS":
        return padding.PSS(padding.MGF1(digest), digest.digest_size)
    return padding.PKCS1v15()


def _der(signature: bytes, size: int) -> bytes:
    return encode_dss_signature(int.from_bytes(signature[:size]), int.from_bytes(signature[size:]))
