"""Registers the industry app."""

from django.apps import AppConfig


class IndustryConfig(AppConfig):
    """The industry app."""

    name = "mcx.industry"
    default_auto_field = "django.db.models.BigAutoField"
