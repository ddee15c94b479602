"""Texts in several languages as the one who reads now gets them."""

from django.utils.translation import get_language

from mcx.core.text import Text, in_language


def read(text: Text) -> str:
    """The text in the reader's language or the nearest there is; English where nobody reads."""
    return in_language(text, get_language() or "en")
