"""Vocabularies that designs, postings and credentials refer to."""

from typing import ClassVar

from django.db import models

from mcx.core.text import in_language


class Skill(models.Model):
    """An ESCO skill or knowledge concept; never deleted, because credentials refer to it."""

    uri = models.URLField(max_length=200, unique=True)
    kind = models.CharField(max_length=12)
    reuse_level = models.CharField(max_length=24, blank=True)
    labels = models.JSONField()
    alternative_labels = models.JSONField(default=dict)
    search_text = models.TextField(blank=True)
    version = models.CharField(max_length=20, blank=True)
    is_obsolete = models.BooleanField(default=False)

    def __str__(self) -> str:
        return in_language(self.labels, "en")


class FieldOfStudy(models.Model):
    """An ISCED-F 2013 field."""

    code = models.CharField(max_length=4, unique=True)
    labels = models.JSONField()

    class Meta:
        verbose_name_plural = "fields of study"
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {in_language(self.labels, 'en')}"
