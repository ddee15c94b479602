"""A wallet's token is judged by what it shows, and by whose key signed it."""

import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from microcred import proofs, sdjwt, status_list
from microcred.did import DatedKey
from microcred.guards import b64url_encode
from microcred.keys import generate
from microcred.record import Status
from microcred.report import Conclusion, Outcome, Report
from microcred.sdjwt.disclosures import digest
from microcred.sdjwt.tokens import sign_jwt
from microcred.trust import KnownIssuer, Trust
from microcred.verification import verify
from microcred.verification.statuses import ASK_HOLDER, NO_STATUS, WITHHELD
from tests.microcred.cast import UNIVERSITY, record
from tests.microcred.lines import line
from tests.microcred.sdjwt.tokens import PAYLOAD, resigned

AT = datetime(2026, 11, 23, tzinfo=UTC)
KEY = generate("P-256")
METHOD = f"{UNIVERSITY.id}#wallet"
TRUST = Trust(
    (KnownIssuer(UNIVERSITY.id, "Example University", "Network", keys=(DatedKey(METHOD, KEY.public),)),)
)


def token() -> bytes:
    """The record for a wallet, everything disclosed."""
    numbers = itertools.count()
    return sdjwt.issue(record(status=()), KEY, salt=lambda: f"{next(numbers):022}", kid=METHOD)


def test_a_token_of_a_known_issuer_is_genuine() -> None:
    report = verify(token(), at=AT, trust=TRUST)

    found = {check.code: check.outcome for check in report}
    assert found["proof"] is Outcome.PASSED
    assert found["issuer"] is Outcome.PASSED
    assert found["annex"] is Outcome.PASSED
    assert not report.only(Outcome.FAILED)


def test_a_token_that_withholds_the_grade_still_verifies() -> None:
    shown = token().split(b"~")
    without_last = b"~".join([*shown[:-2], b""])

    report = verify(without_last, at=AT, trust=TRUST)

    assert not report.only(Outcome.FAILED)


def test_a_changed_disclosure_fails() -> None:
    shown = token().split(b"~")
    shown[1] = shown[1][:-2] + b"AA"

    report = verify(b"~".join(shown), at=AT, trust=TRUST)

    assert report.conclusion is Conclusion.FAILED


def test_without_the_issuers_key_it_stays_open() -> None:
    assert verify(token(), at=AT).conclusion is Conclusion.INCONCLUSIVE


def test_a_token_is_asked_for_in_the_status_list_its_record_names() -> None:
    revoked, valid = (_in_list(index) for index in (7, 8))

    assert verify(revoked, at=AT, trust=TRUST).conclusion is Conclusion.INCONCLUSIVE
    for token, outcome in ((revoked, Outcome.FAILED), (valid, Outcome.PASSED)):
        report = verify(token, at=AT, trust=replace(TRUST, documents={LIST: _list()}))
        found = report.check("status")
        assert found
        assert found.outcome is outcome


def test_of_a_token_that_shows_everything_it_is_known_that_it_names_no_list() -> None:
    found = verify(token(), at=AT, trust=TRUST).check("status")

    assert found
    assert (found.outcome, found.text) == (Outcome.WARNING, NO_STATUS)


def test_a_status_that_the_holder_withholds_is_not_taken_for_none() -> None:
    """The issuer hid the status, which the norm forbids; what is shown looks as if there never was one."""
    _issued, *disclosures = token().split(b"~")
    payload = sdjwt.read(token()).issued.payload
    hidden = b64url_encode(
        json.dumps(["a-salt-of-128-bits-at-least", "status", {"status_list": {}}]).encode()
    )
    payload["_sd"].append(digest(hidden.encode()))
    withheld = b"~".join([sign_jwt({"typ": "dc+sd-jwt", "kid": METHOD}, payload, KEY), *disclosures])

    report = verify(withheld, at=AT, trust=TRUST)

    found = report.check("status")
    assert found
    assert line(found) == ("status", Outcome.UNKNOWN, "VC-DM 2.0 §4.10", {}, True)
    assert (found.text, found.fix) == (WITHHELD, ASK_HOLDER)
    assert report.conclusion is Conclusion.INCONCLUSIVE
    assert outcomes_of(report, "proof", "issuer") == [Outcome.PASSED, Outcome.PASSED]
    shown = verify(withheld + hidden.encode() + b"~", at=AT, trust=TRUST)
    assert shown.conclusion is Conclusion.FAILED


def test_whatever_is_withheld_may_be_a_status_unless_the_token_names_a_list() -> None:
    for made, outcome in ((token(), Outcome.UNKNOWN), (_in_list(8), Outcome.PASSED)):
        withheld = b"~".join([*made.split(b"~")[:-2], b""])

        report = verify(withheld, at=AT, trust=replace(TRUST, documents={LIST: _list()}))

        assert outcomes_of(report, "status") == [outcome]


def outcomes_of(report: Report, *codes: str) -> list[Outcome]:
    """What became of these questions, each asked once."""
    return [one.outcome for code in codes for one in report if one.code == code]


LIST = "https://uni.example/status/1"


def _in_list(index: int) -> bytes:
    numbers = itertools.count()
    listed = record(status=(Status(LIST, index, "revocation"),))
    return sdjwt.issue(listed, KEY, salt=lambda: f"{next(numbers):022}", kid=METHOD)


def _list() -> bytes:
    """The issuer's list, in which only the seventh is revoked."""
    bits = status_list.StatusList()
    bits[7] = True
    document = status_list.credential(
        bits, url=LIST, issuer=UNIVERSITY.id, purpose="revocation", valid_from=AT - timedelta(hours=1)
    )
    signed = proofs.sign(document, KEY, method=METHOD, created=AT, suite="ecdsa-rdfc-2019")
    return json.dumps(signed).encode()


@pytest.mark.parametrize("issuer", ["did:key:zzz", "did:web:!!", "did:web:..", "did:jwk:%%"])
def test_an_issuer_whose_name_leads_to_no_key_is_told_and_ends_nothing(issuer: str) -> None:
    forged = resigned({}, PAYLOAD | {"iss": issuer})
    shown = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [
            {
                "@context": "https://www.w3.org/ns/credentials/v2",
                "type": "EnvelopedVerifiableCredential",
                "id": f"data:application/dc+sd-jwt,{forged.decode()}",
            }
        ],
    }

    report = verify(forged, at=AT, trust=TRUST)
    around = verify(json.dumps(shown).encode(), at=AT, trust=TRUST)

    key = report.check("key")
    assert key
    assert (key.outcome, issuer in key.message) == (Outcome.FAILED, True)
    assert report.conclusion is Conclusion.FAILED
    assert around.conclusion is Conclusion.FAILED
