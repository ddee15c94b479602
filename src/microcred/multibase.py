"""Multibase: base58btc (`z`) and base64url without padding (`u`), one text for one value.

W3C Controlled Identifiers 1.0 §2.4. Texts are refused unless they are the only way to write their bytes,
so a signature or key cannot be respelt.
"""

from microcred.errors import Malformed, TooLarge
from microcred.guards import b64url_decode, b64url_encode

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BASE58_LIMIT = 2048  # characters; decoding takes quadratic time, and keys and signatures are shorter

_PAIRS = tuple(high + low for high in ALPHABET for low in ALPHABET)
_PAIR = len(_PAIRS)
_FOUR = 58**4
_INVALID = 255
_DIGITS = bytes(ALPHABET.find(chr(code)) & _INVALID for code in range(256))


def _every_other(width: int) -> int:
    """A number with ones in every other field of so many bits, long enough for all digits."""
    return sum(((1 << width) - 1) << start for start in range(0, 8 * BASE58_LIMIT, 2 * width))


# Digits are joined in pairs, the pairs in pairs and so on, all at once: each stands in a field of its own of
# one long number, and no field overflows, as 58 < 256.
_JOINS = [(8 << step, _every_other(8 << step), 58 ** (1 << step)) for step in range(11)]


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
    number = int.from_bytes(digits, "big")
    for width, lanes, weight in _JOINS:
        if width >= 8 * len(digits):
            break
        number = (number >> width & lanes) * weight + (number & lanes)
    zeros = len(digits) - len(digits.lstrip(b"\0"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


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
