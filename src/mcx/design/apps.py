"""Registers the design app."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """The design app."""

    name = "mcx.design"
    default_auto_field = "django.db.models.BigAutoField"
