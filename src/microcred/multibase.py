"""Multibase: base58btc (`z`) and base64url without padding (`u`), one text for one value.

W3C Controlled Identifiers 1.0 §2.4. Texts are refused unless they are the only way to write their bytes,
so a signature or key cannot be respelt.
"""

from collections.abc import Sequence

from microcred.errors import Malformed, TooLarge
from microcred.guards import b64url_decode, b64url_encode

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BASE58_LIMIT = 2048  # characters; decoding takes quadratic time, and keys and signatures are shorter

_PAIRS = tuple(high + low for high in ALPHABET for low in ALPHABET)
_PAIR = len(_PAIRS)
_FOUR, _EIGHT = 58**4, 58**8
_INVALID = 255
_DIGITS = bytes(ALPHABET.find(chr(code)) & _INVALID for code in range(256))


def base58_encode(data: bytes) -> str:
    """The base58btc text of the bytes, four digits at a time."""
    number = int.from_bytes(data, "big")
    digits = []
    while number:
        number, four = divmod(number, _FOUR)
        digits.append(_PAIRS[four // _PAIR] + _PAIRS[four % _PAIR])
    digits.reverse()
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + "".join(digits).lstrip("1")


def base58_decode(text: str) -> bytes:
    """The bytes of a base58btc text.

    Raises Malformed for characters outside the alphabet, TooLarge past `BASE58_LIMIT`.
    """
    if len(text) > BASE58_LIMIT:
        raise TooLarge(f"A base58 text of {len(text)} characters is longer than {BASE58_LIMIT}.")
    digits = text.encode("ascii", "replace").translate(_DIGITS)
    if _INVALID in digits:
        raise Malformed("The text holds characters that base58btc does not have.")
    number = 0
    for eight in _eights(digits):
        number = number * _EIGHT + eight
    zeros = len(digits) - len(digits.lstrip(b"\0"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _eights(digits: bytes) -> list[int]:
    """The digits as digits of base 58⁸: joined in pairs three times."""
    joined: Sequence[int] = b"\0" * (-len(digits) % 8) + digits
    for base in (58, 58**2, 58**4):
        joined = [high * base + low for high, low in zip(joined[::2], joined[1::2], strict=True)]
    return list(joined)


def encode(data: bytes, base: str = "z") -> str:
    """The multibase text of the bytes in base `z` or `u`."""
    return "z" + base58_encode(data) if base == "z" else "u" + b64url_encode(data)


def decode(text: str, *, bases: str = "zu") -> bytes:
    """The bytes of a multibase text in one of the given bases; raises Malformed for any other."""
    base = text[:1]
    if base and base in bases and text.isascii():
        return base58_decode(text[1:]) if base == "z" else b64url_decode(text[1:])
    raise Malformed(
        f"The text begins with {base!r} or is not ASCII: no multibase text in {' or '.join(bases)}."
    )
