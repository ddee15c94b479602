"""Tables of no single domain: audit log, what was sent, counters, versions, what a start must find."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext


class AuditEntry(models.Model):
    """One thing that somebody did, written in the same transaction as the deed.

    Who and where are kept as plain values: the log outlives the rows it speaks of.
    """

    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    subject_label = models.CharField(max_length=300)
    person_id = models.BigIntegerField(null=True, db_index=True)
    person_name = models.CharField(max_length=300, blank=True)
    institution_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["at", "id"], name="audit_entries_of_all"),
            models.Index(fields=["institution_id", "at", "id"], name="audit_entries"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_label}"


class Submission(models.Model):
    """A form or API request that was taken, so that sending it twice does nothing twice.

    `key` names who sent it under which key, `asked` what was asked for: digests, no contents. Until it is
    finished `status` is 0. An answer that carries a secret is not kept: then `is_kept` is false. `scopes` are
    what the deed asked of whoever came with a token: the answer asks for the same.
    """

    key = models.CharField(max_length=64, unique=True)
    asked = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.TextField(blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    body = models.BinaryField(default=b"")
    is_kept = models.BooleanField(default=True)
    scopes = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.key


class Counter(models.Model):
    """How often something was asked for in a window that ends at `until` (seconds since 1970)."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """A change that is part of the state of something made from many rows (`core.versions`)."""

    version = models.CharField(max_length=32, primary_key=True)
    name = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Deployment(models.Model):
    """What a start must find as the last one left it: a single row.

    `sentinel` opens only under the right key-encryption key (`core.encryption`); `migrations` are the
    digests of those that made the tables (`core.tables`).
    """

    ONLY = 1

    sentinel = models.BinaryField(default=b"")
    migrations = models.JSONField(default=dict)

    def __str__(self) -> str:
        return gettext("this deployment")
