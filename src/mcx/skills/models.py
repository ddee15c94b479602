"""Vocabularies that designs, postings and credentials refer to."""

from typing import ClassVar

from django.db import models

from mcx.core.reading import read


class Skill(models.Model):
    """An ESCO skill or knowledge concept; never deleted, because credentials refer to it."""

    uri = models.URLField(max_length=200, unique=True)
    kind = models.CharField(max_length=12, blank=True)
    reuse_level = models.CharField(max_length=24, blank=True)
    labels = models.JSONField()
    alternative_labels = models.JSONField(default=dict)
    version = models.CharField(max_length=20, blank=True)
    is_obsolete = models.BooleanField(default=False)
    replaced_by = models.URLField(max_length=200, blank=True)
    loaded_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return read(self.labels)


class SkillLabel(models.Model):
    """One label of a skill as look-ups compare it (`core.text.folded`), the preferred one ranked 0."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="search_labels")
    language = models.CharField(max_length=8)
    term = models.CharField(max_length=500)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["term", "language"], name="skill_label_term")]

    def __str__(self) -> str:
        return self.term


class VocabularyLoad(models.Model):
    """One loading of ESCO: which version, from which files, and what it did."""

    version = models.CharField(max_length=20, blank=True)
    files = models.JSONField(default=list)
    loaded_at = models.DateTimeField()
    new = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    ended = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"ESCO {self.version}".strip()
