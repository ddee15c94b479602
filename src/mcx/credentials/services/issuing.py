"""Signing: every format from the one frozen record, exactly once, and anew where a key or seal was lost."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django_tasks import task

from mcx.core import audit, clock, files
from mcx.credentials.documents.formats import ALWAYS, SIGNED, Need, Signed, Written, added, signed
from mcx.credentials.models import Award, IssuedCredential, Revocation, StatusEntry
from mcx.credentials.rules import PATIENCE
from mcx.credentials.selectors import COMPROMISED, valid_at
from mcx.credentials.services.status import REVOCATION, Place, draw_places, mark
from mcx.keys.models import Seal
from mcx.keys.selectors import SIGNS, SIGNS_FOR_WALLETS, public_keys_in_use, usable_at

log = structlog.get_logger("mcx.credentials")


class Finished(NamedTuple):
    """What came of the awards that waited to be signed."""

    signed: int
    left: int


@task()
def issue_award(award_id: str) -> None:
    """The job that signs one claimed award."""
    issue(UUID(award_id), at=clock.now())


def issue(award_id: UUID, *, at: datetime) -> Award:
    """Sign a claimed award in every format: all of them or none; one already issued stays as it is.

    Signing holds no lock. Should two workers sign the same award, the first to finish is kept; should two
    copies draw the same place in a status list, the later is signed again.

    :raises NoSigningKey: when the university has no key in use; the award stays claimed
    """
    award = Award.objects.select_related("institution", "learner").get(pk=award_id)
    if award.status != Award.Status.CLAIMED:
        return award
    try:
        return _keep(award.pk, _write(award, at=at), at=at)
    except IntegrityError:
        return _keep(award.pk, _write(award, at=at), at=at)


class Copy(NamedTuple):
    """A copy that was signed and has no row yet: where its bytes are, and the place that it names, if any."""

    written: Written
    kept: files.Kept
    place: Place | None


def _write(award: Award, *, at: datetime) -> list[Copy]:
    wanted = {one: None for one in SIGNED if one.need is not Need.KEY}
    places = _places(award, (*ALWAYS, *wanted), at=at)
    statuses = {form: place.status for form, place in places.items()}
    written = signed(award, places=statuses, at=at) + added(award, wanted, places=statuses, at=at)
    return _copies(written, places)


def _copies(written: Iterable[Written], places: Mapping[str, Place]) -> list[Copy]:
    """The bytes go where files are kept before any lock is held: that may take a while."""
    return [Copy(one, files.keep(one.content), places.get(one.format.name)) for one in written]


def _places(award: Award, formats: Iterable[Signed], *, at: datetime) -> dict[str, Place]:
    forms = [one.name for one in formats if one.names_list]
    return draw_places(award.institution, forms=forms, at=at)


@transaction.atomic
def _keep(award_id: UUID, copies: Iterable[Copy], *, at: datetime) -> Award:
    award = Award.objects.select_for_update(of=("self",)).select_related("institution").get(pk=award_id)
    if award.status != Award.Status.CLAIMED:
        return award
    for one in copies:
        _keep_one(award, one, at)
    award.status, award.issued_at = Award.Status.ISSUED, at
    award.save(update_fields=["status", "issued_at"])
    audit.record("credentials.issued", award, by=None, at=at, institution_id=award.institution_id)
    return award


def _keep_one(award: Award, copy: Copy, at: datetime) -> bool:
    """Keep a copy with its place, unless another worker was faster; the award is locked."""
    one, replaced = copy.written, copy.written.replaces
    newest = award.credentials.filter(format=one.format.name).order_by("number").last()
    if newest != replaced:
        return False
    row = IssuedCredential.objects.create(
        award=award,
        format=one.format.name,
        number=newest.number + 1 if newest else 1,
        media_type=one.format.media_type,
        **copy.kept._asdict(),
        key=one.key,
        seal=one.seal,
        replaces=replaced,
        issued_at=at,
    )
    if copy.place is not None:
        StatusEntry.objects.create(credential=row, list=copy.place.list, index=copy.place.index)
    return True


@task()
def complete_awards(institution_id: int) -> None:
    """The job that adds to what an institution issued before the copies that it can write by now."""
    _complete(lacking(clock.now()).filter(institution=institution_id), at=clock.now())


def _complete(awards: QuerySet[Award], *, at: datetime) -> None:
    """Complete each of the awards; one failure stops no other."""
    for award_id in list(awards.values_list("pk", flat=True)):
        try:
            complete(award_id, at=at)
        except Exception:
            log.exception("award could not be completed", award=str(award_id))


def complete(award_id: UUID, *, at: datetime) -> int:
    """Write the copies that an issued award lacks and its university can write; the others stay.

    It lacks a format that it was not issued in, and a copy in the place of one whose key or seal somebody
    else may have: that one's own bit is set in the transaction that keeps the new one.
    """
    award = lacking(at).select_related("institution", "learner").filter(pk=award_id).first()
    if award is None:
        return 0
    try:
        return keep_lacking(award, copies=write_lacking(award, at=at), at=at)
    except IntegrityError:
        return keep_lacking(award, copies=write_lacking(award, at=at), at=at)


def write_lacking(award: Award, *, at: datetime) -> list[Copy]:
    """The copies that an award lacks, signed and not kept yet."""
    wanted = _wanted(award)
    places = _places(award, wanted, at=at)
    statuses = {form: place.status for form, place in places.items()}
    written = added(award, wanted, places=statuses, at=at)
    return _copies(written, places)


def _wanted(award: Award) -> dict[Signed, IssuedCredential | None]:
    """The formats that it lacks, and all that one lost key or seal signed, each with what it replaces."""
    rows = award.credentials.filter(replaced_by=None).select_related("key", "seal").defer("content")
    has = {row.format: row for row in rows}
    lost = {one.need for one in SIGNED if one.name in has and has[one.name].is_compromised}
    missing = {one: None for one in SIGNED if one.name not in has and one.need is not Need.KEY}
    return missing | {one: has.get(one.name) for one in SIGNED if one.need in lost}


@transaction.atomic
def keep_lacking(award: Award, *, copies: Iterable[Copy], at: datetime) -> int:
    """Keep these copies if the award still stands, and end those that they replace: how many were kept."""
    row = Award.objects.select_for_update().get(pk=award.pk)
    stands = not Revocation.objects.filter(award=row).exists()
    kept = [one.written for one in copies if stands and _keep_one(row, one, at)]
    replaced = [one.replaces for one in kept if one.replaces is not None]
    mark(replaced, purpose=REVOCATION, at=at)
    for one in kept:
        _log(award, one, at)
    return len(kept)


def _log(award: Award, one: Written, at: datetime) -> None:
    deed, why = "credentials.format-added", dict[str, str]()
    if one.replaces is not None:
        deed, why = "credentials.signed-anew", {"because": one.replaces.lost}
    audit.record(
        deed, award, by=None, at=at, institution_id=award.institution_id, format=one.format.name, **why
    )


def lacking(at: datetime) -> QuerySet[Award]:
    """The awards that stand and lack a copy which their university can write at that instant."""
    able = {
        Need.KEY: public_keys_in_use(SIGNS),
        Need.WALLET_KEY: public_keys_in_use(SIGNS_FOR_WALLETS),
        Need.SEAL: Seal.objects.filter(usable_at(at)),
    }
    wanted, kept = Q(), IssuedCredential.objects.filter(replaced_by=None, award=OuterRef("pk"))
    for need, means in able.items():
        forms = [one.name for one in SIGNED if one.need is need]
        lacks = Q(Exists(kept.filter(COMPROMISED, format__in=forms)))
        if need is not Need.KEY:
            for form in forms:
                lacks |= Q(~Exists(kept.filter(format=form)))
        wanted |= Q(institution__in=means.values("institution")) & lacks
    return Award.objects.filter(valid_at(at), wanted)


def issue_pending(*, at: datetime) -> Finished:
    """Sign everything that was claimed and not signed, then write the copies that issued awards lack."""
    done = _sign(Award.objects.filter(status=Award.Status.CLAIMED), at=at)
    complete_lacking(at=at)
    return done


def complete_lacking(*, at: datetime) -> None:
    """Write the copies that issued awards lack, as far as they can be written."""
    _complete(lacking(at), at=at)


def sweep(*, at: datetime, patience: timedelta = PATIENCE) -> Finished:
    """Sign what was claimed longer than this ago and is not signed: what a killed worker left.

    Any number of workers may sweep at once: each award is kept once.
    """
    return _sign(Award.objects.filter(status=Award.Status.CLAIMED, claimed_at__lte=at - patience), at=at)


def _sign(awards: QuerySet[Award], *, at: datetime) -> Finished:
    """Sign each of the awards, the oldest first; one failure stops no other."""
    pending = awards.order_by("claimed_at", "pk")
    done = left = 0
    for award_id in list(pending.values_list("pk", flat=True)):
        try:
            issue(award_id, at=at)
            done += 1
        except Exception:
            log.exception("award could not be signed", award=str(award_id))
            left += 1
    return Finished(done, left)
