"""Whether the credential still stands: status lists of its issuer, as of the moment asked about.

W3C Bitstring Status List v1.0 §3.2 Validate Algorithm; 1EdTech VC Revocation List 1.0. Only the issuer's own
list counts, and only as long as it says itself. A list that cannot be reached, is somebody else's or out of
date leaves the question open: unknown. A credential that names no list lets nobody ask: a warning, for its
issuer promised no answer, and that alone makes no good credential doubtful.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from microcred import binding, status_list
from microcred.documents import owner_of, types_of
from microcred.errors import MicrocredError
from microcred.guards import parse_json
from microcred.openbadges.parsing import cursor
from microcred.proofs import Expected
from microcred.reading import Content, unwrap
from microcred.record import AchievementRecord
from microcred.report import Check, Outcome, _, failed, passed, unknown, warning
from microcred.status_list import StatusList
from microcred.trust import KnownIssuer
from microcred.verification.dates import show
from microcred.verification.signatures import check_document
from microcred.verification.sources import Sources

SOURCE = "Bitstring Status List v1.0 §3.2"
REVOCATION_LIST = "1EdTech VC Revocation List 1.0"
ASK_ONLINE = _("Verify with access to the internet.")
ASK_ISSUER = _("Ask the institution that issued it.")
# A list that cannot be relied on is often one whose institution is about to sign it again.
ASK_LATER = _("Verify it again in a few days. If you cannot wait, ask the institution that issued it.")
ASK_HOLDER = _("Ask the holder to show all of it, or ask the issuer whether it is still valid.")
ASK_WHETHER = _("If it matters, ask the institution that issued it whether it is still valid.")
NO_STATUS = _(
    "It does not name a list of revoked credentials, so the file does not show whether it was revoked."
)
NOT_ASKED = _("Revocation is not known: the list at {url} was not checked.")
WITHHELD = _(
    "It shows no list of revoked credentials. Not everything in it is shown, so a list may be withheld."
)
UNRELIABLE = _("The status list cannot be relied on. {reason}")
UNPROVEN = _("Nothing proves who issued the credential.")
UNDATED = _("This copy does not say until when it is valid, so a later revocation may be missing.")
LIMIT = 8  # entries looked at in one credential
# How long a copy at hand is believed whose keeper says neither until when it is good nor how long it lives:
# no longer than ours are good, for an older one may be from before a revocation.
BELIEVED = timedelta(hours=24)
REVOCATION, SUSPENSION = "revocation", "suspension"


class _Words(NamedTuple):
    """How it is said that a list of one purpose does not name the credential."""

    now: str
    until: str
    since: str


STANDS: Mapping[str, _Words] = {
    REVOCATION: _Words(
        _("It has not been revoked, according to the issuer's list as it is published now."),
        _("It has not been revoked, according to the issuer's list, which is valid until {until}."),
        _("It has not been revoked, according to the issuer's list of {since}."),
    ),
    SUSPENSION: _Words(
        _("It has not been suspended, according to the issuer's list as it is published now."),
        _("It has not been suspended, according to the issuer's list, which is valid until {until}."),
        _("It has not been suspended, according to the issuer's list of {since}."),
    ),
}


def entries_of(record: AchievementRecord) -> dict[str, Any]:
    """The status entries of a record as a document has them, for formats that name them in another way."""
    entries = [
        {
            "type": status_list.ENTRY,
            "statusPurpose": one.purpose,
            "statusListIndex": str(one.index),
            "statusListCredential": one.list_url,
        }
        for one in record.status
    ]
    return {"issuer": {"id": record.issuer.id}, "credentialStatus": entries}


def check_status(
    document: Mapping[str, Any], sources: Sources, at: datetime, issuer: KnownIssuer | None = None
) -> Iterator[Check]:
    """One check per status entry; a warning for a credential that names none.

    `issuer` is who a seal proves to have issued it; any other issuer is the one that the document names.
    """
    entries = document.get("credentialStatus") or None
    keepers = _names_of(issuer) or _issuers_of(document, sources)
    named = entries if isinstance(entries, list) else [entries]
    for entry in named[:LIMIT]:
        if isinstance(entry, dict):
            yield from _check_entry(entry, document, _Question(keepers, sources, at))
        elif entry is not None:
            yield unknown(
                "status", _("The credential does not say where its status is kept."), SOURCE, ASK_ISSUER
            )
    if len(named) > LIMIT:
        text = _("It names {count} places for its status. Only {limit} were checked.")
        yield unknown("status", text, SOURCE, ASK_ISSUER, count=len(named), limit=LIMIT)
    if not any(_may_revoke(entry) for entry in named):
        yield warning("status", NO_STATUS, "VC-DM 2.0 §4.10", ASK_WHETHER)


def told_of(document: Mapping[str, Any], sources: Sources, at: datetime) -> Iterator[Check]:
    """The same of what promises no answer: that it names no list is not even remarked on."""
    return (one for one in check_status(document, sources, at) if one.text != NO_STATUS)


def undisclosed(found: Iterable[Check]) -> Iterator[Check]:
    """The checks of a credential of which something is withheld: that it names no list is not known.

    No issuer may let a status be withheld (SD-JWT VC §2.2.2.3), but what one revokes who does is as void.
    """
    for check in found:
        is_unnamed = check.text == NO_STATUS
        yield unknown("status", WITHHELD, check.source, ASK_HOLDER) if is_unnamed else check


def unvouched(found: Iterable[Check]) -> Iterator[Check]:
    """The checks of a credential whose issuer nothing proves: no list can say that it stands.

    The list of the issuer it names knows nothing of a forgery, and so has not revoked it.
    """
    for check in found:
        if check.code == "status" and check.outcome is Outcome.PASSED:
            yield unknown("status", UNRELIABLE, check.source, ASK_ISSUER, reason=UNPROVEN)
        else:
            yield check


def _may_revoke(entry: object) -> bool:
    """Whether a revocation could be kept there; a list for another purpose tells of none."""
    if not isinstance(entry, dict):
        return entry is not None
    return status_list.ENTRY not in types_of(entry) or entry.get("statusPurpose") == REVOCATION


@dataclass(frozen=True, slots=True)
class _Question:
    """Whose lists count, where lists come from, and the moment asked about."""

    keepers: frozenset[str]
    sources: Sources
    at: datetime


def _issuers_of(document: Mapping[str, Any], sources: Sources) -> frozenset[str]:
    """Every identifier under which the issuer of a document issues, as far as a register knows."""
    name = owner_of(document)
    return (_names_of(sources.trust.known(name)) | {name}) - {""}


def _names_of(issuer: KnownIssuer | None) -> frozenset[str]:
    return frozenset((issuer.id, *issuer.also)) if issuer else frozenset()


def _check_entry(
    entry: dict[str, Any], document: Mapping[str, Any], question: _Question
) -> tuple[Check, ...]:
    """What one place says; nothing where it has no message and could have told of no revocation."""
    kinds = types_of(entry)
    if status_list.ENTRY in kinds:
        return _check_bit(entry, question)
    if "1EdTechRevocationList" in kinds:
        return (_check_revocation_list(entry, document, question),)
    text = _("Its status uses a method that this service does not support: {kind}.")
    return (unknown("status", text, SOURCE, ASK_ISSUER, kind=", ".join(sorted(kinds)) or "?"),)


@dataclass(frozen=True, slots=True)
class _Listing:
    """A status list, who keeps it, since and until when it is good, how long a copy lives, by its own word.

    `doubt` says why its signature does not count, `is_asked_now` whether its address answered it just now.
    """

    document: Mapping[str, Any]
    keeper: str
    since: datetime | None
    until: datetime | None
    lives: timedelta | None
    doubt: str
    is_asked_now: bool = False


def _check_bit(entry: dict[str, Any], question: _Question) -> tuple[Check, ...]:
    url = entry.get("statusListCredential")
    sources = question.sources
    try:
        listing = _listing(url, sources, question.at) if isinstance(url, str) else None
        if listing is None:
            return (_not_asked(str(url)),)
        is_set = status_list.is_set(entry, listing.document, lambda encoded: _bits(encoded, sources))
        doubt = _doubt(listing, question)
    except MicrocredError as error:
        text = _("The status list cannot be read: {reason}")
        return (unknown("status", text, SOURCE, ASK_ISSUER, reason=error.message),)
    if doubt:
        return (unknown("status", UNRELIABLE, SOURCE, ASK_LATER, reason=doubt),)
    return _answer(entry, listing, question.at, is_set=is_set)


def _listing(url: str, sources: Sources, at: datetime) -> _Listing | None:
    """The list at this address; for a copy at hand that is out of date its address is asked, if one may."""
    kept = _kept(url, sources, at)
    if kept is not None and not _age(kept, at) and not _may_be_old(kept, at):
        return kept
    answer = sources.ask(url)
    return kept if answer is None else replace(_opened(answer, sources, at), is_asked_now=True)


def _kept(url: str, sources: Sources, at: datetime) -> _Listing | None:
    data = sources.trust.documents.get(url)
    if data is None:
        return None
    return sources.remember((data, sources.methods, at), lambda: _opened(data, sources, at))


def _opened(data: bytes, sources: Sources, at: datetime) -> _Listing:
    content = unwrap(data)
    document = content.document or {}
    node = cursor(document)
    since, until = node.instant("validFrom"), node.instant("validUntil")
    doubt = _doubt_about_signature(content, document, sources, at)
    if until is None and document.get("validUntil") is not None:
        doubt = doubt or _("Its end date cannot be read.")
    lives = status_list.time_to_live(document)
    return _Listing(document, owner_of(document), since, until, lives, doubt)


def _bits(encoded: object, sources: Sources) -> StatusList:
    return sources.remember(str(encoded), lambda: StatusList.decode(encoded))


def _not_asked(url: str) -> Check:
    return unknown("status", NOT_ASKED, SOURCE, ASK_ONLINE, url=url)


def _doubt(listing: _Listing, question: _Question) -> str:
    """Why the list does not count, in words; nothing when it does."""
    if not question.keepers:
        return UNPROVEN
    if listing.keeper not in question.keepers:
        return _("It is kept by someone other than the issuer.")
    return _age(listing, question.at) or listing.doubt


def _age(listing: _Listing, at: datetime) -> str:
    """Why the list is too old to answer, in words; nothing when it is not.

    How old a copy at hand is nobody knows: its `ttl` (§2.2) counts from the list's own date.
    """
    if listing.until is not None and listing.until < at:
        return _("It is out of date.")
    if listing.lives is None or listing.is_asked_now:
        return ""
    is_over = listing.since is None or at - listing.since > listing.lives
    return _("This copy may be older than its publisher allows.") if is_over else ""


def _may_be_old(listing: _Listing, at: datetime) -> bool:
    """Whether it is a copy of unknown age: that somebody was revoked holds, that nobody was does not."""
    if listing.is_asked_now or listing.until is not None or listing.lives is not None:
        return False
    return listing.since is None or at - listing.since > BELIEVED


def _doubt_about_signature(content: Content, document: dict[str, Any], sources: Sources, at: datetime) -> str:
    found = check_document(document, sources, Expected(at), token=content.token)
    if binding.is_own(owner_of(document), found.owners):
        return ""
    doubts = (one.message for one in found.checks if one.outcome is not Outcome.PASSED)
    return next(doubts, _("Nothing shows that it comes from its issuer."))


def _answer(entry: dict[str, Any], listing: _Listing, at: datetime, *, is_set: bool) -> tuple[Check, ...]:
    """What a bit says, each purpose in its own words; the lack of a message says nothing."""
    purpose, values = entry.get("statusPurpose"), {"since": show(listing.since) if listing.since else "?"}
    if not is_set:
        words = STANDS.get(str(purpose))
        if words and _may_be_old(listing, at):
            return (unknown("status", UNRELIABLE, SOURCE, ASK_ONLINE, reason=UNDATED),)
        return (_stands(words, listing, values),) if words else ()
    if purpose == REVOCATION:
        text = _("The issuer has revoked this credential (list of {since}).")
        return (failed("status", text, SOURCE, ASK_ISSUER, **values),)
    if purpose == SUSPENSION:
        text = _("The issuer has suspended this credential for now (list of {since}).")
        return (failed("status", text, SOURCE, ASK_ISSUER, **values),)
    text = _("The issuer has marked this credential: {purpose}.")
    return (warning("status", text, SOURCE, ASK_ISSUER, purpose=purpose),)


def _stands(words: _Words, listing: _Listing, values: dict[str, str]) -> Check:
    """The date of a list says little of how fresh it is; what was asked now, or is good until then, does."""
    if listing.is_asked_now:
        return passed("status", words.now, SOURCE)
    if listing.until is not None:
        return passed("status", words.until, SOURCE, until=show(listing.until))
    return passed("status", words.since, SOURCE, **values)


def _check_revocation_list(entry: dict[str, Any], document: Mapping[str, Any], question: _Question) -> Check:
    """1EdTech's list tells in the open which credentials were revoked, and why.

    Nobody signs it: it is as good as the address that the issuer signed, and has to be about that issuer.
    That somebody was revoked a copy at hand says too; that somebody was not, only what is answered now.
    """
    url = entry.get("id")
    answer = question.sources.ask(url) if isinstance(url, str) else None
    data = question.sources.fetch(url) if isinstance(url, str) and answer is None else answer
    if data is None:
        return _not_asked(str(url))
    try:
        listing = parse_json(data)
    except MicrocredError as error:
        text = _("The status list cannot be read: {reason}")
        return unknown("status", text, REVOCATION_LIST, ASK_ISSUER, reason=error.message)
    if not isinstance(listing, dict) or owner_of(listing) not in question.keepers:
        reason = _("It is kept by someone other than the issuer.")
        return unknown("status", UNRELIABLE, REVOCATION_LIST, ASK_ISSUER, reason=reason)
    revoked = cursor(listing).nodes("revokedCredential")
    found = next((one for one in revoked if one.string("id") == document.get("id")), None)
    if found is None or found.value.get("revoked") is False:
        if answer is None:
            return unknown("status", UNRELIABLE, REVOCATION_LIST, ASK_ONLINE, reason=UNDATED)
        return passed(
            "status", _("The issuer's list of revoked credentials does not contain it."), REVOCATION_LIST
        )
    text = _("The issuer has revoked this credential: {reason}")
    reason = found.string("revocationReason") or "—"
    return failed("status", text, REVOCATION_LIST, ASK_ISSUER, reason=reason)
