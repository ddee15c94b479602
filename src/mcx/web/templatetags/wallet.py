"""Template words of the wallet: what the files of a credential are called."""

from collections.abc import Iterable

from django import template

from mcx.web.credentials.words import Words
from mcx.web.wallet.words import names_of

register = template.Library()


@register.simple_tag
def file_names(forms: Iterable[str]) -> list[Words]:
    """The names of the files that a link hands out."""
    return names_of(forms)
