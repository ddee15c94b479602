"""The home page's answer to “what waits for me?”: each role its own, the urgent first, nothing empty."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mcx.accounts.models import Person
from mcx.accounts.rules import Held, Role
from mcx.design import services as design_services
from mcx.governance.selectors.waiting import TaskKind, Urgency, Waiting, waiting_for
from mcx.network.models import Charter
from mcx.network.selectors.rights import held_by
from mcx.quality import services as quality
from mcx.web import waiting as pages
from tests import cast
from tests.design import cast as design

pytestmark = pytest.mark.django_db


def _some(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    yield Waiting(TaskKind.DRAFTS, "Read", 2, Urgency.OPEN)
    yield Waiting(TaskKind.CASES, "Nothing", 0, Urgency.URGENT)


def _others(person: Person, held: tuple[Held, ...], on: date) -> Iterator[Waiting]:
    yield Waiting(TaskKind.APPEALS, "Decide", 1, Urgency.URGENT)


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

    assert [(each.waiting.count, each.tone, each.url) for each in pages.shown(for_champion)] == [
        (1, "warn", "/network/charter/1/")
    ]
    assert for_learner == []


def test_a_returned_draft_waits_for_its_teacher() -> None:
    begun = design.filled()
    review = design_services.submit(begun, by=design.teacher(), at=cast.NOW)
    quality.send_back(review, reasons="Say how many charts.", by=design.officer(), at=cast.NOW)

    found = waiting_for(design.teacher(), held_by(design.teacher(), on=cast.TODAY), cast.TODAY)

    assert [(each.title, each.count) for each in found] == [("Your drafts returned for changes", 1)]


@pytest.mark.parametrize("role", Role)
def test_every_roles_question_is_answered_with_few_queries(
    role: Role, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = cast.person("Jon Arregi", (role, cast.university("mu")))
    held = held_by(person, on=cast.TODAY)

    with django_assert_max_num_queries(20):
        waiting_for(person, held, cast.TODAY)


@pytest.mark.parametrize("kind", TaskKind)
def test_every_kind_has_its_desk(kind: TaskKind) -> None:
    key = "1" if kind in {TaskKind.VOTES, TaskKind.AWAITED_VOTES} else ""

    [card] = pages.shown([Waiting(kind, "Waits", 1, Urgency.DUE, key=key)])

    assert card.url.startswith("/")


def test_programs_are_told_what_pages_show() -> None:
    mu = cast.university("mu")
    champion = cast.person("Jon Arregi", (Role.CHAMPION, mu))
    Charter.objects.create(
        version=1, terms={}, proposed_at=cast.NOW, proposed_by=champion, in_force_from=cast.TODAY
    )
    client = Client()
    cast.sign_in(client, champion)

    told = client.get("/api/governance/waiting").json()

    assert [(each["kind"], each["count"], each["urgency"], each["day"]) for each in told] == [
        ("votes", 1, "due", cast.TODAY.isoformat())
    ]
    assert told[0]["note"].startswith("Since ")
    assert Client().get("/api/governance/waiting").status_code == 401
