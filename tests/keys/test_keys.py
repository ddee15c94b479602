"""Keys: changed without breaking what they signed, ended for cause, and never the last one."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from mcx.core.encryption import key_encryption_key
from mcx.core.errors import NotAllowed
from mcx.core.models import AuditEntry
from mcx.credentials.checks.issuer import self_check
from mcx.credentials.checks.verification import examine
from mcx.credentials.models import StatusList
from mcx.credentials.rules import Verdict
from mcx.credentials.services.starting import start_signing
from mcx.keys.models import SigningKey
from mcx.keys.rules import KeyKind
from mcx.keys.services import LastKey, retire_key, rotate_key_encryption_key
from mcx.keys.signing import can_sign
from microcred.report import Conclusion, Outcome
from tests.cast import NOW, network, person, sign_in, university
from tests.credentials import cast
from tests.credentials.cast import LATER

DAY = timedelta(days=1)


def _rotated() -> None:
    """Tampere signs with a new key from tomorrow on."""
    old = cast.key()
    start_signing(old.institution, by=cast.registrar(), at=NOW + DAY)
    retire_key(old, by=cast.registrar(), at=NOW + DAY)


@pytest.mark.django_db
def test_the_private_part_is_kept_encrypted() -> None:
    row = cast.key()

    secret = cast.secret_of(row)

    assert secret.public.multikey() == row.public_multikey
    assert secret.pem() not in bytes(row.wrapped)


@pytest.mark.django_db
def test_the_first_key_comes_with_a_status_list() -> None:
    row = cast.key()

    assert StatusList.objects.get().institution == row.institution


@pytest.mark.django_db
def test_what_a_retired_key_signed_still_verifies() -> None:
    award = cast.issued()
    _rotated()

    found = examine(cast.badge(award), at=LATER)

    assert found.verdict is Verdict.VERIFIED


@pytest.mark.django_db
def test_the_new_key_signs_from_then_on() -> None:
    first = cast.issued()
    _rotated()

    second = cast.issued(person("Mikel Zabala"), at=NOW + 2 * DAY)

    newest = SigningKey.objects.get(retired_at=None)
    assert newest.method.encode() in cast.badge(second)
    assert newest.method.encode() not in cast.badge(first)
    assert examine(cast.badge(second), at=LATER).verdict is Verdict.VERIFIED


@pytest.mark.django_db
def test_a_compromised_key_vouches_only_for_what_is_dated_before() -> None:
    before, institution = cast.issued(), university("tuni")
    old = cast.key()
    start_signing(institution, by=cast.registrar(), at=NOW + DAY)
    forger = cast.secret_of(old)
    retire_key(old, by=cast.registrar(), at=NOW + DAY, is_compromised=True)

    document = cast.signed_again(before, forger, old.method, at=NOW + 2 * DAY)
    earlier, later = examine(cast.badge(before), at=LATER), examine(document, at=LATER)

    found = earlier.report.check("key")
    assert found is not None
    assert found.outcome is Outcome.WARNING
    assert later.verdict is Verdict.FAILED


@pytest.mark.django_db
def test_the_only_key_in_use_cannot_be_ended() -> None:
    only = cast.key()

    with pytest.raises(LastKey):
        retire_key(only, by=cast.registrar(), at=NOW)

    only.refresh_from_db()
    assert only.retired_at is None


@pytest.mark.django_db
def test_ending_a_key_again_changes_nothing_but_it_can_turn_out_compromised() -> None:
    old = cast.key()
    start_signing(old.institution, by=cast.registrar(), at=NOW)

    for days in (1, 2):
        retire_key(old, by=cast.registrar(), at=NOW + days * DAY)
    retire_key(old, by=cast.registrar(), at=NOW + 3 * DAY, is_compromised=True)

    old.refresh_from_db()
    assert (old.retired_at, old.revoked_at) == (NOW + DAY, NOW + 3 * DAY)
    assert AuditEntry.objects.filter(action="keys.key-retired").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("is_compromised", [False, True])
def test_nothing_is_left_of_a_key_that_ended_and_what_it_signed_stands(is_compromised: bool) -> None:
    """Whoever has the database and the key-encryption key cannot sign anything with the date of then."""
    award, old = cast.issued(), cast.key()
    badge = cast.badge(award)
    start_signing(old.institution, by=cast.registrar(), at=NOW)

    retire_key(old, by=cast.registrar(), at=LATER, is_compromised=is_compromised)

    old.refresh_from_db()
    assert bytes(old.wrapped) == b""
    assert not can_sign(old)
    assert rotate_key_encryption_key(key_encryption_key(), new=bytes(32), by=None, at=LATER).left == ()
    found = examine(badge, at=LATER)
    assert found.verdict is (Verdict.INCOMPLETE if is_compromised else Verdict.VERIFIED)


@pytest.mark.django_db
def test_only_the_registrar_manages_keys() -> None:
    row = cast.key()

    for somebody in (cast.stranger(), cast.rector(row.institution), person("Mikel Zabala")):
        with pytest.raises(NotAllowed):
            start_signing(row.institution, by=somebody, at=NOW)
        with pytest.raises(NotAllowed):
            retire_key(row, by=somebody, at=NOW)

    assert SigningKey.objects.count() == 1


@pytest.mark.django_db
def test_the_self_check_passes_for_an_issuer_in_order() -> None:
    row = cast.key()
    cast.seal()

    report = self_check(row.institution, at=NOW)

    codes = {"self.key", "self.did", "self.status-list", "self.proof", "self.seal", "self.seal.dates"}
    assert {check.code for check in report} >= codes
    assert [check.code for check in report if check.outcome is not Outcome.PASSED] == ["self.seal.qualified"]


@pytest.mark.django_db
def test_the_self_check_recommends_a_seal_without_failing() -> None:
    report = self_check(cast.key().institution, at=NOW)

    assert [check.code for check in report.only(Outcome.WARNING)] == ["self.seal"]
    assert report.conclusion is Conclusion.PASSED


@pytest.mark.django_db
def test_the_self_check_says_what_is_missing() -> None:
    network()

    report = self_check(university("fhj"), at=NOW)

    assert [check.code for check in report.only(Outcome.FAILED)] == ["self.key"]


@pytest.mark.django_db
def test_the_self_check_notices_a_changed_address(settings: Settings) -> None:
    row = cast.key()
    settings.PUBLIC_URL = "https://elsewhere.example"

    report = self_check(row.institution, at=NOW)

    assert "self.address" in {check.code for check in report.only(Outcome.FAILED)}


@pytest.mark.django_db
def test_a_wallet_key_signs_no_badges_and_may_be_the_last_to_end() -> None:
    badges = cast.key()
    start_signing(badges.institution, kind=KeyKind.WALLETS, by=cast.registrar(), at=NOW - DAY)

    award = cast.issued()

    wallet = SigningKey.objects.get(algorithm="ES256")
    assert badges.method.encode() in cast.badge(award)
    assert wallet.method.encode() not in cast.badge(award)
    with pytest.raises(LastKey):
        retire_key(badges, by=cast.registrar(), at=LATER)
    retire_key(wallet, by=cast.registrar(), at=LATER)


@pytest.mark.django_db
def test_a_key_of_an_unknown_kind_is_not_made(client: Client) -> None:
    institution = cast.key().institution
    sign_in(client, cast.registrar())

    answer = client.post(f"/credentials/keys/{institution.slug}/new", {"kind": "RSA"})

    assert (answer.status_code, "Choose Ed25519 or P-256." in answer.content.decode()) == (422, True)
    assert SigningKey.objects.count() == 1
