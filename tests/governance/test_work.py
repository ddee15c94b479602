"""The state of the work is told from counts that exist, to those who may see it."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.credentials.models import Award
from mcx.governance.selectors.work import CHAIN, COUNTED, public_chain
from mcx.recognition.models import Case
from mcx.web.governance.pages import PLACES, shown
from tests.cast import TODAY
from tests.network.cast import champion, coordinator, lead

# Domains that count their rows by state name only the states in which something is.
STATES = {"credentials": {*Award.Status.values, "revoked"}, "recognition": set(Case.Status.values)}


@pytest.mark.django_db
def test_every_figure_is_counted_somewhere() -> None:
    known = {domain: STATES.get(domain) or set(counts(TODAY)) for domain, counts in COUNTED.items()}

    asked = {(each.domain, each.key) for step in CHAIN for each in step.figures}
    asked |= {(each.domain, each.key) for step in CHAIN for each in step.waits}
    asked |= {(each.domain, each.less) for step in CHAIN for each in step.figures if each.less}

    assert not [(domain, key) for domain, key in asked if key not in known[domain]]


def test_every_step_has_its_desk() -> None:
    assert {step.code for step in CHAIN} == set(PLACES)


def test_the_chain_goes_from_agreeing_to_stacking() -> None:
    names = [str(step.name) for step in CHAIN]

    assert names == [
        "Agree",
        "Design",
        "Review",
        "Publish",
        "Offer",
        "Enrol",
        "Assess",
        "Award",
        "Recognise",
        "Stack",
    ]


def test_what_is_counted_twice_is_told_once() -> None:
    counts: dict[str, dict[str, int]] = {domain: {} for domain in COUNTED}
    counts["learning"] = {"enrolments": 10, "results": 7, "applications_waiting": 2}

    told = {str(each.step.name): each for each in public_chain(counts)}

    assert [number for _label, number in told["Assess"].figures] == [7, 3]
    assert told["Enrol"].waits == ((Role.REGISTRAR, 2),)


def test_a_step_leads_only_to_pages_that_one_may_see() -> None:
    counts: dict[str, dict[str, int]] = {domain: {} for domain in COUNTED}
    held = ((Role.QUALITY, 1),)

    urls = {str(each.step.name): shown(each, held).url for each in public_chain(counts)}

    assert urls["Review"] == "/quality/"
    assert urls["Design"] == ""
    assert urls["Publish"] == "/catalogue/"


@pytest.mark.django_db
@pytest.mark.parametrize("person", [coordinator, lambda: champion("mu"), lambda: lead("uoc")])
def test_those_who_lead_see_the_steps(client: Client, person: Callable[[], Person]) -> None:
    client.force_login(person())

    assert client.get("/network/steps/").status_code == 200


@pytest.mark.django_db
def test_the_steps_ask_the_database_a_bounded_number_of_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(coordinator())

    with django_assert_max_num_queries(40):
        client.get("/network/steps/")
