"""Registers the pathways app."""

from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    """The pathways app."""

    name = "mcx.pathways"
    default_auto_field = "django.db.models.BigAutoField"
