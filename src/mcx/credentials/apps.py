"""Registers the credentials app."""

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """The credentials app."""

    name = "mcx.credentials"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Signing keys and seals are kept under the key-encryption key."""
        from mcx.core import encryption  # noqa: PLC0415 - has tables, which Django's set-up comes before
        from mcx.credentials import signing  # noqa: PLC0415 - likewise

        encryption.keeps(signing.newest_key)
        encryption.keeps(signing.newest_seal)
