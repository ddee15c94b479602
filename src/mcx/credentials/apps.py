"""Registers the credentials app."""

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """The credentials app."""

    name = "mcx.credentials"
    default_auto_field = "django.db.models.BigAutoField"
