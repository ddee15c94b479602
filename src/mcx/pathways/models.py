"""Micro-degrees and who works towards them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mcx.accounts.models import Person
from mcx.core.reading import read
from mcx.network.models import Institution


class MicroDegree(models.Model):
    """A stack of micro-credentials with a rule; never a degree (MICROBOL 2021)."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.JSONField()
    summary = models.JSONField()
    awarded_by = models.ForeignKey(Institution, models.PROTECT, related_name="micro_degrees")
    ects = models.DecimalField(max_digits=4, decimal_places=1)
    eqf_level = models.PositiveSmallIntegerField()
    rule = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ects__gt=0), name="micro_degree_has_credits"),
        ]

    def __str__(self) -> str:
        return read(self.title)


class Participation(models.Model):
    """That a learner works towards a micro-degree."""

    learner = models.ForeignKey(Person, models.PROTECT, related_name="participations")
    micro_degree = models.ForeignKey(MicroDegree, models.PROTECT, related_name="participations")
    since = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["learner", "micro_degree"], name="one_participation_each"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("since")), name="participation_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.micro_degree}"
