"""A network that was founded a minute ago: nothing is there yet, every page says so, and none is broken."""

import re
from collections import deque
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.network.models import Institution
from tests import cast
from tests.governance.test_founding import FOUNDING
from tests.said import as_read

LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)"')
# The guide has its own test; the other addresses hand out files.
ELSEWHERE = ("/guide/", "/static/", "/styleguide", "/api/", "/ns/", "/trust.json")
OFFICES = {role.value: () if role is Role.LEARNER else (role,) for role in Role}


@pytest.fixture(autouse=True)
def _founded(db: None) -> None:
    call_command("found_network", **FOUNDING)


def _somebody(name: str) -> Client:
    """The founder, a learner, or somebody who holds one office at the only university."""
    ua, client = Institution.objects.get(), Client()
    if name == "coordinator":
        person = Person.objects.get(email=FOUNDING["email"])
    else:
        person = cast.person("Maite Aldai", *((role, ua) for role in OFFICES[name]))
    cast.sign_in(client, person)
    return client


def _walked(client: Client) -> dict[str, int]:
    """The status of every page that can be reached from the start page by links."""
    found, waiting = dict[str, int](), deque(["/"])
    while waiting:
        at = waiting.popleft()
        if at in found or at.startswith(ELSEWHERE):
            continue
        answer = client.get(at)
        found[at] = answer.status_code
        if answer.get("Content-Type", "").startswith("text/html"):
            waiting.extend(map(unescape, LINK.findall(answer.content.decode())))
    return found


@pytest.mark.parametrize("name", sorted(OFFICES))
def test_every_page_that_somebody_can_reach_is_there(name: str) -> None:
    walked = _walked(_somebody(name))

    assert not {at: status for at, status in walked.items() if status not in {200, 302}}
    assert len(walked) > 12


WORDS = {
    ("registrar", "network:claims"): "People who say that they study at your university appear here.",
    ("registrar", "network:identities"): "People who study at your university",
    ("registrar", "credentials:registry"): "Awards appear here when assessors record a passing grade.",
    ("registrar", "learning:admissions"): "New applications will appear here.",
    ("learner", "network:affiliations"): "You have not said yet where you study.",
    ("learner", "accounts:profile"): "API tokens",
    ("learner", "mfa_index"): "No authenticator app is set up.",
    ("learner", "wallet:list"): "When you pass a course in this network, you can claim its credential here.",
    ("learner", "recognition:mine"): "Add your degree programme before you ask",
    ("learner", "wallet:shares"): "No links yet",
    ("learner", "learning:mine"): "No courses yet",
    ("coordinator", "network:charter"): "No Charter has been adopted yet",
    ("teacher", "design:list"): "No drafts",
    ("recognition", "recognition:desk"): "New requests appear here, the most urgent first.",
    ("quality", "quality:desk"): "Drafts from your university appear here",
    ("employer", "industry:gaps"): "No survey yet",
    ("lead", "network:institution"): "No accreditation is recorded",
}


@pytest.mark.parametrize(("name", "page"), sorted(WORDS))
def test_a_page_without_anything_on_it_says_what_will_be_there(name: str, page: str) -> None:
    arguments = ["ua"] if page == "network:institution" else []

    answer = _somebody(name).get(reverse(page, args=arguments))

    assert answer.status_code == 200
    assert WORDS[name, page] in as_read(answer.content)
