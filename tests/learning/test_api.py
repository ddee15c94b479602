"""Programs apply, decide, read and grade with the rights of their person."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.learning.models import Application, Result
from tests.cast import affiliation, network, person, university
from tests.catalogue import cast as catalogue
from tests.learning import cast

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[Any]]
API = "/api/learning"
RUN = f"{API}/offerings/tuni-water-data-1"


@pytest.fixture(autouse=True)
def _run() -> None:
    network()
    university("mu")
    catalogue.offering()


def signed_in(client: Client, somebody: Person) -> Client:
    client.force_login(somebody)
    return client


def send(client: Client, path: str, data: Any = None) -> Any:
    return client.post(path, data or {}, content_type="application/json")


def test_a_learner_asks_whether_they_can_apply_and_applies(client: Client) -> None:
    affiliation(cast.learner(), university("mu"))
    signed_in(client, cast.learner())

    report = client.get(f"{RUN}/eligibility", {"home": "mu"}).json()
    made = send(client, f"{RUN}/applications", {"home": "mu", "motivation": "Pipes."})
    again = send(client, f"{RUN}/applications", {"home": "mu"})

    assert report["conclusion"] == "passed"
    assert {"code", "outcome", "message", "source", "fix"} == report["checks"][0].keys()
    assert (made.status_code, made.json()["home_institution"]) == (201, "mu")
    assert (again.status_code, again.json()["title"]) == (409, "not-eligible")
    assert again.json()["fix"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"home": "nowhere"}, 404), ({"motivation": "x" * 4_001}, 422), ({"motivation": 7}, 422)],
)
def test_what_does_not_fit_is_refused(client: Client, sent: dict[str, Any], status: int) -> None:
    answer = send(signed_in(client, cast.learner()), f"{RUN}/applications", sent)

    assert answer.status_code == status
    assert not Application.objects.exists()


def test_the_registrar_decides(client: Client) -> None:
    first, second = cast.application(), cast.application(who=cast.learner("Ben Berger"))
    signed_in(client, cast.registrar())

    desk = client.get(f"{API}/admissions").json()
    admitted = send(client, f"{API}/applications/{first.pk}/admit")
    twice = send(client, f"{API}/applications/{first.pk}/admit")
    unreasoned = send(client, f"{API}/applications/{second.pk}/refuse", {"reason": ""})
    refused = send(client, f"{API}/applications/{second.pk}/refuse", {"reason": "Full soon."})

    assert [each["due_on"] for each in desk["items"]] == ["2026-12-07"] * 2
    assert [(each["is_home_confirmed"], each["price"]) for each in desk["items"]] == [(True, "0")] * 2
    assert [each["home_confirmed_on"] for each in desk["items"]] == ["2026-09-01"] * 2
    assert (desk["count"], desk["items"][0]["places_left"]) == (2, 20)
    assert (admitted.status_code, admitted.json()["status"]) == (201, "active")
    assert (twice.status_code, twice.json()["title"]) == (409, "application-decided")
    assert unreasoned.status_code == 422
    assert refused.json()["reason"] == "Full soon."


def test_a_full_run_is_a_conflict(client: Client) -> None:
    offering = catalogue.offering(code="small", places=1)
    late = cast.application(offering, cast.learner("Late Learner"))
    cast.enrolment(offering)

    answer = send(signed_in(client, cast.registrar()), f"{API}/applications/{late.pk}/admit")

    assert (answer.status_code, answer.json()["title"]) == (409, "offering-full")


def test_the_assessor_grades_and_the_learner_reads(client: Client) -> None:
    enrolment = cast.enrolment()
    signed_in(client, cast.assessor())

    wrong = send(client, f"{API}/places/{enrolment.pk}/results", {"grade": "A"})
    made = send(client, f"{API}/places/{enrolment.pk}/results", {"grade": "1.3", "remark": "Well done."})
    listed = client.get(f"{API}/classes/tuni-water-data-1").json()
    signed_in(client, cast.learner())
    own = client.get(f"{API}/places").json()

    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["grade"])
    assert (made.status_code, made.json()["scale"], made.json()["has_passed"]) == (201, "joint", True)
    assert listed["items"] == own["items"]
    assert own["items"][0]["result"]["grade"] == "1.3"


def test_a_learner_reads_withdraws_and_leaves(client: Client) -> None:
    enrolment = cast.enrolment(catalogue.offering(code="second"))
    application = cast.application(catalogue.offering(code="third"))
    signed_in(client, cast.learner())

    assert client.get(f"{API}/applications").json()["count"] == 2
    withdrawn = send(client, f"{API}/applications/{application.pk}/withdraw").json()
    left = send(client, f"{API}/places/{enrolment.pk}/leave").json()

    assert (withdrawn["status"], left["status"]) == ("withdrawn", "withdrawn")


def test_classes_are_listed_with_what_is_to_do(client: Client) -> None:
    cast.enrolment()

    [found] = signed_in(client, cast.assessor()).get(f"{API}/classes").json()["items"]

    assert (found["enrolled"], found["ungraded"]) == (1, 1)


def test_learners_reach_no_staff_endpoint(client: Client) -> None:
    enrolment = cast.enrolment()
    signed_in(client, cast.learner("Nosy Neighbour"))

    for path in ("admissions", "classes", "classes/tuni-water-data-1"):
        assert client.get(f"{API}/{path}").status_code == 403
    for path in (
        f"applications/{enrolment.application_id}/admit",
        f"applications/{enrolment.application_id}/withdraw",
        f"places/{enrolment.pk}/leave",
    ):
        assert send(client, f"{API}/{path}").status_code == 404
    refusal = send(client, f"{API}/applications/{enrolment.application_id}/refuse", {"reason": "No."})
    grade = send(client, f"{API}/places/{enrolment.pk}/results", {"grade": "1.0"})
    assert (refusal.status_code, grade.status_code) == (404, 404)


def test_staff_elsewhere_reach_nothing_here(client: Client) -> None:
    enrolment = cast.enrolment()
    roles = [(role, university("mu")) for role in (Role.REGISTRAR, Role.ASSESSOR, Role.TEACHER)]
    signed_in(client, person("Max Elsewhere", *roles))

    assert client.get(f"{API}/admissions").json()["items"] == []
    assert client.get(f"{API}/classes/tuni-water-data-1").status_code == 403
    assert send(client, f"{API}/places/{enrolment.pk}/results", {"grade": "1.0"}).status_code == 404
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    "path", ["applications", "places", "admissions", "classes", "classes/tuni-water-data-1"]
)
def test_nobody_reads_without_signing_in(client: Client, path: str) -> None:
    assert client.get(f"{API}/{path}").status_code == 401


@pytest.mark.parametrize("path", [f"places/{10**40}/leave", f"applications/{10**40}/withdraw"])
def test_absurd_numbers_are_not_there(client: Client, path: str) -> None:
    assert send(signed_in(client, cast.learner()), f"{API}/{path}").status_code == 404


def test_lists_take_few_queries(client: Client, django_assert_num_queries: Queries) -> None:
    offering = catalogue.offering(code="large", places=50)
    for number in range(30):
        cast.result(cast.enrolment(offering, cast.learner(f"Learner {number}")))
        cast.application(catalogue.offering(code=f"run-{number}"))
    signed_in(client, cast.registrar())

    with django_assert_num_queries(8):
        assert len(client.get(f"{API}/classes/large").json()["items"]) == 30
    with django_assert_num_queries(8):
        assert client.get(f"{API}/admissions").json()["count"] == 30
