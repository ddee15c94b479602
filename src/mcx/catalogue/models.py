"""What the network publishes and what of it is found. An edition's text never changes once published."""

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

    `windows` maps an audience to its own [first, last] day of application, within the offering's. Whoever
    gives places or takes them back says here whether all are taken.
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
    is_full = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["enrolment_closes_on", "enrolment_opens_on", "ends_on"],
                condition=Q(cancelled_at=None),
                name="offering_open_on",
            ),
        ]
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


class Listing(models.Model):
    """What the catalogue shows of a micro-credential now: a narrow row that search, filters and lists read.

    It follows from the newest edition and from the runs of all editions, and is written anew by whatever
    changes them (decision 0016). `values` has what it counts under for each kind of filter, `runs` every run
    that was not cancelled, as `rules.run_json` writes it, the first to start first. One of them, full or not,
    takes applications until `joinable_until`.
    """

    micro_credential = models.OneToOneField(
        MicroCredential, models.PROTECT, primary_key=True, related_name="listing"
    )
    edition = models.OneToOneField(Edition, models.PROTECT, related_name="listing")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", db_index=False)
    published_at = models.DateTimeField()
    joinable_until = models.DateField(null=True)
    values = models.JSONField()
    runs = models.JSONField()
    search_text = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["institution", "joinable_until"], name="listing_joinable")]

    def __str__(self) -> str:
        return str(self.micro_credential)


class ListingChange(models.Model):
    """That a listing was written: by the newest one a process knows whether it has seen everything.

    Numbers are given in the order in which the changes come into force. No two changes ever have the same
    `mark`, so that after a restored backup nobody takes one for another.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    mark = models.CharField(max_length=16)
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.number}: {self.listing_id}"


class TaughtSkill(models.Model):
    """How many micro-credentials teach a skill in their newest edition, and their credits in all."""

    uri = models.URLField(max_length=200, unique=True)
    micro_credentials = models.PositiveIntegerField()
    ects = models.DecimalField(max_digits=10, decimal_places=1)

    def __str__(self) -> str:
        return self.uri
