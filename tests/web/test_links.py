"""Everybody follows what they are shown: no link is broken or refuses them, and no page asks much.

Of every role it is known what each address answers (`tests/walk`): whatever they open is a page in a
language, guarded by its headers, and nobody else keeps what is theirs.
"""

import pytest
from django.conf import settings

from mcx.accounts.rules import Role
from tests.walk.answers import Answer
from tests.walk.recording import (
    EVERYTHING,
    LEARNER,
    OWNERS,
    PROGRAMS,
    READING,
    SENDING,
    VISITOR,
    WALKERS,
    Recording,
    Way,
    kind,
)
from tests.web.addresses import PAGES
from tests.web.test_access import PUBLIC

pytestmark = pytest.mark.django_db

MOST, ROWS = 20, 150  # queries of a page, and rows fetched by them
# Each domain counts its own; the self-check signs, fetches and verifies a sample; what a course is worth at
# home rests on accreditations, agreements and who confirmed that somebody studies there.
MORE = {
    "home": 24,
    "network:setup": 34,
    "network:steps": 28,
    "credentials:self-check": 29,
    "catalogue:edition": 25,
    "catalogue:edition-number": 25,
    "learning:apply": 23,
}
POLICY = {"default-src 'self'", "object-src 'none'", "form-action 'self'", "frame-ancestors 'none'"}
# Whoever wants to earn a micro-degree signs in on the way, and a passkey is a way to sign in.
SIGNING_IN = {"pathways:join", "mfa_login_webauthn"}
# What is put into a page that is there already, and says its language.
PARTS = {"skills:picker", "design:skills"}
LANGUAGES = {code for code, _name in settings.LANGUAGES}


def test_every_role_walks_and_so_do_visitors_and_learners() -> None:
    assert set(WALKERS) == set(Role) | {VISITOR, *OWNERS}
    assert set(SENDING) == {VISITOR, LEARNER}
    assert set(PROGRAMS) == {VISITOR, LEARNER, EVERYTHING}


@pytest.mark.parametrize("walker", WALKERS)
def test_every_address_is_recorded_for_everybody(recording: Recording, walker: str) -> None:
    way = recording.of(walker)

    assert way.pages.keys() == PAGES.keys()
    assert way.sent.keys() == (PAGES.keys() if walker in SENDING else set())
    assert "/" in way.shown


@pytest.mark.parametrize("walker", PROGRAMS)
def test_everything_that_the_api_tells_is_recorded(recording: Recording, walker: str) -> None:
    assert recording.of(walker).read.keys() == {str(each) for each in READING}


@pytest.mark.parametrize("walker", WALKERS)
def test_everybody_follows_every_link_they_are_shown(recording: Recording, walker: str) -> None:
    way = recording.of(walker)

    broken = [
        f"{at} on {way.shown_on[at]}: {answer.status}"
        for at, answer in way.shown.items()
        if answer.status >= 400
    ]

    assert not broken


@pytest.mark.parametrize("walker", WALKERS)
def test_no_page_asks_much(recording: Recording, walker: str) -> None:
    way = recording.of(walker)

    wrong = [
        f"{answer.address}: {answer.queries} queries, {answer.rows} rows"
        for name, answer in way.everything()
        if answer.queries > MORE.get(name, MOST) or answer.rows > ROWS
    ]

    assert not wrong


def _pages(way: Way) -> list[tuple[str, Answer]]:
    return [(name, each) for name, each in way.everything() if _type(each) == "text/html" and each.size]


def _type(answer: Answer) -> str:
    return answer.headers.get("Content-Type", "").partition(";")[0]


@pytest.mark.parametrize("walker", WALKERS)
def test_every_page_is_guarded_and_says_its_language(recording: Recording, walker: str) -> None:
    pages = _pages(recording.of(walker))

    assert len(pages) > 50
    for name, page in pages:
        assert page.headers["X-Content-Type-Options"] == "nosniff", page.address
        assert page.headers["X-Frame-Options"] == "DENY", page.address
        assert page.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, page.address
        policy = {each.strip() for each in page.headers["Content-Security-Policy"].split(";")}
        assert policy >= POLICY, page.address
        assert page.headers["Content-Language"] in LANGUAGES, page.address
        is_part = name in PARTS and page.status == 200
        assert page.language == ("" if is_part else page.headers["Content-Language"]), page.address


@pytest.mark.parametrize("walker", WALKERS)
def test_nobody_else_keeps_what_is_not_for_everybody(recording: Recording, walker: str) -> None:
    wrong = [
        answer.address
        for name, answer in recording.of(walker).everything()
        if name not in PUBLIC and "public" in answer.headers.get("Cache-Control", "")
    ]

    assert not wrong


def test_a_visitor_is_offered_only_what_anybody_may_do(recording: Recording) -> None:
    way = recording.of(VISITOR)

    offered = {at for _name, page in way.everything() for at in page.writes}

    assert offered
    assert {name for name in map(kind, offered) if name in PAGES} - PUBLIC == SIGNING_IN
