"""What employers say they need."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mcx.accounts.models import Person
from mcx.network.models import Institution
from mcx.skills.models import Skill


class SkillNeed(models.Model):
    """How much an organisation needs a skill and how far it finds it, in one survey wave (1–5 each)."""

    organisation = models.ForeignKey(Institution, models.PROTECT, related_name="skill_needs")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="needs")
    wave = models.PositiveSmallIntegerField()
    importance = models.DecimalField(max_digits=2, decimal_places=1)
    availability = models.DecimalField(max_digits=2, decimal_places=1)
    respondents = models.PositiveIntegerField()
    reported_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "skill", "wave"], name="one_need_per_wave"),
            models.CheckConstraint(
                condition=Q(importance__gte=1, importance__lte=5, availability__gte=1, availability__lte=5),
                name="need_between_1_and_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} ({self.organisation.short_name} {self.wave})"


class Posting(models.Model):
    """A job an employer wants to fill, and the skills it names."""

    organisation = models.ForeignKey(Institution, models.PROTECT, related_name="postings")
    title = models.CharField(max_length=200)
    text = models.TextField()
    skills = models.ManyToManyField(Skill, related_name="postings")
    posted_on = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["posted_on", "id"], name="postings")]

    def __str__(self) -> str:
        return self.title
