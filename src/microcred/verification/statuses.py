"""Whether the credential still stands: status lists of its issuer, as of the moment asked about.

W3C Bitstring Status List v1.0 §3.2 Validate Algorithm; 1EdTech VC Revocation List 1.0. A list that cannot
be reached, or that nobody vouches for, leaves the question open.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
from microcred.verification.dates import show
from microcred.verification.signatures import check_document
from microcred.verification.sources import Sources

SOURCE = "Bitstring Status List v1.0 §3.2"
REVOCATION_LIST = "1EdTech VC Revocation List 1.0"
ASK_ONLINE = _("Verify with access to the internet.")
ASK_ISSUER = _("Ask the institution that issued it.")
LIMIT = 8  # entries looked at in one credential


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


def check_status(document: Mapping[str, Any], sources: Sources, at: datetime) -> Iterator[Check]:
    """One check per status entry; none for a credential that names no status."""
    entries = document.get("credentialStatus")
    for entry in (entries if isinstance(entries, list) else [entries])[:LIMIT]:
        if isinstance(entry, dict):
            yield _check_entry(entry, document, sources, at)
        elif entry is not None:
            yield unknown("status", _("Where its status is kept is not said."), SOURCE, ASK_ISSUER)


def _check_entry(entry: dict[str, Any], document: Mapping[str, Any], sources: Sources, at: datetime) -> Check:
    kinds = types_of(entry)
    if status_list.ENTRY in kinds:
        return _check_bit(entry, document, sources, at)
    if "1EdTechRevocationList" in kinds:
        return _check_revocation_list(entry, document, sources)
    text = _("Its status is kept in a way that this verifier does not know: {kind}.")
    return unknown("status", text, SOURCE, ASK_ISSUER, kind=", ".join(sorted(kinds)) or "?")


@dataclass(frozen=True, slots=True)
class _Listing:
    """A status list and who keeps it since when; `doubt` says why its signature does not count."""

    document: Mapping[str, Any]
    keeper: str
    since: datetime | None
    until: datetime | None
    doubt: str


def _check_bit(entry: dict[str, Any], document: Mapping[str, Any], sources: Sources, at: datetime) -> Check:
    url = entry.get("statusListCredential")
    data = sources.fetch(url) if isinstance(url, str) else None
    if data is None:
        return _not_asked(str(url))
    try:
        listing = sources.remember((data, sources.methods, at), lambda: _opened(data, sources, at))
        is_set = status_list.is_set(entry, listing.document, lambda encoded: _bits(encoded, sources))
    except MicrocredError as error:
        text = _("The status list cannot be read: {reason}")
        return unknown("status", text, SOURCE, ASK_ISSUER, reason=error.message)
    doubt = _doubt(listing, owner_of(document), sources, at)
    if doubt:
        text = _("The status list cannot be relied on: {reason}")
        return unknown("status", text, SOURCE, ASK_ISSUER, reason=doubt)
    return _answer(entry, listing.since, is_set=is_set)


def _opened(data: bytes, sources: Sources, at: datetime) -> _Listing:
    content = unwrap(data)
    document = content.document or {}
    node = cursor(document)
    keeper = owner_of(document)
    doubt = _doubt_about_signature(content, document, sources, at)
    return _Listing(document, keeper, node.instant("validFrom"), node.instant("validUntil"), doubt)


def _bits(encoded: object, sources: Sources) -> StatusList:
    return sources.remember(str(encoded), lambda: StatusList.decode(encoded))


def _not_asked(url: str) -> Check:
    text = _("Whether it was revoked is not known: the list was not asked ({url}).")
    return unknown("status", text, SOURCE, ASK_ONLINE, url=url)


def _doubt(listing: _Listing, issuer: str, sources: Sources, at: datetime) -> str:
    """Why the list does not count, in words; nothing when it does."""
    if listing.keeper != issuer and sources.trust.known(listing.keeper) is None:
        return _("it is kept by somebody else")
    if listing.until is not None and listing.until < at:
        return _("it is out of date")
    return listing.doubt


def _doubt_about_signature(content: Content, document: dict[str, Any], sources: Sources, at: datetime) -> str:
    found = check_document(document, sources, Expected(at), token=content.token)
    if binding.is_own(owner_of(document), found.owners):
        return ""
    doubts = (one.message for one in found.checks if one.outcome is not Outcome.PASSED)
    return next(doubts, _("nothing shows that it is its issuer's own"))


def _answer(entry: dict[str, Any], since: datetime | None, *, is_set: bool) -> Check:
    purpose, values = entry.get("statusPurpose"), {"since": show(since) if since else "?"}
    if not is_set:
        text = _("It has not been revoked or suspended, says its issuer's list of {since}.")
        return passed("status", text, SOURCE, **values)
    if purpose == "revocation":
        text = _("The issuer has REVOKED this credential (list of {since}).")
        return failed("status", text, SOURCE, ASK_ISSUER, **values)
    if purpose == "suspension":
        text = _("The issuer has SUSPENDED this credential for the time being (list of {since}).")
        return failed("status", text, SOURCE, ASK_ISSUER, **values)
    text = _("The issuer has marked this credential: {purpose}.")
    return warning("status", text, SOURCE, ASK_ISSUER, purpose=purpose)


def _check_revocation_list(entry: dict[str, Any], document: Mapping[str, Any], sources: Sources) -> Check:
    """1EdTech's list tells in the open which credentials were revoked, and why."""
    url = entry.get("id")
    data = sources.fetch(url) if isinstance(url, str) else None
    if data is None:
        return _not_asked(str(url))
    try:
        listing = parse_json(data)
    except MicrocredError as error:
        text = _("The status list cannot be read: {reason}")
        return unknown("status", text, REVOCATION_LIST, ASK_ISSUER, reason=error.message)
    revoked = cursor(listing).nodes("revokedCredential") if isinstance(listing, dict) else ()
    found = next((one for one in revoked if one.string("id") == document.get("id")), None)
    if found is None or found.value.get("revoked") is False:
        return passed("status", _("It is not among the revoked ones of its issuer."), REVOCATION_LIST)
    text = _("The issuer has REVOKED this credential: {reason}")
    reason = found.string("revocationReason") or "—"
    return failed("status", text, REVOCATION_LIST, ASK_ISSUER, reason=reason)
