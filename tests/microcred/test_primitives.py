"""What the compiled libraries of the extra `fast` make, the plain ways make too, byte for byte."""

import base64
import hashlib
import importlib.util
from collections.abc import Callable
from types import ModuleType

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from microcred import guards
from microcred.errors import Malformed
from microcred.primitives import base58, edwards

HERE = {name for name in ("gmpy2", "pybase64", "nacl") if importlib.util.find_spec(name)}
BY_GMP = pytest.mark.skipif("gmpy2" not in HERE, reason="gmpy2 is not installed")
BY_PYBASE64 = pytest.mark.skipif("pybase64" not in HERE, reason="pybase64 is not installed")
BY_LIBSODIUM = pytest.mark.skipif("nacl" not in HERE, reason="PyNaCl is not installed")
NUMBERS = st.binary(min_size=1, max_size=80).map(lambda data: data.lstrip(b"\0")).filter(bool)
SEEDS = st.binary(min_size=32, max_size=32)
# Texts near enough to base64 to be taken for it, and what is not base64 at all.
SPELLINGS = st.text("AQgw059z-_+/= \n", max_size=12).map(str.encode) | st.binary(max_size=40)
ORDER = 2**252 + 27742317777372353535851937790883648493
IDENTITY = (1).to_bytes(32, "little")


@given(NUMBERS)
def test_plain_digits_write_the_number(number: bytes) -> None:
    assert base58.from_digits_plainly(base58.to_digits_plainly(number)) == number


@BY_GMP
@given(NUMBERS)
def test_both_ways_write_the_same_digits(number: bytes) -> None:
    digits = base58.to_digits_by_gmp(number)

    assert base58.to_digits_plainly(number) == digits
    assert base58.from_digits_plainly(digits) == base58.from_digits_by_gmp(digits) == number


def _bytes_of(decode: Callable[[bytes], bytes], spelling: bytes) -> bytes | str:
    """What is read, or why nothing is."""
    try:
        return decode(spelling)
    except Malformed as error:
        return error.message


@BY_PYBASE64
@pytest.mark.parametrize("decode", [guards.b64url_decode, guards.b64_decode])
@given(spelling=SPELLINGS)
def test_both_ways_read_the_same_base64(decode: Callable[[bytes], bytes], spelling: bytes) -> None:
    """The same bytes or none; which of two reasons is told depends on how far each of them reads."""

    def by(module: ModuleType) -> bytes | None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(guards, "base64", module)
            read = _bytes_of(decode, spelling)
            return read if isinstance(read, bytes) else None

    assert by(base64) == by(importlib.import_module("pybase64"))


@BY_PYBASE64
@given(st.binary(max_size=100))
def test_both_ways_write_the_same_base64(data: bytes) -> None:
    fast = importlib.import_module("pybase64")

    assert fast.b64encode(data) == base64.b64encode(data)
    assert fast.urlsafe_b64encode(data) == base64.urlsafe_b64encode(data)


@BY_LIBSODIUM
@given(SEEDS, st.binary(max_size=200))
def test_both_ways_make_the_same_signature(seed: bytes, data: bytes) -> None:
    signature = edwards.signer_plainly(seed)(data)

    assert edwards.signer_by_libsodium(seed)(data) == signature
    assert _verdicts(seed, signature, data) == {True}


@BY_LIBSODIUM
@given(SEEDS, st.integers(0, 63), st.integers(1, 255))
def test_both_ways_refuse_a_changed_signature(seed: bytes, place: int, change: int) -> None:
    signature = bytearray(edwards.signer_plainly(seed)(b"data"))
    signature[place] ^= change

    assert _verdicts(seed, bytes(signature), b"data") == {False}


@BY_LIBSODIUM
@pytest.mark.parametrize("length", [0, 31, 32, 63, 65, 128])
def test_both_ways_refuse_a_signature_of_another_length(length: int) -> None:
    signature = edwards.signer_plainly(bytes(32))(b"data") * 2

    assert _verdicts(bytes(32), signature[:length], b"data") == {False}


def test_a_second_spelling_of_a_signature_is_refused() -> None:
    signature = edwards.signer_plainly(bytes(32))(b"data")
    respelt = int.from_bytes(signature[32:], "little") + ORDER

    assert _verdicts(bytes(32), signature[:32] + respelt.to_bytes(32, "little"), b"data") == {False}


def test_a_signature_without_a_secret_number_of_its_own_is_refused() -> None:
    # Whoever holds the key can sign with nought as the random number; OpenSSL alone would accept that.
    seed, data = bytes(range(32)), b"data"
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    scalar = bytearray(hashlib.sha512(seed).digest()[:32])
    scalar[0] &= 248
    scalar[31] = scalar[31] & 127 | 64
    digest = hashlib.sha512(IDENTITY + public.public_bytes_raw() + data).digest()
    half = int.from_bytes(digest, "little") * int.from_bytes(scalar, "little") % ORDER
    signature = IDENTITY + half.to_bytes(32, "little")

    public.verify(signature, data)
    assert _verdicts(seed, signature, data) == {False}


def _verdicts(seed: bytes, signature: bytes, data: bytes) -> set[bool]:
    """Whether it holds, by each way that is installed."""
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    ways = [edwards.verifier_plainly, *([edwards.verifier_by_libsodium] if "nacl" in HERE else [])]
    return {_holds(way(public), signature, data) for way in ways}


def _holds(verify: Callable[[bytes, bytes], None], signature: bytes, data: bytes) -> bool:
    try:
        verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True
