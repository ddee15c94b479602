"""Copies of one format: each has a place of its own in a status list, and is replaced when a key was lost."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mcx.core.models import AuditEntry
from mcx.credentials.checks.verification import examine
from mcx.credentials.documents.pictures import picture
from mcx.credentials.models import Award, IssuedCredential, StatusEntry
from mcx.credentials.rules import Verdict
from mcx.credentials.selectors import BADGE, badges_of, credential_of
from mcx.credentials.services import issuing, status
from mcx.credentials.services.issuing import complete, complete_lacking, lacking
from mcx.credentials.services.revocation import revoke
from mcx.credentials.services.starting import start_signing, stop_sealing, stop_signing
from mcx.keys.models import Seal
from mcx.keys.rules import KeyKind
from mcx.keys.services import end_seal, make_test_seal, retire_key
from microcred import read, sdjwt
from microcred.report import Outcome
from microcred.status_list import StatusList
from tests.cast import NOW, person
from tests.credentials import cast
from tests.credentials.cast import LATER

HOUR = timedelta(hours=1)
EUROPEAN, TOKEN, PAGE, SD_JWT = "european", "jwt", "pdf", "sdjwt"
KEYED = {BADGE, TOKEN, PAGE}

pytestmark = pytest.mark.django_db


@pytest.fixture
def award() -> Award:
    """An award of a university with every means."""
    cast.seal()
    cast.wallet_key()
    return cast.issued()


def lose_seal(award: Award) -> None:
    """Somebody else may have the key of the seal; an hour later there is a new one."""
    row = Seal.objects.get(institution=award.institution, ended_at=None)
    end_seal(row, by=cast.registrar(), at=NOW + HOUR, is_compromised=True)
    make_test_seal(award.institution, by=None, at=NOW + 2 * HOUR)


def lose_key(award: Award) -> None:
    """The same of the key that signs badges."""
    old = cast.key(award.institution.slug)
    start_signing(award.institution, by=cast.registrar(), at=NOW + HOUR)
    retire_key(old, by=cast.registrar(), at=NOW + 2 * HOUR, is_compromised=True)


def content(award: Award, form: str) -> bytes:
    return bytes(credential_of(award, form).content)


def bit(entry: StatusEntry) -> bool:
    entry.refresh_from_db()
    return StatusList(bytes(entry.list.bits))[entry.index]


def indexes(award: Award) -> list[int]:
    return list(StatusEntry.objects.filter(credential__award=award).values_list("index", flat=True))


def set_bits() -> int:
    rows = {entry.list for entry in StatusEntry.objects.select_related("list")}
    return sum(byte.bit_count() for row in rows for byte in bytes(row.bits))


# Each copy has its own place.


def test_each_copy_names_a_place_of_its_own_and_the_record_none(award: Award) -> None:
    places = {form: read(content(award, form)).record.status for form in (BADGE, TOKEN, SD_JWT)}  # type: ignore[union-attr]
    kept = {entry.credential.format: entry.index for entry in StatusEntry.objects.all()}

    assert award.record is not None
    assert not award.record["status"]
    assert {form: found[0].index for form, found in places.items()} == kept
    assert len(set(kept.values())) == 3


def test_a_certificate_and_a_picture_carry_the_place_of_the_badge_inside(award: Award) -> None:
    kept = StatusEntry.objects.get(credential__format=BADGE).index

    for data in (content(award, PAGE), picture(award, "png")):
        record = read(data).record
        assert record is not None
        assert [one.index for one in record.status] == [kept]


def test_a_sealed_copy_names_no_list_and_takes_no_place(award: Award) -> None:
    sealed = credential_of(award, EUROPEAN)

    assert not sealed.status_entries.exists()
    assert "credentialStatus" not in read(bytes(sealed.content)).document


def test_revoking_sets_the_bits_of_all_copies_and_no_other(award: Award) -> None:
    cast.issued(person("Mikel Zabala"))

    revoke(award, reason="error", explanation="Why.", by=cast.registrar(), at=LATER)

    own = StatusEntry.objects.filter(credential__award=award)
    assert own.count() == 3
    assert all(bit(entry) for entry in own)
    assert set_bits() == 3


def test_no_format_is_kept_twice_whoever_signs(award: Award) -> None:
    row = credential_of(award, BADGE)

    for again in ({"number": 1}, {"number": 2, "replaces": credential_of(award, TOKEN)}):
        values = {"award": award, "format": row.format, "media_type": "", "content": b"x", "sha256": ""}
        made = IssuedCredential(**values, key=row.key, issued_at=NOW, **again)
        if "replaces" in again:
            made.save()
            made.pk, made.number = None, 3  # a second that replaces the same copy
        with pytest.raises(IntegrityError), transaction.atomic():
            made.save()


def test_a_copy_is_signed_with_a_key_or_a_seal(award: Award) -> None:
    row = credential_of(award, BADGE)

    for wrong in ({"key": None}, {"seal": Seal.objects.get()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            IssuedCredential.objects.filter(pk=row.pk).update(**wrong)
    assert {one.format for one in award.credentials.filter(seal=None)} == {*KEYED, SD_JWT}


# A seal is lost.


def test_what_a_lost_seal_sealed_is_sealed_anew(award: Award) -> None:
    old = content(award, EUROPEAN)
    lose_seal(award)
    meanwhile = examine(content(award, EUROPEAN), at=NOW + 2 * HOUR)

    done = complete(award.pk, at=NOW + 3 * HOUR)

    new = credential_of(award, EUROPEAN)
    assert meanwhile.verdict is Verdict.INCOMPLETE
    assert done == 1
    assert (new.number, new.seal) == (2, Seal.objects.get(ended_at=None))
    assert examine(bytes(new.content), at=LATER).verdict is Verdict.VERIFIED
    assert new.replaces is not None
    assert bytes(new.replaces.content) == old, "the bytes that were signed first are kept"
    assert award.credentials.count() == 6
    assert not lacking(LATER).exists()


def test_the_old_file_says_that_it_was_replaced_when_and_why(award: Award) -> None:
    old = content(award, EUROPEAN)
    lose_seal(award)
    complete(award.pk, at=NOW + 3 * HOUR)

    found = examine(old, at=LATER)

    check = found.report.check("status")
    assert found.verdict is Verdict.REPLACED
    assert check is not None
    assert check.outcome is Outcome.FAILED
    assert "Replaced on 2026-11-23" in check.message
    assert "key of the seal" in check.message
    assert "new file" in check.advice
    assert found.revocation is None


def test_what_a_thief_sealed_is_not_called_our_replaced_file(award: Award) -> None:
    old = content(award, EUROPEAN)
    lose_seal(award)
    complete(award.pk, at=NOW + 3 * HOUR)

    found = examine(old.replace(b"signature", b"signatura", 1), at=LATER)

    assert found.verdict is not Verdict.REPLACED


def test_without_another_seal_nothing_changes(award: Award) -> None:
    end_seal(Seal.objects.get(), by=cast.registrar(), at=NOW + HOUR, is_compromised=True)

    assert not lacking(NOW + 2 * HOUR).exists()
    assert complete(award.pk, at=NOW + 2 * HOUR) == 0
    assert credential_of(award, EUROPEAN).number == 1


def test_a_seal_that_ended_in_good_order_leaves_its_files(award: Award) -> None:
    end_seal(Seal.objects.get(), by=cast.registrar(), at=NOW + HOUR)
    make_test_seal(award.institution, by=None, at=NOW + 2 * HOUR)

    assert complete(award.pk, at=NOW + 3 * HOUR) == 0
    assert credential_of(award, EUROPEAN).number == 1


def test_a_revoked_award_gets_no_new_file(award: Award) -> None:
    lose_seal(award)
    revoke(award, reason="error", explanation="Why.", by=cast.registrar(), at=NOW + 3 * HOUR)

    assert complete(award.pk, at=NOW + 3 * HOUR) == 0
    assert credential_of(award, EUROPEAN).number == 1


def test_a_replaced_file_of_an_award_that_is_revoked_later_says_revoked(award: Award) -> None:
    old = content(award, EUROPEAN), content(award, BADGE)
    lose_seal(award)
    lose_key(award)
    complete(award.pk, at=NOW + 3 * HOUR)
    revoke(award, reason="error", explanation="Why.", by=cast.registrar(), at=LATER)

    for data in (*old, content(award, EUROPEAN), content(award, BADGE)):
        found = examine(data, at=LATER)
        assert found.verdict is Verdict.REVOKED, found.report.as_json()


def test_a_second_loss_makes_a_third_copy(award: Award) -> None:
    lose_seal(award)
    complete(award.pk, at=NOW + 3 * HOUR)
    lost = Seal.objects.get(ended_at=None)
    end_seal(lost, by=cast.registrar(), at=NOW + 4 * HOUR, is_compromised=True)
    make_test_seal(award.institution, by=None, at=NOW + 5 * HOUR)

    complete(award.pk, at=NOW + 6 * HOUR)

    rows = award.credentials.filter(format=EUROPEAN).order_by("number")
    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.replaces for row in rows] == [None, rows[0], rows[1]]
    verdicts = [examine(bytes(row.content), at=LATER).verdict for row in rows]
    assert verdicts == [Verdict.REPLACED, Verdict.REPLACED, Verdict.VERIFIED]


# A key is lost: the same rule.


def test_what_a_lost_key_signed_is_signed_anew_and_the_old_copies_end(award: Award) -> None:
    old = {row.format: row for row in award.credentials.all()}
    picture_of_then = picture(award, "png")
    lose_key(award)
    meanwhile = examine(content(award, BADGE), at=NOW + 2 * HOUR)

    complete(award.pk, at=NOW + 3 * HOUR)

    new = {row.format: row for row in award.credentials.filter(replaced_by=None)}
    assert meanwhile.verdict is Verdict.INCOMPLETE
    assert {form for form, row in new.items() if row.number == 2} == KEYED
    assert all(examine(bytes(row.content), at=LATER).verdict is Verdict.VERIFIED for row in new.values())
    assert read(bytes(new[PAGE].content)).content == bytes(new[BADGE].content)
    assert read(picture(award, "png")).content == bytes(new[BADGE].content)
    for form in KEYED:
        found = examine(bytes(old[form].content), at=LATER)
        assert found.verdict is Verdict.REPLACED, (form, found.report.as_json())
        assert "someone else may have the key" in str(found.report.as_json())
    assert examine(picture_of_then, at=LATER).verdict is Verdict.REPLACED
    assert {entry.credential.pk for entry in StatusEntry.objects.all() if bit(entry)} == {
        old[BADGE].pk,
        old[TOKEN].pk,
    }


def test_a_lost_wallet_key_ends_the_wallet_credential_however_much_of_it_is_shown(award: Award) -> None:
    old = content(award, SD_JWT)
    lost = credential_of(award, SD_JWT).key
    assert lost is not None
    retire_key(lost, by=cast.registrar(), at=NOW + HOUR, is_compromised=True)
    start_signing(award.institution, kind=KeyKind.WALLETS, by=cast.registrar(), at=NOW + 2 * HOUR)
    complete_lacking(at=NOW + 3 * HOUR)

    assert credential_of(award, SD_JWT).number == 2
    assert examine(content(award, SD_JWT), at=LATER).verdict is Verdict.VERIFIED
    for shown in (old, sdjwt.present(old, [])):
        assert examine(shown, at=LATER).verdict is Verdict.REPLACED
    assert credential_of(award, BADGE).number == 1


def test_lists_and_records_hold_the_badge_that_stands(award: Award) -> None:
    lose_key(award)
    complete(award.pk, at=NOW + 3 * HOUR)

    assert [row.number for row in badges_of([award])] == [2]


def test_ending_a_key_or_seal_as_compromised_signs_anew_at_once(award: Award) -> None:
    make_test_seal(award.institution, by=None, at=NOW - HOUR)
    start_signing(award.institution, by=cast.registrar(), at=NOW - HOUR)
    old, sealed = credential_of(award, BADGE), credential_of(award, EUROPEAN)
    assert old.key is not None
    assert sealed.seal is not None

    stop_signing(old.key, by=cast.registrar(), at=NOW, is_compromised=True)
    stop_sealing(sealed.seal, by=cast.registrar(), at=NOW, is_compromised=True)

    assert {row.format for row in award.credentials.filter(number=2)} == {*KEYED, EUROPEAN}


def test_each_new_copy_is_in_the_log_once_with_its_reason(award: Award) -> None:
    lose_seal(award)
    for _again in range(2):
        complete(award.pk, at=NOW + 3 * HOUR)

    entry = AuditEntry.objects.get(action="credentials.signed-anew")
    assert (entry.subject_id, entry.institution_id) == (str(award.pk), award.institution_id)
    assert entry.details == {"format": EUROPEAN, "because": "seal-compromised"}


# Nothing by halves.


def test_what_is_revoked_while_it_is_signed_anew_keeps_its_file(award: Award) -> None:
    lose_seal(award)
    found = issuing.lacking(NOW + 3 * HOUR).get()
    written = issuing.write_lacking(found, at=NOW + 3 * HOUR)
    revoke(award, reason="error", explanation="Why.", by=cast.registrar(), at=NOW + 3 * HOUR)

    kept = issuing.keep_lacking(found, copies=written, at=NOW + 3 * HOUR)

    assert len(written) == 1
    assert kept == 0
    assert credential_of(award, EUROPEAN).number == 1


def test_of_two_workers_that_sign_anew_the_first_is_kept(award: Award) -> None:
    lose_key(award)
    found = issuing.lacking(NOW + 3 * HOUR).get()
    each = [issuing.write_lacking(found, at=NOW + 3 * HOUR) for _worker in range(2)]

    kept = [issuing.keep_lacking(found, copies=written, at=NOW + 3 * HOUR) for written in each]

    assert kept == [3, 0]
    assert content(award, BADGE) == each[0][0].written.content
    assert award.credentials.filter(format=BADGE).count() == 2


class Loaded(random.Random):
    """A die that draws what it was given, draw after draw."""

    def __init__(self, *draws: list[int]) -> None:
        super().__init__(0)
        self.draws = iter(draws)

    def sample(self, *_among: object, **_counts: object) -> list[int]:  # type: ignore[override]
        """The next ones that it was given."""
        return next(self.draws)


def test_no_two_copies_of_one_award_draw_the_same_place(
    award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "_dice", Loaded([7, 8, 9, 10]))

    other = cast.issued(person("Mikel Zabala"))

    assert sorted(indexes(other)) == [7, 8, 9]


def keep_while_another_draws(
    award: Award, draws: list[list[int]], monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    """Write the award's lacking copies at the first places; keep them when another copy has drawn its own."""
    draw, first = status.draw_places, list[issuing.Copy]()

    def drawn(*given: Any, **how: Any) -> dict[str, status.Place]:
        places = draw(*given, **how)
        if first:
            issuing.keep_lacking(award, copies=[first.pop(0) for _each in range(len(first))], at=at)
        return places

    monkeypatch.setattr(status, "_dice", Loaded(*draws))
    monkeypatch.setattr(issuing, "draw_places", drawn)
    first += issuing.write_lacking(award, at=at)


def test_a_copy_whose_place_somebody_took_meanwhile_is_signed_again(
    award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both draw the place 7; what drew it first is kept while the other still signs."""
    other = cast.issued(person("Mikel Zabala"))
    lose_key(award)
    at = NOW + 3 * HOUR
    keep_while_another_draws(award, [[7, 8], [7, 9], [10, 11]], monkeypatch, at)
    done = complete(other.pk, at=at)

    assert done == 3
    assert {7, 8} <= set(indexes(award))
    assert {10, 11} <= set(indexes(other))
    assert not {7, 9} & set(indexes(other))


def test_a_first_copy_whose_place_somebody_took_meanwhile_is_signed_again_too(
    award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_key(award)
    keep_while_another_draws(award, [[7, 8], [7, 9, 10], [11, 12, 13]], monkeypatch, NOW + 3 * HOUR)
    other = cast.issued(person("Mikel Zabala"))

    assert other.status == Award.Status.ISSUED
    assert sorted(indexes(other)) == [11, 12, 13]
