"""The badge as a picture, drawn by us, with the signed credential inside.

A picture is made when somebody asks for it: what is signed is the credential in it, whose bytes are kept.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import typst
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from mcx.core.text import in_language
from mcx.credentials.models import Award, IssuedCredential
from mcx.credentials.selectors.awards import credential_of
from microcred import baking
from microcred.record import AchievementRecord
from microcred.record_json import from_json

TEMPLATE = Path(__file__).resolve().parents[1] / "badge.typ"
PICTURES = {"png": "image/png", "svg": "image/svg+xml"}
PIXELS_PER_INCH = 120


def picture(award: Award, form: str) -> bytes:
    """The PNG or SVG badge of an issued award (Open Badges 3.0 §5.3).

    :raises NotFound: before it is issued
    """
    return _baked(award, form, award.learner.language)


def pictures(award: Award, form: str) -> Iterator[bytes]:
    """The same in every language in which it may have been handed out, the learner's own first.

    :raises NotFound: before it is issued
    """
    for language in dict.fromkeys((award.learner.language, *dict(settings.LANGUAGES))):
        yield _baked(award, form, language)


def _baked(award: Award, form: str, language: str) -> bytes:
    badge = credential_of(award, IssuedCredential.Format.OPEN_BADGE)
    return baking.bake(draw(from_json(award.record), language, form), bytes(badge.content))


def draw(record: AchievementRecord, language: str, form: str) -> bytes:
    """The picture alone; all words are passed as inputs, so none can be anything but text."""
    specification = record.specification
    with translation.override(language):
        level = f"{_('EQF')} {specification.eqf_level}"
    words = {
        "title": in_language(specification.title, language),
        "institution": in_language(record.issuer.legal_name, language),
        "facts": f"{specification.ects.normalize():f} ECTS · {level}",
        "language": language,
    }
    inputs = {"badge": json.dumps(words)}
    if form == "svg":
        return bytes(typst.compile(str(TEMPLATE), sys_inputs=inputs, format="svg"))
    return bytes(typst.compile(str(TEMPLATE), sys_inputs=inputs, format="png", ppi=PIXELS_PER_INCH))
