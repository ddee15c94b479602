"""The one guarded way to the network: public https addresses only, bounded in size, time and redirects.

The name is resolved once and the connection goes to that very address, so that a name cannot change its
mind between check and use. No proxies, cookies, credentials or compression.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from microcred.guards import LIMITS

SECONDS = 10.0
REDIRECTS = 3
CHUNK = 65_536
ANSWERS = (200, 410)  # 410: Open Badges 2.0 says so of a revoked badge, with a body that tells why
ACCEPTED = "application/did+json, application/ld+json, application/json, application/jwt, */*;q=0.1"


# What the registries give out to the open internet, and the parts of it that nobody's server has.
_OPEN = ipaddress.IPv6Network("2000::/3")
_NOT_OPEN = tuple(
    ipaddress.ip_network(one)
    for one in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "3fff::/20")
)
_LAST_32 = ("::/96", "64:ff9b::/96", "::ffff:0:0/96", "::ffff:0:0:0/96")  # an IPv4 address at their end
_WITH_IPV4_LAST = tuple(ipaddress.IPv6Network(one) for one in _LAST_32)
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # RFC 5214 §6.1: before the IPv4 address, at the end of any prefix


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet (IANA's special-purpose address registries).

    An IPv6 address that only carries IPv4 ones (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) is as open
    as each of these; raises ValueError for what is no address.
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv4Address):
        return _is_open(ip) and ip.is_global and not ip.is_reserved
    carried = _carried(ip)
    if carried:
        return all(is_public(str(one)) for one in carried)
    return ip in _OPEN and _is_open(ip) and ip.is_global


def _is_open(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return not ip.is_multicast and not any(ip in one for one in _NOT_OPEN if one.version == ip.version)


def _carried(ip: ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses to which the IPv6 one leads."""
    if ip.sixtofour is not None:
        return (ip.sixtofour,)
    if ip.teredo is not None:
        return ip.teredo
    is_last = any(ip in one for one in _WITH_IPV4_LAST) or int(ip) >> 32 & 0xFFFF_FFFF in _ISATAP
    return (ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF),) if is_last else ()


class Refused(OSError):
    """An address that is not fetched, and why."""


@dataclass(frozen=True, slots=True)
class GuardedLoader:
    """Fetches public https addresses; raises OSError for everything it refuses and everything that fails."""

    seconds: float = SECONDS
    limit: int = LIMITS.bytes
    is_allowed: Callable[[str], bool] = is_public
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def __call__(self, url: str) -> bytes:
        until = time.monotonic() + self.seconds
        target = _checked(url)
        for _attempt in range(REDIRECTS + 1):
            status, location, body = self._ask(target, until)
            if status in ANSWERS:
                return body
            if not (300 <= status < 400 and location):
                raise OSError(f"{url} answered {status}.")
            following = _checked(urljoin(target.geturl(), location))
            if (following.hostname, following.port) != (target.hostname, target.port):
                raise Refused(f"{url} redirects to another host.")
            target = following
        raise Refused(f"{url} redirects too often.")

    def _ask(self, target: SplitResult, until: float) -> tuple[int, str, bytes]:
        connection = self._connect(target, until)
        wire = connection.sock
        try:
            path = (target.path or "/") + (f"?{target.query}" if target.query else "")
            connection.request("GET", path, headers={"Accept": ACCEPTED, "Accept-Encoding": "identity"})
            answer = connection.getresponse()
            body = self._read(answer, wire, until) if answer.status in ANSWERS else b""
            return answer.status, answer.getheader("Location", ""), body
        except http.client.HTTPException as error:
            raise OSError(f"{target.hostname} does not speak HTTP: {error!r}") from error
        finally:
            connection.close()

    def _connect(self, target: SplitResult, until: float) -> http.client.HTTPSConnection:
        host, port = str(target.hostname), target.port or 443
        address = self._resolve(host, port)
        connection = http.client.HTTPSConnection(host, port, timeout=_left(until), context=self.tls)
        plain = socket.create_connection((address, port), timeout=_left(until))
        connection.sock = self.tls.wrap_socket(plain, server_hostname=host)
        return connection

    def _resolve(self, host: str, port: int) -> str:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(self.is_allowed(address) for address in addresses):
            raise Refused(f"{host} is not on the open internet.")
        return addresses[0]

    def _read(self, answer: http.client.HTTPResponse, wire: socket.socket, until: float) -> bytes:
        body = bytearray()
        while len(body) <= self.limit:
            wire.settimeout(_left(until))
            chunk = answer.read1(CHUNK)
            if not chunk:
                return bytes(body)
            body += chunk
        raise Refused(f"The answer has more than {self.limit} bytes.")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("The answer took too long.")
    return left


def _checked(url: str) -> SplitResult:
    """The address taken apart, if it is one we may ask."""
    try:
        target = urlsplit(url)
        port = target.port
    except ValueError:
        raise Refused("This is not a web address.") from None
    if target.scheme != "https" or not target.hostname or target.username is not None:
        raise Refused(f"Only plain https addresses are fetched, not {url[:200]!r}.")
    if port == 0 or any(character <= " " or character >= "\x7f" for character in url):
        raise Refused("This is not a web address.")
    return target
