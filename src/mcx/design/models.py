"""Drafts: micro-credentials while their teachers still work on them."""

from typing import ClassVar

from django.db import models

from mcx.accounts.models import Person
from mcx.catalogue.models import MicroCredential
from mcx.core.reading import read
from mcx.network.models import Institution
from mcx.quality.models import Review


class Project(models.Model):
    """A draft; `draft` is read by `rules.Draft`, and `revision` guards against lost updates."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="projects")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="projects")
    micro_credential = models.ForeignKey(MicroCredential, models.PROTECT, related_name="projects")
    title = models.JSONField()
    draft = models.JSONField()
    revision = models.PositiveIntegerField(default=0)
    review = models.OneToOneField(Review, models.PROTECT, null=True, related_name="project")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["institution", "changed_at", "id"], name="projects")]

    def __str__(self) -> str:
        return read(self.title)
