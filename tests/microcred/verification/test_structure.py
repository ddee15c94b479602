"""Each rule that all credentials follow is checked by name."""

from typing import Any

import pytest

from microcred.openbadges import write
from microcred.reading import Carrier, Kind, Reading
from microcred.report import Outcome
from microcred.verification.structure import check_format, check_schema
from tests.microcred.cast import RECORD

V1 = "https://www.w3.org/2018/credentials/v1"


def reading(**changes: Any) -> Reading:
    """Our badge with some members changed, or taken away by None."""
    document = {name: value for name, value in {**write(RECORD)[0], **changes}.items() if value is not None}
    return Reading(Kind.OPEN_BADGE_3, Carrier.JSON, Carrier.JSON, b"", b"", document, RECORD)


def test_our_badge_follows_every_rule() -> None:
    (check,) = check_format(reading())

    assert check.outcome is Outcome.PASSED
    assert check.message == "Type of credential: Open Badge 3.0."


BROKEN: list[tuple[str, str, dict[str, Any]]] = [
    ("VC-DM 2.0 §4.3", "format.context", {"@context": ["https://w3id.org/microcred/v1"]}),
    ("VC-DM 2.0 §4.3", "format.context", {"@context": None}),
    ("VC-DM 2.0 §4.5", "format.type", {"type": ["OpenBadgeCredential"]}),
    ("VC-DM 2.0 §4.4", "format.id", {"id": "4711"}),
    ("VC-DM 2.0 §4.4", "format.id", {"id": 4711}),
    ("VC-DM 2.0 §4.7", "format.issuer", {"issuer": None}),
    ("VC-DM 2.0 §4.7", "format.issuer", {"issuer": {"name": "U"}}),
    ("VC-DM 2.0 §4.8", "format.subject", {"credentialSubject": []}),
    ("VC-DM 2.0 §4.8", "format.subject", {"credentialSubject": {}}),
    ("VC-DM 2.0 §4.8", "format.subject", {"credentialSubject": [{"id": "x:y"}, {}]}),
    ("VC-DM 2.0 §4.9", "format.validFrom", {"validFrom": "2026-07-01"}),
    ("VC-DM 2.0 §4.9", "format.validFrom", {"validFrom": "2026-07-01T00:00:00"}),
    ("VC-DM 2.0 §4.9", "format.validUntil", {"validUntil": "2026-13-01T00:00:00Z"}),
    ("VC-DM 2.0 §4.10", "format.credentialStatus", {"credentialStatus": {"id": "x:y"}}),
    ("VC-DM 2.0 §4.11", "format.credentialSchema", {"credentialSchema": {"type": "JsonSchema"}}),
    ("VC-DM 2.0 §4.11", "format.credentialSchema", {"credentialSchema": [{"id": "x:y"}]}),
    ("VC-DM 2.0 §5.6", "format.evidence", {"evidence": [{"id": "x:y"}]}),
    ("VC-DM 1.1 §4.6", "format.issuanceDate", {"@context": [V1]}),
]


@pytest.mark.parametrize(
    ("code", "changes"),
    [pytest.param(code, changes, marks=pytest.mark.clause(clause)) for clause, code, changes in BROKEN],
)
def test_a_broken_rule_fails_under_its_own_name(code: str, changes: dict[str, Any]) -> None:
    checks = {check.code: check for check in check_format(reading(**changes))}

    assert checks["format"].outcome is Outcome.FAILED
    assert checks[code].outcome is Outcome.FAILED
    assert checks[code].source


def test_one_issuer_by_its_address_alone_is_enough() -> None:
    (check,) = check_format(reading(issuer="did:web:uni.example"))

    assert check.outcome is Outcome.PASSED


def test_a_departure_from_the_schema_says_where() -> None:
    (check,) = check_schema(reading(name=5))

    assert check.outcome is Outcome.FAILED
    assert "“name” has the wrong type of value" in check.message


def test_a_credential_without_schema_is_not_asked() -> None:
    assert check_schema(reading(type=["VerifiableCredential"])) == ()
