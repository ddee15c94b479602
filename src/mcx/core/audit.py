"""Writes the audit log: every service records what it did in the transaction in which it did it.

The versions of what is made from the subject change with it (`core.versions`).
"""

from datetime import datetime
from typing import Any, Protocol

from django.db import models, transaction
from django.utils import translation

from mcx.core import versions
from mcx.core.models import AuditEntry


class Actor(Protocol):
    """Whoever does something: a person, as far as the log needs to know one."""

    @property
    def pk(self) -> Any: ...

    @property
    def name(self) -> str: ...


class NotInTransaction(RuntimeError):
    """A service tried to write the log outside of the transaction of its deed."""


def record(
    action: str,
    subject: models.Model,
    *,
    by: Actor | None,
    at: datetime,
    institution_id: int | None = None,
    **details: Any,
) -> AuditEntry:
    """Write that `by` did `action` to `subject`; `by=None` means the system itself.

    :raises NotInTransaction: when called outside of an atomic block
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(action)
    versions.note(subject._meta.label_lower)
    return AuditEntry.objects.create(
        at=at,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=_label(subject),
        person_id=by.pk if by else None,
        person_name=by.name[:300] if by else "",
        institution_id=institution_id,
        details=details,
    )


def _label(subject: models.Model) -> str:
    """What the subject is called, in the log's one language, whoever did it."""
    with translation.override("en"):
        return str(subject)[:300]
