"""Awards, the credentials signed from them, and the status lists that can end them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.catalogue.models import Edition
from mcx.core.packing import PackedField
from mcx.core.reading import read
from mcx.credentials.rules import Lost
from mcx.keys.models import Seal, SigningKey
from mcx.learning.models import Result
from mcx.network.models import Institution


class StatusList(models.Model):
    """One Bitstring Status List of an institution; `bits` is the uncompressed bit string."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="status_lists")
    purpose = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    bits = models.BinaryField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "purpose", "number"], name="one_list_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.institution.short_name} {self.purpose} {self.number}"


class Award(models.Model):
    """What a passed result entitles to: offered, claimed by its learner, then issued.

    Until it is claimed it can be withdrawn without trace elsewhere; after that only revoked or replaced.
    `record` is frozen when the learner claims, and every copy is written from it; it names no status list,
    since each copy has a place of its own. `check_code` stands
    on the certificate beside the number: who knows it has the certificate and may compare it.
    """

    class Status(models.TextChoices):
        OFFERED = "offered", _("Waiting to be claimed")
        CLAIMED = "claimed", _("Being signed")
        ISSUED = "issued", _("Issued")
        WITHDRAWN = "withdrawn", _("Withdrawn before it was claimed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    result = models.OneToOneField(Result, models.PROTECT, related_name="award")
    learner = models.ForeignKey(Person, models.PROTECT, related_name="awards", db_index=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="awards", db_index=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="awards")
    status = models.CharField(max_length=10, choices=Status, default=Status.OFFERED)
    offered_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    record = models.JSONField(null=True)
    check_code = models.CharField(max_length=16, default="")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["learner", "offered_at", "id"], name="awards_of"),
            models.Index(fields=["institution", "offered_at", "id"], name="awards_for_staff"),
        ]

    def __str__(self) -> str:
        return f"{read(self.edition.title)}: {self.learner}"


class IssuedCredential(models.Model):
    """One copy of an award: the exact bytes of one format, and with which key or seal they were signed.

    `format` is the name of a row of `documents.formats`, `number` counts the award's copies of one format.
    The bytes are `content`, or at `place` in the storage of files (`core.files`).
    A copy whose key or seal somebody else may have is replaced by one that was signed anew; it is kept, since
    its learner may have it still.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="credentials")
    format = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    media_type = models.CharField(max_length=80)
    content = PackedField()
    place = models.CharField(max_length=100, blank=True, default="")
    sha256 = models.CharField(max_length=64)
    key = models.ForeignKey(SigningKey, models.PROTECT, null=True, related_name="credentials")
    seal = models.ForeignKey(Seal, models.PROTECT, null=True, related_name="credentials")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    issued_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award", "format", "number"], name="one_copy_per_number"),
            models.CheckConstraint(
                condition=Q(key=None, seal__isnull=False) | Q(key__isnull=False, seal=None),
                name="copy_is_signed_with_a_key_or_a_seal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.number}: {self.award}"

    @property
    def is_compromised(self) -> bool:
        """Whether somebody else may have the key or seal that signed it."""
        means = self.seal or self.key
        return means is not None and means.revoked_at is not None

    @property
    def lost(self) -> Lost:
        """What is lost where it is compromised; the copy that it replaced was signed with one of the same."""
        return Lost.SEAL if self.seal_id else Lost.KEY


class SignedStack(models.Model):
    """A stack that a key signed for whoever asked for it: its file is not kept, its signature is.

    By it the register knows the file again; nothing else is signed with the same.
    """

    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="stacks")
    signature = models.CharField(max_length=200, unique=True)
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.signature


class StatusEntry(models.Model):
    """The place of one copy in a status list, chosen at random and never used again.

    No two copies share one: each can end alone, and no two are linked by their places.
    """

    credential = models.ForeignKey(IssuedCredential, models.PROTECT, related_name="status_entries")
    list = models.ForeignKey(StatusList, models.PROTECT, related_name="entries")
    index = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "index"], name="one_copy_per_index"),
            models.UniqueConstraint(fields=["list", "credential"], name="one_index_per_copy"),
        ]

    def __str__(self) -> str:
        return f"{self.list}#{self.index}"


class Revocation(models.Model):
    """The end of a credential.

    Verifiers see the reason and the day; the explanation is for its learner and the office that ended it.
    """

    class Reason(models.TextChoices):
        ERROR = "error", _("It was issued in error")
        MISCONDUCT = "misconduct", _("Academic misconduct was found")
        CORRECTED = "corrected", _("It was replaced by a corrected credential")
        OTHER = "other", _("Another reason")

    award = models.OneToOneField(Award, models.PROTECT, related_name="revocation")
    reason = models.CharField(max_length=12, choices=Reason)
    explanation = models.TextField()
    revoked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.award)
