"""Every official sample gives the expected outcome, and where something is wrong the right check says so."""

from datetime import UTC, datetime

import pytest

from microcred import elmo, jades
from microcred.elmo import Section, Transcript
from microcred.report import Conclusion, Outcome
from microcred.trust import Trust
from microcred.verification import CODES, verify
from tests.microcred.cast import RECORD
from tests.microcred.elm.cast import SEAL_HOLDER
from tests.microcred.elm.cast import document as elm_document
from tests.spec import spec

AT = datetime(2026, 11, 23, tzinfo=UTC)
FAILED, OPEN = Conclusion.FAILED, Conclusion.INCONCLUSIVE
P, F, U = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN

# 1EdTech's file names say what is wrong. Their keys stand behind the # of an address that nobody answers
# here, so even the right ones stay open: whole, but from whom?
SAMPLES: dict[str, tuple[Conclusion, dict[str, Outcome]]] = {
    "ob30/simple.json": (OPEN, {"format": P, "schema": P, "terms": P, "proof": P, "key": U, "dates": P}),
    "ob30/complete.json": (OPEN, {"schema": P, "terms": P, "proof": P, "key": U, "status": U, "dates": P}),
    "ob30/simple-json.png": (OPEN, {"schema": P, "terms": P, "proof": P, "key": U}),
    "ob30/simple-jwt.svg": (OPEN, {"format": P, "schema": P, "proof": P, "key": U, "dates": P}),
    "ob30/simple.jwt": (FAILED, {"format": P, "schema": F, "proof": U}),
    "ob30/simple-eddsa-2022.json": (OPEN, {"format": P, "schema": P, "proof": U}),
    "ob30/simple-noproof.json": (FAILED, {"format": P, "proof": F}),
    "ob30/simple-err-context.json": (FAILED, {"format": F, "format.context": F, "schema": F, "terms": F}),
    "ob30/simple-err-type.json": (FAILED, {"terms": F}),
    "ob30/simple-err-issued.json": (FAILED, {"proof": P, "dates": F}),
    "ob30/simple-err-expired.json": (FAILED, {"schema": P, "proof": P, "dates": F}),
    "ob30/simple-err-proof-value.json": (FAILED, {"schema": P, "terms": P, "proof": F}),
    "ob30/simple-err-proof-method-unknown-did-method.json": (OPEN, {"schema": P, "proof": U, "key": U}),
    "ob30/endorsement-valid.json": (OPEN, {"schema": P, "terms": P, "proof": P, "key": U, "dates": P}),
    "clr20/simple.json": (OPEN, {"schema": P, "terms": P, "proof": P, "proof.inside": U, "key": U}),
    "ob20/basic-assertion.json": (OPEN, {"format": P, "schema": P, "proof": U, "status": U, "dates": P}),
    "ob20/basic-assertion-expired.json": (FAILED, {"schema": P, "proof": U, "dates": F}),
    "ob20/simple-badge.png": (OPEN, {"format": P, "schema": P, "proof": U}),
}


@pytest.mark.clause("1EdTech samples")
@pytest.mark.parametrize("name", SAMPLES)
def test_a_1edtech_sample_has_its_outcome(name: str) -> None:
    conclusion, expected = SAMPLES[name]

    report = verify(spec(f"openbadges/{name}").read_bytes(), at=AT)

    found = {check.code: check.outcome for check in report}
    assert {code: found.get(code) for code in expected} == expected
    assert report.conclusion is conclusion


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("simple-noproof", "proof", "not signed: anyone could have written"),
        ("simple-err-context", "format.context", "does not come first"),
        ("simple-err-type", "terms", "OtherCredential"),
        ("simple-err-issued", "dates", "not valid yet. It will be valid from 2040-01-01"),
        ("simple-err-expired", "dates", "expired on 2010-01-01"),
        ("simple-err-proof-value", "proof", "The signature is not valid"),
        ("simple-err-proof-method-unknown-did-method", "key", "did:example"),
        ("simple-eddsa-2022", "proof", "eddsa-2022"),
    ],
)
def test_what_is_wrong_is_said_in_words(name: str, code: str, words: str) -> None:
    report = verify(spec(f"openbadges/ob30/{name}.json").read_bytes(), at=AT)

    check = report.check(code)
    assert check is not None
    assert words in check.message


@pytest.mark.clause("EC sample, Annex I micro-credential")
def test_the_commissions_sealed_sample_is_whole_but_its_certificate_has_expired() -> None:
    report = verify(spec("elm/samples/Sample-MC-Annex1-signed.jsonld").read_bytes(), at=AT)

    found = {check.code: check for check in report}
    assert found["seal.signature"].outcome is P
    assert found["seal.signature"].message == "The content is exactly what was sealed."
    assert found["seal.certificate"].outcome is U
    assert "expired on 2025-05-10" in found["seal.certificate"].message
    assert found["schema"].outcome is P
    assert (
        found["annex"].message == "10 of the 11 required elements of a European micro-credential are present."
    )
    assert report.conclusion is OPEN


def test_one_changed_byte_of_the_sealed_sample_breaks_the_seal() -> None:
    data = spec("elm/samples/Sample-MC-Annex1-signed.jsonld").read_bytes()

    report = verify(data.replace(b"Ana", b"Eva", 1), at=AT)

    assert report.conclusion is FAILED
    assert {"seal", "seal.signature"} <= {check.code for check in report.only(F)}


def test_a_european_credential_of_something_else_than_an_achievement_is_not_wrong() -> None:
    """The Commission's certificate of participation is one: it claims that an activity took place."""
    document = elm_document()
    claimed = document["credentialSubject"]["hasClaim"]
    document["credentialSubject"]["hasClaim"] = claimed["influencedBy"]
    provider = jades.issue_test_seal(SEAL_HOLDER, at=AT, algorithm="ES256")
    sealed = jades.seal(jades.serialise(document), provider, at=AT)

    report = verify(sealed, at=AT, trust=Trust(certificates=provider.chain[-1:]))

    found = {check.code: check for check in report}
    assert (found["schema"].outcome, found["seal"].outcome) == (P, P)
    assert found["format.content"].outcome is Outcome.WARNING
    assert {found[code].outcome for code in ("dates", "seal.signature")} == {P}
    assert report.conclusion is OPEN


@pytest.mark.parametrize("name", ["unsigned.jsonld", "unsigned-uploadable.json"])
def test_an_unsealed_draft_is_well_formed_but_nobody_stands_for_it(name: str) -> None:
    report = verify(spec(f"elm/samples/Sample-MC-Annex1-{name}").read_bytes(), at=AT)

    assert [check.code for check in report.only(F)] == ["seal"]


def test_a_transcript_proves_nothing_by_itself() -> None:
    section = Section(RECORD.issuer, RECORD.issued_at, (RECORD,))
    data, _ = elmo.write(Transcript(RECORD.learner, RECORD.issued_at, (section,)))

    report = verify(data, at=AT)

    found = {check.code: check.outcome for check in report}
    assert (found["format"], found["proof"], found["issuer"]) == (P, U, U)
    assert report.conclusion is OPEN


@pytest.mark.parametrize("name", SAMPLES)
def test_checks_come_in_the_agreed_order_under_the_agreed_codes(name: str) -> None:
    report = verify(spec(f"openbadges/{name}").read_bytes(), at=AT)

    places = [CODES.index(check.code.partition(".")[0]) for check in report]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("data", "outcome"),
    [(b"hello", F), (b"{}", F), (b"PK\x03\x04", U), (b'{"type": "BlockcertsCredential"}', U)],
)
def test_what_is_no_credential_or_of_a_foreign_kind_is_one_check(data: bytes, outcome: Outcome) -> None:
    (check,) = verify(data, at=AT)

    assert (check.code, check.outcome) == ("format", outcome)
    assert check.message
