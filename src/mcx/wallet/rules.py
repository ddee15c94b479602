"""Decisions about collecting and showing credentials, on plain values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mcx.network.rules.affiliations import student_code
from microcred.errors import Unreadable, Unsupported
from microcred.names import words_of
from microcred.reading.unwrapping import Carrier, unwrap
from microcred.record import Person
from microcred.report import Check, _, passed, unknown
from microcred.saying import Moment

# A link is for one purpose and one while; whoever needs longer makes another (framework, domain 4).
LONGEST_SHARE = timedelta(days=365)
# Somebody who opens a link waits while everything in it is verified.
MOST_SHARED = 25
LONGEST_AUDIENCE = 200
MEGABYTE = 1024 * 1024
# To copy a challenge into a wallet app and to bring the answer back takes minutes.
CHALLENGE_LIFE = timedelta(minutes=15)
# So long whoever comes too late is told so; after that nothing is left of what nobody answered.
CHALLENGE_KEPT = timedelta(days=1)
LONGEST_HOLDER = 4096  # signs: the did:jwk of the longest key that is read has half of them
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
# How the file of what was brought along ends, by what it is, where that is not its own name.
ENDINGS: Mapping[Carrier, str] = {Carrier.SEALED: ".json", Carrier.ADDRESS: ".txt"}
HOLDER = "VC-DM 2.0 §4.8"


def share_end(start: datetime, days: int) -> datetime | None:
    """When a link of so many days ends; None when that is no sensible time."""
    return start + timedelta(days=days) if 0 < days <= LONGEST_SHARE.days else None


def ending_of(data: bytes) -> str:
    """How the name of this file ends, so that a device knows what opens it; nothing if unreadable."""
    try:
        carrier = unwrap(data).carrier
    except (Unreadable, Unsupported):
        return ""
    return ENDINGS.get(carrier, f".{carrier}")


def is_share_open(expires_at: datetime, ended_at: datetime | None, *, at: datetime) -> bool:
    """A link shows its credentials until it expires or its owner ends it; this says nothing of them."""
    return at < expires_at and (ended_at is None or at < ended_at)


def is_challenge(text: str) -> bool:
    """Whether a text has the form of the challenges given here."""
    return _CHALLENGE.fullmatch(text) is not None


def is_still_long(expires_at: datetime, *, at: datetime) -> bool:
    """Whether so much is left of a challenge that it is given again instead of another one."""
    return expires_at - at > CHALLENGE_LIFE / 2


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
class Confirmed:
    """Who somebody is, as a university has confirmed it; None and empty are what it did not confirm."""

    name: str
    birth_date: date | None
    student_identifier: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose wallet it is: who they were confirmed to be, whether the credential was awarded here to this very
    account, and on which day they showed here that they hold the key it is bound to.
    """

    confirmed: Confirmed | None = None
    is_awarded: bool = False
    showed_key_on: date | None = None


def check_holder(named: Person, owner: Owner, *, is_whole: bool = True) -> Check:
    """Whether a credential is about the wallet's owner.

    It is where it was awarded here to this account, where it is bound to a key that the owner showed here,
    where it carries the European Student Identifier that was confirmed here, or the name and the date of
    birth that were. A name alone is not enough, since others have it too, and what somebody says of
    themselves proves nothing. A wallet may hold what its owner was sent about somebody else, so a difference
    is unknown, not failed. `is_whole` says that its holder withholds nothing of it.
    """
    if owner.is_awarded:
        return passed("holder", _("It was awarded here to the owner of this wallet."), HOLDER)
    if by_key := check_key(named, owner, is_whole=is_whole):
        return by_key
    known = owner.confirmed
    if known is None:
        text = _("The credential names {named}. Nobody has confirmed who the owner of this wallet is.")
        return unknown("holder", text, HOLDER, BE_CONFIRMED, named=named.name or "—")
    if named.birth_date and known.birth_date and named.birth_date != known.birth_date:
        text = _("The date of birth in the credential is not the date of birth of this wallet's owner.")
        return unknown("holder", text, HOLDER, OTHER_NAME)
    if _has_identifier(named, known.student_identifier):
        text = _(
            "It carries the European Student Identifier that was confirmed for the owner of this wallet."
        )
        return passed("holder", text, HOLDER)
    return _by_name(named, known)


def check_key(named: Person, owner: Owner, *, is_whole: bool) -> Check | None:
    """That the owner showed that they hold the key it is bound to; None where that decides nothing.

    A key can be lent: where it was confirmed who the owner is, the credential has to say so too, by its
    European Student Identifier or its name, and nothing of it may say otherwise. A token that is not whole
    shows its date of birth beside the name, so that it is no namesake's.
    """
    known = owner.confirmed
    if owner.showed_key_on is None or (known is not None and _is_other(named, known)):
        return None
    if known is not None and not _shows(named, known, is_whole=is_whole):
        text = _("The owner of this wallet has its key, but the credential does not show whom it is about.")
        return unknown("holder", text, HOLDER, WITH_ITS_NAME)
    text = _("The owner of this wallet showed on {day} that they have the key it is bound to.")
    return passed("holder", text, HOLDER, day=Moment(owner.showed_key_on))


def _shows(named: Person, known: Confirmed, *, is_whole: bool) -> bool:
    """Whether a credential that contradicts nothing that was confirmed shows that it is about the owner."""
    if _has_identifier(named, known.student_identifier):
        return True
    return bool(named.name) and (is_whole or named.birth_date is not None)


def holder_unproven() -> Check:
    """That nothing shows about whom a file is whose signature does not hold: anybody can have written it."""
    text = _(
        "We cannot say whose credential this is, because the file was changed or not signed by the issuer "
        "it names."
    )
    return unknown("holder", text, HOLDER, UNCHANGED)


def holder_unvouched() -> Check:
    """That nobody who is known stands behind what a file says of its holder: anybody can have written it."""
    text = _("We cannot say whose credential this is, because nothing proves that a known issuer wrote it.")
    return unknown("holder", text, HOLDER, FROM_A_MEMBER)


def holder_of_several() -> Check:
    """That a file is not one credential about one person, so that nobody can be its holder as a whole."""
    text = _("It is not known whose this is, because it is not one credential about one person.")
    return unknown("holder", text, HOLDER, ONE_BY_ONE)


def holder_of_others_inside() -> Check:
    """That whoever signed a learner record says nothing of whom the credentials inside it are about."""
    text = _(
        "This learner record contains a credential that may be about another person, so we cannot say whose "
        "it is."
    )
    return unknown("holder", text, HOLDER, ONE_BY_ONE)


def are_two(first: Person, second: Person) -> bool:
    """Whether two people differ in what is said of both: name or date of birth."""
    if first.birth_date and second.birth_date and first.birth_date != second.birth_date:
        return True
    return bool(first.name and second.name) and words_of(first.name) != words_of(second.name)


def _is_other(named: Person, known: Confirmed) -> bool:
    """Whether what it says of its holder differs from what was confirmed of the owner."""
    if named.birth_date and known.birth_date and named.birth_date != known.birth_date:
        return True
    codes = {code for each in named.identifiers if (code := student_code(each.value))}
    if codes and known.student_identifier and student_code(known.student_identifier) not in codes:
        return True
    return bool(named.name) and words_of(named.name) != words_of(known.name)


def _by_name(named: Person, known: Confirmed) -> Check:
    """Names are equal in any order and whatever their accents."""
    if not named.name or words_of(named.name) != words_of(known.name):
        text = _("The credential is for {named}, but this wallet belongs to {name}.")
        return unknown("holder", text, HOLDER, OTHER_NAME, named=named.name or "—", name=known.name)
    if named.birth_date and known.birth_date:
        text = _("It is about {name}, the owner of this wallet. Name and date of birth were confirmed.")
        return passed("holder", text, HOLDER, name=known.name)
    if named.birth_date:
        text = _(
            "The credential names {name}. The owner of this wallet has that name too, but no date of birth "
            "was confirmed."
        )
        return unknown("holder", text, HOLDER, BE_CONFIRMED, name=named.name)
    text = _(
        "The credential names {name}. The owner of this wallet has that name, but others may have the same "
        "name."
    )
    return unknown("holder", text, HOLDER, NAMESAKE, name=named.name)


def _has_identifier(named: Person, identifier: str) -> bool:
    """Whether one of the credential's identifiers is this European Student Identifier."""
    wanted = student_code(identifier)
    return bool(wanted) and any(student_code(each.value) == wanted for each in named.identifiers)


WITH_ITS_NAME = _("Add the credential again and let it show its name and date of birth.")
ONE_BY_ONE = _("Add each credential on its own.")
FROM_A_MEMBER = _("If it matters, show it to the registrar with proof of your identity.")
UNCHANGED = _("Add the file exactly as the issuer sent it.")
OTHER_NAME = _("If it was issued to you under another name, anyone relying on it will need proof of that.")
BE_CONFIRMED = _(
    "Say where you study under “Where I study”. The registrar there can confirm your name and date of birth."
)
NAMESAKE = _(
    "Ask its issuer for one that also contains the date of birth or the European Student Identifier."
)
