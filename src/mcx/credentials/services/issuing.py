"""Signing: every format from the one frozen record, exactly once."""

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

import orjson
import structlog
from django.db import transaction
from django_tasks import task

from mcx.core import audit, clock
from mcx.credentials.models import Award, IssuedCredential
from mcx.credentials.selectors.keys import signing_key
from mcx.credentials.services.certificate import certificate
from microcred import jose, openbadges, proofs
from microcred.record_json import from_json

Format = IssuedCredential.Format
log = structlog.get_logger("mcx.credentials")


class Written(NamedTuple):
    """One format of an award, signed and not kept yet."""

    format: str
    media_type: str
    content: bytes


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
    return _keep(award.pk, _written(award), at=at)


@transaction.atomic
def _keep(award_id: UUID, written: list[Written], *, at: datetime) -> Award:
    award = Award.objects.select_for_update(of=("self",)).select_related("institution").get(pk=award_id)
    if award.status != Award.Status.CLAIMED:
        return award
    for one in written:
        IssuedCredential.objects.create(
            award=award,
            format=one.format,
            media_type=one.media_type,
            content=one.content,
            sha256=sha256(one.content).hexdigest(),
            issued_at=at,
        )
    award.status, award.issued_at = Award.Status.ISSUED, at
    award.save(update_fields=["status", "issued_at"])
    audit.record("credentials.issued", award, by=None, at=at, institution_id=award.institution_id)
    return award


def _written(award: Award) -> list[Written]:
    """Every format; dated when it was claimed, or when the key was made if that was later."""
    record = from_json(award.record)
    row, key = signing_key(award.institution)
    document, _losses = openbadges.write(record)
    created = max(record.issued_at, row.created_at)
    badge = orjson.dumps(proofs.sign(document, key, method=row.method, created=created))
    token = jose.sign_vc({**document, "iat": int(created.timestamp())}, key, kid=row.method)
    return [
        Written(Format.OPEN_BADGE, "application/vc+ld+json", badge),
        Written(Format.JWT, "application/vc+jwt", token.encode()),
        Written(Format.PDF, "application/pdf", certificate(award, record, badge)),
    ]


def issue_pending(*, at: datetime) -> Finished:
    """Sign what was claimed but not signed, such as after a worker was killed; one failure stops no other."""
    pending = Award.objects.filter(status=Award.Status.CLAIMED).order_by("claimed_at", "pk")
    signed = left = 0
    for award_id in list(pending.values_list("pk", flat=True)):
        try:
            issue(award_id, at=at)
            signed += 1
        except Exception:
            log.exception("award could not be signed", award=str(award_id))
            left += 1
    return Finished(signed, left)
