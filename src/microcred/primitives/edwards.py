"""Ed25519 (RFC 8032) by libsodium, which takes little more than half the time of OpenSSL, or by OpenSSL.

Signatures are deterministic, so both make the same bytes. libsodium refuses a signature whose first half is
a point of small order, which OpenSSL does not: the plain way refuses it too, so that no verdict depends on
what is installed.
"""

from collections.abc import Callable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

try:
    from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
    from nacl.exceptions import BadSignatureError
except ImportError:
    FAST = False
else:
    FAST = True

SIGNATURE = 64  # bytes

_POINT = 32
_FIELD = 2**255 - 19
_EIGHTH = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
_SMALL_ORDER = frozenset({0, 1, _FIELD - 1, _EIGHTH, _FIELD - _EIGHTH})


def is_weak(point: bytes) -> bool:
    """Whether the encoded point is of small order, or a second spelling of another."""
    ordinate = int.from_bytes(point, "little") & (2**255 - 1)
    return ordinate >= _FIELD or ordinate in _SMALL_ORDER


def signer_by_libsodium(seed: bytes) -> Callable[[bytes], bytes]:
    """What signs with the key of this seed."""
    _public, secret = crypto_sign_seed_keypair(seed)
    return lambda data: crypto_sign(data, secret)[:SIGNATURE]


def signer_plainly(seed: bytes) -> Callable[[bytes], bytes]:
    """What signs with the key of this seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign


def verifier_by_libsodium(encoded: bytes) -> Callable[[bytes, bytes], None]:
    """What raises InvalidSignature for a signature that is not this public key's over the data."""

    def verify(signature: bytes, data: bytes) -> None:
        if len(signature) != SIGNATURE:
            raise InvalidSignature
        try:
            crypto_sign_open(signature + data, encoded)
        except BadSignatureError as error:
            raise InvalidSignature from error

    return verify


def verifier_plainly(encoded: bytes) -> Callable[[bytes, bytes], None]:
    """What raises InvalidSignature for a signature that is not this public key's over the data."""
    key = Ed25519PublicKey.from_public_bytes(encoded)

    def verify(signature: bytes, data: bytes) -> None:
        if is_weak(signature[:_POINT]):
            raise InvalidSignature
        key.verify(signature, data)

    return verify


signer = signer_by_libsodium if FAST else signer_plainly
verifier = verifier_by_libsodium if FAST else verifier_plainly
