"""The code by which a micro-credential goes through all its editions."""

import re
from collections.abc import Container

from mcx.core.text import folded

LONGEST = 50


def code_for(slug: str, title: str, taken: Container[str]) -> str:
    """A code from the institution's short address and the title, numbered where it is taken."""
    words = re.sub(r"[^a-z0-9]+", "-", folded(title)).strip("-")
    stem = f"{slug}-{words or 'micro-credential'}"[:LONGEST].strip("-")
    place = 1
    while (code := stem if place == 1 else f"{stem}-{place}") in taken:
        place += 1
    return code
