"""A page as people read it: without the buttons that explain a term, and without their cards."""

import re

CARDS = re.compile(r'<div popover id="term-.*?</div>', re.S)
BUTTON = r'<button type="button" class="term"[^>]*>'
HELD = re.compile(rf'<span class="nowrap">({BUTTON}.*?</button>[^<]*)</span>', re.S)
BUTTONS = re.compile(rf"{BUTTON}(.*?)</button>", re.S)


def as_read(html: str | bytes) -> str:
    """The HTML with every sentence in one piece."""
    text = html.decode() if isinstance(html, bytes) else html
    return BUTTONS.sub(r"\1", HELD.sub(r"\1", CARDS.sub("", text)))
