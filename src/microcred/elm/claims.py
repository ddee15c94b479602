"""European credentials about something else than an achievement: activities, entitlements, assessments.

ELM 3.2 classes LearningActivity, LearningEntitlement, LearningAssessment and Claim, as far as they can be
read: what it is, who gave it, when, and until when it holds.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from microcred.elm.agents import read_organisation, read_person
from microcred.elm.sources import Source
from microcred.elm.values import read_hours, read_instant
from microcred.heading import Claim, Claimed, Heading

ISSUED = ("issued", "issuanceDate", "validFrom")  # only the last is in a draft for Europass to seal
ENDS = ("validUntil", "expirationDate")


def heading(document: Any) -> Heading:
    """The head of a European credential, whatever it is about; what it does not say stays empty."""
    source = Source(document)
    subject = source.one("credentialSubject")
    claims = tuple(_read_claims(subject))
    return Heading(
        title=_title(source, claims),
        holder=read_person(subject).name,
        issuer=read_organisation(source.one("issuer")),
        issued_at=first_instant(source, ISSUED),
        valid_from=first_instant(source, ("validFrom",)),
        valid_until=_end(end_of(source), claims),
        claims=claims,
    )


def _title(source: Source, claims: tuple[Claim, ...]) -> dict[str, str]:
    """What the one claim is called; of several what stands over all of them."""
    called = [dict(one.title) for one in claims if one.title]
    shown = source.one("displayParameter").text("title")
    return called[0] if len(called) == 1 else shown or next(iter(called), {})


def first_instant(source: Source, names: tuple[str, ...]) -> datetime | None:
    """The first of these properties that is an instant."""
    return next((found for name in names if (found := read_instant(source.string(name)))), None)


def end_of(source: Source) -> datetime | None:
    """When the credential ends; of two names for it with two dates the earlier counts."""
    return min((found for name in ENDS if (found := read_instant(source.string(name)))), default=None)


def _end(until: datetime | None, claims: tuple[Claim, ...]) -> datetime | None:
    """A credential that does nothing but entitle is over with the last thing it entitles to."""
    ends = [one.until for one in claims if one.until is not None]
    if not ends or len(ends) < len(claims):
        return until
    return min(until, max(ends)) if until else max(ends)


def _read_claims(subject: Source) -> Iterator[Claim]:
    for source in subject.all("hasClaim"):
        kind = next((kind for kind in Claimed if kind in source.kinds), None)
        if kind is not None:
            yield _read_claim(kind, source)


def _read_claim(kind: Claimed, source: Source) -> Claim:
    awarded, period = source.one("awardedBy"), source.one("temporal")
    is_entitlement = kind is Claimed.ENTITLEMENT
    since = read_instant(period.string("startDate")) or read_instant(source.string("dateIssued"))
    return Claim(
        kind,
        source.text("title") or source.one("specifiedBy").text("title"),
        source.text("description") or None,
        tuple(read_organisation(one) for one in awarded.all("awardingBody")),
        since or read_instant(awarded.string("awardingDate")),
        read_instant(source.string("expiryDate")) if is_entitlement else None,
        read_hours(source.string("workload")),
    )
