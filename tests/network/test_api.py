"""Programs do in the network what people do on its pages, with the same rights."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mcx.accounts.rules import Role
from mcx.network.models import Appointment, Charter, Institution
from mcx.network.rules.terms import CharterTerms
from tests import cast
from tests.network.cast import champion, coordinator, lead, proposed

MEMBER = {
    "slug": "tuni",
    "short_name": "TUNI",
    "name": {"en": "Tampere University"},
    "country": "FI",
    "valid_from": "2026-11-23",
}
AUDIT = {
    "title": {"en": "Audit"},
    "agency": "Agency",
    "valid_from": "2026-01-01",
    "valid_until": "2027-01-01",
}


def post(client: Client, address: str, body: Any) -> Any:
    """Send JSON to an endpoint."""
    return client.post(f"/api/network{address}", body, content_type="application/json")


@pytest.mark.django_db
def test_anybody_reads_the_members_and_the_terms(client: Client) -> None:
    cast.university("mu")

    members = client.get("/api/network/members", {"on": "2026-01-01"}).json()
    terms = client.get("/api/network/charter").json()

    assert [each["slug"] for each in members["items"]] == ["mu"]
    assert members["items"][0]["accreditations"][0]["agency"] == "Demonstration Quality Agency"
    assert CharterTerms.from_json(terms["terms"]) == CharterTerms()
    assert client.get("/api/network/members", {"on": "soon"}).status_code == 422
    assert client.get("/api/network/members/nowhere").status_code == 404


@pytest.mark.django_db
def test_anybody_reads_on_which_scales_grades_are_given(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cast.scale()
    cast.scale(cast.university("mu"))

    with django_assert_num_queries(1):
        joint, own = client.get("/api/network/scales").json()["items"]

    assert (joint["slug"], joint["institution"], joint["lowest_pass"]) == ("joint", None, "4.0")
    assert (own["slug"], own["institution"], own["grades"][0]) == ("mu-scale", "mu", "1.0")


@pytest.mark.django_db
def test_a_coordinator_admits_and_records(client: Client) -> None:
    cast.sign_in(client, coordinator())

    made = post(client, "/members", MEMBER)
    named = post(
        client,
        "/members/tuni/identifiers",
        {"scheme": "schac", "value": "tuni.fi", "valid_from": "2020-01-01"},
    )
    audited = post(client, "/members/tuni/accreditations", AUDIT)
    renamed = post(client, "/members/tuni/names", {"name": {"en": "Tampere"}, "valid_from": "2026-11-23"})

    assert [each.status_code for each in (made, named, audited)] == [201, 201, 201]
    assert renamed.status_code == 422
    shown = client.get("/api/network/members/tuni").json()
    assert [each["value"] for each in shown["identifiers"]] == ["tuni.fi"]
    assert len(shown["accreditations"]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        ("/members", MEMBER | {"slug": "a b"}, 422),
        ("/members", MEMBER | {"name": {}}, 422),
        ("/members", MEMBER | {"slug": "mu"}, 409),
        ("/members/mu/accreditations", AUDIT | {"valid_until": "2020-01-01"}, 422),
        ("/members/mu/accreditations", AUDIT | {"report_url": "javascript:alert(1)"}, 422),
        ("/members/nowhere/names", {"name": {"en": "x"}, "valid_from": "2026-11-23"}, 404),
        ("/charter", {"terms": {"eqf_levels": [9]}, "summary": "x", "in_force_from": "2026-12-01"}, 422),
        ("/charter", {"terms": {}, "summary": "x", "in_force_from": "2020-12-01"}, 422),
        ("/charter", {"terms": {}}, 422),
        ("/charter/9/votes", {"institution": "mu", "in_favour": True}, 404),
        ("/members", MEMBER | {"name": {"en": "a\x00"}}, 422),
        ("/members", MEMBER | {"city": "a\x00"}, 422),
        ("/members/mu/identifiers", {"scheme": "a", "value": "\x00", "valid_from": "2026-11-23"}, 422),
        ("/charter", {"terms": {}, "summary": "a\x00", "in_force_from": "2026-12-01"}, 422),
    ],
)
def test_a_request_that_makes_no_sense_is_explained(
    client: Client, address: str, body: Any, status: int
) -> None:
    cast.sign_in(client, coordinator())

    answer = post(client, address, body)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


@pytest.mark.django_db
def test_members_propose_and_vote(client: Client) -> None:
    cast.sign_in(client, coordinator())
    made = post(
        client, "/charter", {"terms": {"appeal_days": 60}, "summary": "x", "in_force_from": "2026-11-23"}
    )
    cast.sign_in(client, champion("mu"))
    voted = post(client, "/charter/1/votes", {"institution": "mu", "in_favour": True})

    assert (made.status_code, made.json()["awaited"]) == (201, ["mu"])
    assert (voted.json()["status"], voted.json()["votes"][0]["institution"]) == ("adopted", "mu")
    assert client.get("/api/network/charter").json()["terms"]["appeal_days"] == 60


@pytest.mark.django_db
def test_a_coordinator_withdraws_a_proposal(client: Client) -> None:
    proposed()
    cast.sign_in(client, coordinator())

    assert post(client, "/charter/1/withdraw", {}).json()["status"] == "withdrawn"
    assert post(client, "/charter/1/withdraw", {}).status_code == 409


@pytest.mark.django_db
def test_a_coordinator_gives_and_ends_an_office(client: Client) -> None:
    ane = cast.person("Ane Etxeberria")
    cast.sign_in(client, coordinator())
    office = {"email": ane.email, "role": "teacher", "institution": "mu", "valid_from": "2026-11-23"}

    given = post(client, "/appointments", office)
    again = post(client, "/appointments", office)
    listed = client.get("/api/network/appointments", {"limit": 1}).json()
    ended = post(client, f"/appointments/{given.json()['id']}/end", {})

    assert (given.status_code, again.status_code, ended.status_code) == (201, 409, 204)
    assert (listed["count"], len(listed["items"])) == (2, 1)
    assert not Appointment.objects.filter(person=ane).exists()


@pytest.mark.django_db
def test_those_who_lead_read_how_far_the_work_is(client: Client) -> None:
    cast.sign_in(client, coordinator())

    counts = client.get("/api/network/steps").json()["counts"]

    assert counts["network"]["members"] == 1
    assert set(counts) >= {"design", "quality", "catalogue", "learning", "credentials", "recognition"}


@pytest.mark.django_db
def test_the_log_is_read_in_parts(client: Client) -> None:
    cast.sign_in(client, coordinator())
    post(client, "/members", MEMBER)

    read = client.get("/api/network/audit", {"action": "network.member", "limit": "1"}).json()
    too_much = client.get("/api/network/audit", {"limit": 101})

    assert (read["count"], read["items"][0]["institution"]) == (1, "TUNI")
    assert too_much.status_code == 422


CALLS = [
    ("post", "/members", MEMBER),
    ("post", "/members/mu/names", {"name": {"en": "x"}, "valid_from": "2026-11-23"}),
    ("post", "/members/mu/identifiers", {"scheme": "a", "value": "b", "valid_from": "2026-11-23"}),
    ("post", "/members/mu/accreditations", AUDIT),
    ("post", "/charter", {"terms": {}, "summary": "x", "in_force_from": "2026-12-01"}),
    ("post", "/charter/1/votes", {"institution": "mu", "in_favour": True}),
    ("post", "/charter/1/withdraw", {}),
    ("get", "/appointments", None),
    (
        "post",
        "/appointments",
        {"email": "a@b.example", "role": "teacher", "institution": "mu", "valid_from": "2026-11-23"},
    ),
    ("get", "/audit", None),
    ("get", "/steps", None),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "address", "body"), CALLS)
def test_a_learner_is_refused(client: Client, method: str, address: str, body: Any) -> None:
    proposed()
    cast.sign_in(client, cast.person("Lia Learner"))

    answer = post(client, address, body) if method == "post" else client.get(f"/api/network{address}")

    assert answer.status_code == 403
    assert Charter.objects.get().status == Charter.Status.PROPOSED


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "address", "body"), CALLS)
def test_somebody_unknown_is_asked_to_sign_in(client: Client, method: str, address: str, body: Any) -> None:
    proposed()

    answer = post(client, address, body) if method == "post" else client.get(f"/api/network{address}")

    assert answer.status_code == 401


@pytest.mark.django_db
def test_a_lead_of_another_university_is_refused(client: Client) -> None:
    cast.person("Ane Etxeberria", (Role.TEACHER, cast.university("mu")))
    cast.sign_in(client, lead("uoc"))

    assert post(client, "/members/mu/accreditations", AUDIT).status_code == 403
    assert (
        post(client, f"/appointments/{Appointment.objects.get(role='teacher').pk}/end", {}).status_code == 404
    )
    assert Institution.objects.get(slug="mu").accreditations.count() == 1
