"""Ex ante reviews: what was proposed, what the checks said, what the officer decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.catalogue.models import Edition, MicroCredential


class Review(models.Model):
    """The ex ante evaluation of one proposal, frozen as it was handed in."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for review")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned with reasons")

    micro_credential = models.ForeignKey(MicroCredential, models.PROTECT, related_name="reviews")
    proposal = models.JSONField()
    report = models.JSONField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    requested_at = models.DateTimeField()
    reviewer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reasons = models.TextField(blank=True)
    edition = models.OneToOneField(Edition, models.PROTECT, null=True, related_name="review")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["micro_credential"], condition=Q(status="waiting"), name="one_waiting_review"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["requested_by", "requested_at", "id"], name="asked_by")]

    def __str__(self) -> str:
        return f"{self.micro_credential} ({self.get_status_display()})"
