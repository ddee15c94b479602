"""A register answers for the day of issue: who was a member then, and accredited then."""

from dataclasses import replace
from datetime import date

import pytest

from microcred.accreditation import ConditionalRule, Decision
from microcred.did import DatedKey
from microcred.record import Accreditation, Organisation
from microcred.report import Outcome
from microcred.trust import KnownIssuer, Trust
from microcred.verification import verify
from microcred.verification.issuers import check_issuer
from tests.microcred.cast import PARTNER, UNIVERSITY, record
from tests.microcred.verification.test_signed import AT, KEY, signed

DAY = date(2026, 7, 1)
ACCREDITED = Accreditation(
    {"en": "Institutional accreditation"},
    "institutional",
    "Example Agency",
    valid_from=date(2020, 1, 1),
    valid_until=date(2030, 1, 1),
)
MEMBER = KnownIssuer(
    UNIVERSITY.id,
    "Example University",
    "Example Network",
    member_from=date(2024, 1, 1),
    accreditations=(ACCREDITED,),
)


def outcomes(issuer: Organisation, trust: Trust) -> dict[str, Outcome]:
    """What each check found."""
    found = check_issuer(issuer, trust.known(issuer.id), DAY, trust)
    return {check.code: check.outcome for check in found}


def test_a_member_accredited_on_the_day_of_issue_passes() -> None:
    found = outcomes(UNIVERSITY, Trust((MEMBER,)))

    assert found == {"issuer": Outcome.PASSED, "accreditation": Outcome.PASSED}


def test_membership_today_does_not_count_for_yesterday() -> None:
    joined_later = replace(MEMBER, member_from=date(2026, 7, 2))

    (issuer, _) = check_issuer(UNIVERSITY, joined_later, DAY, Trust((joined_later,)))

    assert issuer.outcome is Outcome.FAILED
    assert issuer.message == (
        "Example University joined Example Network only on 2026-07-02, after the day of issue, 2026-07-01."
    )


def test_a_former_members_credentials_of_then_still_stand() -> None:
    left_later = replace(MEMBER, member_until=date(2026, 7, 1))

    assert outcomes(UNIVERSITY, Trust((left_later,)))["issuer"] is Outcome.PASSED


def test_what_a_former_member_issued_after_it_left_fails() -> None:
    left = replace(MEMBER, member_until=date(2026, 6, 30))

    assert outcomes(UNIVERSITY, Trust((left,)))["issuer"] is Outcome.FAILED


def test_what_it_issued_between_two_memberships_fails() -> None:
    away = replace(MEMBER, away=((DAY, DAY),))

    issuer, _ = check_issuer(UNIVERSITY, away, DAY, Trust((away,)))

    assert issuer.outcome is Outcome.FAILED
    assert "was not in Example Network on the day of issue, 2026-07-01" in issuer.message


@pytest.mark.parametrize(
    "accreditation",
    [
        replace(ACCREDITED, valid_until=date(2026, 6, 30)),
        replace(ACCREDITED, valid_from=date(2026, 7, 2)),
        replace(ACCREDITED, decision="negative"),
    ],
)
def test_an_accreditation_that_did_not_hold_on_that_day_fails(accreditation: Accreditation) -> None:
    known = replace(MEMBER, accreditations=(accreditation,))

    assert outcomes(UNIVERSITY, Trust((known,)))["accreditation"] is Outcome.FAILED


@pytest.mark.parametrize(("counts", "outcome"), [(True, Outcome.WARNING), (False, Outcome.FAILED)])
def test_a_conditional_accreditation_counts_as_those_who_trust_it_agreed(
    counts: bool, outcome: Outcome
) -> None:
    conditional = Decision(
        {"en": "Audit"}, "institutional", "Agency", decision="conditions", conditions="hire a librarian"
    )
    known = replace(MEMBER, accreditations=(conditional,))
    trust = Trust((known,), conditional=(ConditionalRule(counts, source="Charter 2"),))

    [check] = [each for each in check_issuer(UNIVERSITY, known, DAY, trust) if each.code == "accreditation"]

    assert (check.outcome, check.source) == (outcome, "Charter 2")
    assert "hire a librarian" in check.message


@pytest.mark.parametrize(
    ("later", "outcome"),
    [
        (replace(ACCREDITED, decision="negative", valid_from=DAY, agency="Another"), Outcome.FAILED),
        (replace(ACCREDITED, decision="negative", valid_from=date(2026, 7, 2)), Outcome.PASSED),
    ],
)
def test_a_negative_decision_until_the_day_of_issue_changes_the_answer(
    later: Accreditation, outcome: Outcome
) -> None:
    known = replace(MEMBER, accreditations=(ACCREDITED, later))

    assert outcomes(UNIVERSITY, Trust((known,)))["accreditation"] is outcome


def test_a_refused_programme_is_a_remark_in_the_report() -> None:
    refused = replace(ACCREDITED, kind="programme", decision="negative")
    known = replace(MEMBER, accreditations=(ACCREDITED, refused))

    found = outcomes(UNIVERSITY, Trust((known,)))

    assert found["accreditation"] is Outcome.PASSED
    assert found["accreditation.negative"] is Outcome.WARNING


def test_a_register_without_accreditations_leaves_it_open() -> None:
    known = replace(MEMBER, accreditations=())

    assert outcomes(UNIVERSITY, Trust((known,)))["accreditation"] is Outcome.UNKNOWN


def test_an_institution_no_register_knows_is_unknown_and_its_claims_unconfirmed() -> None:
    found = outcomes(UNIVERSITY, Trust((replace(MEMBER, id="did:web:other.example"),)))

    assert found == {"issuer": Outcome.UNKNOWN, "accreditation": Outcome.UNKNOWN}


def test_without_registers_nothing_is_said_about_accreditations_nobody_claims() -> None:
    assert outcomes(PARTNER, Trust()) == {"issuer": Outcome.UNKNOWN}


def test_a_copy_of_the_register_older_than_the_credential_is_a_warning() -> None:
    found = outcomes(UNIVERSITY, Trust((MEMBER,), as_of=date(2026, 6, 1)))

    assert found["issuer.snapshot"] is Outcome.WARNING
    assert "issuer.snapshot" not in outcomes(UNIVERSITY, Trust((MEMBER,), as_of=DAY))


LOOK_ALIKES = [
    "Example University",
    "Examplе Univеrsity",
    "Example\u200b University",
    "EXAMPLE ÜNIVERSITY",
    "Exаmple\u00a0Univers\u0456ty.",
]


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_a_member_that_shows_what_looks_like_anothers_name_fails(name: str) -> None:
    method = f"{PARTNER.id}#key-1"
    partner = KnownIssuer(
        PARTNER.id, "Partner College", "Example Network", keys=(DatedKey(method, KEY.public),)
    )
    shown = replace(PARTNER, legal_name={"en": name})
    badge = signed(record(status=(), issuer=shown, awarding_bodies=(shown,)), method=method)
    trust = Trust((MEMBER, partner))

    check = verify(badge, at=AT, trust=trust).check("issuer")

    assert check is not None
    assert check.outcome is Outcome.FAILED
    assert check.values["name"] == "Partner College"
