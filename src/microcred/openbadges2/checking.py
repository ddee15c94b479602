"""Everything an Open Badges 2.0 or older assertion can be asked, each question a check of its own."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from microcred.binding import Signed
from microcred.errors import Unreadable
from microcred.jose.tokens import Token
from microcred.openbadges2.documents import address, identifier, is_signed, listed, moment, part, verification
from microcred.openbadges2.hosting import ASK_ISSUER, Loader, NotLoaded, check_hosted, fetch
from microcred.openbadges2.recipients import HASH
from microcred.openbadges2.signing import Jws, check_signed, take_apart
from microcred.report import Check, Outcome, _, failed, passed, unknown, warning

SCHEMA = "Open Badges 2.0, Open Badges Vocabulary"
PROOF = "Open Badges 2.0, Verification"
STATUS = "Open Badges 2.0, RevocationList"
DATES = "Open Badges 2.0, Assertion"
NO_LIST = _("Its issuer names no list of revoked badges, so nobody can see whether it was revoked.")
ONLINE = _("Verify again with access to the internet.")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")

CONTEXTS = ("https://w3id.org/openbadges/v2", "https://w3id.org/openbadges/v1")
BADGE = ("name", "criteria", "issuer")
ISSUER = ("name", "url")


def check(
    assertion: dict[str, Any], *, at: datetime, load: Loader | None = None, jws: bytes = b""
) -> tuple[Check, ...]:
    """Whether the badge stands at the instant `at`; `jws` is the signed badge that the assertion came in.

    Codes: `schema`; `proof` (summary) with `proof.hosted|badge|issuer|scope|signature`; `key` of signed
    badges; `status`; `dates`. Without `load` proof and status stay unknown.
    """
    return examine(assertion, at=at, load=load, jws=jws).checks


def examine(
    assertion: dict[str, Any], *, at: datetime, load: Loader | None = None, jws: bytes | Token = b""
) -> Signed:
    """The same checks, and the issuer who stands behind the badge; the signed badge may be taken apart."""
    if jws or is_signed(assertion):
        signed = _check_signed(assertion, jws, load)
    elif load is None:
        signed = Signed((_ask_online(address(assertion)),))
    else:
        signed = check_hosted(assertion, load)
    summary = _with_summary(signed.checks)
    others = check_status(assertion, load), check_dates(assertion, at)
    return signed._replace(checks=(check_schema(assertion), *summary, *others))


def _ask_online(url: str) -> Check:
    text = _("Only the issuer's server can confirm this badge: {url}")
    return unknown("proof.hosted", text, PROOF, ONLINE, url=url or "?")


def _check_signed(assertion: dict[str, Any], jws: bytes | Token, load: Loader | None) -> Signed:
    parts = _take_apart(jws)
    if not isinstance(parts, Jws):
        return Signed((parts,))
    if parts.payload != assertion:
        text = _("The signature belongs to a different assertion.")
        return Signed((failed("proof.signature", text, PROOF, ASK_ISSUER),))
    if load is not None:
        return check_signed(parts, load)
    key = verification(assertion)
    url = identifier(key.get("creator")) or identifier(key.get("url")) or "?"
    text = _("The key is on the issuer's server: {url}")
    unasked = _("Only the issuer's server can say whose key it is.")
    return Signed(
        (
            unknown("proof.signature", text, PROOF, ONLINE, url=url),
            unknown("key", unasked, PROOF, ONLINE),
        )
    )


def _take_apart(jws: bytes | Token) -> Jws | Check:
    if not jws:
        text = _("The assertion says it is signed, but there is no signature.")
        return failed("proof.signature", text, PROOF, ASK_ISSUER)
    try:
        return take_apart(jws)
    except Unreadable as error:
        text = _("The signed badge cannot be read: {reason}")
        return failed("proof.signature", text, PROOF, ASK_ISSUER, reason=error)


def _with_summary(found: Sequence[Check]) -> tuple[Check, ...]:
    outcomes = {check.outcome for check in found}
    if Outcome.FAILED in outcomes:
        text = _("The issuer does not confirm this badge in its present form.")
        summary = failed("proof", text, PROOF, ASK_ISSUER)
    elif Outcome.UNKNOWN in outcomes:
        summary = unknown(
            "proof", _("It is not known whether the issuer confirms this badge."), PROOF, ONLINE
        )
    else:
        summary = passed("proof", _("The issuer confirms this badge."), PROOF)
    return summary, *found


def check_schema(assertion: dict[str, Any]) -> Check:
    """Whether the assertion, and what it embeds, has what Open Badges asks for."""
    problems = [*_problems(assertion)]
    if problems:
        text = _("The badge lacks or misspells: {names}.")
        return failed("schema", text, SCHEMA, ASK_ISSUER, names=", ".join(problems))
    return passed("schema", _("The badge has everything Open Badges requires."), SCHEMA)


def _problems(assertion: dict[str, Any]) -> Iterator[str]:
    if not address(assertion) and not isinstance(assertion.get("uid"), str):
        yield "id"
    if assertion.get("revoked") is True:  # nothing else is left of it
        return
    legacy = isinstance(assertion.get("recipient"), str)
    holds = {
        "@context": "@context" not in assertion or _is_context(assertion["@context"]),
        "type": "@context" not in assertion or "Assertion" in listed(assertion.get("type")),
        "issuedOn": moment(assertion.get("issuedOn", assertion.get("issued_on"))) is not None,
        "expires": "expires" not in assertion or moment(assertion["expires"]) is not None,
        "recipient": _is_recipient(assertion.get("recipient")),
        "verification.type": legacy or "type" in verification(assertion),
        "badge": bool(identifier(assertion.get("badge")) or part(assertion, "badge")),
    }
    yield from (name for name, held in holds.items() if not held)
    badge = part(assertion, "badge")
    yield from (f"badge.{name}" for name in BADGE if badge and not badge.get(name))
    issuer = part(badge, "issuer")
    wanted = ISSUER if "origin" not in issuer else ()
    yield from (f"badge.issuer.{name}" for name in wanted if issuer and not issuer.get(name))


def _is_context(context: Any) -> bool:
    """One of the published contexts, or a context written out."""
    return any(one in CONTEXTS if isinstance(one, str) else isinstance(one, dict) for one in listed(context))


def _is_recipient(recipient: Any) -> bool:
    """An IdentityObject whose hash is a hash, or the one text of version 0.5."""
    if isinstance(recipient, str):
        return bool(HASH.fullmatch(recipient.lower()) or _EMAIL.fullmatch(recipient))
    if not isinstance(recipient, dict) or not isinstance(identity := recipient.get("identity"), str):
        return False
    if not isinstance(recipient.get("type"), str):
        return False
    return bool(HASH.fullmatch(identity.lower())) if recipient.get("hashed") is True else bool(identity)


def check_dates(assertion: dict[str, Any], at: datetime) -> Check:
    """Whether the badge had been issued and not yet expired at the instant `at`."""
    issued = moment(assertion.get("issuedOn", assertion.get("issued_on")))
    expires = moment(assertion.get("expires"))
    if issued is None:
        return unknown("dates", _("The badge does not say when it was issued."), DATES)
    if expires is not None and expires <= issued:
        text = _("The badge expires on {on}, before it was issued.")
        return failed("dates", text, DATES, ASK_ISSUER, on=expires.date())
    if issued > at:
        text = _("The badge says it was issued in the future, on {on}.")
        return failed("dates", text, DATES, ASK_ISSUER, on=issued.date())
    if expires is not None and expires <= at:
        return failed("dates", _("The badge expired on {on}."), DATES, ASK_ISSUER, on=expires.date())
    return passed("dates", _("The badge was issued on {on} and has not expired."), DATES, on=issued.date())


def check_status(assertion: dict[str, Any], load: Loader | None) -> Check:
    """Whether the issuer has revoked the badge: in the hosted assertion, or in the issuer's list."""
    if assertion.get("revoked") is True:
        return _revoked(assertion)
    if load is None:
        return unknown("status", _("Revocation of the badge was not checked."), STATUS, ONLINE)
    try:
        revoked = _revoked_in_list(assertion, load) if is_signed(assertion) else _revoked_at(assertion, load)
        if revoked is None:
            return warning("status", NO_LIST, STATUS, ASK_ISSUER)
    except NotLoaded as error:
        text = _("Revocation of the badge could not be checked: {reason}")
        return unknown("status", text, STATUS, _("Try again later."), reason=error)
    return _revoked(revoked) if revoked else passed("status", _("The issuer has not revoked it."), STATUS)


def _revoked(entry: dict[str, Any]) -> Check:
    reason = entry.get("revocationReason")
    text = (
        _("The issuer has revoked the badge: {reason}") if reason else _("The issuer has revoked the badge.")
    )
    return failed("status", text, STATUS, ASK_ISSUER, reason=reason)


def _revoked_at(assertion: dict[str, Any], load: Loader) -> dict[str, Any]:
    hosted = fetch(address(assertion), load)
    return hosted if hosted.get("revoked") is True else {}


def _revoked_in_list(assertion: dict[str, Any], load: Loader) -> dict[str, Any] | None:
    """The entry of the issuer's revocation list about this assertion; empty if none is, None without a list.

    Lists of version 1 do not say whose they are: that such a one is silent counts only where the issuer lies.
    """
    badge = part(assertion, "badge") or fetch(identifier(assertion.get("badge")), load)
    who = identifier(badge.get("issuer"))
    issuer = fetch(who, load) if who else part(badge, "issuer")
    url = identifier(issuer.get("revocationList"))
    if not url:
        return None
    document = fetch(url, load)
    keeper, named = identifier(document.get("issuer")), identifier(issuer)
    if keeper and keeper != named:
        raise NotLoaded(_("its list is kept by someone other than the issuer"))
    names = {name for name in (identifier(assertion), assertion.get("uid")) if isinstance(name, str) and name}
    entries = [*listed(document.get("revokedAssertions")), *_by_uid(document)]
    found = next((entry for one in entries if (entry := _entry(one, names))), {})
    if not found and not keeper and urlsplit(url).netloc != urlsplit(named).netloc:
        raise NotLoaded(_("its list does not say whose it is"))
    return found


def _by_uid(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Version 1.x wrote the list as an object from uid to reason."""
    if "revokedAssertions" not in document:
        entries = ((uid, reason) for uid, reason in document.items() if uid != "id")
        yield from ({"uid": uid, "revocationReason": reason} for uid, reason in entries)


def _entry(entry: Any, names: set[str]) -> dict[str, Any]:
    """The entry if it is about one of these names: an id, or an object with an id or uid."""
    about = entry if isinstance(entry, dict) else {"id": entry}
    found = (
        {about.get("id"), about.get("uid")} if all(_is_name(about.get(n)) for n in ("id", "uid")) else set()
    )
    return about if found & names else {}


def _is_name(value: Any) -> bool:
    return value is None or isinstance(value, str)
