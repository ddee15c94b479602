"""Registers the quality app."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """The quality app."""

    name = "mcx.quality"
    default_auto_field = "django.db.models.BigAutoField"
