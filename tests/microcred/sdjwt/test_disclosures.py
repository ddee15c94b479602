"""Digests and disclosures: the examples of RFC 9901, and everything it says must be rejected."""

import hashlib
import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.errors import Malformed, MicrocredError, NotWritable, TooLarge, Unsupported
from microcred.guards import b64url_encode
from microcred.sdjwt.disclosures import RESERVED, conceal, decode, digest, reveal

# RFC 9901 §4.2.1 and §4.2.3: one claim in four spellings, an element, and the digest of the first.
MOEBIUS = b"WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
SPELLINGS = (
    MOEBIUS,
    b"WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNXHUwMGY2Yml1cyJd",
    b"WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsImZhbWlseV9uYW1lIiwiTcO2Yml1cyJd",
    b"WwoiXzI2YmM0TFQtYWM2cTJLSTZjQlc1ZXMiLAoiZmFtaWx5X25hbWUiLAoiTcO2Yml1cyIKXQ",
)
FRANCE = b"WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0"


def salts() -> Callable[[], str]:
    numbers = itertools.count()
    return lambda: f"a-salt-of-the-tests-{next(numbers):04}"


def disclose(*parts: Any) -> bytes:
    return b64url_encode(json.dumps(["0123456789abcdefABCDEF", *parts]).encode()).encode()


@pytest.mark.clause("RFC 9901 §4.2.3")
def test_the_digest_is_that_of_the_rfc() -> None:
    assert digest(MOEBIUS) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"


@pytest.mark.clause("RFC 9901 §4.2.1")
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_the_rfc_is_read_and_keeps_its_own_digest(spelling: bytes) -> None:
    payload = {"given_name": "Alice", "_sd": [digest(spelling)]}

    assert decode(spelling) == ["_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius"]
    assert reveal(payload, [spelling])[0] == {"given_name": "Alice", "family_name": "Möbius"}
    assert len({digest(one) for one in SPELLINGS}) == 4


@pytest.mark.clause("RFC 9901 §4.2.4.2")
@pytest.mark.parametrize(("sent", "seen"), [([], ["DE", "US"]), ([FRANCE], ["DE", "FR", "US"])])
def test_elements_of_arrays_appear_only_when_disclosed(sent: list[bytes], seen: list[str]) -> None:
    payload = {"nationalities": ["DE", {"...": digest(FRANCE)}, "US"]}

    assert reveal(payload, sent)[0] == {"nationalities": seen}


@pytest.mark.clause("RFC 9901 §4.2.6")
def test_disclosures_within_disclosures_are_followed() -> None:
    street = disclose("street", "Schulstr. 12")
    address = disclose("address", {"_sd": [digest(street)], "country": "DE"})

    revealed, hidden = reveal({"_sd": [digest(address)]}, [street, address])

    assert revealed == {"address": {"street": "Schulstr. 12", "country": "DE"}}
    assert hidden == {"address"}


@pytest.mark.clause("RFC 9901 §4.2.5")
def test_digests_without_disclosure_leave_nothing_behind() -> None:
    decoys = {"_sd": ["decoy"], "list": [{"...": "other decoy"}], "inner": {"_sd": []}, "_sd_alg": "sha-256"}

    assert reveal(decoys, [])[0] == {"list": [], "inner": {}}


@pytest.mark.clause("RFC 9901 §4.1.1")
@pytest.mark.parametrize("algorithm", ["sha-384", "sha-512"])
def test_other_strong_hashes_are_read(algorithm: str) -> None:
    hashed = b64url_encode(hashlib.new(algorithm.replace("-", ""), MOEBIUS).digest())

    assert reveal({"_sd": [hashed], "_sd_alg": algorithm}, [MOEBIUS])[0] == {"family_name": "Möbius"}


@pytest.mark.clause("RFC 9901 §4.1.1")
@pytest.mark.parametrize("algorithm", ["md5", "sha-1", "SHA-256", "", None, 5, ["sha-256"]])
def test_other_hashes_are_named(algorithm: Any) -> None:
    with pytest.raises(Unsupported, match="hash"):
        reveal({"_sd_alg": algorithm}, [])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(st.characters(codec="utf-8")).filter(lambda name: name not in RESERVED), inner
        )
    ),
    max_leaves=8,
)
CLAIMS = st.dictionaries(
    st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda name: name not in RESERVED),
    VALUES,
    max_size=6,
)


@given(CLAIMS, st.data())
def test_what_is_concealed_is_revealed_by_exactly_its_disclosures(
    claims: dict[str, Any], data: st.DataObject
) -> None:
    selective = data.draw(st.sets(st.sampled_from(sorted(claims)) if claims else st.nothing()))
    shown, disclosures = conceal(claims, selective, salts())
    kept = data.draw(
        st.permutations(disclosures).flatmap(lambda order: st.sampled_from([order, order[:1], []]))
    )

    revealed, hidden = reveal(shown, kept)

    assert hidden == {decode(one)[1] for one in kept}
    assert revealed == {
        name: value for name, value in claims.items() if name not in selective or name in hidden
    }


@pytest.mark.clause("RFC 9901 §9.3")
@pytest.mark.parametrize("salt", ["", "short", "x" * 21])
def test_short_salts_are_refused(salt: str) -> None:
    with pytest.raises(NotWritable, match="salt"):
        conceal({"a": 1}, ["a"], lambda: salt)


def test_one_salt_for_two_claims_is_refused() -> None:
    with pytest.raises(NotWritable, match="its own salt"):
        conceal({"a": 1, "b": 2}, ["a", "b"], lambda: "x" * 22)


@pytest.mark.clause("RFC 9901 §4.2.4.1")
def test_the_order_of_digests_tells_nothing() -> None:
    shown, _ = conceal({"a": 1, "b": 2, "c": 3}, ["c", "a", "b"], salts())

    assert shown["_sd"] == sorted(shown["_sd"])


CLAIM, OTHER = disclose("grade", "5"), disclose("grade", "4")
ELEMENT = disclose("5")


@pytest.mark.clause("RFC 9901 §7.1")
@pytest.mark.parametrize(
    ("payload", "sent"),
    [
        pytest.param({}, [CLAIM], id="a disclosure nobody signed"),
        pytest.param({"_sd": [digest(CLAIM)]}, [CLAIM, CLAIM], id="a disclosure sent twice"),
        pytest.param({"_sd": [digest(CLAIM)] * 2}, [CLAIM], id="a digest twice in one array"),
        pytest.param({"_sd": ["x", "x"]}, [], id="a decoy twice"),
        pytest.param({"_sd": ["x"], "a": {"_sd": ["x"]}}, [], id="a digest at two levels"),
        pytest.param({"_sd": ["x"], "a": [{"...": "x"}]}, [], id="a digest as claim and element"),
        pytest.param({"_sd": [digest(CLAIM)], "grade": "1"}, [CLAIM], id="a claim that is there already"),
        pytest.param({"_sd": [digest(CLAIM), digest(OTHER)]}, [CLAIM, OTHER], id="two claims of one name"),
        pytest.param({"_sd": [digest(ELEMENT)]}, [ELEMENT], id="an element as a claim"),
        pytest.param({"a": [{"...": digest(CLAIM)}]}, [CLAIM], id="a claim as an element"),
        pytest.param({"_sd": "x"}, [], id="digests that are no array"),
        pytest.param({"_sd": [5]}, [], id="a digest that is no text"),
        pytest.param({"_sd": [["x"]]}, [], id="a digest that is an array"),
        pytest.param({"a": [{"...": 5}]}, [], id="an element's digest that is no text"),
        pytest.param({"a": [{"...": "x", "b": 1}]}, [], id="an element's digest that is not alone"),
        pytest.param({"...": "x"}, [], id="dots outside of an array"),
        pytest.param({"a": {"_sd_alg": "sha-256"}}, [], id="a hash named within"),
    ],
)
def test_what_the_rfc_rejects_is_rejected(payload: dict[str, Any], sent: list[bytes]) -> None:
    with pytest.raises(Malformed):
        reveal(payload, sent)


@pytest.mark.clause("RFC 9901 §7.1")
@pytest.mark.parametrize("name", sorted(RESERVED))
def test_a_disclosure_of_a_reserved_name_is_rejected(name: str) -> None:
    forged = disclose(name, ["x"])

    with pytest.raises(Malformed, match="cannot be disclosed"):
        reveal({"_sd": [digest(forged)]}, [forged])


def test_a_digest_hidden_in_its_own_disclosure_is_rejected() -> None:
    inner = disclose("a", {"_sd": ["x"]})
    outer = disclose("b", {"_sd": ["x"]})

    with pytest.raises(Malformed, match="twice"):
        reveal({"_sd": [digest(inner), digest(outer)]}, [inner, outer])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"5",
        b"{}",
        b"[]",
        b'["s"]',
        b'["s","n","v","w"]',
        b'[5,"n","v"]',
        b'["s",5,"v"]',
        b'["s","n"',
        b"\xff",
    ],
)
def test_what_is_no_disclosure_is_rejected(content: bytes) -> None:
    with pytest.raises(Malformed):
        decode(b64url_encode(content).encode())


@pytest.mark.parametrize("text", [MOEBIUS + b"=", MOEBIUS[:-1] + b"1", b"WyJz+A", b" ", "é".encode()])
def test_other_spellings_of_base64url_are_rejected(text: bytes) -> None:
    with pytest.raises(Malformed):
        decode(text)


def test_too_many_disclosures_are_refused_unread() -> None:
    with pytest.raises(TooLarge, match="more than 1000"):
        reveal({}, [b"!"] * 1_001)


def test_disclosures_nested_without_end_are_refused() -> None:
    chain = [disclose("a", 1)]
    for _ in range(200):
        chain.append(disclose("a", {"_sd": [digest(chain[-1])]}))

    with pytest.raises(TooLarge, match="nested"):
        reveal({"_sd": [digest(chain[-1])]}, chain)


@given(VALUES, VALUES, st.sampled_from(["a", "_sd", "...", "_sd_alg"]))
def test_any_payload_ends_in_claims_or_a_named_error(value: Any, another: Any, name: str) -> None:
    try:
        revealed, _ = reveal({name: value, "other": {name: another}}, [])
    except MicrocredError:
        revealed = {}

    assert not RESERVED & revealed.keys()
