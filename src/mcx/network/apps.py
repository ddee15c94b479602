"""Registers the network app."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """The network app."""

    name = "mcx.network"
    default_auto_field = "django.db.models.BigAutoField"
