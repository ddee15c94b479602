"""What members agreed to recognise, and each learner's case."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.network.models import GradingScale, Institution, Programme
from mcx.recognition.rules.decisions import AppealEnds, Decided
from mcx.recognition.rules.terms import AgreementStatus
from mcx.wallet.models import Item

DECISIONS = {
    Decided.RECOGNISED: _("Recognised"),
    Decided.PARTLY: _("Recognised in part"),
    Decided.REFUSED: _("Not recognised"),
}
APPEALS_END = {
    AppealEnds.UPHELD: _("Appeal upheld"),
    AppealEnds.DISMISSED: _("Appeal dismissed"),
}


class Agreement(models.Model):
    """What a home institution agreed to recognise from a host; `terms` are read by `rules.AgreementTerms`.

    Notice by either side brings `valid_until` forward; `signed_until` stays what both signed.
    """

    class Status(models.TextChoices):
        DRAFT = AgreementStatus.DRAFT.value, _("Draft")
        SIGNED = AgreementStatus.SIGNED.value, _("Signed")
        WITHDRAWN = AgreementStatus.WITHDRAWN.value, _("Withdrawn")

    code = models.SlugField(max_length=60, unique=True)
    title = models.JSONField()
    home = models.ForeignKey(Institution, models.PROTECT, related_name="agreements_as_home")
    host = models.ForeignKey(Institution, models.PROTECT, related_name="agreements_as_host")
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    terms = models.JSONField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    signed_until = models.DateField()
    home_signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    host_signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    notice_from = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="+")
    notice_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    notice_at = models.DateTimeField(null=True)
    notice_reasons = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from"), signed_until__gte=F("valid_until")),
                name="agreement_dates",
            ),
            models.CheckConstraint(
                condition=Q(notice_at=None, valid_until=F("signed_until"))
                | Q(notice_at__isnull=False, notice_from__isnull=False, notice_by__isnull=False),
                name="agreement_ends_earlier_by_notice",
            ),
            models.CheckConstraint(condition=~Q(home=F("host")), name="agreement_between_two"),
        ]

    def __str__(self) -> str:
        return self.code


class GradeDistribution(models.Model):
    """How often each passing grade was given to a reference group (ECTS Users' Guide 2015, annex 2)."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="grade_distributions")
    scale = models.ForeignKey(GradingScale, models.CASCADE, related_name="distributions")
    isced_f = models.CharField(max_length=4, blank=True)
    cycle = models.CharField(max_length=8, blank=True)
    years = models.CharField(max_length=40)
    counts = models.JSONField()

    def __str__(self) -> str:
        return f"{self.institution.short_name} {self.scale} {self.isced_f} {self.years}"


class Case(models.Model):
    """A learner's request that a credential counts at home."""

    class Status(models.TextChoices):
        OPEN = "open", _("Waiting for a decision")
        DECIDED = "decided", _("Decided")
        APPEALED = "appealed", _("Appealed")
        CLOSED = "closed", _("Closed")

    learner = models.ForeignKey(Person, models.PROTECT, related_name="recognition_cases", db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="recognition_cases")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="cases")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    report = models.JSONField()
    statement = models.TextField(blank=True)
    submitted_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "programme"], name="one_case_per_item_and_programme"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["learner", "submitted_at", "id"], name="cases_of"),
            models.Index(fields=["status", "due_on", "id"], name="cases_for_staff"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.programme}"


class Decision(models.Model):
    """What the home institution decided, with its reasons and the right of appeal (LRC III.5)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=DECISIONS)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, related_name="decisions")
    ects = models.DecimalField(max_digits=5, decimal_places=1)
    grade = models.CharField(max_length=40, blank=True)
    scale = models.ForeignKey(GradingScale, models.PROTECT, null=True, related_name="+")
    conversion = models.JSONField(default=dict)
    reasons = models.TextField()
    report = models.JSONField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    appeal_until = models.DateField()

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.case}"


class Appeal(models.Model):
    """A learner's objection to a decision, and how it ended."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="appeal")
    grounds = models.TextField()
    submitted_at = models.DateTimeField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=APPEALS_END, blank=True)
    reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.decision)
