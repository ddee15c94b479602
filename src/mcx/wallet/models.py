"""The learner's own collection and how they show it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from mcx.accounts.models import Person
from mcx.core.reading import read
from mcx.credentials.models import Award


class Challenge(models.Model):
    """A random text that somebody signs with a key of their own, once and soon, to show that they hold it.

    Answered, it is the evidence: `holder` names the key's owner, where somebody is named, `key` the key
    itself (RFC 9278).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="challenges")
    nonce = models.CharField(max_length=43, unique=True)
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    holder = models.TextField(blank=True, default="")
    key = models.CharField(max_length=88, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at=None, holder="", key="")
                | Q(answered_at__isnull=False) & ~Q(holder="", key=""),
                name="answer_names_its_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_at:%Y-%m-%d %H:%M}"


class Item(models.Model):
    """One credential in a wallet: issued here (`award`) or brought along, the exact bytes.

    These are `content`, or at `place` in the storage of files (`core.files`).
    `size` and `sha256` are of the content: one person keeps the same bytes once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="wallet_items", db_index=False)
    award = models.OneToOneField(Award, models.PROTECT, null=True, related_name="wallet_item")
    title = models.JSONField()
    kind = models.CharField(max_length=40)
    content = models.BinaryField(default=b"")
    place = models.CharField(max_length=100, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    record = models.JSONField(null=True)
    report = models.JSONField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(award__isnull=False) | ~Q(content=b"", place=""), name="item_has_award_or_content"
            ),
            models.UniqueConstraint(
                fields=["owner", "sha256"], condition=Q(award=None), name="same_bytes_are_one_item"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "added_at", "id"], name="items_of")]

    def __str__(self) -> str:
        return read(self.title)


class Share(models.Model):
    """A link that shows chosen items for a while; the link's end is not the credential's.

    `files` names the forms in which they may be downloaded through it, and no others. How often and when last
    it was `opened` is a number and a moment: nothing grows with it, and nothing is kept about who.
    """

    owner = models.ForeignKey(Person, models.PROTECT, related_name="shares", db_index=False)
    items = models.ManyToManyField(Item, related_name="shares")
    token_hash = models.CharField(max_length=64, unique=True)
    files = models.JSONField(default=list)
    audience = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "created_at", "id"], name="shares_of")]

    def __str__(self) -> str:
        return f"{self.audience} ({self.expires_at:%Y-%m-%d})"
