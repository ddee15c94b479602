"""Decisions about awards and credentials on plain values: standing, lists, what a certificate tells."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum

from microcred.report import Conclusion, Outcome, Report, _
from microcred.saying import Said
from microcred.status_list import ENTRIES

# Longer reasons belong in a letter.
LONGEST_TEXT = 4000
# Larger than any credential with pictures seen in the field (European transcripts reach 1.3 MB).
LARGEST_FILE = 8 * 1024 * 1024


class Telling(StrEnum):
    """How much is shown of the credential with a number."""

    NUMBER = "number"
    CERTIFICATE = "certificate"
    REVOKED = "revoked"


# A title and a sentence each; the reader's language is the door's matter.
TELLINGS = {
    Telling.NUMBER: (
        _("The name of the holder and the grade are not shown here."),
        _(
            "Anyone can know this number. Scan the QR code on the certificate, or choose the file itself, "
            "to compare the name and the grade."
        ),
    ),
    Telling.CERTIFICATE: (
        _("Compare it with the certificate."),
        _("The name, the title and the grade must be the same. If one differs, the certificate was changed."),
    ),
    Telling.REVOKED: (
        _("The credential was revoked, so nobody is named here."),
        _("The person who shows it to you can read the explanation in their wallet."),
    ),
}


def telling(*, has_certificate: bool, is_revoked: bool) -> Telling:
    """How much is told; of a revoked one nobody is named, whatever the asker has."""
    if is_revoked:
        return Telling.REVOKED
    return Telling.CERTIFICATE if has_certificate else Telling.NUMBER


# How long a copy of a status list is good for (Bitstring Status List v1.0 §2.2): for so long somebody may
# still show a list from before a revocation. Whoever asks gets one that is good for half of it at least.
LIST_IS_GOOD_FOR = timedelta(hours=24)
# No sign that looks like another one on paper; ten of them are 49 bits, too many to try over the web.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
SIGNS_IN_CODE = 10


def is_full(taken: int, entries: int = ENTRIES) -> bool:
    """A list three quarters full is closed: finding a free random place must stay quick."""
    return taken >= entries * 3 // 4


# So many random places are drawn for the few copies of one award: if a list is not full, fewer than three of
# them are free once in 10 to the power of 12 draws.
DRAWN = 128


def may_be_full(taken: int, drawn: int) -> bool:
    """Whether so many of random places were taken that the list's entries have to be counted.

    Counting takes the longer the more there are. Of a full list three quarters of such places are taken, and
    no more than half of them once in 10 to the power of 8 draws: then the next draw will tell.
    """
    return taken > drawn // 2


def list_period(changed_at: datetime, *, at: datetime) -> tuple[datetime, datetime]:
    """Since when and until when the list is good that is read at this instant.

    It is signed anew when it changes, then whenever half of its time has passed: everybody who asks in the
    meantime gets the same bytes.
    """
    half = LIST_IS_GOOD_FOR / 2
    since = changed_at + max(0, (at - changed_at) // half) * half
    return since, since + LIST_IS_GOOD_FOR


def check_code(choose: Callable[[str], str]) -> str:
    """A random code for one certificate: it stands on nothing else, so who knows it holds the certificate."""
    return "".join(choose(SIGNS) for _sign in range(SIGNS_IN_CODE))


# Whoever has a job in hand signs within seconds; what waits longer was left by a worker that died.
PATIENCE = timedelta(minutes=1)


class Standing(StrEnum):
    """The states in which a registrar looks for awards."""

    OFFERED = "offered"
    CLAIMED = "claimed"
    ISSUED = "issued"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


STANDING_NAMES = {
    Standing.OFFERED: _("Waiting to be claimed"),
    Standing.CLAIMED: _("Being signed"),
    Standing.ISSUED: _("Issued"),
    Standing.EXPIRED: _("Expired"),
    Standing.OVERTAKEN: _("Issued, but grade corrected later"),
    Standing.REVOKED: _("Revoked"),
    Standing.WITHDRAWN: _("Withdrawn before it was claimed"),
}


def standing_of(
    status: str, valid_until: datetime | None, *, is_revoked: bool, is_overtaken: bool, at: datetime
) -> Standing:
    """The standing of an award with this status; what is worst about an issued one is said.

    `selectors.in_standing` is the same as a query.
    """
    if is_revoked:
        return Standing.REVOKED
    if status == Standing.ISSUED and is_overtaken:
        return Standing.OVERTAKEN
    if status == Standing.ISSUED and is_expired(valid_until, at=at):
        return Standing.EXPIRED
    return Standing(status)


def is_expired(valid_until: datetime | None, *, at: datetime) -> bool:
    """Whether the last instant is over for which a credential was issued (VC-DM 2.0 §4.9 `validUntil`)."""
    return valid_until is not None and valid_until < at


def is_valid(status: str, valid_until: datetime | None, *, is_revoked: bool, at: datetime) -> bool:
    """Whether others can rely on an award: it is issued, and neither revoked nor expired.

    A grade that was corrected later takes nothing from its credits before its registrar has decided.
    `selectors.valid_at` is the same as a query.
    """
    return status == Standing.ISSUED and not is_revoked and not is_expired(valid_until, at=at)


def is_left(claimed_at: datetime | None, *, at: datetime) -> bool:
    """Whether an award that is not signed yet waits so long that somebody else takes it up."""
    return claimed_at is not None and claimed_at <= at - PATIENCE


class Lost(StrEnum):
    """Of what someone else may have the key, so that a copy was replaced."""

    KEY = "key-compromised"
    SEAL = "seal-compromised"


_ANEW = {
    Lost.KEY: _(
        "Signed again on {day} with a new key, because someone else may have the old one. Download it "
        "again. It replaces the earlier file."
    ),
    Lost.SEAL: _(
        "Sealed again on {day} with a new seal, because someone else may have the key of the old one. "
        "Download it again. It replaces the earlier file."
    ),
}
_REPLACED = {
    Lost.KEY: _("Replaced on {day}, because someone else may have the key that signed it."),
    Lost.SEAL: _("Replaced on {day}, because someone else may have the key of the seal."),
}


def anew(lost: Lost, *, day: date) -> Said:
    """What is said of a copy that was made in the place of an earlier one."""
    return Said(_ANEW[lost], day=day)


def replaced(lost: Lost, *, day: date) -> Said:
    """What is said of the earlier one."""
    return Said(_REPLACED[lost], day=day)


class Verdict(StrEnum):
    """The answers that a verifier gives."""

    VERIFIED = "verified"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"
    FAILED = "failed"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"


def verdict(report: Report, *, is_read: bool, is_revoked: bool, is_replaced: bool = False) -> Verdict:
    """The one word for a report.

    Expired, revoked or replaced is said only of a credential that is genuine otherwise: of a forged one, the
    forgery matters.
    """
    if not is_read:
        return Verdict.UNREADABLE
    wrong = {check.code.partition(".")[0] for check in report.only(Outcome.FAILED)}
    doubts = report.only(Outcome.UNKNOWN)
    if is_revoked and wrong <= {"status", "dates"}:
        return Verdict.REVOKED
    if is_replaced and wrong <= {"status", "dates"}:
        return Verdict.REPLACED
    if wrong == {"dates"} and not doubts:
        return Verdict.EXPIRED
    if report.conclusion is Conclusion.INCONCLUSIVE:
        return Verdict.INCOMPLETE
    return Verdict.VERIFIED if report.conclusion is Conclusion.PASSED else Verdict.FAILED
