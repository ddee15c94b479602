"""Signing keys: making, reading, writing, and wrapping for storage."""

import os
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from microcred import multibase
from microcred.errors import KeyProblem, Unreadable
from microcred.guards import b64url_decode
from microcred.keys.public import CURVES, Kind, PublicKey
from microcred.primitives import edwards

NativeSigningKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

# AES-256-GCM, 12-byte nonce, PKCS #8 in DER; the version and what the key is bound to are authenticated.
WRAP_VERSION = b"\x02"
_NONCE = 12
_SECRET_PREFIXES: Mapping[str, bytes] = {"Ed25519": b"\x80\x26", "P-256": b"\x86\x26"}


class Signer(Protocol):
    """Whatever signs with one key: the key itself in memory, or somebody who opens it for each signature."""

    @property
    def kind(self) -> Kind: ...

    @property
    def algorithm(self) -> str: ...

    @property
    def public(self) -> PublicKey: ...

    def sign(self, data: bytes, /) -> bytes:
        """The signature of the data; ECDSA signatures are r‖s (RFC 7518 §3.4)."""


class SigningKey:
    """A private key with its public half; it never shows its secret by accident."""

    __slots__ = ("algorithm", "kind", "native", "public", "sign")

    sign: Callable[[bytes], bytes]
    """Signs the data; ECDSA signatures are r‖s (RFC 7518 §3.4)."""

    def __init__(self, native: object) -> None:
        self.native = _known(native)
        self.public = PublicKey(self.native.public_key())
        self.kind = self.public.kind
        self.algorithm = self.public.algorithm
        self.sign = _signer(self.native, self.kind)

    def __repr__(self) -> str:
        return f"SigningKey({self.kind}, {self.public.thumbprint()})"

    def pem(self, password: bytes = b"") -> bytes:
        """The key as PKCS #8 in PEM, encrypted if a password is given."""
        encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
        if password:
            encryption = serialization.BestAvailableEncryption(password)
        return self.native.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
        )

    @classmethod
    def from_pem(cls, pem: bytes, password: bytes = b"") -> "SigningKey":
        """The key of a PEM text; raises KeyProblem for a wrong password and keys that cannot be used."""
        try:
            return cls(serialization.load_pem_private_key(pem, password or None))
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise KeyProblem(
                "The PEM text does not contain a private key, or the password is wrong."
            ) from error

    @classmethod
    def from_multikey(cls, text: str) -> "SigningKey":
        """The key of a `secretKeyMultibase` (Controlled Identifiers 1.0 §2.2.2); raises KeyProblem."""
        try:
            data = multibase.decode(text, bases="z")
        except Unreadable as error:
            raise KeyProblem("The secret key is not multibase.") from error
        return cls(_from_secret(data))

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> "SigningKey":
        """The key of a private Ed25519 or elliptic-curve JSON Web Key; raises KeyProblem."""
        public = PublicKey.from_jwk({name: value for name, value in jwk.items() if name != "d"})
        prefix = _SECRET_PREFIXES.get(public.kind)
        if prefix is None or not isinstance(jwk.get("d"), str):
            raise KeyProblem(
                "Private JSON Web Keys of type {kind} are not supported. Use PEM.", kind=public.kind
            )
        try:
            key = cls(_from_secret(prefix + b64url_decode(jwk["d"])))
        except Unreadable as error:
            raise KeyProblem("The private member is not base64url.") from error
        if key.public != public:
            raise KeyProblem("The private and the public members are of different keys.")
        return key


def generate(kind: Kind = "Ed25519") -> SigningKey:
    """A new key from the system's randomness; RSA has 3072 bits."""
    if kind == "Ed25519":
        return SigningKey(ed25519.Ed25519PrivateKey.generate())
    if kind == "RSA":
        return SigningKey(rsa.generate_private_key(65537, 3072))
    return SigningKey(ec.generate_private_key(CURVES[kind][0]))


def wrap(key: SigningKey, kek: bytes, *, bound_to: str) -> bytes:
    """The key encrypted for storage under a 32-byte key encryption key.

    `bound_to` names its place, such as owner and method: it opens at no other.
    """
    secret = key.native.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return _enclosed(secret, kek, bound_to)


def unwrap(wrapped: bytes, kek: bytes, *, bound_to: str) -> SigningKey:
    """The key that `wrap` encrypted; raises KeyProblem for altered bytes, another version, key or place."""
    secret = _disclosed(wrapped, kek, bound_to)
    # An RSA key was proven sound before it was wrapped, and AES-GCM proves that these are its bytes: to look
    # for its primes again would take a seventh of a second at each signature.
    return SigningKey(serialization.load_der_private_key(secret, None, unsafe_skip_rsa_key_validation=True))


def rewrap(wrapped: bytes, old: bytes, new: bytes, *, bound_to: str) -> bytes:
    """The wrapped key of the same place under another key encryption key; raises KeyProblem as `unwrap`."""
    return _enclosed(_disclosed(wrapped, old, bound_to), new, bound_to)


def _enclosed(secret: bytes, kek: bytes, bound_to: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return WRAP_VERSION + nonce + _cipher(kek).encrypt(nonce, secret, WRAP_VERSION + bound_to.encode())


def _disclosed(wrapped: bytes, kek: bytes, bound_to: str) -> bytes:
    version, nonce, sealed = wrapped[:1], wrapped[1 : 1 + _NONCE], wrapped[1 + _NONCE :]
    if version != WRAP_VERSION or len(nonce) != _NONCE:
        raise KeyProblem("The stored key has a version that this software does not support.")
    try:
        return _cipher(kek).decrypt(nonce, sealed, version + bound_to.encode())
    except InvalidTag as error:
        raise KeyProblem(
            "The stored key was altered, or belongs to another place or to another key-encryption key."
        ) from error


def _cipher(kek: bytes) -> AESGCM:
    if len(kek) != 32:
        raise KeyProblem("A key-encryption key has 32 bytes, not {bytes}.", bytes=len(kek))
    return AESGCM(kek)


def _known(native: object) -> NativeSigningKey:
    if isinstance(native, NativeSigningKey):
        return native
    raise KeyProblem("The private key is of a type that is not supported.")


def _signer(native: NativeSigningKey, kind: Kind) -> Callable[[bytes], bytes]:
    if isinstance(native, ed25519.Ed25519PrivateKey):
        return edwards.signer(native.private_bytes_raw())
    if isinstance(native, rsa.RSAPrivateKey):
        return _rsa_signer(native)
    return _curve_signer(native, kind)


def _rsa_signer(native: rsa.RSAPrivateKey) -> Callable[[bytes], bytes]:
    scheme, digest = padding.PKCS1v15(), hashes.SHA256()
    return lambda data: native.sign(data, scheme, digest)


def _curve_signer(native: ec.EllipticCurvePrivateKey, kind: Kind) -> Callable[[bytes], bytes]:
    _curve, digest, size = CURVES[kind]
    scheme = ec.ECDSA(digest)

    def sign(data: bytes) -> bytes:
        r, s = decode_dss_signature(native.sign(data, scheme))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")

    return sign


def _from_secret(data: bytes) -> NativeSigningKey:
    for kind, prefix in _SECRET_PREFIXES.items():
        if data.startswith(prefix) and len(data) == len(prefix) + 32:
            secret = data[len(prefix) :]
            if kind == "Ed25519":
                return ed25519.Ed25519PrivateKey.from_private_bytes(secret)
            return _curve_secret(kind, secret)
    raise KeyProblem("The secret key is of a type that is not supported.")


def _curve_secret(kind: str, secret: bytes) -> ec.EllipticCurvePrivateKey:
    try:
        return ec.derive_private_key(int.from_bytes(secret, "big"), CURVES[kind][0])
    except ValueError as error:
        raise KeyProblem("The secret is not a number of the curve's group.") from error
