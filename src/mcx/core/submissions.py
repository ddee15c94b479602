"""Remembers forms and API requests that were taken, so that sending one twice does nothing twice."""

from datetime import datetime

from django.db import IntegrityError, transaction

from mcx.core.models import Submission


def begin(key: str, *, at: datetime) -> Submission | None:
    """Claim the key for its first sending; None when it was claimed before."""
    try:
        with transaction.atomic():
            return Submission.objects.create(key=key, at=at)
    except IntegrityError:
        return None


def earlier(key: str) -> Submission | None:
    """What the first sending led to; None while it is still at work or has given the key back."""
    return Submission.objects.filter(key=key, status__gt=0).first()


def finish(submission: Submission, *, status: int, location: str, body: bytes) -> None:
    """Remember how the first sending ended."""
    submission.status, submission.location, submission.body = status, location, body
    submission.save(update_fields=["status", "location", "body"])


def give_back(submission: Submission) -> None:
    """Forget a sending that did nothing, so that the corrected form can be sent."""
    submission.delete()
