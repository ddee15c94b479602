"""Registers the core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The core app."""

    name = "mcx.core"
    default_auto_field = "django.db.models.BigAutoField"
