"""Typesetting by typst, whose engine and fonts come in one wheel: the same words give the same bytes.

All words are passed as inputs, never pasted into a template, so no text of a learner or course can be
anything but text. A compiler that is kept has read the fonts, which takes as long as typesetting a page.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

TEMPLATES = Path(__file__).resolve().parents[1]
# Beyond Latin, Greek, Cyrillic and the signs used with them a text may need fonts of this machine.
_USUAL = (range(0x530), range(0x1E00, 0x2C00))
_lock = Lock()


@cache
def _compiler(*, has_system_fonts: bool) -> typst.Compiler:
    return typst.Compiler(ignore_system_fonts=not has_system_fonts)


def typeset(template: str, words: Mapping[str, Any], *, attached: str = "", **how: Any) -> list[bytes]:
    """The pages of a template with these words, a PDF as one; `attached` is a text that goes along as it is.

    Fonts of this machine are looked at only where the words are in a script that the wheel has no font of.
    A compiler serves one thread at a time, so that none meets the words of another.

    :raises typst.TypstError: for a PDF/A with a sign of which there is no font
    """
    said = json.dumps(words, ensure_ascii=False)
    inputs = {"words": said, "attached": attached}
    rare = any(all(ord(sign) not in usual for usual in _USUAL) for sign in set(said))
    with _lock:
        kept = _compiler(has_system_fonts=rare)
        made = kept.compile(str(TEMPLATES / template), sys_inputs=inputs, **how)
    return made if isinstance(made, list) else [bytes(made or b"")]
