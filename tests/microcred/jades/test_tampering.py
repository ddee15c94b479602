"""Whatever is changed in the sealed sample of the European Commission is found and named."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from microcred import jades
from microcred.guards import b64url_decode, b64url_encode
from microcred.report import Outcome, Report
from tests.spec import spec

AT = datetime(2024, 1, 1, tzinfo=UTC)
Tree = dict[str, Any]
Header = dict[str, Any]


@pytest.fixture
def tree() -> Tree:
    sealed: Tree = json.loads(spec("elm/samples/Sample-MC-Annex1-signed.jsonld").read_bytes())
    return sealed


def check(sealed: bytes | str | Tree) -> Report:
    text = json.dumps(sealed, ensure_ascii=False) if isinstance(sealed, dict) else sealed
    return Report(jades.check(text.encode() if isinstance(text, str) else text, at=AT))


def failures(report: Report) -> set[str]:
    return {found.code for found in report.only(Outcome.FAILED)}


def reason(report: Report) -> str:
    return " ".join(found.message for found in report.only(Outcome.FAILED) if found.code != "seal")


def change_header(tree: Tree, change: Callable[[Header], object]) -> Tree:
    signature = tree["signatures"][0]
    header = json.loads(b64url_decode(signature["protected"]))
    change(header)
    signature["protected"] = b64url_encode(json.dumps(header).encode())
    return tree


def test_unchanged_it_holds(tree: Tree) -> None:
    assert not failures(check(tree))


def test_one_changed_letter_breaks_the_signature(tree: Tree) -> None:
    tree["payload"] = tree["payload"].replace("Ana Andromeda", "Ada Andromeda")

    assert "seal.signature" in failures(check(tree))


def test_a_reserialised_payload_breaks_the_signature(tree: Tree) -> None:
    tree["payload"] = json.dumps(json.loads(tree["payload"]), ensure_ascii=False)

    assert "seal.signature" in failures(check(tree))


def test_an_added_line_end_breaks_the_signature(tree: Tree) -> None:
    tree["payload"] += "\n"

    assert "seal.signature" in failures(check(tree))


def test_a_changed_signature_value_breaks_the_signature(tree: Tree) -> None:
    value = bytearray(b64url_decode(tree["signatures"][0]["signature"]))
    value[5] ^= 1
    tree["signatures"][0]["signature"] = b64url_encode(bytes(value))

    assert "seal.signature" in failures(check(tree))


def test_the_whole_payload_must_be_first(tree: Tree) -> None:
    report = check({"signatures": tree["signatures"], "payload": tree["payload"]})

    assert failures(report) == {"seal", "seal.form"}
    assert "must be the first member" in reason(report)


def test_an_escaped_name_of_the_payload_is_not_what_europass_looks_for(tree: Tree) -> None:
    report = check(json.dumps(tree).replace('{"payload"', '{"\\u0070ayload"', 1))

    assert "must be the first member" in reason(report)


def test_a_duplicated_name_is_refused(tree: Tree) -> None:
    text = json.dumps(tree)
    report = check(text[:-1] + ',"payload":"{}"}')

    assert failures(report) == {"seal", "seal.form"}
    assert "“payload” twice" in reason(report)


def test_a_duplicated_name_in_the_sealed_header_is_refused(tree: Tree) -> None:
    signature = tree["signatures"][0]
    header = b64url_decode(signature["protected"]).decode()
    signature["protected"] = b64url_encode((header[:-1] + ',"alg":"none"}').encode())

    report = check(tree)

    assert "seal.header" in failures(report)
    assert "“alg” twice" in reason(report)


def test_a_byte_order_mark_is_refused(tree: Tree) -> None:
    assert failures(check(b"\xef\xbb\xbf" + json.dumps(tree).encode())) == {"seal", "seal.form"}


def test_something_beside_payload_and_signatures_is_refused(tree: Tree) -> None:
    report = check(tree | {"issuer": "somebody else"})

    assert "no seal covers" in reason(report)


def test_a_payload_that_is_no_text_is_refused(tree: Tree) -> None:
    report = check({"payload": json.loads(tree["payload"]), "signatures": tree["signatures"]})

    assert "seal.form" in failures(report)


@pytest.mark.parametrize("signatures", [[], {}, None, "x", [None], [{}], [{"protected": "e30"}]])
def test_missing_signatures_are_refused(tree: Tree, signatures: object) -> None:
    assert "seal.form" in failures(check(tree | {"signatures": signatures}))


def test_an_unsealed_header_that_decides_something_is_refused(tree: Tree) -> None:
    tree["signatures"][0]["header"]["alg"] = "HS256"

    assert "seal.form" in failures(check(tree))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda header: header.update(b64=True), "b64 is false and critical"),
        (lambda header: header.update(b64=0), "b64 is false and critical"),
        (lambda header: header["crit"].remove("b64"), "b64 is false and critical"),
        (lambda header: header.pop("crit"), "must list what is critical"),
        (lambda header: header.update(crit=[]), "must list what is critical"),
        (lambda header: header.update(crit="b64"), "must list what is critical"),
        (lambda header: header["crit"].append("b64"), "critical twice"),
        (lambda header: header["crit"].append("sigPl"), "“sigPl” critical, which is not supported"),
        (lambda header: header["crit"].append("iat"), "“iat” critical but does not have it"),
        (lambda header: header.update(jwk={"kty": "RSA"}), "from its certificate and from nowhere else"),
        (lambda header: header.update(jku="https://keys.example/"), "from nowhere else"),
        (lambda header: header.update(typ="JWT"), "something other than a seal"),
        (lambda header: header.update(sigT="27 September 2023"), "does not say when"),
        (lambda header: header.update(sigT="2023-13-27T11:54:17Z"), "does not say when"),
        (lambda header: header.update(iat=1695815657), "says twice when"),
        (lambda header: (header.pop("sigT"), header["crit"].remove("sigT")), "does not say when"),
        (lambda header: header.update(x5c=[]), "1 to 10 certificates"),
        (lambda header: header.update(x5c=header["x5c"] * 11), "1 to 10 certificates"),
        (lambda header: header.update(x5c=[header["x5c"][0][:400]]), "certificate"),
        (lambda header: header.update(x5c=[header["x5c"][0] + "\n"]), "Base64 is expected"),
        (lambda header: header.update(x5c=[1]), "Base64 is expected"),
        (lambda header: header.update(alg=256), "names no algorithm"),
        (lambda header: header.update(adoTst={}), "1 to 4 tokens"),
        (lambda header: header.update(adoTst={"tstTokens": [1]}), "token is an object"),
        (lambda header: header.update({"x5t#S256": 1}), "wrong type"),
        (lambda header: header.update(padding="x" * 200_000), "longer than"),
    ],
)
def test_a_header_that_says_something_else_is_refused(
    tree: Tree, change: Callable[[Header], object], expected: str
) -> None:
    report = check(change_header(tree, change))

    assert failures(report) == {"seal", "seal.header"}
    assert expected in reason(report)


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "RS1", "EdDSA", "ES256K", "RSA1_5", ""])
def test_an_algorithm_that_is_not_on_the_list_is_refused(tree: Tree, algorithm: str) -> None:
    report = check(change_header(tree, lambda header: header.update(alg=algorithm)))

    assert failures(report) == {"seal", "seal.algorithm"}


def test_an_algorithm_for_another_kind_of_key_is_refused(tree: Tree) -> None:
    report = check(change_header(tree, lambda header: header.update(alg="ES256")))

    assert "cannot be used with ES256" in reason(report)


def test_an_algorithm_of_the_same_key_does_not_verify_another(tree: Tree) -> None:
    report = check(change_header(tree, lambda header: header.update(alg="PS256")))

    assert "seal.signature" in failures(report)


def test_a_padded_spelling_of_the_header_is_refused(tree: Tree) -> None:
    tree["signatures"][0]["protected"] += "=="

    assert "seal.header" in failures(check(tree))


def test_a_timestamp_of_something_else_is_found(tree: Tree) -> None:
    components = tree["signatures"][0]["header"]["etsiU"]
    over_content = json.loads(b64url_decode(tree["signatures"][0]["protected"]))["adoTst"]
    components[0] = b64url_encode(json.dumps({"sigTst": over_content}).encode())

    report = check(tree)

    assert failures(report) == {"timestamp"}
    assert "belongs to something else" in reason(report)


@pytest.mark.parametrize("position", [60, 150, 1200, 2600, -1])
def test_a_changed_timestamp_is_found(tree: Tree, position: int) -> None:
    components = tree["signatures"][0]["header"]["etsiU"]
    stamp = json.loads(b64url_decode(components[0]))
    token = bytearray(base64.b64decode(stamp["sigTst"]["tstTokens"][0]["val"]))
    token[position] ^= 1
    stamp["sigTst"]["tstTokens"][0]["val"] = base64.b64encode(token).decode()
    components[0] = b64url_encode(json.dumps(stamp).encode())

    assert failures(check(tree)) == {"timestamp"}


def test_without_its_timestamps_the_seal_holds_but_proves_no_time(tree: Tree) -> None:
    del tree["signatures"][0]["header"]

    report = check(tree)

    assert not failures(report)
    stamp = report.check("timestamp")
    assert stamp
    assert stamp.outcome is Outcome.WARNING


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b"null", b"\x00" * 100, b'{"payload"' * 5000])
def test_bytes_that_are_no_seal_at_all_are_named_so(junk: bytes) -> None:
    assert failures(check(junk)) == {"seal", "seal.form"}
