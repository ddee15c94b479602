"""The badge as a picture, drawn by us: with the signed credential inside, or for the public without it.

A picture is made when somebody asks for it: what is signed is the credential in it, whose bytes are kept. The
one for the public holds no credential and says nothing of the person: it names the address to ask.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mcx.core.errors import NotFound
from mcx.core.text import in_language
from mcx.core.writing import credits_of
from mcx.credentials.documents.certificate import public_url, qr
from mcx.credentials.documents.typesetting import typeset
from mcx.credentials.models import Award
from mcx.credentials.selectors import badge_of
from microcred import baking
from microcred.record import AchievementRecord
from microcred.record_json import from_json

PIXELS_PER_INCH = 120


def picture(award: Award, form: str) -> bytes:
    """The PNG or SVG badge of an issued award, around the newest copy (Open Badges 3.0 §5.3).

    :raises NotFound: before it is issued
    """
    return _baked(award, form, award.learner.language, badge_of(award))


def pictures(award: Award, form: str, *, badge: bytes) -> Iterator[bytes]:
    """The same around a copy of its badge, in every language in which it may have been handed out."""
    for language in dict.fromkeys((award.learner.language, *dict(settings.LANGUAGES))):
        yield _baked(award, form, language, badge)


def _baked(award: Award, form: str, language: str, badge: bytes) -> bytes:
    return baking.bake(draw(from_json(award.record), language, form), badge)


def public_picture(award: Award, form: str) -> bytes:
    """The PNG or SVG picture for everybody, with no credential inside.

    :raises NotFound: before it is issued
    """
    if award.status != Award.Status.ISSUED:
        raise NotFound()
    return _compiled(public_words(award), form)


def public_words(award: Award) -> dict[str, Any]:
    """What the public picture says: title, issuer, credits, level, day and where to check it, and no more."""
    record, language, address = from_json(award.record), award.learner.language, public_url(award)
    with translation.override(language):
        check = {
            "issued": _("Issued on {day}").format(day=date_format(record.issued_at.date(), "DATE_FORMAT")),
            "ask": _("Check it here:"),
            "address": address,
            "qr": qr(address),
        }
    return {**words(record, language), "check": check}


def draw(record: AchievementRecord, language: str, form: str) -> bytes:
    """The picture alone."""
    return _compiled(words(record, language), form)


def words(record: AchievementRecord, language: str) -> dict[str, Any]:
    """What the picture says, as its reader's language writes it."""
    specification = record.specification
    with translation.override(language):
        facts = f"{credits_of(specification.ects)} · {_('EQF')} {specification.eqf_level}"
    return {
        "title": in_language(specification.title, language),
        "institution": in_language(record.issuer.legal_name, language),
        "facts": facts,
        "language": language,
    }


def _compiled(said: Mapping[str, Any], form: str) -> bytes:
    (drawn,) = typeset("badge.typ", said, format=form, ppi=PIXELS_PER_INCH)
    return drawn
