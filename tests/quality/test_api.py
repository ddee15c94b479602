"""Programs review as people do, with the same rights."""

from typing import Any

import pytest
from django.test import Client

from mcx.accounts.rules import Role
from mcx.design.rules.proposal import proposal_of
from mcx.quality import services
from mcx.quality.models import Review
from tests import cast
from tests.cast import NOW
from tests.design.drafts import draft
from tests.quality.cast import officer, review, teacher


def post(client: Client, address: str, body: Any = None) -> Any:
    """Send JSON to an endpoint."""
    return client.post(f"/api/quality{address}", body or {}, content_type="application/json")


@pytest.mark.django_db
def test_an_officer_reads_and_approves(client: Client) -> None:
    made = review()
    client.force_login(officer())

    waiting = client.get("/api/quality/reviews").json()
    whole = client.get(f"/api/quality/reviews/{made.pk}").json()
    approved = post(client, f"/reviews/{made.pk}/approve").json()
    again = post(client, f"/reviews/{made.pk}/approve")
    decided = client.get("/api/quality/reviews", {"which": "decided"}).json()

    assert (waiting["count"], waiting["items"][0]["micro_credential"]) == (1, "mu-spc")
    assert whole["proposal"]["specification"]["title"]["es"] == "Control estadístico de procesos"
    assert whole["report"]["conclusion"] == "passed"
    assert (approved["status"], approved["edition"]) == ("approved", 1)
    assert again.status_code == 200
    assert (decided["count"], decided["items"][0]["reviewer"]) == (1, "Mu Officer")


@pytest.mark.django_db
def test_a_new_edition_comes_with_its_differences(client: Client) -> None:
    services.approve(review(), by=officer(), at=NOW)
    second = review(proposal_of(draft(ects="2.8"), "mu-spc"))
    client.force_login(officer())

    [difference] = client.get(f"/api/quality/reviews/{second.pk}").json()["differences"]

    assert (difference["name"], difference["before"], difference["after"]) == (
        "Credits (ECTS)",
        ["3"],
        ["2.8"],
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "status"),
    [({"reasons": "Vague."}, 200), ({"reasons": " "}, 422), ({"reasons": ""}, 422), ({}, 422)],
)
def test_a_return_needs_reasons(client: Client, body: Any, status: int) -> None:
    made = review()
    client.force_login(officer())

    assert post(client, f"/reviews/{made.pk}/return", body).status_code == status


@pytest.mark.django_db
def test_the_teacher_reads_the_reasons_but_decides_nothing(client: Client) -> None:
    made = review()
    services.send_back(made, reasons="Vague.", by=officer(), at=NOW)
    client.force_login(teacher())

    mine = client.get("/api/quality/reviews", {"which": "mine"}).json()

    assert (mine["count"], mine["items"][0]["reasons"]) == (1, "Vague.")
    assert client.get("/api/quality/reviews").status_code == 403
    assert post(client, f"/reviews/{made.pk}/approve").status_code == 403


@pytest.mark.django_db
def test_nobody_decides_on_their_own(client: Client) -> None:
    made = review()
    cast.person("Ane Etxeberria", (Role.QUALITY, cast.university("mu")))
    client.force_login(teacher())

    answer = post(client, f"/reviews/{made.pk}/approve")

    assert (answer.status_code, answer.json()["title"]) == (409, "own-proposal")


@pytest.mark.django_db
@pytest.mark.parametrize("stranger", [True, False])
def test_everybody_else_finds_nothing(client: Client, stranger: bool) -> None:
    made = review()
    client.force_login(officer("uoc") if stranger else cast.person("Lia Learner"))

    statuses = {
        client.get(f"/api/quality/reviews/{made.pk}").status_code,
        post(client, f"/reviews/{made.pk}/approve").status_code,
        post(client, f"/reviews/{made.pk}/return", {"reasons": "x"}).status_code,
    }

    assert statuses == {404}
    assert Review.objects.get().status == Review.Status.WAITING


@pytest.mark.django_db
def test_somebody_unknown_is_asked_to_sign_in(client: Client) -> None:
    made = review()

    assert client.get("/api/quality/reviews").status_code == 401
    assert client.get(f"/api/quality/reviews/{made.pk}").status_code == 401
    assert post(client, f"/reviews/{made.pk}/approve").status_code == 401
    assert post(client, f"/reviews/{made.pk}/return", {"reasons": "x"}).status_code == 401
