"""Signing: each format once, from the frozen record, whatever happens to workers and keys meanwhile."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from mcx.core.models import AuditEntry
from mcx.credentials.checks.verification import examine
from mcx.credentials.documents.pictures import picture
from mcx.credentials.models import Award, IssuedCredential
from mcx.credentials.rules import Verdict
from mcx.credentials.services.awards import claim
from mcx.credentials.services.issuing import issue, issue_pending, sweep
from mcx.credentials.services.starting import start_signing
from mcx.keys.models import SigningKey
from mcx.keys.services import retire_key
from microcred import jose, read
from tests.cast import NOW, person
from tests.credentials import cast
from tests.credentials.cast import LATER

DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def _nobody_works(settings: Settings) -> None:
    """Jobs are taken down and nobody does them."""
    settings.TASKS = DUMMY


def _claimed() -> Award:
    award = cast.offered()
    claim(award, by=award.learner, at=NOW)
    award.refresh_from_db()
    return award


@pytest.mark.django_db
def test_a_claimed_award_is_issued_in_every_format() -> None:
    cast.seal()
    cast.wallet_key()
    award = cast.issued()

    rows = list(IssuedCredential.objects.filter(award=award))

    assert {row.format for row in rows} == {"openbadge", "jwt", "pdf", "european", "sdjwt"}
    assert all(row.sha256 == sha256(bytes(row.content)).hexdigest() for row in rows)


@pytest.mark.django_db
def test_issuing_again_changes_nothing() -> None:
    award = cast.issued()
    before = list(IssuedCredential.objects.values())

    issue(award.pk, at=LATER)

    assert list(IssuedCredential.objects.values()) == before
    assert AuditEntry.objects.filter(action="credentials.issued").count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("_nobody_works")
def test_an_award_is_not_issued_before_it_is_claimed() -> None:
    award = cast.offered()

    issue(award.pk, at=NOW)

    assert not IssuedCredential.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("_nobody_works")
def test_what_a_worker_left_is_signed_later_and_says_when_it_was_claimed() -> None:
    award = _claimed()

    call_command("issue_pending")

    award.refresh_from_db()
    document = json.loads(cast.badge(award))
    assert award.status == Award.Status.ISSUED
    assert document["validFrom"] == document["proof"]["created"] == "2026-11-23T12:00:00Z"


@pytest.mark.django_db
@pytest.mark.usefixtures("_nobody_works")
def test_a_sweep_leaves_what_a_worker_may_have_in_hand() -> None:
    award = _claimed()

    early = sweep(at=NOW + timedelta(seconds=59))
    late = sweep(at=NOW + timedelta(seconds=60))
    again = sweep(at=NOW + timedelta(seconds=120))

    award.refresh_from_db()
    assert (early, late, again) == ((0, 0), (1, 0), (0, 0))
    assert award.status == Award.Status.ISSUED


@pytest.mark.django_db
@pytest.mark.usefixtures("_nobody_works")
def test_one_that_cannot_be_signed_stops_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    stuck = _claimed()
    Award.objects.filter(pk=stuck.pk).update(record={"id": "damaged"})
    award = cast.offered(person("Mikel Zabala"))
    claim(award, by=award.learner, at=NOW)

    done = issue_pending(at=NOW)

    award.refresh_from_db()
    assert done == (1, 1)
    assert award.status == Award.Status.ISSUED


@pytest.mark.django_db
@pytest.mark.usefixtures("_nobody_works")
def test_a_new_key_signs_what_was_claimed_before_it_was_made() -> None:
    award = _claimed()
    old, hour = SigningKey.objects.get(), timedelta(hours=1)
    start_signing(award.institution, by=cast.registrar(), at=NOW + hour)
    retire_key(old, by=cast.registrar(), at=NOW + 2 * hour, is_compromised=True)

    issue(award.pk, at=NOW + 3 * hour)

    for row in award.credentials.all():
        examined = examine(bytes(row.content), at=LATER)
        assert examined.verdict is Verdict.VERIFIED, (row.format, examined.report.as_json())


@pytest.mark.django_db
def test_creating_a_key_signs_what_waited_for_one(settings: Settings) -> None:
    working, settings.TASKS = settings.TASKS, DUMMY
    award = _claimed()
    settings.TASKS = working

    start_signing(award.institution, by=cast.registrar(), at=NOW)

    award.refresh_from_db()
    assert award.status == Award.Status.ISSUED


@pytest.mark.django_db
def test_every_format_says_the_same_and_verifies() -> None:
    award = cast.issued()

    found = {row.format: bytes(row.content) for row in award.credentials.all()}

    documents: dict[str, Any] = {form: read(content).document for form, content in found.items()}
    assert documents["pdf"] == documents["openbadge"]
    own = {"@context", "credentialStatus", "proof"}  # what only one of them has, and each its own of
    said = [{k: v for k, v in documents[form].items() if k not in own} for form in ("jwt", "openbadge")]
    assert said[0] == said[1]
    assert all(examine(content, at=NOW).verdict is Verdict.VERIFIED for content in found.values())
    assert jose.check(found["jwt"])


@pytest.mark.django_db
def test_a_picture_holds_the_exact_credential() -> None:
    award = cast.issued()

    for form in ("png", "svg"):
        drawn = picture(award, form)

        assert read(drawn).content == cast.badge(award)
