"""Signing: every format from the one frozen record, exactly once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks import task

from mcx.core import audit, clock
from mcx.credentials.documents.formats import SIGNED, Need, Written, added, signed
from mcx.credentials.models import Award, IssuedCredential
from mcx.credentials.rules import PATIENCE
from mcx.keys.models import Seal
from mcx.keys.selectors import SIGNS_FOR_WALLETS, public_keys_in_use, usable_at

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

    Signing holds no lock. Should two workers sign the same award, the first to finish is kept.

    :raises NoSigningKey: when the university has no key in use; the award stays claimed
    """
    award = Award.objects.select_related("institution", "learner").get(pk=award_id)
    if award.status != Award.Status.CLAIMED:
        return award
    return _keep(award.pk, [*signed(award, at=at), *added(award, (), at=at)], at=at)


@transaction.atomic
def _keep(award_id: UUID, written: Iterable[Written], *, at: datetime) -> Award:
    award = Award.objects.select_for_update(of=("self",)).select_related("institution").get(pk=award_id)
    if award.status != Award.Status.CLAIMED:
        return award
    for one in written:
        _keep_one(award, one, at)
    award.status, award.issued_at = Award.Status.ISSUED, at
    award.save(update_fields=["status", "issued_at"])
    audit.record("credentials.issued", award, by=None, at=at, institution_id=award.institution_id)
    return award


def _keep_one(award: Award, one: Written, at: datetime) -> bool:
    """Keep the bytes of one format, unless another worker was faster."""
    _row, is_new = IssuedCredential.objects.get_or_create(
        award=award,
        format=one.format.name,
        defaults={
            "media_type": one.format.media_type,
            "content": one.content,
            "sha256": sha256(one.content).hexdigest(),
            "seal": one.seal,
            "issued_at": at,
        },
    )
    return is_new


@task()
def complete_awards(institution_id: int) -> None:
    """The job that adds to what an institution issued before the formats it can write by now."""
    _complete(lacking(clock.now()).filter(institution=institution_id), at=clock.now())


def _complete(awards: QuerySet[Award], *, at: datetime) -> None:
    """Complete each of the awards; one failure stops no other."""
    for award_id in list(awards.values_list("pk", flat=True)):
        try:
            complete(award_id, at=at)
        except Exception:
            log.exception("award could not be completed", award=str(award_id))


def complete(award_id: UUID, *, at: datetime) -> int:
    """Add the formats that an issued award lacks and its university can write; the others stay."""
    award = lacking(at).select_related("institution", "learner").filter(pk=award_id).first()
    if award is None:
        return 0
    written = added(award, set(award.credentials.values_list("format", flat=True)), at=at)
    return sum(_add(award, one, at=at) for one in written)


@transaction.atomic
def _add(award: Award, one: Written, *, at: datetime) -> bool:
    is_new = _keep_one(award, one, at)
    if is_new:
        audit.record(
            "credentials.format-added",
            award,
            by=None,
            at=at,
            institution_id=award.institution_id,
            format=one.format.name,
        )
    return is_new


def lacking(at: datetime) -> QuerySet[Award]:
    """The awards that stand and lack a format which their university can write at that instant."""
    stand = Award.objects.filter(status=Award.Status.ISSUED, revocation=None)
    stand = stand.filter(Q(valid_until=None) | Q(valid_until__gte=at))
    able = {
        Need.SEAL: Seal.objects.filter(usable_at(at)),
        Need.WALLET_KEY: public_keys_in_use(SIGNS_FOR_WALLETS),
    }
    wanted = Q()
    for one in SIGNED:
        if one.need in able:
            has = IssuedCredential.objects.filter(format=one.name).values("award")
            wanted |= Q(institution__in=able[one.need].values("institution")) & ~Q(pk__in=has)
    return stand.filter(wanted)


def issue_pending(*, at: datetime) -> Finished:
    """Sign everything that was claimed and not signed, then add the formats that issued awards lack."""
    done = _sign(Award.objects.filter(status=Award.Status.CLAIMED), at=at)
    complete_lacking(at=at)
    return done


def complete_lacking(*, at: datetime) -> None:
    """Add the formats that issued awards lack, as far as they can be written."""
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
