"""Decisions about collecting and showing credentials, on plain values."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from microcred.record import Person
from microcred.report import Check, _, passed, unknown

# A link is for one purpose and one while; whoever needs longer makes another (framework, domain 4).
LONGEST_SHARE = timedelta(days=365)
# Somebody who opens a link waits while everything in it is verified.
MOST_SHARED = 25
LONGEST_AUDIENCE = 200
MEGABYTE = 1024 * 1024
HOLDER = "VC-DM 2.0 §4.8"


def share_end(start: datetime, days: int) -> datetime | None:
    """When a link of so many days ends; None when that is no sensible time."""
    length = timedelta(days=days) if 0 < days <= LONGEST_SHARE.days else None
    return start + length if length else None


def is_share_open(expires_at: datetime, ended_at: datetime | None, *, at: datetime) -> bool:
    """A link shows its credentials until it expires or its owner ends it; this says nothing of them."""
    return at < expires_at and (ended_at is None or at < ended_at)


@dataclass(frozen=True, slots=True)
class Room:
    """How much somebody brought along, and how much they may."""

    files: int
    most_files: int
    bytes: int
    most_bytes: int

    def takes(self, size: int) -> bool:
        """Whether one more file of this size fits."""
        return self.files < self.most_files and self.bytes + size <= self.most_bytes


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose wallet it is, as far as credentials name people."""

    name: str
    birth_date: date | None
    email: str


def check_holder(named: Person, owner: Owner) -> Check:
    """Whether a credential is about the wallet's owner.

    A wallet may hold what its owner was sent about somebody else, so a difference is unknown, not failed.
    Names are equal in any order and whatever their accents; an address counts where there is no name.
    """
    if named.birth_date and owner.birth_date and named.birth_date != owner.birth_date:
        text = _("It is about somebody who was born on another day than the owner of this wallet.")
        return unknown("holder", text, HOLDER, OTHER_NAME)
    if _is_same(named, owner):
        text = _("It is about {name}, the owner of this wallet.")
        return passed("holder", text, HOLDER, name=owner.name)
    text = _("It names {named}; the owner of this wallet is {name}.")
    return unknown("holder", text, HOLDER, OTHER_NAME, named=named.name or "—", name=owner.name)


def _is_same(named: Person, owner: Owner) -> bool:
    if named.name:
        return _words(named.name) == _words(owner.name)
    return bool(named.email) and named.email.casefold() == owner.email.casefold()


OTHER_NAME = _("If it is yours under another name, those who rely on it need a proof of that.")


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return sorted("".join(each if each.isalnum() else " " for each in letters).split())
