"""Signing: every format from the one frozen record, exactly once."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

import orjson
from django.db import transaction
from django_tasks import task

from mcx.core import audit, clock
from mcx.credentials.models import Award, IssuedCredential
from mcx.credentials.selectors.keys import signing_key
from mcx.credentials.services.certificate import certificate
from microcred import jose, openbadges, proofs
from microcred.record_json import from_json

Format = IssuedCredential.Format


@task()
def issue_award(award_id: str) -> None:
    """The job that signs one claimed award."""
    issue(UUID(award_id), at=clock.now())


@transaction.atomic
def issue(award_id: UUID, *, at: datetime) -> Award:
    """Sign a claimed award in every format: all of them or none; one already issued stays as it is.

    What is signed says when it was claimed, so a worker that starts over makes the same statement.
    """
    award = (
        Award.objects.select_for_update(of=("self",))
        .select_related("institution", "learner")
        .get(pk=award_id)
    )
    if award.status != Award.Status.CLAIMED:
        return award
    for form, media_type, content in _written(award):
        IssuedCredential.objects.create(
            award=award,
            format=form,
            media_type=media_type,
            content=content,
            sha256=sha256(content).hexdigest(),
            issued_at=at,
        )
    award.status, award.issued_at = Award.Status.ISSUED, at
    award.save(update_fields=["status", "issued_at"])
    audit.record("credentials.issued", award, by=None, at=at, institution_id=award.institution_id)
    return award


def _written(award: Award) -> list[tuple[str, str, bytes]]:
    record = from_json(award.record)
    row, key = signing_key(award.institution)
    document, _losses = openbadges.write(record)
    signed = proofs.sign(document, key, method=row.method, created=record.issued_at)
    badge = orjson.dumps(signed)
    token = jose.sign_vc(document, key, kid=row.method)
    return [
        (Format.OPEN_BADGE, "application/vc+ld+json", badge),
        (Format.JWT, "application/vc+jwt", token.encode()),
        (Format.PDF, "application/pdf", certificate(award, record, badge)),
    ]


def issue_pending(*, at: datetime) -> int:
    """Sign what was claimed but not signed, such as after a worker was killed; how many there were."""
    pending = list(Award.objects.filter(status=Award.Status.CLAIMED).values_list("pk", flat=True))
    for award_id in pending:
        issue(award_id, at=at)
    return len(pending)
