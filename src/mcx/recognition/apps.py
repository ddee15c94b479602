"""Registers the recognition app."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    """The recognition app."""

    name = "mcx.recognition"
    default_auto_field = "django.db.models.BigAutoField"
