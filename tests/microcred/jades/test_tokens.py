"""A timestamp token is taken apart strictly: what it signs twice, has too often or names oddly is refused."""

import hashlib
from collections.abc import Callable
from datetime import UTC
from typing import Any

import pytest
from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from microcred.errors import Malformed
from microcred.jades.timestamps import MAX_CERTIFICATES, MAX_TOKEN, read_token
from tests.microcred.jades.pki import (
    NOON,
    TIMESTAMPING,
    Holder,
    issue,
    name,
    timestamp_authority,
    timestamper,
)

STAMP = timestamper(timestamp_authority())
CONTENT = b"content"
Change = Callable[[Any], None]


def changed(change: Change) -> bytes:
    """A token over the content, changed after it was signed; forced, it would lose what stands behind."""
    token = cms.ContentInfo.load(STAMP(hashlib.sha256(CONTENT).digest()))
    change(token["content"])
    return bytes(token.dump())


def carrying(count: int) -> Change:
    """The token's certificate so many times."""

    def change(signed: Any) -> None:
        (one,) = signed["certificates"]
        signed["certificates"] = cms.CertificateSet([one] * count)

    return change


def _without_certificates(signed: Any) -> None:
    signed["certificates"] = None


def _stamp_instead(signed: Any, content: bytes) -> None:
    said = {"content_type": "tst_info", "content": core.ParsableOctetString(content)}
    signed["encap_content_info"] = cms.EncapsulatedContentInfo(said)


def _stamping_with_md5(signed: Any) -> None:
    info = tsp.TSTInfo.load(bytes(signed["encap_content_info"]["content"]))
    info["message_imprint"]["hash_algorithm"] = {"algorithm": "md5"}
    _stamp_instead(signed, info.dump(force=True))


def _an_attribute_twice(signed: Any) -> None:
    attributes = signed["signer_infos"][0]["signed_attrs"]
    attributes.append(attributes[0])


def _two_values(signed: Any) -> None:
    values = signed["signer_infos"][0]["signed_attrs"][0]["values"]
    values.append(values[0])


def _signed_with(digest: str) -> Change:
    def change(signed: Any) -> None:
        signed["signer_infos"][0]["digest_algorithm"] = {"algorithm": digest}

    return change


def _named_by(digest: str) -> Change:
    named = {"hash_algorithm": {"algorithm": digest}, "cert_hash": b"certificate"}
    entry = {"type": "signing_certificate_v2", "values": [{"certs": [named]}]}

    def change(signed: Any) -> None:
        signed["signer_infos"][0]["signed_attrs"].append(cms.CMSAttribute(entry))

    return change


PSS = {
    "algorithm": "rsassa_pss",
    "parameters": {
        "hash_algorithm": {"algorithm": "sha384"},
        "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": "sha384"}},
        "salt_length": 20,
    },
}
OF_RSA = timestamp_authority()
OF_CURVE = issue(name("Test timestamps"), extensions=(TIMESTAMPING,))


def signed_again(
    holder: Holder, algorithm: dict[str, Any], sign: Callable[[bytes], bytes], behind: bytes = b""
) -> bytes:
    """The token as if another authority had made it, with another kind of signature and more content."""
    der = holder.certificate.public_bytes(Encoding.DER)
    named = {"hash_algorithm": {"algorithm": "sha256"}, "cert_hash": hashlib.sha256(der).digest()}
    entry = cms.CMSAttribute({"type": "signing_certificate_v2", "values": [{"certs": [named]}]})

    def change(signed: Any) -> None:
        signer = signed["signer_infos"][0]
        content = bytes(signed["encap_content_info"]["content"]) + behind
        _stamp_instead(signed, content)
        for one in signer["signed_attrs"]:
            if one["type"].native == "message_digest":
                one["values"] = [hashlib.sha256(content).digest()]
        kept = [one for one in signer["signed_attrs"] if not one["type"].native.startswith("signing_c")]
        signer["signed_attrs"] = cms.CMSAttributes([*kept, entry])
        signer["signature_algorithm"] = algorithm
        signer["signature"] = sign(b"\x31" + signer["signed_attrs"].dump()[1:])
        signed["certificates"] = cms.CertificateSet([asn1_x509.Certificate.load(der)])

    return changed(change)


def _by_pss(data: bytes) -> bytes:
    key = OF_RSA.key
    assert isinstance(key, rsa.RSAPrivateKey)
    return key.sign(data, padding.PSS(padding.MGF1(hashes.SHA384()), 20), hashes.SHA384())


def _by_curve(data: bytes) -> bytes:
    key = OF_CURVE.key
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key.sign(data, ec.ECDSA(hashes.SHA256()))


def test_a_token_may_be_signed_with_pss_or_on_a_curve() -> None:
    for token in (
        signed_again(OF_RSA, PSS, _by_pss),
        signed_again(OF_CURVE, {"algorithm": "sha256_ecdsa"}, _by_curve),
    ):
        assert read_token(token, CONTENT).at == NOON


def test_nothing_stands_behind_a_token_or_what_it_stamps() -> None:
    whole = signed_again(OF_CURVE, {"algorithm": "sha256_ecdsa"}, _by_curve)
    within = signed_again(OF_CURVE, {"algorithm": "sha256_ecdsa"}, _by_curve, behind=b"\0")

    for token in (whole + b"\0", within):
        with pytest.raises(Malformed, match="cannot be read"):
            read_token(token, CONTENT)


def test_a_token_may_be_so_large_and_no_larger() -> None:
    for size, words in ((MAX_TOKEN, "cannot be read"), (MAX_TOKEN + 1, f"more than {MAX_TOKEN} bytes")):
        with pytest.raises(Malformed, match=words):
            read_token(bytes(size), CONTENT)


@pytest.mark.parametrize("name_of_it", ["sha256_rsa", "sha256_dsa", "sha256_ecdsa"])
@pytest.mark.parametrize("holder", [OF_RSA, OF_CURVE])
def test_a_signature_of_a_kind_that_is_not_the_keys_is_none(holder: Holder, name_of_it: str) -> None:
    token = signed_again(holder, {"algorithm": name_of_it}, lambda _data: b"signature")

    with pytest.raises(Malformed, match="signature of the timestamp is not valid"):
        read_token(token, CONTENT)
    with pytest.raises(Malformed, match="signature of the timestamp is not valid"):
        read_token(signed_again(OF_CURVE, PSS, _by_pss), CONTENT)


def test_the_control_a_token_says_when_and_by_whom() -> None:
    for token in (changed(lambda _signed: None), changed(carrying(MAX_CERTIFICATES))):
        found = read_token(token, CONTENT)
        assert (found.at, found.authority) == (NOON, "Test timestamps")
        assert found.at.tzinfo is UTC


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (carrying(MAX_CERTIFICATES + 1), "carries 1 to 10 certificates"),
        (_stamping_with_md5, "uses the digest md5, which proves nothing"),
        (_without_certificates, "carries 1 to 10 certificates"),
        (_an_attribute_twice, "signs an attribute twice"),
        (_two_values, "signs an attribute twice"),
        (_signed_with("md5"), "is signed with the digest md5"),
        (_named_by("md5"), "names its certificate by md5"),
    ],
)
def test_what_a_token_has_too_often_or_names_oddly_is_refused_with_the_reason(
    change: Change, words: str
) -> None:
    with pytest.raises(Malformed, match=words):
        read_token(changed(change), CONTENT)
