"""Seals: opened away from the web process, kept encrypted, an institution's own, and ended for good."""

import signal
import subprocess
import time
from base64 import b64encode
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.core.management import call_command

from mcx.core.errors import DomainError, Invalid, NotAllowed
from mcx.core.models import AuditEntry
from mcx.credentials.services.starting import start_sealing
from mcx.keys import opening
from mcx.keys.models import Seal
from mcx.keys.selectors import institutions_whose_seal_ends, seal_in_use
from mcx.keys.services import SealRefused, SealTaken, end_seal
from mcx.keys.signing import sealer
from mcx.network.models import Institution, InstitutionIdentifier, InstitutionName
from tests.cast import FOUNDED, NOW, network, university
from tests.credentials import cast, seals
from tests.credentials.cast import LATER
from tests.credentials.seals import PASSPHRASE, p12

DAY = timedelta(days=1)
EUROPEAN = "european"


def added(data: bytes | None = None, institution: Institution | None = None) -> Seal:
    """A seal of Tampere's that its registrar uploads."""
    network()
    where = institution or seals.register()
    return start_sealing(where, data=data or p12(), passphrase=PASSPHRASE, by=cast.registrar(), at=NOW)


@pytest.mark.django_db
def test_a_seal_is_kept_with_its_key_encrypted_and_its_holder_said() -> None:
    row = added()

    secret = cast.secret_of(row)
    assert (row.holder, row.identifier, row.is_test) == ("Tampere University", "NTRFI-2844561-8", False)
    assert row.valid_until == NOW + seals.YEAR
    assert sealer(row).chain[0].public_key() == secret.public.native
    assert "PRIVATE" not in row.chain
    assert AuditEntry.objects.get(action="keys.seal-added").institution_id == row.institution_id


@pytest.mark.django_db
def test_an_rsa_seal_seals_too() -> None:
    row = added(p12(key=rsa.generate_private_key(65537, 2048)))

    assert sealer(row).algorithm == "RS256"


@pytest.mark.django_db
@pytest.mark.parametrize("name", seals.REFUSED)
def test_a_certificate_that_is_no_seal_of_the_institution_is_refused_with_the_reason(name: str) -> None:
    made, words = seals.REFUSED[name]
    university("fhj")

    with pytest.raises(SealRefused) as refused:
        added(made())

    assert words in str(refused.value)
    assert not Seal.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "named",
    [
        {"organisation": "T\u0430mpere University"},
        {"organisation": "Tampere\u200bUniversity"},
        {"identifier": "NTRAT-123456a"},
        {"identifier": "NTRFI-2844561-9"},
        {"identifier": "NTRFI-TEST-tuni"},
        {"identifier": "NTRAT-TEST-fhj", "common": "TEST SEAL"},
    ],
    ids=["Cyrillic", "invisible", "another member's", "nobody's", "test in earnest", "another's test"],
)
def test_a_name_or_number_that_is_not_the_institutions_own_is_refused(named: dict[str, str]) -> None:
    seals.register(university("fhj"), "NTRAT-123456a")

    with pytest.raises(SealRefused):
        added(p12({**seals.TAMPERE, **named}))

    assert not Seal.objects.exists()


@pytest.mark.django_db
def test_a_name_counts_as_long_as_the_institution_had_it_while_the_certificate_was_good() -> None:
    former = InstitutionName.objects.create(
        institution=university("tuni"), name={"en": "Old Tampere"}, valid_from=FOUNDED, valid_until=NOW.date()
    )
    renamed = p12({**seals.TAMPERE, "organisation": "Old  Tampere"}, since=NOW - timedelta(days=30))
    assert added(renamed).holder == "Old  Tampere"

    InstitutionName.objects.filter(pk=former.pk).update(valid_until=NOW.date() - timedelta(days=31))
    with pytest.raises(SealRefused):
        added(p12({**seals.TAMPERE, "organisation": "Old Tampere"}, since=NOW - timedelta(days=30)))


@pytest.mark.django_db
def test_what_cannot_be_opened_is_refused_and_nothing_is_kept() -> None:
    institution, registrar = university("tuni"), cast.registrar()

    for name, (data, passphrase) in seals.unopened().items():
        with pytest.raises(Invalid) as refused:
            start_sealing(institution, data=data, passphrase=passphrase, by=registrar, at=NOW)
        assert set(refused.value.details) <= {"file", "passphrase"}, name

    assert not Seal.objects.exists()


def test_a_file_that_takes_too_long_to_open_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "SECONDS", 0.5)
    started = time.monotonic()

    assert opening.rewritten(seals.bomb(), PASSPHRASE) is None
    assert time.monotonic() - started < 10


def test_a_file_that_takes_too_much_memory_to_open_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    data = p12()
    assert opening.rewritten(data, PASSPHRASE) is not None

    monkeypatch.setattr(opening, "MEMORY", 16 * 1024 * 1024)

    assert opening.rewritten(data, PASSPHRASE) is None


def test_the_process_that_opens_a_file_ends_by_itself_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "SECONDS", 1)
    lines = b64encode(seals.bomb()) + b"\n" + b64encode(PASSPHRASE.encode())

    done = subprocess.run(opening.command(), input=lines, capture_output=True, env={}, check=False)

    assert -done.returncode in (signal.SIGXCPU, signal.SIGKILL)
    assert done.stdout == b""


@pytest.mark.django_db
def test_a_key_that_takes_too_long_for_each_signature_is_refused_with_what_to_ask_for() -> None:
    with pytest.raises(Invalid) as refused:
        added(seals.with_long_key())

    assert "4096 bits" in str(refused.value.details["file"])
    assert "elliptic curve" in str(refused.value.details["file"])
    assert not Seal.objects.exists()


@pytest.mark.django_db
def test_the_same_file_again_is_the_same_seal() -> None:
    data = p12()

    first, second = added(data), added(data)

    assert first == second
    assert AuditEntry.objects.filter(action="keys.seal-added").count() == 1


@pytest.mark.django_db
def test_only_the_institutions_own_registrar_uploads_and_ends() -> None:
    row = added()

    for who in (cast.stranger(), cast.rector(university("tuni"))):
        with pytest.raises(NotAllowed):
            start_sealing(university("tuni"), data=p12(), passphrase=PASSPHRASE, by=who, at=NOW)
        with pytest.raises(NotAllowed):
            end_seal(row, by=who, at=NOW)

    assert Seal.objects.get().ended_at is None


@pytest.mark.django_db
def test_ending_a_seal_erases_its_key_for_good() -> None:
    data = p12()
    row = added(data)

    for at in (LATER, LATER + DAY):
        end_seal(row, by=cast.registrar(), at=at)

    row.refresh_from_db()
    assert (row.ended_at, bytes(row.wrapped)) == (LATER, b"")
    assert seal_in_use(row.institution, at=LATER) is None
    with pytest.raises(SealTaken):
        added(data)


@pytest.mark.django_db
def test_a_seal_can_be_declared_compromised_at_once_or_after_its_end() -> None:
    at_once, later = added(), added()

    end_seal(at_once, by=cast.registrar(), at=LATER, is_compromised=True)
    end_seal(later, by=cast.registrar(), at=LATER)
    for days in (1, 2):
        end_seal(later, by=cast.registrar(), at=LATER + days * DAY, is_compromised=True)
    end_seal(at_once, by=cast.registrar(), at=LATER + DAY)

    for row in (at_once, later):
        row.refresh_from_db()
    assert (at_once.ended_at, at_once.revoked_at, bytes(at_once.wrapped)) == (LATER, LATER, b"")
    assert (later.ended_at, later.revoked_at) == (LATER, LATER + DAY)
    told = AuditEntry.objects.filter(action__startswith="keys.seal-").exclude(action="keys.seal-added")
    assert list(told.order_by("pk").values_list("action", "subject_id")) == [
        ("keys.seal-revoked", str(at_once.pk)),
        ("keys.seal-ended", str(later.pk)),
        ("keys.seal-revoked", str(later.pk)),
    ]


@pytest.mark.django_db
def test_a_compromised_key_ends_every_seal_that_has_it_and_comes_back_in_none() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    first, renewed, other = added(p12(key=key)), added(p12(key=key)), added()

    end_seal(first, by=cast.registrar(), at=LATER, is_compromised=True)

    ended = Seal.objects.filter(revoked_at=LATER, ended_at=LATER)
    assert set(ended) == {first, renewed}
    assert seal_in_use(first.institution, at=LATER) == other
    with pytest.raises(SealTaken):
        added(p12(key=key))
    assert Seal.objects.count() == 3


@pytest.mark.django_db
def test_a_key_that_is_replaced_in_good_order_may_stay_in_a_renewed_certificate() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    first, renewed = added(p12(key=key)), added(p12(key=key))

    end_seal(first, by=cast.registrar(), at=LATER)

    assert seal_in_use(first.institution, at=LATER) == renewed
    assert added(p12(key=key)).ended_at is None


@pytest.mark.django_db
def test_a_seal_belongs_to_one_institution() -> None:
    """Name and number of the first went to the second, as when two universities become one."""
    data, stranger = p12(), cast.stranger()
    added(data)
    InstitutionIdentifier.objects.update(institution=university("dhbw"))
    InstitutionName.objects.create(
        institution=university("dhbw"), name={"en": "Tampere University"}, valid_from=FOUNDED
    )

    with pytest.raises(SealTaken):
        start_sealing(university("dhbw"), data=data, passphrase=PASSPHRASE, by=stranger, at=NOW)


@pytest.mark.django_db
def test_the_newest_valid_seal_seals() -> None:
    old = added(p12(until=NOW + DAY))
    new = start_sealing(
        old.institution, data=p12(), passphrase=PASSPHRASE, by=cast.registrar(), at=NOW + timedelta(hours=1)
    )

    assert seal_in_use(old.institution, at=NOW) == old
    assert seal_in_use(old.institution, at=NOW + 2 * timedelta(hours=1)) == new
    assert seal_in_use(old.institution, at=NOW + 2 * seals.YEAR) is None


@pytest.mark.django_db
def test_a_new_seal_seals_what_was_issued_without_one() -> None:
    award = cast.issued()
    assert not award.credentials.filter(format=EUROPEAN).exists()

    row = added()

    assert award.credentials.get(format=EUROPEAN).seal == row
    assert AuditEntry.objects.get(action="credentials.format-added").subject_id == str(award.pk)


@pytest.mark.django_db
def test_what_was_revoked_or_has_expired_is_not_sealed_any_more() -> None:
    award = cast.revoked()

    added()

    assert not award.credentials.filter(format=EUROPEAN).exists()


@pytest.mark.django_db
def test_what_a_worker_left_unsealed_is_sealed_at_the_next_start() -> None:
    award, row = cast.issued(), added()
    award.credentials.filter(format=EUROPEAN).delete()

    call_command("issue_pending")
    call_command("issue_pending")

    assert award.credentials.get(format=EUROPEAN).seal == row


@pytest.mark.django_db
def test_a_seal_that_cannot_seal_leaves_the_other_formats(caplog: pytest.LogCaptureFixture) -> None:
    row = added()
    Seal.objects.update(wrapped=b"damaged")

    award = cast.issued()

    assert set(award.credentials.values_list("format", flat=True)) == {"openbadge", "jwt", "pdf"}
    assert seal_in_use(row.institution, at=NOW) == row


@pytest.mark.django_db
@pytest.mark.parametrize(("left", "counted"), [(59, 1), (61, 0), (-1, 1)])
def test_a_seal_that_ends_soon_waits_for_the_registrar(left: int, counted: int) -> None:
    added(p12(until=NOW + timedelta(days=90)))
    Seal.objects.update(valid_until=NOW + timedelta(days=left))

    ending = institutions_whose_seal_ends(cast.registrar(), on=NOW.date())

    assert ending.count() == counted


@pytest.mark.django_db
def test_a_longer_seal_or_the_end_of_the_old_one_ends_the_waiting() -> None:
    old = added(p12(until=NOW + 10 * DAY))
    end_seal(old, by=cast.registrar(), at=NOW)
    assert not institutions_whose_seal_ends(cast.registrar(), on=NOW.date()).exists()

    other = added(p12(until=NOW + 10 * DAY))
    added()

    assert other.ended_at is None
    assert not institutions_whose_seal_ends(cast.registrar(), on=NOW.date()).exists()


def test_every_refusal_says_what_to_do_next() -> None:
    for error in (SealRefused(reasons=""), SealTaken()):
        assert isinstance(error, DomainError)
        assert str(error.fix)
