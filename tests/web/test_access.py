"""Who is refused: every page and every form, to visitors and to a learner without an office.

A page is either public, or everybody's about themselves (`OWN`), or refused to both. A new one is in none of
the lists and so is tried at once.
"""

import pytest
from django.conf import settings
from django.shortcuts import resolve_url

from tests.walk.recording import LEARNER, VISITOR, Recording
from tests.web.addresses import PAGES

pytestmark = pytest.mark.django_db

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
        "guide:words",
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
# What takes forms alone, and the one address that hands on to a file.
SENT_TO = {"language", "theme", "accounts:demonstration"}
MOVED = {"favicon"}
OWN = {
    *(
        "accounts:profile",
        "accounts:create-token",
        "accounts:proven",
        "accounts:download",
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


def test_every_page_has_its_place() -> None:
    assert PAGES.keys() >= PUBLIC | OWN


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_anybody_reads_what_is_public(recording: Recording, name: str) -> None:
    answer = recording.of(VISITOR).pages[name]

    assert answer.status == (405 if name in SENT_TO else 301 if name in MOVED else 200)


@pytest.mark.parametrize("name", sorted(PAGES.keys() - PUBLIC))
def test_visitors_are_asked_to_sign_in(recording: Recording, name: str) -> None:
    answers = recording.of(VISITOR).answers(name)

    assert answers
    for answer in answers:
        assert answer.status == 302
        assert answer.headers["Location"].startswith(resolve_url(settings.LOGIN_URL))


@pytest.mark.parametrize("name", REFUSED)
def test_a_learner_is_refused_what_belongs_to_others(recording: Recording, name: str) -> None:
    answers = recording.of(LEARNER).answers(name)

    assert answers
    assert {answer.status for answer in answers} <= {403, 404}
    assert not {table for answer in answers for table in answer.written}


@pytest.mark.parametrize("name", sorted(OWN))
def test_everybody_has_their_own_pages(recording: Recording, name: str) -> None:
    assert {answer.status for answer in recording.of(LEARNER).answers(name)} <= {200, 302, 409, 422}
