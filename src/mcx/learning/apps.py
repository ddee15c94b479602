"""Registers the learning app."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """The learning app."""

    name = "mcx.learning"
    default_auto_field = "django.db.models.BigAutoField"
