"""What an SD-JWT and its disclosures are made of, each part at its limits; issuing and presenting them."""

from typing import Any

import pytest

from microcred.errors import Malformed, MicrocredError, NotWritable, TooLarge, Unsupported
from microcred.guards import LIMITS, b64url_encode
from microcred.keys import generate
from microcred.sdjwt import issue, present, read
from microcred.sdjwt.disclosures import (
    DEEPEST,
    MOST_DISCLOSURES,
    SHORTEST_SALT,
    conceal,
    decode,
    digest,
    reveal,
)
from microcred.sdjwt.tokens import read_jwt, sign_jwt
from tests.microcred.cast import RECORD
from tests.microcred.sdjwt.tokens import (
    KEY,
    NOW,
    OTHER,
    PAYLOAD,
    SHOWN,
    TOKEN,
    in_json,
    resigned,
    salts,
)


def _refused(token: bytes) -> MicrocredError:
    with pytest.raises(MicrocredError) as refused:
        read(token)
    return refused.value


@pytest.mark.parametrize(
    ("header", "payload", "at"),
    [
        ({"typ": "JWT"}, PAYLOAD, "typ"),
        ({"alg": "none"}, PAYLOAD, "alg"),
        ({"alg": None}, PAYLOAD, "alg"),
        ({"crit": []}, PAYLOAD, "crit"),
        ({"b64": True}, PAYLOAD, "crit"),
        ({}, {"iss": "x"}, "vct"),
        ({}, {"vct": ""}, "vct"),
    ],
)
def test_what_is_refused_is_named_by_its_place(
    header: dict[str, Any], payload: dict[str, Any], at: str
) -> None:
    refused = _refused(resigned(header, payload))

    assert (type(refused), refused.at) == (Malformed, at)


def test_a_token_of_another_type_is_told_of_which_it_should_be() -> None:
    assert "“dc+sd-jwt”" in _refused(resigned({"typ": "JWT"}, PAYLOAD)).message


def test_of_an_algorithm_that_is_not_allowed_only_the_beginning_is_told() -> None:
    refused = _refused(resigned({"alg": "x" * 41}, PAYLOAD))

    assert f"“{'x' * 40}”" in refused.message


@pytest.mark.parametrize("parts", [[5, {}], [{}, 5], [[], []]])
def test_header_and_content_are_objects(parts: list[Any]) -> None:
    token = b".".join(b64url_encode(in_json(part)).encode() for part in (*parts, ""))

    with pytest.raises(Malformed, match="JSON objects"):
        read_jwt(token, "x")


@pytest.mark.parametrize("token", [b"", b"e30.e30", b"e30.e30.AA.AA"])
def test_a_signed_token_has_three_parts(token: bytes) -> None:
    with pytest.raises(Malformed, match="three parts"):
        read_jwt(token, "x")


def test_a_token_may_be_so_large_and_no_larger() -> None:
    assert isinstance(_refused(b"a" * LIMITS.bytes), Malformed)
    larger = _refused(b"a" * (LIMITS.bytes + 1))

    assert isinstance(larger, TooLarge)
    assert f"{LIMITS.bytes + 1} bytes. The limit is {LIMITS.bytes}." in larger.message


def test_a_token_is_taken_apart_into_what_is_bound_and_the_binding() -> None:
    bare, bound = read(TOKEN), read(SHOWN)

    assert (bare.binding, bare.bound) == (None, TOKEN)
    assert bound.bound == SHOWN[: SHOWN.rindex(b"~") + 1]
    assert bound.binding is not None
    assert bound.disclosures == tuple(SHOWN.split(b"~")[1:-1])


@pytest.mark.clause("RFC 9901 §4.2.5")
def test_what_is_not_shown_is_withheld() -> None:
    assert not read(TOKEN).withholds
    assert read(SHOWN).withholds
    assert not read(resigned({}, {"vct": "urn:x", "iat": 1})).withholds


def _hidden(*parts: Any) -> bytes:
    return b64url_encode(in_json(list(parts))).encode()


@pytest.mark.parametrize(
    "parts", [(), ("s",), ("s", "a", 1, 2), (5, "a", 1), (5, 1), ("s", 5, 1), ("s", None, 1)]
)
def test_a_disclosure_is_a_salt_with_a_value_or_a_name_and_a_value(parts: tuple[Any, ...]) -> None:
    with pytest.raises(Malformed):
        decode(_hidden(*parts))


def test_a_disclosure_is_read_as_it_stands() -> None:
    for parts in (["s", 1], ["s", "a", {"b": 1}]):
        assert decode(_hidden(*parts)) == parts
    with pytest.raises(Malformed):
        decode(b64url_encode(b'{"0": "s", "1": "a"}').encode())


@pytest.mark.parametrize("name", ["_sd", "...", "_sd_alg"])
def test_no_disclosure_is_for_a_reserved_name(name: str) -> None:
    with pytest.raises(Malformed, match="cannot be disclosed"):
        decode(_hidden("s", name, 1))


def test_so_many_disclosures_are_read_and_no_more() -> None:
    many = [_hidden(f"salt-{number}", f"name-{number}", 1) for number in range(MOST_DISCLOSURES)]
    payload = {"_sd": [digest(one) for one in many]}

    claims, out_of_them = reveal(payload, many)

    assert claims == {f"name-{number}": 1 for number in range(MOST_DISCLOSURES)}
    assert out_of_them == claims.keys()
    with pytest.raises(TooLarge, match="1000"):
        reveal(payload, [*many, _hidden("one", "more", 1)])


def _nested(levels: int) -> Any:
    value: Any = 1
    for _level in range(levels):
        value = [value]
    return value


def test_claims_may_be_nested_so_deep_and_no_deeper() -> None:
    """The claims of the topmost object stand at depth 1."""
    deepest = {"a": _nested(DEEPEST - 1)}

    assert reveal(deepest, []) == (deepest, frozenset())
    with pytest.raises(TooLarge, match=f"{DEEPEST} levels"):
        reveal({"a": _nested(DEEPEST)}, [])


@pytest.mark.parametrize("is_object", [True, False])
def test_disclosures_may_be_nested_as_deep(is_object: bool) -> None:
    def chain(levels: int) -> tuple[dict[str, Any], list[bytes]]:
        made = [_hidden("salt-0", "a", 1) if is_object else _hidden("salt-0", 1)]
        for level in range(1, levels):
            below = digest(made[-1])
            made.append(
                _hidden(f"salt-{level}", "a", {"_sd": [below]})
                if is_object
                else _hidden(f"salt-{level}", [{"...": below}])
            )
        top = digest(made[-1])
        return {"_sd": [top]} if is_object else {"a": [{"...": top}]}, made

    fewer = 0 if is_object else 1  # the array itself stands one level down
    assert reveal(*chain(DEEPEST - fewer))
    with pytest.raises(TooLarge):
        reveal(*chain(DEEPEST - fewer + 1))


@pytest.mark.parametrize("algorithm", ["sha-256", "sha-384", "sha-512"])
def test_digests_are_made_with_the_hash_that_the_issuer_names(algorithm: str) -> None:
    hidden = _hidden("salt", "a", 1)

    assert reveal({"_sd_alg": algorithm, "_sd": [digest(hidden, algorithm)]}, [hidden])[0] == {"a": 1}


@pytest.mark.parametrize("algorithm", ["md5" * 20, ["sha-256"], None])
def test_another_hash_is_named(algorithm: Any) -> None:
    with pytest.raises(Unsupported) as refused:
        reveal({"_sd_alg": algorithm}, [])

    assert f"“{str(algorithm)[:40]}”" in refused.value.message


def test_a_digest_that_nobody_disclosed_leaves_the_rest_as_it_is() -> None:
    first, last = _hidden("salt-1", "a", 1), _hidden("salt-2", 2)

    claims, _names = reveal(
        {"_sd": ["nobody's", digest(first)], "b": [{"...": "x"}, {"...": digest(last)}]}, [first, last]
    )

    assert claims == {"a": 1, "b": [2]}


def test_an_element_goes_into_arrays_and_a_claim_into_objects() -> None:
    claim, element = _hidden("salt-1", "a", 1), _hidden("salt-2", 2)

    for payload, hidden in (({"_sd": [digest(element)]}, element), ({"b": [{"...": digest(claim)}]}, claim)):
        with pytest.raises(Malformed, match="does not match"):
            reveal(payload, [hidden])
    with pytest.raises(Malformed, match="does not match"):
        reveal({"a": 2, "_sd": [digest(claim)]}, [claim])


@pytest.mark.parametrize("length", [SHORTEST_SALT - 1, SHORTEST_SALT])
def test_a_salt_has_at_least_128_bits(length: int) -> None:
    salt = "x" * length
    if length < SHORTEST_SALT:
        with pytest.raises(NotWritable):
            conceal({"a": 1}, ["a"], lambda: salt)
    else:
        shown, (hidden,) = conceal({"a": 1, "b": 2}, ["a"], lambda: salt)
        assert decode(hidden) == [salt, "a", 1]
        assert shown == {"b": 2, "_sd": [digest(hidden)], "_sd_alg": "sha-256"}


def test_where_nothing_is_hidden_nothing_is_said_of_hiding() -> None:
    assert conceal({"a": 1}, ["b"], str) == ({"a": 1}, [])


def test_no_salt_serves_twice() -> None:
    with pytest.raises(NotWritable):
        conceal({"a": 1, "b": 2}, ["a", "b"], lambda: "x" * SHORTEST_SALT)


def test_a_header_says_what_was_given_and_nothing_else() -> None:
    bare = issue(RECORD, KEY, salt=salts())

    assert read(bare).issued.header == {"alg": "ES256", "typ": "dc+sd-jwt"}
    assert "cnf" not in read(bare).claims
    assert read(TOKEN).claims["cnf"].keys() == {"jwk"}


def test_a_presentation_says_when_for_whom_and_of_what_it_was_made() -> None:
    bound = present(TOKEN, ["grade"])
    made = read(present(TOKEN, ["grade"], holder=OTHER, audience="a", nonce="b", at=NOW)).binding

    assert bound.endswith(b"~")
    assert made is not None
    assert made.header == {"alg": "ES256", "typ": "kb+jwt"}
    assert made.payload == {
        "iat": int(NOW.timestamp()),
        "aud": "a",
        "nonce": "b",
        "sd_hash": digest(bound),
    }


def test_what_is_not_there_to_be_shown_is_named() -> None:
    with pytest.raises(NotWritable) as refused:
        present(TOKEN, ["grade", "b", "a"])

    assert "“a”" in refused.value.message


def test_elements_of_arrays_are_never_shown_by_a_name() -> None:
    element = _hidden("salt", 1)
    token = resigned({}, {"vct": "urn:x", "iat": 1, "a": [{"...": digest(element)}]}) + element + b"~"

    assert read(token).claims["a"] == [1]
    assert read(present(token, [])).claims["a"] == []
    with pytest.raises(NotWritable):
        present(token, ["1"])


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384"])
def test_a_key_signs_under_its_own_algorithm_only(kind: Any) -> None:
    key = generate(kind)
    issued = read(issue(RECORD, key, salt=salts())).issued

    assert issued.is_signed_by(key.public)
    assert not issued.is_signed_by(generate(kind).public)
    assert not issued.is_signed_by(generate("RSA").public)
    for algorithm in {"EdDSA", "ES256", "ES384"} - {key.algorithm}:
        misnamed = read_jwt(sign_jwt({"typ": "x", "alg": algorithm}, {}, key), "x")
        assert not misnamed.is_signed_by(key.public)
