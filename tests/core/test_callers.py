"""The client is who the outermost of our own proxies saw, and nobody whom a header invents."""

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from mcx.core import callers

PROXY = "10.0.0.1"
SEEN = [
    # proxies, X-Forwarded-For, the client
    (0, "", PROXY),
    (0, "203.0.113.9", PROXY),
    (1, "", PROXY),
    (1, "203.0.113.9", "203.0.113.9"),
    (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
    (1, "198.51.100.1,203.0.113.9:4711", "203.0.113.9"),
    (2, "203.0.113.9, 10.0.0.2", "203.0.113.9"),
    (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
    (2, "203.0.113.9", PROXY),
    (1, "not an address", PROXY),
    (1, "203.0.113.9, ", PROXY),
    (1, "2001:db8::7", "2001:db8::7"),
    (1, "[2001:db8::7]:4711", "2001:db8::7"),
    (1, "[2001:db8::7]", "2001:db8::7"),
    (1, "::ffff:203.0.113.9", "203.0.113.9"),
]


@pytest.mark.parametrize(("proxies", "header", "client"), SEEN)
def test_the_client_is_counted_from_the_right(
    rf: RequestFactory, settings: Settings, proxies: int, header: str, client: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    sent = {"X-Forwarded-For": header} if header else {}

    assert callers.address(rf.get("/", headers=sent, REMOTE_ADDR=PROXY)) == client


@pytest.mark.parametrize(
    ("peer", "networks"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:234:3:4:5:6", "2001:db8:1:234::/64 2001:db8:1:200::/56 2001:db8:1::/48"),
        ("2001:db8:1:2ff:ffff::1", "2001:db8:1:2ff::/64 2001:db8:1:200::/56 2001:db8:1::/48"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "nowhere"),
    ],
)
def test_a_limit_counts_a_64_of_ipv6_and_what_it_is_a_part_of(
    rf: RequestFactory, peer: str, networks: str
) -> None:
    assert callers.networks(rf.get("/", REMOTE_ADDR=peer)) == networks.split()
