"""Keys as Multikey, JWK and PEM, wrapped for storage, and the hostile ones."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred import multibase
from microcred.errors import KeyProblem
from microcred.guards import b64url_decode, b64url_encode
from microcred.keys import Kind, PublicKey, SigningKey, generate, rewrap, unwrap, wrap
from microcred.keys.public import PREFIXES

KEK = bytes(range(32))
RFC_8037 = {
    "kty": "OKP",
    "crv": "Ed25519",
    "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}
KINDS: tuple[Kind, ...] = ("Ed25519", "P-256", "P-384")


def test_ed25519_signs_as_in_rfc_8037_appendix_a_4() -> None:
    key = SigningKey.from_jwk(RFC_8037)

    signature = key.sign(b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc")

    assert b64url_encode(signature) == (
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )


def test_the_thumbprint_is_that_of_rfc_8037_appendix_a_3() -> None:
    key = SigningKey.from_jwk(RFC_8037)

    assert key.public.thumbprint() == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_of_a_key_leads_back_to_it(kind: Kind) -> None:
    key = generate(kind)

    assert PublicKey.from_multikey(key.public.multikey()) == key.public
    assert PublicKey.from_jwk(key.public.jwk()) == key.public
    assert PublicKey.from_pem(key.public.pem()) == key.public
    assert SigningKey.from_pem(key.pem()).public == key.public
    assert SigningKey.from_pem(key.pem(b"secret"), b"secret").public == key.public
    assert unwrap(wrap(key, KEK, bound_to="a"), KEK, bound_to="a").public == key.public


@pytest.mark.parametrize("kind", [*KINDS, "RSA"])
def test_a_signature_is_verified_and_an_altered_one_is_not(kind: Kind) -> None:
    key = generate(kind)
    signature = key.sign(b"words")
    altered = bytes([signature[0] ^ 1]) + signature[1:]

    assert key.public.verify(signature, b"words")
    assert not key.public.verify(signature, b"other words")
    assert not key.public.verify(altered, b"words")
    assert not key.public.verify(signature + b"\0", b"words")
    assert not key.public.verify(b"", b"words")


@given(message=st.binary(max_size=300), cut=st.integers(0, 63))
def test_ed25519_signs_as_openssl_does_and_takes_no_cut_signature(message: bytes, cut: int) -> None:
    key = generate()
    assert isinstance(key.native, Ed25519PrivateKey)

    signature = key.sign(message)

    assert signature == key.native.sign(message)
    assert key.public.verify(signature, message)
    assert not key.public.verify(signature[:cut], signature[cut:] + message)


def test_rsa_has_jwk_and_pem_but_no_multikey() -> None:
    key = generate("RSA")

    assert PublicKey.from_jwk(key.public.jwk()) == key.public
    assert PublicKey.from_pem(key.public.pem()) == key.public
    with pytest.raises(KeyProblem):
        key.public.multikey()


def test_a_signature_respelt_with_a_larger_number_is_refused() -> None:
    key = SigningKey.from_jwk(RFC_8037)
    order = 2**252 + 27742317777372353535851937790883648493
    signature = key.sign(b"words")
    respelt = int.from_bytes(signature[32:], "little") + order

    assert not key.public.verify(signature[:32] + respelt.to_bytes(32, "little"), b"words")


@pytest.mark.parametrize(
    "encoded",
    [
        "01" + "00" * 31,
        "00" * 32,
        "00" * 31 + "80",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ],
)
def test_ed25519_points_that_verify_anything_are_no_keys(encoded: str) -> None:
    multikey = multibase.encode(PREFIXES["Ed25519"] + bytes.fromhex(encoded))

    with pytest.raises(KeyProblem):
        PublicKey.from_multikey(multikey)


@pytest.mark.parametrize(
    "multikey",
    [
        "",
        "z",
        "z0",
        multibase.encode(b"\xe7\x01" + bytes(33)),
        multibase.encode(b"\xed\x01" + bytes(range(31))),
        multibase.encode(b"\xed\x01" + bytes(range(33))),
        multibase.encode(b"\x80\x24\x02" + b"\xff" * 32),
        multibase.encode(b"\x80\x24\x04" + bytes(64)),
        multibase.encode(b"\xed\x01" + bytes(range(1, 33)), "u"),
    ],
)
def test_it_refuses_multikeys_of_foreign_kinds_and_wrong_lengths(multikey: str) -> None:
    with pytest.raises(KeyProblem):
        PublicKey.from_multikey(multikey)


@pytest.mark.parametrize(
    "change",
    [
        {"d": RFC_8037["d"]},
        {"crv": "Ed448"},
        {"crv": "X25519"},
        {"kty": "oct", "k": "AAAA"},
        {"kty": None},
        {"x": RFC_8037["x"] + "="},
        {"x": RFC_8037["x"][:-1]},
        {"x": 5},
        {"alg": "HS256"},
        {"alg": "ES256"},
        {"use": "enc"},
        {"kty": "EC", "crv": "secp256k1", "y": RFC_8037["x"]},
        {"kty": "EC", "crv": "P-256", "y": RFC_8037["x"]},
        {"kty": "EC", "crv": "P-384", "y": RFC_8037["x"]},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
    ],
)
def test_it_refuses_json_web_keys_that_do_not_fit(change: dict[str, Any]) -> None:
    jwk: dict[str, Any] = {"kty": "OKP", "crv": "Ed25519", "x": RFC_8037["x"]} | change

    with pytest.raises(KeyProblem):
        PublicKey.from_jwk(jwk)


def test_it_refuses_an_rsa_key_that_is_too_weak_or_too_slow() -> None:
    weak = rsa.generate_private_key(65537, 1024)
    slow = {"kty": "RSA", "n": b64url_encode(b"\xff" * 2048), "e": "AQAB"}
    odd = {"kty": "RSA", "n": b64url_encode(b"\xff" * 256), "e": b64url_encode(b"\x03")}

    with pytest.raises(KeyProblem):
        SigningKey(weak)
    for jwk in (slow, odd):
        with pytest.raises(KeyProblem):
            PublicKey.from_jwk(jwk)


def test_it_refuses_a_curve_that_credentials_do_not_use() -> None:
    with pytest.raises(KeyProblem, match="secp256k1"):
        SigningKey(ec.generate_private_key(ec.SECP256K1()))


def test_a_key_of_two_halves_that_do_not_belong_together_is_refused() -> None:
    other = generate().public.jwk()["x"]

    with pytest.raises(KeyProblem, match="different"):
        SigningKey.from_jwk(RFC_8037 | {"x": other})


def test_a_secret_multikey_is_read() -> None:
    secret = b64url_decode(RFC_8037["d"])

    key = SigningKey.from_multikey(multibase.encode(b"\x80\x26" + secret))

    assert key.public.jwk()["x"] == RFC_8037["x"]


def test_the_secret_is_not_in_the_representation() -> None:
    key = SigningKey.from_jwk(RFC_8037)

    assert RFC_8037["d"] not in f"{key!r} {key!s}"


@settings(max_examples=30)
@given(st.data())
def test_altered_storage_is_refused(data: st.DataObject) -> None:
    wrapped = bytearray(wrap(SigningKey.from_jwk(RFC_8037), KEK, bound_to="its place"))
    position = data.draw(st.integers(0, len(wrapped) - 1))
    wrapped[position] ^= data.draw(st.integers(1, 255))

    with pytest.raises(KeyProblem):
        unwrap(bytes(wrapped), KEK, bound_to="its place")


def test_storage_needs_its_own_key_of_the_right_length() -> None:
    wrapped = wrap(SigningKey.from_jwk(RFC_8037), KEK, bound_to="its place")

    with pytest.raises(KeyProblem):
        unwrap(wrapped, bytes(32), bound_to="its place")
    with pytest.raises(KeyProblem):
        wrap(SigningKey.from_jwk(RFC_8037), b"short", bound_to="its place")


@pytest.mark.parametrize("place", ["", "another place", "its place ", "ITS PLACE"])
def test_what_was_moved_to_another_place_does_not_open(place: str) -> None:
    wrapped = wrap(SigningKey.from_jwk(RFC_8037), KEK, bound_to="its place")

    with pytest.raises(KeyProblem):
        unwrap(wrapped, KEK, bound_to=place)
    with pytest.raises(KeyProblem):
        rewrap(wrapped, KEK, bytes(32), bound_to=place)


def test_another_key_encryption_key_takes_over_and_the_old_one_opens_nothing_any_more() -> None:
    key, new = SigningKey.from_jwk(RFC_8037), bytes(reversed(KEK))

    again = rewrap(wrap(key, KEK, bound_to="a"), KEK, new, bound_to="a")

    assert unwrap(again, new, bound_to="a").pem() == key.pem()
    with pytest.raises(KeyProblem):
        unwrap(again, KEK, bound_to="a")
