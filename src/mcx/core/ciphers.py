"""Texts that are kept encrypted: AES-256-GCM under a key derived for one purpose (SP 800-38D, RFC 5869).

What has to come out alike each time is encrypted by AES-256-SIV (RFC 5297): it tells when a text is the same.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12


class Undecipherable(Exception):
    """The text was altered, or was encrypted under another secret or for another purpose."""


def encrypt(text: str, *, secret: bytes, purpose: str) -> str:
    """The text encrypted for a purpose, in URL-safe base64: another purpose cannot read it."""
    nonce = os.urandom(NONCE)
    sealed = nonce + _cipher(secret, purpose).encrypt(nonce, text.encode(), purpose.encode())
    return urlsafe_b64encode(sealed).decode("ascii")


def decrypt(sealed: str, *, secret: bytes, purpose: str) -> str:
    """The text that `encrypt` was given.

    :raises Undecipherable: when the secret, the purpose or the bytes are others
    """
    try:
        data = urlsafe_b64decode(sealed)
        return _cipher(secret, purpose).decrypt(data[:NONCE], data[NONCE:], purpose.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Undecipherable(purpose) from error


@lru_cache(maxsize=16)
def _cipher(secret: bytes, purpose: str) -> AESGCM:
    """Deriving costs more than using, so the few that a process needs are kept."""
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=f"mcx {purpose}".encode()).derive(secret))


def encrypt_alike(text: str, *, secret: bytes, purpose: str, beside: str) -> bytes:
    """The text encrypted for a purpose, each time alike; it opens beside the same words alone."""
    return _siv(secret, purpose).encrypt(text.encode(), [beside.encode()])


def decrypt_alike(sealed: bytes, *, secret: bytes, purpose: str, beside: str) -> str:
    """The text that `encrypt_alike` was given.

    :raises Undecipherable: when the secret, the purpose, the words beside it or the bytes are others
    """
    try:
        return _siv(secret, purpose).decrypt(sealed, [beside.encode()]).decode()
    except (InvalidTag, ValueError) as error:
        raise Undecipherable(purpose) from error


@lru_cache(maxsize=16)
def _siv(secret: bytes, purpose: str) -> AESSIV:
    return AESSIV(HKDF(SHA256(), 64, salt=None, info=f"mcx {purpose} alike".encode()).derive(secret))


def secret_hash(secret: str) -> str:
    """What is kept of a token or a link of ours: it has 256 random bits, so a plain hash suffices."""
    return sha256(secret.encode()).hexdigest()
