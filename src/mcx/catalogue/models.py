"""What the network publishes. An edition's text never changes once it is published."""

from datetime import date
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from mcx.catalogue.rules import Audience, Run, Window
from mcx.core.reading import read
from mcx.network.models import GradingScale, Institution


class MicroCredential(models.Model):
    """The lasting identity of a micro-credential through all its editions."""

    code = models.SlugField(max_length=60, unique=True)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="micro_credentials")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Edition(models.Model):
    """One published, frozen specification (ELM LearningAchievementSpecification).

    `specification` is `microcred.record_json`'s form of a `Specification`; the other columns repeat what
    search and lists need, and hold what belongs to the offer rather than to the credential.
    """

    micro_credential = models.ForeignKey(MicroCredential, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    specification = models.JSONField(encoder=DjangoJSONEncoder)
    title = models.JSONField()
    summary = models.JSONField()
    ects = models.DecimalField(max_digits=4, decimal_places=1)
    eqf_level = models.PositiveSmallIntegerField()
    isced_f = models.CharField(max_length=4, blank=True)
    languages = models.JSONField()
    participation = models.JSONField()
    cost = models.JSONField(default=dict)
    criteria = models.JSONField(default=dict)
    cover = models.CharField(max_length=20, blank=True)
    scale = models.ForeignKey(GradingScale, models.PROTECT, related_name="editions")
    valid_days = models.PositiveIntegerField(null=True)
    search_text = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["micro_credential", "number"], name="one_edition_per_number"),
        ]

    def __str__(self) -> str:
        return read(self.title)


class Offering(models.Model):
    """A run of an edition that learners can join (ELM LearningOpportunity).

    `windows` maps an audience to its own [first, last] day of application, within the offering's.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="offerings")
    code = models.SlugField(max_length=80, unique=True)
    language = models.CharField(max_length=8)
    location = models.CharField(max_length=200, blank=True)
    places = models.PositiveIntegerField()
    enrolment_opens_on = models.DateField()
    enrolment_closes_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    windows = models.JSONField(default=dict)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(enrolment_closes_on__gte=F("enrolment_opens_on")), name="offering_window"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="offering_dates"),
            models.CheckConstraint(condition=Q(places__gte=1), name="offering_places"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} ({self.code})"

    @property
    def run(self) -> Run:
        """The dates as the rules take them."""
        window = Window(self.enrolment_opens_on, self.enrolment_closes_on)
        return Run(window, self.starts_on, self.ends_on, is_cancelled=self.cancelled_at is not None)

    def window_for(self, audience: Audience) -> Window:
        """The days on which this audience may apply."""
        own = self.windows.get(audience)
        return Window(*(date.fromisoformat(day) for day in own)) if own else self.run.window
