"""Template words for published texts, which are shown in a language the reader chooses for them alone."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mcx.core.text import best_language, in_language
from mcx.web import glossary

register = template.Library()
# What could end the element or start another in HTML; JSON may write any sign as its number.
IN_HTML = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


@register.filter
def said(value: Mapping[str, str] | str | None, wanted: str) -> str:
    """The text in the wanted language or the nearest there is, marked where that is not the page's."""
    if not isinstance(value, Mapping):
        return value or ""
    language, shown = best_language(value, wanted), in_language(value, wanted)
    if not language or language == (get_language() or "en").split("-", maxsplit=1)[0]:
        return shown
    return format_html('<span lang="{}">{}</span>', language, shown)


@register.filter
def linked_data(document: Mapping[str, Any]) -> str:
    """A JSON-LD document as a data block: browsers do not run it, so no script policy applies to it."""
    text = json.dumps(document, ensure_ascii=False).translate(IN_HTML)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


@register.simple_block_tag
def explained(content: str) -> str:
    """The HTML between, each term that a newcomer cannot know explained where it is first met."""
    return glossary.explained(content)
