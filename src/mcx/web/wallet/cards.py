"""A wallet's items as cards: the few words by which one knows a credential."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop

from mcx.core.text import Text
from mcx.credentials.models import Award
from mcx.wallet.models import Item
from mcx.web.credentials.standing import shown
from microcred.reading import LABELS, Kind
from microcred.record import AchievementRecord
from microcred.record_json import from_json


@dataclass(frozen=True, slots=True)
class Card:
    """What `parts/credential_card.html` shows; `label` and `kind` are marked for translation."""

    title: Text
    institution: str
    label: str
    tone: str
    cover: str = ""
    ects: Any = None
    eqf: Any = None
    issued_on: date | None = None
    kind: str = ""


def card_of_award(award: Award, at: datetime) -> Card:
    """The card of something awarded in this network."""
    edition, badge = award.edition, shown(award, at)
    return Card(
        title=edition.title,
        institution=str(award.institution),
        label=badge.label,
        tone=badge.tone,
        cover=edition.cover,
        ects=edition.ects,
        eqf=edition.eqf_level,
        issued_on=(award.issued_at or award.offered_at).date(),
    )


def card_of(item: Item, at: datetime) -> Card:
    """The card of an item, issued here or brought along."""
    if item.award is not None:
        return card_of_award(item.award, at)
    record = from_json(item.record) if item.record else None
    return Card(
        title=item.title,
        institution=_issuer(record) if record else "",
        label=gettext_noop("Brought along"),
        tone="muted",
        ects=record.specification.ects or None if record else None,
        eqf=record.specification.eqf_level or None if record else None,
        issued_on=record.issued_at.date() if record else None,
        kind=LABELS[Kind(item.kind)],
    )


def _issuer(record: AchievementRecord) -> str:
    return next((name for name in record.issuer.legal_name.values() if name), "")
