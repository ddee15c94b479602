"""Base58btc: a long number, the first byte the highest, in the digits of another base.

W3C Controlled Identifiers 1.0 §2.4. GMP changes the base faster than Python's own numbers do.
"""

try:
    from gmpy2 import mpz
except ImportError:
    mpz = None

ALPHABET = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

_NUMERALS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"  # GMP's, in base 58
_TO_TEXT = bytes.maketrans(_NUMERALS, ALPHABET)
_TO_NUMERALS = bytes.maketrans(ALPHABET, _NUMERALS)
_VALUES = {digit: value for value, digit in enumerate(ALPHABET)}


def to_digits_by_gmp(number: bytes) -> bytes:
    """The digits of a number above nought."""
    numerals: str = mpz.from_bytes(number, "big").digits(58)
    return numerals.encode().translate(_TO_TEXT)


def to_digits_plainly(number: bytes) -> bytes:
    """The digits of a number above nought."""
    rest, digits = int.from_bytes(number, "big"), bytearray()
    while rest:
        rest, value = divmod(rest, 58)
        digits.append(ALPHABET[value])
    return bytes(reversed(digits))


def from_digits_by_gmp(digits: bytes) -> bytes:
    """The number above nought that digits of the alphabet write."""
    number = mpz(digits.translate(_TO_NUMERALS).decode("ascii"), 58)
    data: bytes = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return data


def from_digits_plainly(digits: bytes) -> bytes:
    """The number above nought that digits of the alphabet write."""
    number = 0
    for digit in digits:
        number = number * 58 + _VALUES[digit]
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


to_digits = to_digits_by_gmp if mpz else to_digits_plainly
from_digits = from_digits_by_gmp if mpz else from_digits_plainly
