"""A page as people read it: without the buttons that explain a term, what holds their signs, and their cards."""

import re

CARDS = re.compile(r'<div popover id="term-.*?</div>', re.S)
HELD = re.compile(r'<span class="nowrap">(<button type="button" class="term"[^>]*>.*?</button>[^<]*)</span>', re.S)
BUTTONS = re.compile(r'<button type="button" class="term"[^>]*>(.*?)</button>', re.S)


def as_read(html: str | bytes) -> str:
    """The HTML with every sentence in one piece."""
    text = html.decode() if isinstance(html, bytes) else html
    return BUTTONS.sub(r"\1", HELD.sub(r"\1", CARDS.sub("", text)))
