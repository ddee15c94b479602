"""Programs read the catalogue without an account and offer runs with a role."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mcx.accounts.rules import Role
from mcx.catalogue.models import Offering
from mcx.catalogue.selectors.shelf import public_shelf
from tests.cast import TODAY, network, person, university
from tests.catalogue import cast
from tests.learning import cast as learning

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[Any]]
EDITIONS = "/api/catalogue/editions"
RUNS = f"{EDITIONS}/tuni-water-data/offerings"


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    network()
    cast.offering(cast.edition())
    cast.edition("uoc-green", university("uoc"), title={"en": "Green computing"}, languages=("es",))


def body(**more: Any) -> dict[str, Any]:
    plan = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in cast.plan("tuni-water-data-2").items()
    }
    return plan | more


def send(client: Client, path: str, data: Any) -> Any:
    return client.post(path, data, content_type="application/json")


def test_everyone_searches(client: Client) -> None:
    found = client.get(EDITIONS, {"q": "green"}).json()

    assert found["count"] == 1
    assert found["items"][0]["code"] == "uoc-green"
    assert found["items"][0]["institution"] == "uoc"
    assert found["items"][0]["is_open"] is False


def test_filters_narrow_and_facets_count(client: Client) -> None:
    asked = {"open": "true", "eqf": ["6", "7"], "free_for": "members"}
    open_now = client.get(EDITIONS, asked).json()
    counted = client.get("/api/catalogue/facets", {"language": "es"}).json()

    assert [each["code"] for each in open_now["items"]] == ["tuni-water-data"]
    assert counted["institutions"] == {"uoc": 1}
    assert counted["languages"] == {"en": 1, "fi": 1, "es": 1}


@pytest.mark.parametrize(
    "asked",
    [{"limit": 101}, {"limit": 0}, {"cursor": "x"}, {"eqf": "x"}, {"ects_from": "NaN"}, {"q": "x" * 201}],
)
def test_what_does_not_fit_the_description_is_said(client: Client, asked: dict[str, Any]) -> None:
    answer = client.get(EDITIONS, asked)

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("asked", [{"institution": "\x00"}, {"q": "\x00"}, {"language": '"'}, {"field": "%"}])
def test_hostile_values_find_nothing_or_all(client: Client, asked: dict[str, Any]) -> None:
    assert client.get(EDITIONS, asked).status_code in {200, 422}
    assert client.get("/api/catalogue/facets", asked).status_code in {200, 422}


def test_an_edition_comes_whole(client: Client) -> None:
    found = client.get(f"{EDITIONS}/tuni-water-data").json()

    assert found["specification"]["outcomes"][0]["dublin"] == "application"
    assert found["scale"]["lowest_pass"] == "4.0"
    assert found["criteria"]["a1"]["en"].startswith("Passed when")
    assert client.get(f"{EDITIONS}/tuni-water-data/1").json() == found


@pytest.mark.parametrize("path", ["nowhere", "tuni-water-data/9", "nowhere/offerings"])
def test_what_is_not_there_is_a_problem_document(client: Client, path: str) -> None:
    answer = client.get(f"{EDITIONS}/{path}")

    assert answer.status_code == 404
    assert answer.json()["title"] == "not-found"


def test_runs_say_where_they_stand(client: Client) -> None:
    learning.enrolment(Offering.objects.get())

    [run] = client.get(RUNS).json()["items"]

    assert (run["state"], run["places_left"], run["edition"]) == ("open", 19, 1)
    assert client.get("/api/catalogue/offerings/tuni-water-data-1").json() == run


def test_staff_offer_and_cancel_a_run(client: Client) -> None:
    client.force_login(cast.teacher(university("tuni")))
    days = {"opens_on": str(TODAY), "closes_on": str(TODAY + timedelta(days=5))}

    made = send(client, RUNS, body(windows={"others": days}))
    cancelled = send(client, "/api/catalogue/offerings/tuni-water-data-2/cancel", {"reason": "No lab."})

    assert made.status_code == 201
    assert made.json()["windows"] == {"others": days}
    assert cancelled.json()["state"] == "cancelled"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "tuni-water-data-1"}, "code"),
        ({"code": "No Code"}, "code"),
        ({"language": "sv"}, "language"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
    ],
)
def test_a_run_that_does_not_fit_names_the_field(client: Client, change: dict[str, str], field: str) -> None:
    client.force_login(cast.teacher(university("tuni")))

    answer = send(client, RUNS, body(**change))

    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]


def test_sent_twice_with_a_key_it_is_offered_once(client: Client) -> None:
    client.force_login(cast.teacher(university("tuni")))
    key = {"Idempotency-Key": "a"}

    answers = [client.post(RUNS, body(), content_type="application/json", headers=key) for _time in range(2)]

    assert answers[0].json() == answers[1].json()
    assert Offering.objects.count() == 2


def test_only_staff_of_the_university_offer_and_cancel(client: Client) -> None:
    cancel = "/api/catalogue/offerings/tuni-water-data-1/cancel"

    assert send(client, RUNS, body()).status_code == 401
    for somebody in (person("Lea Learner"), person("Tom Elsewhere", (Role.TEACHER, university("mu")))):
        client.force_login(somebody)
        assert send(client, RUNS, body()).status_code == 403
        assert send(client, cancel, {"reason": "No."}).status_code == 403


def test_a_page_takes_few_queries(client: Client, django_assert_num_queries: Queries) -> None:
    for number in range(30):
        cast.offering(cast.edition(f"mu-{number}", university("mu")), f"mu-{number}-1")
    public_shelf(TODAY)  # a process reads all listings once

    with django_assert_num_queries(2):
        assert len(client.get(EDITIONS, {"limit": 30}).json()["items"]) == 30
