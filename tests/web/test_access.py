"""Who is refused: every page and every form, to visitors and to a learner without an office.

A page is either public, or everybody's about themselves (`OWN`), or refused to both. A new one is in none of
the lists and so is tried at once.
"""

from typing import Any

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client

from mcx.accounts.models import Person
from mcx.core.models import AuditEntry
from tests.belongings import LEARNER
from tests.web.addresses import PAGES, address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

PUBLIC = {
    *(
        "home",
        "healthz",
        "readyz",
        "language",
        "theme",
        "favicon",
        "styleguide",
        "guide:contents",
        "guide:page",
    ),
    *(
        "accounts:demonstration",
        "skills:search",
        "skills:picker",
        "protocols:trust",
        "catalogue:list",
        "catalogue:edition",
    ),
    *("catalogue:edition-number", "network:overview", "network:institution", "network:charter"),
    *(
        "network:charter-version",
        "credentials:verify",
        "credentials:check",
        "credentials:check-certificate",
        "protocols:did",
    ),
    *("protocols:status-list", "protocols:context", "wallet:shared", "wallet:shared-download"),
    *("recognition:agreements", "recognition:agreement", "pathways:list", "pathways:detail"),
}
OWN = {
    *(
        "accounts:profile",
        "accounts:create-token",
        "accounts:proven",
        "accounts:second-factor",
        "learning:mine",
        "learning:apply",
    ),
    *("wallet:list", "wallet:import", "wallet:shares", "wallet:share-new"),
    *(
        "recognition:mine",
        "network:affiliations",
        "network:affiliation-new",
        "pathways:join",
        "pathways:leave",
        "pathways:record",
    ),
}
REFUSED = sorted(PAGES.keys() - PUBLIC - OWN)


def _answers(client: Client, at: str) -> list[Any]:
    """What a page answers to reading and to sending, as far as it takes them."""
    answers = [client.get(at), client.post(at)]
    return [answer for answer in answers if answer.status_code != 405]


def test_every_page_has_its_place() -> None:
    assert PAGES.keys() >= PUBLIC | OWN


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_anybody_reads_what_is_public(client: Client, name: str) -> None:
    answer = client.get(address(name, PAGES[name]))

    assert answer.status_code in {200, 301, 404, 405}
    assert resolve_url(settings.LOGIN_URL) not in answer.headers.get("Location", "")


@pytest.mark.parametrize("name", sorted(PAGES.keys() - PUBLIC))
def test_visitors_are_asked_to_sign_in(client: Client, name: str) -> None:
    answers = _answers(client, address(name, PAGES[name]))

    assert answers
    for answer in answers:
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(resolve_url(settings.LOGIN_URL))


@pytest.mark.parametrize("name", REFUSED)
def test_a_learner_is_refused_what_belongs_to_others(client: Client, name: str) -> None:
    client.force_login(Person.objects.get(email=LEARNER))
    at = address(name, PAGES[name])
    before = AuditEntry.objects.count()

    answers = _answers(client, at)

    assert answers
    assert {answer.status_code for answer in answers} <= {403, 404}
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("name", sorted(OWN))
def test_everybody_has_their_own_pages(client: Client, name: str) -> None:
    client.force_login(Person.objects.get(email=LEARNER))

    assert {answer.status_code for answer in _answers(client, address(name, PAGES[name]))} <= {
        200,
        302,
        409,
        422,
    }
