"""Template words of our own."""

import uuid
from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mcx.core.text import in_language

register = template.Library()


@register.filter
def text(value: Mapping[str, str] | None) -> str:
    """The reader's language of a text in several languages."""
    return in_language(value or {}, get_language() or "en")


@register.simple_tag
def once() -> SafeString:
    """A hidden field that makes a form count once, however often it is sent."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4().hex)
