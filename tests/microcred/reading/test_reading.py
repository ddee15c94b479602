"""Any credential is recognised by its content, and what is none is refused with a reason."""

import base64
import itertools
import json
from typing import Any

import pytest

from microcred import elmo, sdjwt
from microcred.baking import bake
from microcred.elmo import Section, Transcript
from microcred.errors import Malformed, MicrocredError, TooLarge, Unreadable, Unsupported
from microcred.explain import explain
from microcred.guards import b64url_encode
from microcred.keys import generate
from microcred.openbadges import write
from microcred.reading import Carrier, Kind, read
from microcred.reading.kinds import BLOCKCERTS, DID_DOCUMENT, OPENCERTS, STATUS_LIST
from microcred.record import AchievementRecord
from tests.microcred.cast import RECORD, record, specification
from tests.microcred.pdf.files import typeset
from tests.spec import spec

V2 = "https://www.w3.org/ns/credentials/v2"
BADGE = json.dumps(write(RECORD)[0]).encode()
# Set while the module is loaded: the typesetter's threads do not outlive the forks of a mutation run.
CERTIFICATE, PAGE = typeset({"credential.json": BADGE}), typeset({})


def token(payload: Any) -> bytes:
    """A compact JWS of this payload with a worthless signature."""
    parts = [json.dumps({"alg": "EdDSA"}).encode(), json.dumps(payload).encode(), b"signature"]
    return ".".join(b64url_encode(part) for part in parts).encode()


def test_a_badge_is_read_with_what_was_understood() -> None:
    reading = read(BADGE)

    assert (reading.kind, reading.carrier) == (Kind.OPEN_BADGE_3, Carrier.JSON)
    assert reading.original == BADGE
    assert reading.record is not None
    assert reading.record.specification.ects == RECORD.specification.ects
    assert reading.losses == ()


@pytest.mark.parametrize(
    ("name", "kind", "carrier"),
    [
        ("openbadges/ob30/complete.json", Kind.OPEN_BADGE_3, Carrier.JSON),
        ("openbadges/ob30/simple.json", Kind.OPEN_BADGE_3, Carrier.JSON),
        ("openbadges/ob30/simple-json.png", Kind.OPEN_BADGE_3, Carrier.PNG),
        ("openbadges/ob30/simple-jwt.svg", Kind.OPEN_BADGE_3, Carrier.SVG),
        ("openbadges/ob30/simple.jwt", Kind.OPEN_BADGE_3, Carrier.JWT),
        ("openbadges/ob30/simple-err-type.json", Kind.CREDENTIAL, Carrier.JSON),
        ("openbadges/ob30/endorsement-valid.json", Kind.ENDORSEMENT, Carrier.JSON),
        ("openbadges/ob20/basic-assertion.json", Kind.OPEN_BADGE_2, Carrier.JSON),
        ("openbadges/ob20/simple-badge.png", Kind.OPEN_BADGE_2, Carrier.PNG),
        ("openbadges/clr20/simple.json", Kind.LEARNER_RECORD, Carrier.JSON),
        ("elm/samples/Sample-MC-Annex1-signed.jsonld", Kind.EUROPEAN, Carrier.SEALED),
        ("elm/samples/Sample-MC-Annex1-unsigned.jsonld", Kind.EUROPEAN, Carrier.JSON),
        ("elm/samples/Sample-MC-Annex1-unsigned-uploadable.json", Kind.EUROPEAN, Carrier.JSON),
    ],
)
def test_official_samples_are_recognised(name: str, kind: Kind, carrier: Carrier) -> None:
    reading = read(spec(name).read_bytes())

    assert (reading.kind, reading.carrier) == (kind, carrier)
    assert reading.document


def test_what_a_foreign_badge_says_beyond_the_record_is_named() -> None:
    reading = read(spec("openbadges/ob30/complete.json").read_bytes())

    assert reading.record is not None
    assert reading.record.grade is not None
    assert reading.record.grade.scale.grades == ("A", "B", "C", "D")
    assert "credentialSubject.licenseNumber" in reading.losses
    assert "credentialSubject.achievement.creditsAvailable" in reading.losses


@pytest.mark.clause("VC-DM 1.1 §6.3.1")
def test_a_token_is_read_with_what_only_the_token_says() -> None:
    reading = read(spec("openbadges/ob30/simple.jwt").read_bytes())

    assert reading.record is not None
    assert reading.record.issuer.legal_name == {"und": "Example University"}
    assert reading.record.issued_at.isoformat() == "2010-01-01T00:00:00+00:00"


def test_the_tokens_own_claims_are_not_part_of_the_credential() -> None:
    reading = read(token({**json.loads(BADGE), "iss": "did:web:uni.example", "nbf": 1, "aud": "me"}))

    assert reading.document == json.loads(BADGE)


def test_a_picture_gives_the_very_bytes_it_was_given() -> None:
    picture = spec("openbadges/ob30/simple-json.png").read_bytes()

    reading = read(bake(picture, BADGE))

    assert reading.content == BADGE
    assert reading.form is Carrier.JSON


def test_a_pdf_gives_the_credential_inside() -> None:
    reading = read(CERTIFICATE)

    assert (reading.kind, reading.carrier, reading.form) == (Kind.OPEN_BADGE_3, Carrier.PDF, Carrier.JSON)
    assert reading.content == BADGE


def test_a_pdf_without_credential_is_refused_politely() -> None:
    with pytest.raises(Unreadable, match="How it looks proves nothing"):
        read(PAGE)


def transcript(*achievements: AchievementRecord) -> bytes:
    """An ELMO file of these."""
    section = Section(RECORD.issuer, RECORD.issued_at, achievements)
    return elmo.write(Transcript(RECORD.learner, RECORD.issued_at, (section,)))[0]


def test_a_transcript_with_one_achievement_is_read_as_that() -> None:
    reading = read(transcript(RECORD))

    assert reading.kind is Kind.ELMO
    assert reading.record is not None
    assert reading.record.specification.title["en"] == "Predictive Maintenance"


def test_a_transcript_with_several_is_read_as_their_stack() -> None:
    other = record(specification=specification(id="https://uni.example/editions/2", title={"en": "Safety"}))

    reading = read(transcript(RECORD, other))

    assert reading.record is not None
    assert len(reading.record.parts) == 2
    assert explain(reading)


def test_a_transcript_without_achievement_gives_no_record() -> None:
    reading = read(b'<elmo xmlns="https://github.com/emrex-eu/elmo-schemas/tree/v2"/>')

    assert reading.record is None
    assert reading.problem


def test_a_wallets_token_is_read_with_what_it_shows() -> None:
    numbers = itertools.count()
    token = sdjwt.issue(RECORD, generate("P-256"), salt=lambda: f"{next(numbers):022}", kid="#1")

    reading = read(token)

    assert (reading.kind, reading.form) == (Kind.SD_JWT, Carrier.SD_JWT)
    assert reading.record is not None
    assert reading.record.grade == RECORD.grade
    assert reading.losses == ()


def test_an_address_is_a_hosted_badge_of_which_nothing_else_is_known() -> None:
    reading = read(b"https://badges.example/assertions/1\n")

    assert (reading.kind, reading.form) == (Kind.OPEN_BADGE_2, Carrier.ADDRESS)
    assert reading.document["id"] == "https://badges.example/assertions/1"
    assert reading.record is None


def envelope(address: str, **members: Any) -> dict[str, Any]:
    """An envelope around what a data: URL holds."""
    return {"@context": V2, "type": "EnvelopedVerifiableCredential", "id": address} | members


@pytest.mark.clause("VC-DM 2.0 §4.13")
def test_an_envelope_is_opened() -> None:
    inner = token(json.loads(BADGE))
    plain = f"data:application/vc+jwt,{inner.decode()}"
    wrapped = f"data:application/vc+jwt;base64,{base64.b64encode(inner).decode()}"

    for address in (plain, wrapped):
        reading = read(json.dumps(envelope(address)).encode())

        assert (reading.kind, reading.form) == (Kind.OPEN_BADGE_3, Carrier.JWT)
        assert reading.content == inner


def test_an_envelope_in_an_envelope_is_not() -> None:
    inner = json.dumps(envelope("data:application/vc,x"))

    with pytest.raises(Malformed):
        read(json.dumps(envelope(f"data:application/vc,{inner}")).encode())


@pytest.mark.clause("VC-DM 2.0 §4.13")
@pytest.mark.parametrize(
    "changes", [{"@context": []}, {"@context": "https://w3id.org/x"}, {"id": "eyJ.eyJ.x"}]
)
def test_an_envelope_without_context_or_data_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        read(json.dumps(envelope("data:application/vc+jwt,eyJ.eyJ.x", **changes)).encode())


def test_a_presentation_of_one_credential_is_read_as_that() -> None:
    shown = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [json.loads(BADGE)],
    }

    reading = read(json.dumps(shown).encode())

    assert reading.kind is Kind.PRESENTATION
    assert reading.record is not None
    assert reading.record.specification.title == RECORD.specification.title
    assert reading.losses == ()


def test_a_presentation_of_several_credentials_has_no_record_of_its_own() -> None:
    several = [json.loads(BADGE)] * 2
    shown = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": several}

    reading = read(json.dumps(shown).encode())

    assert reading.record is None
    assert "2 credentials" in reading.problem


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"type": ["VerifiableCredential", "BlockcertsCredential"]}, BLOCKCERTS),
        ({"type": "Assertion", "signature": {"type": ["MerkleProof2017"]}}, BLOCKCERTS),
        ({"schema": "opencerts/v2.0", "data": {}, "signature": {"type": "SHA3MerkleProof"}}, OPENCERTS),
        ({"type": ["VerifiableCredential", "BitstringStatusListCredential"]}, STATUS_LIST),
        ({"id": "did:web:uni.example", "verificationMethod": []}, DID_DOCUMENT),
    ],
)
def test_known_strangers_are_named_politely(document: dict[str, Any], words: str) -> None:
    with pytest.raises(Unsupported) as refused:
        read(json.dumps(document).encode())

    assert refused.value.message == words


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", Unreadable, "empty"),
        (b"  \n ", Unreadable, "empty"),
        (b"hello", Unreadable, "no credential in this text"),
        (b"\x00\x01\x02", Unreadable, "not a credential"),
        (b"\xff\xfe{\x00}\x00", Unreadable, "not a credential"),
        (b"[]", Unreadable, "single JSON object"),
        (b"{}", Unreadable, "not a type of credential"),
        (b'{"a": 1, "a": 2}', Malformed, ""),
        (b"{", Malformed, ""),
        (b"PK\x03\x04abc", Unsupported, "archive"),
        (b"<?xml version='1.0'?><note/>", Unreadable, "not an ELMO transcript"),
        (b"<!DOCTYPE html><html></html>", Unsupported, "web page"),
        (b"eyJ.eyJ.x", Malformed, "damaged"),
        (b"{" * 5_000_000, MicrocredError, ""),
        (b" " * 30_000_000, TooLarge, "bytes"),
    ],
)
def test_what_is_no_credential_is_refused_with_a_reason(
    data: bytes, error: type[MicrocredError], words: str
) -> None:
    with pytest.raises(error) as refused:
        read(data)

    assert words in refused.value.message


def test_a_credential_without_issuer_is_recognised_but_gives_no_record() -> None:
    document = {key: value for key, value in json.loads(BADGE).items() if key != "issuer"}

    reading = read(json.dumps(document).encode())

    assert reading.record is None
    assert "who issued it" in reading.problem
