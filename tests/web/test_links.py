"""Everybody follows what they are shown: no link is broken or refuses them, and no page asks much."""

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.network.models import Appointment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

LINK = re.compile(r'<a\b[^>]*\shref="([^"#]+)')
SAME = 2  # pages of one kind show links of one kind
MOST = 20  # queries of a page
# Each domain counts its own; the self-check signs, fetches and verifies a sample; what a course is worth at
# home rests on accreditations, agreements and who confirmed that somebody studies there.
MORE = {
    "home": 24,
    "network:steps": 28,
    "credentials:self-check": 29,
    "catalogue:edition": 24,
    "catalogue:edition-number": 24,
    "learning:apply": 23,
}
ELSEWHERE = ("http:", "https:", "mailto:", "/static/")


def _follow(client: Client) -> dict[str, str]:
    """The links that led nowhere or to a page of many queries, and the page that showed each."""
    waiting, seen, kinds, broken = {"/": ""}, set[str](), Counter[str](), dict[str, str]()
    while waiting:
        address, shown_on = waiting.popitem()
        seen.add(address)
        kinds[_kind(address)] += 1
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        if answer.status_code >= 400 or len(queries) > MORE.get(_kind(address), MOST):
            broken[address] = f"on {shown_on}: {answer.status_code}, {len(queries)} queries"
        elif answer.headers.get("Content-Type", "").startswith("text/html"):
            found = {urljoin(address, unescape(link)) for link in LINK.findall(answer.content.decode())}
            new = {each for each in found - seen if not each.startswith(ELSEWHERE)}
            waiting |= {each: address for each in new if kinds[_kind(each)] < SAME}
    return broken


def _kind(address: str) -> str:
    return resolve(address.partition("?")[0]).view_name


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEARNER])
def test_staff_follow_every_link_they_are_shown(client: Client, role: Role) -> None:
    holder = Appointment.objects.filter(role=role).order_by("pk").first()
    assert holder
    client.force_login(holder.person)

    assert _follow(client) == {}


@pytest.mark.parametrize("email", ["ane.etxeberria@learner.example", "youssef.benali@learner.example"])
def test_learners_follow_every_link_they_are_shown(client: Client, email: str) -> None:
    client.force_login(Person.objects.get(email=email))

    assert _follow(client) == {}


def test_visitors_follow_every_link_they_are_shown(client: Client) -> None:
    assert _follow(client) == {}
