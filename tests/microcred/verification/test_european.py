"""A sealed European credential is asked everything, whether it is about an achievement or not."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from microcred import explain, jades, read
from microcred.report import Conclusion, Outcome, Report
from microcred.status_list import StatusList, credential, entry
from microcred.trust import Trust, read_trust
from microcred.verification import examine, verify
from tests.microcred.elm.cast import document as elm_document
from tests.microcred.jades.pki import NOON
from tests.microcred.verification.test_sealed import OWN, member
from tests.spec import spec

HOUR = timedelta(hours=1)
AT = datetime(2026, 11, 30, tzinfo=UTC)
AWARDED = {"id": "urn:epass:awardingProcess:9", "type": "AwardingProcess"}


def claiming(*claims: dict[str, Any], **more: Any) -> bytes:
    """A credential of the university that claims this of Ada, sealed at noon."""
    document = {**elm_document(), "issuer": _issuer(), **more}
    document |= dict.fromkeys(("issuanceDate", "issued", "validFrom"), NOON.isoformat())
    for name in ("validUntil", "expirationDate"):
        document.pop(name, None)
    document |= more
    if claims:
        document["credentialSubject"] = {**document["credentialSubject"], "hasClaim": list(claims)}
    return jades.seal(jades.serialise(document), OWN, at=NOON)


def _issuer() -> dict[str, Any]:
    issuer: dict[str, Any] = elm_document(holder=jades.holder_of(OWN.chain[0]))["issuer"]
    return issuer


def claim(kind: str, **more: Any) -> dict[str, Any]:
    """Something claimed that is no achievement."""
    node = {"id": f"urn:epass:claim:{kind}", "type": kind, "title": {"en": "Workshop on bees"}}
    return {**node, "awardedBy": AWARDED, **more}


def found(data: bytes) -> Report:
    """What is found an hour later by whoever has the university in their register."""
    return verify(data, at=NOON + HOUR, trust=Trust((member(),)))


def outcomes(report: Report) -> dict[str, Outcome]:
    return {check.code: check.outcome for check in report}


@pytest.mark.parametrize("kind", ["LearningActivity", "LearningEntitlement", "LearningAssessment"])
def test_what_is_no_achievement_is_asked_everything_too(kind: str) -> None:
    data = claiming(claim(kind))

    report = found(data)

    asked = outcomes(report)
    assert {asked[code] for code in ("format", "seal.signature", "key", "issuer", "dates")} == {
        Outcome.PASSED
    }
    assert asked["format.content"] is asked["status"] is Outcome.WARNING
    assert {"accreditation", "seal"} <= asked.keys()
    assert examine(read(data), at=NOON + HOUR, trust=Trust((member(),))).issuer == member()


@pytest.mark.parametrize("kind", ["LearningActivity", "LearningEntitlement", "LearningAchievement"])
@pytest.mark.parametrize("name", ["validUntil", "expirationDate"])
def test_an_expired_one_fails_whatever_it_is_about(kind: str, name: str) -> None:
    report = found(claiming(claim(kind), **{name: (NOON + HOUR / 2).isoformat()}))

    assert outcomes(report)["dates"] is Outcome.FAILED
    assert report.conclusion is Conclusion.FAILED


def test_of_two_ends_the_earlier_counts() -> None:
    ends = {"validUntil": (NOON + 9 * HOUR).isoformat(), "expirationDate": (NOON + HOUR / 2).isoformat()}

    assert outcomes(found(claiming(claim("LearningActivity"), **ends)))["dates"] is Outcome.FAILED


def test_a_credential_that_only_entitles_ends_with_its_last_entitlement() -> None:
    over = claim("LearningEntitlement", expiryDate=(NOON + HOUR / 2).isoformat())
    lasting = claim("LearningEntitlement", expiryDate=(NOON + 9 * HOUR).isoformat())

    assert outcomes(found(claiming(over)))["dates"] is Outcome.FAILED
    assert outcomes(found(claiming(over, lasting)))["dates"] is Outcome.PASSED
    assert outcomes(found(claiming(over, claim("LearningActivity"))))["dates"] is Outcome.PASSED


def test_one_of_a_stranger_shows_no_issuer() -> None:
    data = claiming(claim("LearningActivity"))

    report = verify(data, at=NOON + HOUR, trust=Trust())

    assert outcomes(report)["issuer"] is Outcome.UNKNOWN
    assert examine(read(data), at=NOON + HOUR, trust=Trust()).issuer is None


def test_what_is_no_achievement_is_shown_as_what_it_is() -> None:
    activity = claim("LearningActivity", workload="PT8H", description={"en": "Eight hours with bees"})
    told = {
        one.title: {fact.label: fact.value for fact in one.facts} for one in explain(read(claiming(activity)))
    }

    assert told["Activity"]["Title"] == "Workshop on bees"
    assert told["Activity"]["Workload"] == "8 h"
    assert "Ada" in told["What it is about"]["Holder"]
    assert told["Who issued it"]["Name"] == "Example University"
    assert told["Dates"]["Issued"] == "2026-07-01"


URL = "https://uni.example/status/9"


def listed(keeper: str, *, is_revoked: bool) -> bytes:
    """An unsigned list of this keeper's."""
    bits = StatusList()
    bits[9] = is_revoked
    return json.dumps(
        credential(bits, url=URL, issuer=keeper, purpose="revocation", valid_from=NOON)
    ).encode()


def with_status(kind: str = "BitstringStatusListEntry") -> bytes:
    """A sealed credential whose status is kept somewhere."""
    return claiming(credentialStatus={**entry(url=URL, index=9, purpose="revocation"), "type": kind})


def test_a_status_that_was_not_looked_up_is_unknown() -> None:
    for kind in ("BitstringStatusListEntry", "CredentialStatus"):
        report = found(with_status(kind))
        assert outcomes(report)["status"] is Outcome.UNKNOWN
        assert report.conclusion is not Conclusion.PASSED


@pytest.mark.parametrize("keeper", ["did:web:evil.example", "urn:epass:org:1"])
def test_a_list_that_is_not_of_the_proven_issuer_leaves_it_open(keeper: str) -> None:
    trust = Trust((member(),), documents={URL: listed(keeper, is_revoked=False)})

    status = verify(with_status(), at=NOON + HOUR, trust=trust).check("status")

    assert status is not None
    assert status.outcome is Outcome.UNKNOWN
    assert "someone other" in status.message


@pytest.mark.parametrize(
    ("name", "code", "outcome"),
    [
        ("edc-with-status", "status", Outcome.UNKNOWN),
        ("edc-activity-expired", "dates", Outcome.FAILED),
        ("controls/edc-activity-valid", "dates", Outcome.PASSED),
        ("controls/edc-achievement-expired", "dates", Outcome.FAILED),
        ("edc-owner-name-in-capitals", "seal.owner", Outcome.WARNING),
    ],
)
def test_a_file_from_the_field_has_its_outcome(name: str, code: str, outcome: Outcome) -> None:
    trust = read_trust(spec("field/trust-edc.json").read_bytes())

    report = verify(spec(f"field/{name}.jsonld").read_bytes(), at=AT, trust=trust)

    assert outcomes(report)[code] is outcome
