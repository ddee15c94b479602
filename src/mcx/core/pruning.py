"""What has had its time is removed in small steps: sessions, answers to requests, counters, finished jobs.

Each step is a transaction of its own, so that nobody waits for long; a row that somebody holds is left for
the next time. Any number of workers may do it at once: what one has removed the other does not find.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from mcx.core.models import Counter, Submission
from mcx.core.submissions import is_over

AT_ONCE = 500  # rows of one transaction
RESULTS_KEPT = timedelta(days=14)


def prune(*, at: datetime) -> Mapping[str, int]:
    """Remove what nobody will ask for any more; how many rows of what."""
    return {
        "sessions": remove(Session.objects.filter(expire_date__lte=at)),
        "submissions": remove(Submission.objects.filter(is_over(at))),
        "counters": remove(Counter.objects.filter(until__lte=int(at.timestamp()))),
        "jobs": remove(DBTaskResult.objects.finished().filter(finished_at__lte=at - RESULTS_KEPT)),
    }


def remove(rows: QuerySet[Any]) -> int:
    """Remove these rows step by step, and say how many there were."""
    number, is_more = 0, True
    while is_more:
        with transaction.atomic():
            held = rows.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)
            keys = list(held[:AT_ONCE])
            number += rows.model._default_manager.filter(pk__in=keys).delete()[0] if keys else 0
        is_more = len(keys) == AT_ONCE
    return number
