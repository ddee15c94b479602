"""What the issuer's server says: fetching the linked parts, and comparing them with what we were given.

Open Badges 2.0, "Hosted verification" and "VerificationObject": the assertion's address must lie where the
issuer's profile says that its assertions are hosted.
"""

from collections.abc import Callable
from typing import Any

from microcred import binding
from microcred.binding import Signed
from microcred.errors import MicrocredError, Unreadable
from microcred.guards import LIMITS, parse_json
from microcred.openbadges2.documents import address, authority, identifier, issuer_id, listed, part
from microcred.report import Check, _, failed, passed, unknown, warning

Loader = Callable[[str], bytes]
"""Fetches a web address, also one that answers 410; raises OSError or MicrocredError where nothing came."""

SOURCE = "Open Badges 2.0, Hosted Verification"
SCOPE = "Open Badges 2.0, VerificationObject"
LINKED = ("badge", "issuer", "badge.issuer")
ASK_ISSUER = _("Ask the issuer for a new copy of the badge.")


class NotLoaded(Exception):
    """Nothing usable came from an address; says why."""


def fetch_bytes(url: str, load: Loader) -> bytes:
    """What the address answers, within limits; raises NotLoaded."""
    if not authority(url):
        raise NotLoaded(_("it is not a web address"))
    try:
        answer = load(url)
    except (OSError, MicrocredError) as error:
        raise NotLoaded(str(error)) from error
    if len(answer) > LIMITS.bytes:
        raise NotLoaded(_("the answer is too large"))
    return answer


def fetch(url: str, load: Loader) -> dict[str, Any]:
    """The JSON object at an address, which is its id if it names none; raises NotLoaded."""
    try:
        document = parse_json(fetch_bytes(url, load))
    except Unreadable as error:
        raise NotLoaded(str(error)) from error
    if not isinstance(document, dict):
        raise NotLoaded(_("the response is not a JSON object"))
    return document if identifier(document) else {**document, "id": url}


def fetch_part(url: str, load: Loader) -> dict[str, Any]:
    """The badge class or issuer at an address; one that calls itself by another id is asked there.

    Raises NotLoaded, also where that other address does not answer to its own name.
    """
    document = fetch(url, load)
    name = identifier(document)
    if name == url:
        return document
    document = fetch(name, load)
    if identifier(document) != name:
        raise NotLoaded(_("its address leads to a profile with a different address"))
    return document


def gather(assertion: dict[str, Any] | str, load: Loader) -> dict[str, Any]:
    """The assertion, or the one at that address, with badge class and issuer fetched into their places.

    A part that does not answer stays a link; raises Unreadable where the assertion itself does not answer.
    """
    try:
        whole = fetch(assertion, load) if isinstance(assertion, str) else assertion
    except NotLoaded as error:
        raise Unreadable(
            "The badge could not be fetched: {reason}", at=str(assertion), reason=error
        ) from error
    badge = _gathered(whole.get("badge"), load)
    if isinstance(badge, dict):
        badge = {**badge, "issuer": _gathered(badge.get("issuer"), load)}
    return {**whole, "badge": badge}


def _gathered(value: Any, load: Loader) -> Any:
    try:
        return fetch_part(value, load) if isinstance(value, str) else value
    except NotLoaded:
        return value


def difference(given: Any, hosted: Any, path: str = "") -> str:
    """Where the given document says what the hosted one does not; empty where it never does.

    An id says less than the object it names, one value as much as a list of it, a context nothing. An
    embedded part may stand where the hosted document has its address: that address is asked separately.
    """
    if isinstance(given, dict) and isinstance(hosted, dict):
        names = (name for name in given if name != "@context")
        found = (difference(given[name], hosted.get(name), f"{path}.{name}".strip(".")) for name in names)
        return next(filter(None, found), "")
    if isinstance(given, list) or isinstance(hosted, list):
        return _difference_of_lists(listed(given), listed(hosted), path)
    if isinstance(given, dict):
        asked = path in LINKED and bool(authority(identifier(given)))
        return "" if asked and identifier(given) == hosted else path
    return "" if given == (identifier(hosted) if isinstance(hosted, dict) else hosted) else path


def _difference_of_lists(given: list[Any], hosted: list[Any], path: str) -> str:
    if len(given) != len(hosted):
        return path
    pairs = zip(given, hosted, strict=True)
    return next(filter(None, (difference(ours, theirs, path) for ours, theirs in pairs)), "")


def check_part(code: str, given: Any, load: Loader) -> tuple[Check, dict[str, Any]]:
    """Whether a part is as its own server has it; with the part, empty if that server does not answer.

    A part without a web address stands only where it is embedded, and is as true as that.
    """
    url, embedded = identifier(given), given if isinstance(given, dict) else {}
    if embedded and not authority(url):
        text = _("This part has no address of its own. It appears only in the assertion.")
        return passed(code, text, SOURCE), embedded
    try:
        hosted = fetch_part(url, load)
    except NotLoaded as error:
        text = _("{url} did not give a usable response: {reason}")
        return unknown(code, text, SOURCE, _("Try again later."), url=url or "?", reason=error), {}
    where = difference(embedded, hosted)
    if where:
        text = _("What {url} says differs from the badge, at “{where}”.")
        return failed(code, text, SOURCE, ASK_ISSUER, url=url, where=where), hosted
    if identifier(hosted) != url:
        text = _("{url} has moved to {name}, which confirms what the badge says.")
        return warning(code, text, SOURCE, url=url, name=identifier(hosted)), hosted
    return passed(code, _("{url} confirms what the badge says."), SOURCE, url=url), hosted


def check_hosted(assertion: dict[str, Any], load: Loader) -> Signed:
    """The checks of a hosted badge, and the issuer whose server confirms it.

    Where the server says that the badge was revoked, that is for `status` to say.
    """
    url = address(assertion)
    if not authority(url):
        text = _("The badge has no web address at which its issuer could confirm it.")
        return Signed((failed("proof.hosted", text, SOURCE, ASK_ISSUER),))
    confirmed, hosted = check_part("proof.hosted", {**assertion, "id": url}, load)
    if hosted.get("revoked") is True and identifier(hosted) == url:
        return Signed((passed("proof.hosted", _("{url} confirms that the badge exists."), SOURCE, url=url),))
    of_badge, badge = check_part("proof.badge", assertion.get("badge"), load)
    of_issuer, issuer = check_part("proof.issuer", _issuer_of(assertion, badge), load)
    checks = (confirmed, of_badge, of_issuer, check_scope(url, issuer))
    return binding.signed(checks, [issuer_id(issuer)])


def _issuer_of(assertion: dict[str, Any], badge: dict[str, Any]) -> Any:
    """The issuer as the badge class names it; embedded in the assertion only if that is the same issuer."""
    embedded = part(assertion, "badge").get("issuer")
    hosted = badge.get("issuer")
    same = isinstance(embedded, dict) and identifier(embedded) == identifier(hosted)
    return embedded if same else hosted


def check_scope(url: str, issuer: dict[str, Any]) -> Check:
    """Whether the issuer says that its assertions are hosted at such an address.

    Only a profile that comes from the issuer's own address may say so; else the address itself counts.
    """
    who = issuer_id(issuer)
    policy = part(issuer, "verification") if authority(identifier(issuer)) else {}
    starts = [one for one in listed(policy.get("startsWith")) if isinstance(one, str)]
    origins = [one.lower() for one in listed(policy.get("allowedOrigins")) if isinstance(one, str)]
    origins = origins or [authority(who)]
    if not any(origins):
        text = _("The issuer has no web address, so nobody can tell which server speaks for it.")
        return unknown("proof.scope", text, SCOPE)
    begins = any(url.startswith(start) for start in starts) or not starts
    if begins and binding.is_own(authority(url), origins):
        return passed(
            "proof.scope", _("The badge is hosted where {issuer} hosts its badges."), SCOPE, issuer=who
        )
    text = _("The badge is hosted at {url}, where {issuer} does not host badges.")
    return failed("proof.scope", text, SCOPE, ASK_ISSUER, url=url, issuer=who)
