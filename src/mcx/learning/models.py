"""From application to result."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.catalogue.models import Offering
from mcx.network.models import GradingScale, Institution


class Application(models.Model):
    """A learner's request for a place, from a home that confirms them or is only stated, or from none."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("Waiting for a decision")
        ADMITTED = "admitted", _("Admitted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    learner = models.ForeignKey(Person, models.PROTECT, related_name="applications", db_index=False)
    offering = models.ForeignKey(Offering, models.PROTECT, related_name="applications", db_index=False)
    home_institution = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="+")
    motivation = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.SUBMITTED)
    submitted_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner", "offering"],
                condition=Q(status__in=["submitted", "admitted"]),
                name="one_live_application_per_offering",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["learner", "submitted_at", "id"], name="applications_of"),
            models.Index(fields=["offering", "status"], name="applications_waiting_for"),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.offering}"


class Enrolment(models.Model):
    """A learner's place in one offering."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        WITHDRAWN = "withdrawn", _("Place given up")
        COMPLETED = "completed", _("Completed")
        FAILED = "failed", _("Not passed")

    learner = models.ForeignKey(Person, models.PROTECT, related_name="enrolments", db_index=False)
    offering = models.ForeignKey(Offering, models.PROTECT, related_name="enrolments", db_index=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="enrolment")
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    enrolled_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner", "offering"],
                condition=~Q(status="withdrawn"),
                name="one_place_per_learner_and_offering",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["learner", "enrolled_at", "id"], name="enrolments_of"),
            models.Index(fields=["offering", "status"], name="places_of_offering"),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.offering}"


class Result(models.Model):
    """A grade, always with its scale; a corrected one points to the one it replaces."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="results")
    grade = models.CharField(max_length=40)
    scale = models.ForeignKey(GradingScale, models.PROTECT, related_name="+")
    has_passed = models.BooleanField()
    remark = models.TextField(blank=True)
    assessed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(replaces__isnull=True),
                name="one_first_result_per_enrolment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grade} ({self.scale}): {self.enrolment}"
