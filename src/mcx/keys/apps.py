"""Registers the keys app."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    """The keys app."""

    name = "mcx.keys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Signing keys and seals are kept under the key-encryption key."""
        from mcx.core import encryption  # noqa: PLC0415 - has tables, which Django's set-up comes before
        from mcx.keys import signing  # noqa: PLC0415 - likewise

        encryption.keeps(signing.newest_key)
        encryption.keeps(signing.newest_seal)
