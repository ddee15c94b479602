"""The home page's answer to “what waits for me?”: each role its own, the urgent first, nothing empty."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from mcx.accounts.models import Person
from mcx.accounts.rules import Held, Role
from mcx.design import services as design_services
from mcx.network.models import Charter
from mcx.network.selectors import held_by
from mcx.quality import services as quality
from mcx.web.waiting import Waiting, waiting_for
from tests import cast
from tests.design import cast as design

pytestmark = pytest.mark.django_db


def _some(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    yield Waiting("Read", 2, "/read", "info", "book-open")
    yield Waiting("Nothing", 0, "/nothing", "bad", "book-open")


def _others(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    yield Waiting("Decide", 1, "/decide", "bad", "book-open")


def _silent(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    return iter(())


def test_the_urgent_stands_first_and_what_does_not_wait_is_left_out() -> None:
    found = waiting_for(cast.person(), (), cast.TODAY, (_some, _silent, _others))

    assert [waiting.title for waiting in found] == ["Decide", "Read"]


def test_a_vote_waits_for_those_who_have_not_voted_and_may() -> None:
    mu = cast.university("mu")
    champion = cast.person("Jon Arregi", (Role.CHAMPION, mu))
    learner = cast.person()
    Charter.objects.create(
        version=1,
        terms={},
        proposed_at=cast.NOW,
        proposed_by=champion,
        in_force_from=cast.TODAY + timedelta(days=30),
    )

    for_champion = waiting_for(champion, held_by(champion, on=cast.TODAY), cast.TODAY)
    for_learner = waiting_for(learner, held_by(learner, on=cast.TODAY), cast.TODAY)

    assert [(waiting.count, waiting.tone) for waiting in for_champion] == [(1, "warn")]
    assert for_learner == []


def test_a_returned_draft_waits_for_its_teacher() -> None:
    begun = design.filled()
    review = design_services.submit(begun, by=design.teacher(), at=cast.NOW)
    quality.send_back(review, "Say how many charts.", by=design.officer(), at=cast.NOW)

    found = waiting_for(design.teacher(), held_by(design.teacher(), on=cast.TODAY), cast.TODAY)

    assert [(each.title, each.count) for each in found] == [
        ("Drafts of yours that were returned with reasons", 1)
    ]


@pytest.mark.parametrize("role", Role)
def test_every_roles_question_is_answered_with_few_queries(
    role: Role, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = cast.person("Jon Arregi", (role, cast.university("mu")))
    held = held_by(person, on=cast.TODAY)

    with django_assert_max_num_queries(20):
        waiting_for(person, held, cast.TODAY)
