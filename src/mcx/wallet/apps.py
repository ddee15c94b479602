"""Registers the wallet app."""

from django.apps import AppConfig


class WalletConfig(AppConfig):
    """The wallet app."""

    name = "mcx.wallet"
    default_auto_field = "django.db.models.BigAutoField"
