"""Whether a request only reads, and where it comes from behind the proxies that the operator names."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

# Methods that change nothing (RFC 9110 §9.2.1).
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
Address = IPv4Address | IPv6Address
# A machine has a /64 of IPv6 addresses, a household or a rented server often a /56, a campus or whoever asks
# for it a /48 (RFC 6177, BCP 157).
PREFIXES = (64, 56, 48)


def address(request: HttpRequest) -> str:
    """The client's address: the peer's, or the one that the outermost of our own proxies saw.

    Every proxy appends the address that it was called from to X-Forwarded-For. With `MCX_TRUSTED_PROXIES`
    proxies in front, the client is that many entries from the right; whatever stands further left came with
    the request and may be invented. A header with fewer entries came around a proxy and is not believed.
    WSGI does not tell X_Forwarded_For from it: proxies have to drop such names (`deploy/`, operating guide).
    """
    peer = request.META.get("REMOTE_ADDR", "")
    said = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    count: int = settings.TRUSTED_PROXIES
    seen = said[-count] if 0 < count <= len(said) else peer
    found = _read(seen) or _read(peer)
    return str(found) if found else ""


def networks(request: HttpRequest) -> list[str]:
    """What stands for one client in limits, narrowest first: an IPv4 address, or an IPv6 /64, /56 and /48."""
    found = _read(address(request))
    if isinstance(found, IPv6Address):
        return [str(IPv6Network((found, bits), strict=False)) for bits in PREFIXES]
    return [str(found or "nowhere")]


def _read(text: str) -> Address | None:
    """An address as proxies write it: bare, with a port, in brackets, or IPv4 inside of IPv6."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
