"""Registers the accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts app."""

    name = "mcx.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The secrets of second factors are kept under the key-encryption key."""
        from mcx.accounts import services  # noqa: PLC0415 - has tables, which Django's set-up comes before
        from mcx.core import encryption  # noqa: PLC0415 - likewise

        encryption.keeps(services.newest_second_factor)
