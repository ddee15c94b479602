"""The form of a sealed file: whatever is otherwise is refused with its reason and its place."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from microcred import jades
from microcred.errors import Malformed
from microcred.guards import LIMITS as USUAL
from microcred.guards import b64url_encode
from microcred.jades.envelope import (
    MAX_CERTIFICATES,
    MAX_PROTECTED,
    MAX_SIGNATURES,
    MAX_TOKENS,
    open_envelope,
    read_header,
    tokens,
)
from tests.microcred.elm.cast import document
from tests.microcred.jades.pki import NOON, UNIVERSITY_NAME, issue

LEAF = base64.b64encode(issue(UNIVERSITY_NAME).certificate.public_bytes(Encoding.DER)).decode()
HEADER: dict[str, Any] = {
    "alg": "ES256",
    "b64": False,
    "x5c": [LEAF],
    "iat": int(NOON.timestamp()),
    "crit": ["b64"],
}


def protected(**members: Any) -> str:
    """A sealed header with these members; None takes one away."""
    said = {name: value for name, value in {**HEADER, **members}.items() if value is not None}
    return b64url_encode(json.dumps(said).encode())


def signature(**members: Any) -> dict[str, Any]:
    """A signature of the right form."""
    return {"protected": protected(), "signature": "AAAA", **members}


def sealed(payload: Any = None, signatures: Any = None, **members: Any) -> bytes:
    """A sealed file of the right form."""
    text = jades.serialise(document()) if payload is None else payload
    listed = [signature()] if signatures is None else signatures
    return json.dumps({"payload": text, "signatures": listed, **members}).encode()


def refusal(data: bytes) -> tuple[str, str]:
    """Why a file is refused, and where in it the reason stands."""
    with pytest.raises(Malformed) as refused:
        open_envelope(data)
    return refused.value.message, refused.value.at


def header_refusal(**members: Any) -> tuple[str, str]:
    """The same of a sealed header."""
    with pytest.raises(Malformed) as refused:
        read_header(protected(**members))
    return refused.value.message, refused.value.at


@pytest.mark.parametrize(
    ("data", "words", "at"),
    [
        (b"[]", "has a payload and signatures", ""),
        (b'{"payload": "{}"}', "has a payload and signatures", ""),
        (b'{"signatures": []}', "has a payload and signatures", ""),
        (sealed(payload={}), "is one JSON string", "payload"),
        (sealed(payload="[]"), "is not a credential", "payload"),
        (sealed(signatures={}), "1 to 8 signatures", "signatures"),
        (sealed(signatures=[]), "1 to 8 signatures", "signatures"),
        (sealed(signatures=[signature()] * (MAX_SIGNATURES + 1)), "1 to 8 signatures", "signatures"),
        (sealed(signatures=[5]), "protected, header and signature only", "signatures"),
        (sealed(signatures=[signature(other=1)]), "protected, header and signature only", "signatures"),
        (sealed(signatures=[signature(protected=5)]), "a protected header and a value", "signatures"),
        (sealed(signatures=[signature(signature=5)]), "a protected header and a value", "signatures"),
        (sealed(signatures=[signature(header=5)]), "Only etsiU may be outside", "header"),
        (sealed(signatures=[signature(header={"kid": "1"})]), "Only etsiU may be outside", "header"),
        (sealed(signatures=[signature(header={"etsiU": 5})]), "is a list of components", "header.etsiU"),
        (sealed(signatures=[signature(header={"etsiU": "[]"})]), "is a list of components", "header.etsiU"),
        (sealed(signatures=[signature(header={"etsiU": [5]})]), "is a list of components", "header.etsiU"),
    ],
)
def test_a_file_of_another_form_is_refused_with_its_reason_and_place(
    data: bytes, words: str, at: str
) -> None:
    found, place = refusal(data)

    assert words in found
    assert place == at


def test_half_a_character_is_no_text() -> None:
    assert refusal(sealed(payload="\ud800"))[0] == "This is not valid JSON."


def test_as_many_signatures_as_may_be_and_a_file_larger_than_others_are_read() -> None:
    many = open_envelope(sealed(signatures=[signature()] * MAX_SIGNATURES))
    lines = "\n" * (USUAL.bytes // 2)  # each is written as two signs
    large = open_envelope(sealed(payload="{" + lines + "}"))

    assert len(many.seals) == MAX_SIGNATURES
    assert large.payload == "{" + lines + "}"


def test_what_stands_beside_a_seal_is_kept_also_where_its_header_cannot_be_read() -> None:
    beside: dict[str, Any] = {"xVals": []}
    broken = signature(protected="AAAA", header={"etsiU": [beside]})

    (seal,) = open_envelope(sealed(signatures=[broken])).seals

    assert isinstance(seal.header, Malformed)
    assert seal.components == (beside,)


LONG = "n" * 100


@pytest.mark.parametrize(
    ("members", "words", "at"),
    [
        ({"alg": 5}, "names no algorithm", "alg"),
        ({"jwk": {}}, "from nowhere else", "jwk"),
        ({"jku": "x"}, "from nowhere else", "jku"),
        ({"typ": "JWT"}, "something other than a seal", "typ"),
        ({"typ": 5}, "something other than a seal", "typ"),
        ({"crit": None}, "must list what is critical", "crit"),
        ({"crit": []}, "must list what is critical", "crit"),
        ({"crit": ["b64", "b64"]}, "critical twice", "crit"),
        ({"crit": ["b64", LONG]}, f"“{'n' * 80}” critical, which is not", "crit"),
        ({"crit": ["b64", "sigT"]}, "“sigT” critical but does not have it", "crit"),
        ({"b64": True}, "b64 is false and critical", "b64"),
        ({"crit": ["iat"]}, "b64 is false and critical", "b64"),
        ({"x5t#S256": 5}, "a text of the wrong type", "x5t#S256"),
        ({"x5c": None}, "1 to 10 certificates", "x5c"),
        ({"x5c": [LEAF] * (MAX_CERTIFICATES + 1)}, "1 to 10 certificates", "x5c"),
        ({"x5c": [5]}, "Base64 is expected", "x5c"),
        ({"x5c": ["!"]}, "Base64 is expected", "x5c"),
        ({"x5c": ["é"]}, "Base64 is expected", "x5c"),
        ({"x5c": ["AAAA"]}, "cannot be read", "x5c"),
        ({"sigT": "2026-07-01T12:00:00Z"}, "says twice when", "sigT"),
        ({"iat": None}, "does not say when", "sigT"),
        ({"iat": -1}, "does not say when", "sigT"),
        ({"iat": True}, "does not say when", "sigT"),
        ({"iat": 2**53 - 1}, "does not say when", "sigT"),
        ({"adoTst": 5}, "1 to 4 tokens", "adoTst"),
    ],
)
def test_a_header_of_another_form_is_refused_with_its_reason_and_place(
    members: dict[str, Any], words: str, at: str
) -> None:
    found, place = header_refusal(**members)

    assert words in found
    assert place == at


def test_a_header_says_what_it_has_to_and_may_leave_out_the_rest() -> None:
    plain, first = read_header(protected()), read_header(protected(iat=0))

    assert (plain.algorithm, plain.fingerprint, plain.content_tokens) == ("ES256", "", ())
    assert (plain.claimed_at, first.claimed_at.timestamp()) == (NOON, 0)
    assert len(read_header(protected(x5c=[LEAF] * MAX_CERTIFICATES)).certificates) == MAX_CERTIFICATES
    for kind in ("jose+json", "JOSE", "jose"):
        assert read_header(protected(typ=kind)) == plain


def test_a_header_may_be_so_long_and_no_longer() -> None:
    for size, words in ((MAX_PROTECTED, "base64"), (MAX_PROTECTED + 1, f"longer than {MAX_PROTECTED} char")):
        with pytest.raises(Malformed, match=words):
            read_header("!" * size)


@pytest.mark.parametrize(
    ("container", "words"),
    [
        (5, "1 to 4 tokens"),
        ({}, "1 to 4 tokens"),
        ({"tstTokens": []}, "1 to 4 tokens"),
        ({"tstTokens": [{"val": "AAAA"}] * (MAX_TOKENS + 1)}, "1 to 4 tokens"),
        ({"tstTokens": [5]}, "token is an object"),
        ({"tstTokens": [{}]}, "Base64 is expected"),
        ({"tstTokens": [{"val": "!"}]}, "Base64 is expected"),
    ],
)
def test_tokens_of_another_form_are_refused_with_their_place(container: Any, words: str) -> None:
    with pytest.raises(Malformed, match=words) as refused:
        tokens(container, "place")

    assert refused.value.at == "place"


def test_as_many_tokens_as_may_be_are_read() -> None:
    assert tokens({"tstTokens": [{"val": "AAAA"}] * MAX_TOKENS}, "place") == (b"\0\0\0",) * MAX_TOKENS
    assert tokens(None, "place") == ()
