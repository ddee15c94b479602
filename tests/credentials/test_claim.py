"""Claiming freezes what the credential says; taking back ends where claiming begins."""

from datetime import timedelta

import pytest

from mcx.catalogue.models import Edition
from mcx.core.errors import NotAllowed, NotFound
from mcx.core.models import AuditEntry
from mcx.credentials.models import Award, StatusEntry
from mcx.credentials.services.awards import AlreadyClaimed, NotClaimable, claim, withdraw_award
from mcx.credentials.services.issuing import issue
from mcx.keys.models import SigningKey
from mcx.keys.selectors import NoSigningKey
from tests.cast import NOW, person
from tests.credentials import cast
from tests.credentials.cast import LATER
from tests.learning import cast as learning


@pytest.mark.django_db
def test_claiming_freezes_the_record_and_each_copy_gets_its_place_when_it_is_signed() -> None:
    award = cast.offered()

    claim(award, by=award.learner, at=NOW)

    award.refresh_from_db()
    entries = StatusEntry.objects.filter(credential__award=award)
    assert award.record is not None
    assert award.record
    assert award.record["learner"]["full_name"] == "Ane Etxeberria"
    assert award.record["status"] == []
    assert {entry.credential.format for entry in entries} == {"openbadge", "jwt"}


@pytest.mark.django_db
def test_claiming_twice_changes_nothing() -> None:
    award = cast.issued()
    before = Award.objects.values().get(pk=award.pk)

    claim(award, by=award.learner, at=LATER)

    assert Award.objects.values().get(pk=award.pk) == before
    assert StatusEntry.objects.count() == 2
    assert AuditEntry.objects.filter(action="credentials.claimed").count() == 1


@pytest.mark.django_db
def test_what_was_claimed_keeps_its_words_whatever_changes_later() -> None:
    award = cast.issued()
    record, badge = award.record, cast.badge(award)

    person_now = award.learner
    person_now.family_name = "Renamed"
    person_now.save()
    Edition.objects.update(title={"en": "Another title"})
    claim(award, by=person_now, at=LATER)
    issue(award.pk, at=LATER)

    award.refresh_from_db()
    assert award.record == record
    assert cast.badge(award) == badge


@pytest.mark.django_db
def test_nobody_claims_for_somebody_else() -> None:
    award = cast.offered()

    with pytest.raises(NotFound):
        claim(award, by=person("Mikel Zabala"), at=NOW)

    award.refresh_from_db()
    assert award.status == Award.Status.OFFERED


@pytest.mark.django_db
def test_it_waits_while_the_university_has_no_key() -> None:
    award = cast.offered()
    SigningKey.objects.update(retired_at=NOW)

    with pytest.raises(NoSigningKey):
        claim(award, by=award.learner, at=NOW)

    award.refresh_from_db()
    assert (award.status, award.record) == (Award.Status.OFFERED, None)


@pytest.mark.django_db
def test_a_withdrawn_award_cannot_be_claimed() -> None:
    award = cast.offered()
    withdraw_award(award, by=cast.registrar(), at=NOW)

    with pytest.raises(NotClaimable):
        claim(award, by=award.learner, at=NOW)


@pytest.mark.django_db
def test_a_claimed_award_can_only_be_revoked() -> None:
    award = cast.issued()

    with pytest.raises(AlreadyClaimed):
        withdraw_award(award, by=cast.registrar(), at=NOW)

    award.refresh_from_db()
    assert award.status == Award.Status.ISSUED


@pytest.mark.django_db
def test_another_universitys_registrar_cannot_withdraw() -> None:
    award = cast.offered()

    with pytest.raises(NotAllowed):
        withdraw_award(award, by=cast.stranger(), at=NOW)


@pytest.mark.django_db
def test_an_edition_may_say_how_long_its_credential_stands() -> None:
    enrolment = learning.enrolment()
    Edition.objects.update(valid_days=365)
    enrolment = type(enrolment).objects.get(pk=enrolment.pk)

    award = cast.awarded(enrolment)

    assert award.valid_until == NOW + timedelta(days=365)
