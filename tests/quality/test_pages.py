"""The desk and the review: all that an officer needs to decide, and nobody else."""

from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mcx.accounts.rules import Role
from mcx.catalogue.models import Edition
from mcx.design.rules.proposal import proposal_of
from mcx.quality import services
from mcx.quality.models import Review
from tests import cast
from tests.cast import NOW
from tests.design.drafts import COMPLETE, draft
from tests.quality.cast import officer, review, teacher

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.django_db
def test_the_desk_shows_what_waits_and_what_was_decided(client: Client) -> None:
    made = review()
    client.force_login(officer())
    waiting = client.get("/quality/").content.decode()
    services.send_back(made, reasons="Vague.", by=officer(), at=NOW)

    decided = client.get("/quality/").content.decode()

    assert "Statistical process control" in waiting
    assert "Nothing to decide" in decided
    assert "Returned with reasons" in decided


@pytest.mark.django_db
def test_a_review_shows_the_proposal_in_full_with_its_report(client: Client) -> None:
    made = review()
    client.force_login(officer())

    page = client.get(f"/quality/{made.pk}/").content.decode()

    for words in (
        "Control estadístico de procesos",
        "Leer un gráfico de control",
        "Two of three charts are explained rightly.",
        "Basic statistics.",
        "Identity document shown",
        "0714 Electronics and automation",
        "3 ECTS",
        "Annex I (vii)",
        "<circle",
    ):
        assert words in page


@pytest.mark.django_db
def test_a_new_edition_is_shown_with_what_it_changes(client: Client) -> None:
    services.approve(review(), by=officer(), at=NOW)
    second = review(proposal_of(draft(ects="2.8"), "mu-spc"))
    client.force_login(officer())

    page = client.get(f"/quality/{second.pk}/").content.decode()

    assert "Changes from edition 1" in page
    assert "Credits (ECTS)" in page


@pytest.mark.django_db
def test_an_officer_approves_once_however_often_they_click(client: Client) -> None:
    made = review()
    client.force_login(officer())

    answers = [client.post(f"/quality/{made.pk}/approve", {"once": "d"}) for _time in range(2)]
    without_key = client.post(f"/quality/{made.pk}/approve")

    assert [answer.status_code for answer in (*answers, without_key)] == [302, 302, 302]
    assert Edition.objects.count() == 1
    assert "as an edition, which never changes" not in client.get(f"/quality/{made.pk}/").content.decode()


@pytest.mark.django_db
def test_an_officer_returns_with_reasons(client: Client) -> None:
    made = review()
    client.force_login(officer())

    answer = client.post(f"/quality/{made.pk}/return", {"reasons": f"Vague. {SCRIPT}"})
    page = client.get(f"/quality/{made.pk}/").content.decode()

    assert answer.status_code == 302
    assert Review.objects.get().status == Review.Status.RETURNED
    assert "Vague." in page
    assert SCRIPT not in page


@pytest.mark.django_db
@pytest.mark.parametrize("reasons", ["", "   ", "x" * 10_000_000])
def test_without_fitting_reasons_nothing_is_returned(client: Client, reasons: str) -> None:
    made = review()
    client.force_login(officer())

    assert client.post(f"/quality/{made.pk}/return", {"reasons": reasons}).status_code == 422
    assert Review.objects.get().status == Review.Status.WAITING


@pytest.mark.django_db
def test_nobody_decides_on_their_own_proposal(client: Client) -> None:
    made = review()
    cast.person("Ane Etxeberria", (Role.QUALITY, cast.university("mu")))
    client.force_login(teacher())

    page = client.get(f"/quality/{made.pk}/").content.decode()
    approved = client.post(f"/quality/{made.pk}/approve")
    returned = client.post(f"/quality/{made.pk}/return", {"reasons": "No."})

    assert "someone else must review it" in page
    assert "Approve and publish" not in page
    assert (approved.status_code, returned.status_code) == (409, 422)
    assert Review.objects.get().status == Review.Status.WAITING


@pytest.mark.django_db
def test_the_teacher_reads_the_review_but_does_not_decide(client: Client) -> None:
    made = review()
    client.force_login(teacher())

    page = client.get(f"/quality/{made.pk}/")

    assert page.status_code == 200
    assert "Approve and publish" not in page.content.decode()
    assert client.post(f"/quality/{made.pk}/approve").status_code == 403
    assert client.post(f"/quality/{made.pk}/return", {"reasons": "x"}).status_code == 403
    assert client.post(f"/quality/{made.pk}/return").status_code == 403
    assert client.get("/quality/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["learner", "assessor", "coordinator", "stranger"])
def test_everybody_else_is_refused(client: Client, person: str) -> None:
    made = review()
    people = {
        "learner": cast.person("Lia Learner"),
        "assessor": cast.person("Aleix Assessor", (Role.ASSESSOR, cast.university("mu"))),
        "coordinator": cast.person("Kata Coordinator", (Role.COORDINATOR, cast.university("mu"))),
        "stranger": officer("uoc"),
    }
    client.force_login(people[person])

    statuses = {
        client.get(f"/quality/{made.pk}/").status_code,
        client.post(f"/quality/{made.pk}/approve").status_code,
        client.post(f"/quality/{made.pk}/return", {"reasons": "x"}).status_code,
    }

    assert statuses == {404}
    assert client.get("/quality/").status_code == (200 if person == "stranger" else 403)
    assert "Statistical process control" not in client.get("/quality/").content.decode()


@pytest.mark.django_db
def test_somebody_unknown_is_asked_to_sign_in(client: Client) -> None:
    made = review()

    for answer in (
        client.get("/quality/"),
        client.get(f"/quality/{made.pk}/"),
        client.post(f"/quality/{made.pk}/approve"),
        client.post(f"/quality/{made.pk}/return"),
    ):
        assert "/accounts/login" in answer.url  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_scripts_in_a_proposal_come_out_as_text(client: Client) -> None:
    hostile = {"en": SCRIPT, "es": SCRIPT}
    made = review(
        proposal_of(
            replace(
                COMPLETE,
                title=hostile,
                summary=hostile,
                description=hostile,
                outcomes=tuple(replace(row, title=hostile) for row in COMPLETE.outcomes),
                assessments=tuple(
                    replace(row, title=hostile, criteria=hostile) for row in COMPLETE.assessments
                ),
                prerequisites=hostile,
            )
        )
    )
    client.force_login(officer())

    for address in ("/quality/", f"/quality/{made.pk}/"):
        page = client.get(address).content.decode()
        assert SCRIPT not in page
        assert "&lt;script&gt;" in page


@pytest.mark.django_db
def test_the_pages_ask_the_database_a_bounded_number_of_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = review()
    client.force_login(officer())

    with django_assert_max_num_queries(12):
        client.get("/quality/")
    with django_assert_max_num_queries(12):
        client.get(f"/quality/{made.pk}/")
