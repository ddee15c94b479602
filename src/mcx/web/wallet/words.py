"""A wallet's items in a few words: the card by which one knows a credential, and its files by purpose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mcx.core.text import Text
from mcx.credentials.documents.formats import FORMATS, SIGNED, Need, Purpose
from mcx.credentials.models import Award, IssuedCredential
from mcx.credentials.rules import Standing
from mcx.wallet.models import Item
from mcx.wallet.selectors import ORIGINAL, SHAREABLE, copies_held, formats_of
from mcx.web.credentials.words import Words, anew_of, shown
from microcred.reading import LABELS, Kind
from microcred.record import AchievementRecord
from microcred.record_json import from_json


@dataclass(frozen=True, slots=True)
class Card:
    """What `parts/credential_card.html` shows; `label` and `kind` are marked for translation.

    What is awarded and not issued yet has the day of the award in place of that of issue.
    """

    title: Text
    institution: str
    label: str
    tone: str
    cover: str = ""
    ects: Any = None
    eqf: Any = None
    issued_on: date | None = None
    awarded_on: date | None = None
    kind: str = ""


# What its owner is told of what the registry calls issued: the day of issue stands beside it.
VALID = gettext_noop("Valid")


def card_of_award(award: Award, at: datetime) -> Card:
    """The card of something awarded in this network."""
    edition, badge = award.edition, shown(award, at)
    return Card(
        title=edition.title,
        institution=str(award.institution),
        label=VALID if badge.standing == Standing.ISSUED else badge.label,
        tone=badge.tone,
        cover=edition.cover,
        ects=edition.ects,
        eqf=edition.eqf_level,
        issued_on=award.issued_at.date() if award.issued_at else None,
        awarded_on=None if award.issued_at else award.offered_at.date(),
    )


def card_of(item: Item, at: datetime) -> Card:
    """The card of an item, issued here or brought along."""
    if item.award is not None:
        return card_of_award(item.award, at)
    record = from_json(item.record) if item.record else None
    return Card(
        title=item.title,
        institution=_issuer(record) if record else "",
        label=gettext_noop("Added by you"),
        tone="muted",
        ects=record.specification.ects or None if record else None,
        eqf=record.specification.eqf_level or None if record else None,
        issued_on=record.issued_at.date() if record else None,
        kind=LABELS[Kind(item.kind)],
    )


def _issuer(record: AchievementRecord) -> str:
    return next((name for name in record.issuer.legal_name.values() if name), "")


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file that can be downloaded: its form in addresses, its name, and what it is good for.

    `news` is for whoever downloaded it before.
    """

    form: str
    label: Words
    hint: Words = ""
    news: str = ""


@dataclass(frozen=True, slots=True)
class FileGroup:
    """Files for one purpose, said in one sentence."""

    title: Words
    purpose: Words
    files: tuple[FileLink, ...]


PURPOSES = {
    Purpose.PRINT: (
        _("To print"),
        _(
            "A certificate to print. Anyone can check it with the QR code. The signed credential is "
            "embedded in the file."
        ),
    ),
    Purpose.EUROPASS: (
        _("For Europass"),
        _("A European Digital Credential. Keep it in your Europass library and use it across Europe."),
    ),
    Purpose.WALLETS: (
        _("For wallets and employers (Open Badge)"),
        _("The signed credential itself. Anyone can verify it anywhere, without asking us."),
    ),
    Purpose.PUBLIC: (
        _("Picture for social media"),
        _(
            "Your badge to show to everyone: what you learned, where and when, and where it can be checked. "
            "It does not contain your name, your grade or your date of birth."
        ),
    ),
    Purpose.PLATFORMS: (
        _("Badge with the credential inside"),
        _(
            "For badge platforms. The picture contains the whole signed credential, including your name and "
            "grade. Sites that resize pictures remove the credential."
        ),
    ),
}


def _files_for(purpose: Purpose) -> tuple[FileLink, ...]:
    return tuple(
        FileLink(one.name, one.label, one.hint) for one in FORMATS.values() if one.purpose is purpose
    )


GROUPS = (
    *(FileGroup(title, told, _files_for(purpose)) for purpose, (title, told) in PURPOSES.items()),
    FileGroup(
        _("The file you added"),
        _("The original file, unchanged."),
        (FileLink(ORIGINAL, _("The original file")),),
    ),
)
PUBLIC = {one.name for one in FORMATS.values() if one.purpose is Purpose.PUBLIC}
SEALED = {one.name for one in SIGNED if one.need is Need.SEAL}
TEST_SEAL = _("Test seal – fails the Europass seal check.")


NAMES_IN_LINKS = {ORIGINAL: _("The original file of a credential you added")}


def file_choices(items: Iterable[Item]) -> list[tuple[str, Words]]:
    """The files of these items that a link may hand out, each with its name."""
    known = {form for item in items for form in formats_of(item)} & set(SHAREABLE)
    return [
        (link.form, NAMES_IN_LINKS.get(link.form, link.label))
        for group in GROUPS
        for link in group.files
        if link.form in known
    ]


def names_of(forms: Iterable[str]) -> list[Words]:
    """The names of files by their forms."""
    chosen = set(forms)
    return [link.label for group in GROUPS for link in group.files if link.form in chosen]


def groups_of(item: Item, *, only: Iterable[str] | None = None) -> list[FileGroup]:
    """The files of an item by purpose, or `only` some of them; purposes without a file are left out."""
    known = set(formats_of(item) if only is None else only)
    if is_revoked(item):
        known -= PUBLIC
    copies = copies_held(item)
    hints = dict.fromkeys(SEALED, TEST_SEAL) if _has_test_seal(copies) else {}
    news = _news(copies)
    found = [replace(group, files=_chosen(group.files, known, hints, news)) for group in GROUPS]
    return [group for group in found if group.files]


def _chosen(
    files: Iterable[FileLink], known: set[str], hints: Mapping[str, Words], news: Mapping[str, str]
) -> tuple[FileLink, ...]:
    chosen = (link for link in files if link.form in known)
    return tuple(
        replace(link, hint=hints.get(link.form, link.hint), news=news.get(link.form, "")) for link in chosen
    )


def _news(copies: Iterable[IssuedCredential]) -> dict[str, str]:
    """What to know of the files that were signed anew; a picture is as new as the credential inside."""
    anew = {row.format: said for row in copies if (said := anew_of(row))}
    inside = {one.name: anew[one.holds] for one in FORMATS.values() if one.holds in anew}
    return inside | anew


def is_revoked(item: Item) -> bool:
    """Whether its issuer has taken the credential back: nobody should be invited to show it."""
    return item.award is not None and hasattr(item.award, "revocation")


def _has_test_seal(copies: Iterable[IssuedCredential]) -> bool:
    return any(row.seal is not None and row.seal.is_test for row in copies)
