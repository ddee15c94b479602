"""What each algorithm signs, others verify; and a key signs with none but its own."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from microcred import jades
from microcred.errors import KeyProblem, Malformed
from microcred.guards import b64url_encode
from microcred.jades.algorithms import ALGORITHMS, is_signed, sign
from microcred.jades.envelope import Envelope, helping_certificates, open_envelope, signature_tokens
from tests.microcred.elm.cast import document
from tests.microcred.jades.pki import NOON, UNIVERSITY_NAME, issue, name, seal_of

RSA, CURVE = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())


@pytest.mark.parametrize("bits", ["256", "384", "512"])
def test_a_signature_has_the_padding_of_its_algorithm(bits: str) -> None:
    digest = ALGORITHMS[f"RS{bits}"].digest()
    pss = padding.PSS(padding.MGF1(digest), digest.digest_size)

    for family, form in (("RS", padding.PKCS1v15()), ("PS", pss)):
        RSA.public_key().verify(sign(ALGORITHMS[family + bits], RSA, b"data"), b"data", form, digest)


@pytest.mark.parametrize(("name_of_it", "key"), [("ES256", CURVE), ("RS256", RSA), ("PS256", RSA)])
def test_a_signature_of_another_length_or_over_other_data_is_none(name_of_it: str, key: Any) -> None:
    algorithm, public = ALGORITHMS[name_of_it], key.public_key()
    made = sign(algorithm, key, b"data")

    assert is_signed(algorithm, public, made, b"data")
    for signature, data in ((made[:-1], b"data"), (made + b"\0", b"data"), (b"", b"data"), (made, b"other")):
        assert not is_signed(algorithm, public, signature, data)


@pytest.mark.parametrize("key", [CURVE, RSA, ed25519.Ed25519PrivateKey.generate(), "no key"])
def test_a_key_signs_with_no_algorithm_but_its_own(key: object) -> None:
    with pytest.raises(KeyProblem, match="cannot be used with ES384"):
        sign(ALGORITHMS["ES384"], key, b"data")


def beside(*components: object) -> bytes:
    """A sealed file with these components beside the seal."""
    tree = json.loads(jades.seal(jades.serialise(document()), seal_of(issue(UNIVERSITY_NAME)), at=NOON))
    encoded = [b64url_encode(json.dumps(one).encode()) for one in components]
    tree["signatures"][0]["header"] = {"etsiU": encoded}
    return json.dumps(tree).encode()


def test_a_certificate_beside_the_seal_is_found_whatever_stands_before_it() -> None:
    middle = issue(name("Test middle"), authority=True).certificate
    text = base64.b64encode(middle.public_bytes(Encoding.DER)).decode()
    values = [5, {}, *({"x509Cert": {"val": one}} for one in (5, "é", "!", "AAAA", text))]

    (seal,) = open_envelope(beside({"xVals": 5}, {"xVals": values})).seals

    assert helping_certificates(seal) == (middle,)


def test_timestamps_that_are_none_say_where_they_stand() -> None:
    (seal,) = open_envelope(beside({"sigTst": 5})).seals

    with pytest.raises(Malformed) as refused:
        signature_tokens(seal)

    assert refused.value.at == "sigTst"


def test_what_stands_beside_a_seal_are_objects() -> None:
    with pytest.raises(Malformed, match="is an object") as refused:
        open_envelope(beside([]))

    assert refused.value.at == "header.etsiU"


def test_the_certificates_that_seals_name_are_those_of_headers_that_can_be_read() -> None:
    first, second = issue(UNIVERSITY_NAME), issue(UNIVERSITY_NAME)
    text = jades.serialise(document())
    one, two = (open_envelope(jades.seal(text, seal_of(each), at=NOON)) for each in (first, second))
    broken = replace(two.seals[0], header=Malformed("It cannot be read."))

    for seals, expected in (((*one.seals, *two.seals), (first, second)), ((broken, *one.seals), (first,))):
        named = jades.signers(Envelope(one.payload, one.document, seals))
        assert named == tuple(each.certificate for each in expected)
