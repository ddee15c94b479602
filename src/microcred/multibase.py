"""Multibase: base58btc (`z`) and base64url without padding (`u`), one text for one value.

W3C Controlled Identifiers 1.0 §2.4. Texts are refused unless they are the only way to write their bytes,
so a signature or key cannot be respelt.
"""

from microcred.errors import Malformed, TooLarge
from microcred.guards import b64url_decode, b64url_encode
from microcred.primitives.base58 import ALPHABET, from_digits, to_digits
from microcred.saying import Listed

BASE58_LIMIT = 2048  # characters; keys and signatures are shorter

_NOUGHT = ALPHABET[:1]


def base58_encode(data: bytes) -> str:
    """The base58btc text of the bytes."""
    rest = data.lstrip(b"\0")
    zeros = _NOUGHT * (len(data) - len(rest))
    return (zeros + to_digits(rest) if rest else zeros).decode("ascii")


def base58_decode(text: str) -> bytes:
    """The bytes of a base58btc text.

    Raises Malformed for characters outside the alphabet, TooLarge past `BASE58_LIMIT`.
    """
    if len(text) > BASE58_LIMIT:
        raise TooLarge(
            "A base58 text of {count} characters is longer than {limit}.", count=len(text), limit=BASE58_LIMIT
        )
    digits = text.encode("ascii", "replace")
    if digits.translate(None, ALPHABET):
        raise Malformed("The text contains characters that base58btc does not have.")
    rest = digits.lstrip(_NOUGHT)
    zeros = b"\0" * (len(digits) - len(rest))
    return zeros + from_digits(rest) if rest else zeros


def encode(data: bytes, base: str = "z") -> str:
    """The multibase text of the bytes in base `z` or `u`."""
    return "z" + base58_encode(data) if base == "z" else "u" + b64url_encode(data)


def decode(text: str, *, bases: str = "zu") -> bytes:
    """The bytes of a multibase text in one of the given bases; raises Malformed for any other."""
    base = text[:1]
    if base and base in bases and text.isascii():
        return base58_decode(text[1:]) if base == "z" else b64url_decode(text[1:])
    raise Malformed(
        "The text is not multibase in {bases}: it begins with {beginning} or is not ASCII.",
        beginning=repr(base),
        bases=Listed(bases, " / "),
    )
