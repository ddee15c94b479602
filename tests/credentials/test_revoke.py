"""Revoking: for good; verifiers read the day and the category of the reason, the learner the words."""

from datetime import timedelta

import pytest

from mcx.core.errors import Invalid, NotAllowed
from mcx.core.models import AuditEntry
from mcx.credentials import models
from mcx.credentials.checks.verification import examine
from mcx.credentials.models import Award, Revocation, StatusEntry
from mcx.credentials.rules import Verdict
from mcx.credentials.services.awards import withdraw_award
from mcx.credentials.services.revocation import NotIssued, revoke
from microcred.report import Outcome
from microcred.status_list import StatusList
from tests.cast import NOW, person
from tests.credentials import cast
from tests.credentials.cast import EXPLANATION, LATER


def _bits() -> StatusList:
    return StatusList(bytes(models.StatusList.objects.get().bits))


@pytest.mark.django_db
def test_revoking_sets_the_bits_of_its_copies_and_no_other() -> None:
    award = cast.issued()
    own = StatusEntry.objects.filter(credential__award=award).values_list("index", flat=True)

    revoke(award, reason="error", explanation=EXPLANATION, by=cast.registrar(), at=LATER)

    assert len(own) == 2, "of the badge, which the certificate holds, and of the token"
    assert all(_bits()[index] for index in own)
    assert sum(byte.bit_count() for byte in bytes(_bits())) == 2
    assert AuditEntry.objects.filter(action="credentials.revoked").count() == 1


@pytest.mark.django_db
def test_verification_then_says_revoked_when_and_of_which_kind() -> None:
    award = cast.revoked(at=LATER)

    found = examine(cast.badge(award), at=LATER + timedelta(days=1))

    check = found.report.check("status")
    assert found.verdict is Verdict.REVOKED
    assert check is not None
    assert check.outcome is Outcome.FAILED
    assert "Revoked on 2026-12-23 by TUNI" in check.message
    assert "Academic misconduct was found" in check.message
    assert EXPLANATION not in str(found.report.as_json())


@pytest.mark.django_db
def test_every_format_of_a_revoked_credential_says_so() -> None:
    award = cast.revoked()

    verdicts = {row.format: examine(bytes(row.content), at=LATER).verdict for row in award.credentials.all()}

    assert set(verdicts.values()) == {Verdict.REVOKED}


@pytest.mark.django_db
def test_before_it_is_revoked_it_is_verified() -> None:
    award = cast.issued()

    found = examine(cast.badge(award), at=LATER)

    assert found.verdict is Verdict.VERIFIED
    assert found.issuer is not None
    assert (found.issuer.name, found.issuer.registry) == ("Tampere University", "Test network")


@pytest.mark.django_db
def test_revoking_again_keeps_the_first_reason() -> None:
    award = cast.revoked()

    revoke(award, reason="error", explanation="Another reason.", by=cast.registrar(), at=LATER)

    assert Revocation.objects.get().explanation == EXPLANATION


@pytest.mark.django_db
def test_only_the_awarding_university_revokes() -> None:
    award = cast.issued()

    for somebody in (cast.stranger(), award.learner, cast.rector(award.institution), person("Mikel Zabala")):
        with pytest.raises(NotAllowed):
            revoke(award, reason="error", explanation=EXPLANATION, by=somebody, at=NOW)

    assert not Revocation.objects.exists()


@pytest.mark.django_db
def test_what_was_not_issued_is_withdrawn_instead() -> None:
    award = cast.offered()

    with pytest.raises(NotIssued):
        revoke(award, reason="error", explanation=EXPLANATION, by=cast.registrar(), at=NOW)

    withdraw_award(award, by=cast.registrar(), at=NOW)
    award.refresh_from_db()
    assert award.status == Award.Status.WITHDRAWN
    assert not StatusEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reason", "explanation"), [("", "Why"), ("whim", "Why"), ("error", "  "), ("error", "x" * 4001)]
)
def test_a_reason_and_an_explanation_are_needed(reason: str, explanation: str) -> None:
    award = cast.issued()

    with pytest.raises(Invalid):
        revoke(award, reason=reason, explanation=explanation, by=cast.registrar(), at=NOW)


@pytest.mark.django_db
def test_a_forged_credential_does_not_borrow_the_reason_of_a_revoked_one() -> None:
    award = cast.revoked()
    forged = cast.badge(award).replace(b"Ane Etxeberria", b"Eva Etxeberria")

    found = examine(forged, at=LATER)

    assert found.verdict is Verdict.FAILED


@pytest.mark.django_db
def test_a_strangers_credential_with_our_number_is_not_ours() -> None:
    award = cast.revoked()
    claimed = cast.badge(award).replace(b"institutions:tuni", b"institutions:dhbw")

    found = examine(claimed, at=LATER)

    assert found.revocation is None
