"""Handing in from the studio, beginning again, and who may see its pages at all."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mcx.accounts.rules import Role
from mcx.design import services
from mcx.design.models import Project
from mcx.quality import services as quality
from mcx.quality.models import Review
from tests import cast
from tests.cast import NOW
from tests.design.cast import address, charter, filled, officer, project, stored, teacher
from tests.design.drafts import COMPLETE, draft
from tests.said import as_read

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.django_db
def test_a_complete_draft_is_handed_in(client: Client) -> None:
    begun = filled()
    client.force_login(teacher())

    answer = client.post(f"/design/{begun.pk}/submit")
    page = client.get(f"/design/{begun.pk}/").content.decode()

    assert answer.status_code == 302
    assert Review.objects.get().requested_by == teacher()
    assert "It is waiting for review." in page
    assert client.get(address(begun)).url == f"/design/{begun.pk}/"  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_draft_that_is_not_ready_is_not_handed_in(client: Client) -> None:
    begun = filled(draft(ects="9"))
    client.force_login(teacher())

    page = as_read(client.post(f"/design/{begun.pk}/submit", follow=True).content)

    assert "Not submitted. Fix the points" in page
    assert "9 ECTS is outside" in page
    assert not Review.objects.exists()


@pytest.mark.django_db
def test_handing_in_twice_hands_in_once(client: Client) -> None:
    begun = filled()
    client.force_login(teacher())

    answers = [client.post(f"/design/{begun.pk}/submit", {"once": "c"}) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Review.objects.count() == 1


@pytest.mark.django_db
def test_the_teacher_reads_why_it_was_returned_and_goes_on(client: Client) -> None:
    begun = filled()
    review = services.submit(begun, by=teacher(), at=NOW)
    quality.send_back(review, reasons=f"Vague. {SCRIPT}", by=officer(), at=NOW)
    client.force_login(teacher())

    page = client.get(address(begun)).content.decode()
    again = client.post(f"/design/{begun.pk}/submit")

    assert "Vague." in page
    assert SCRIPT not in page
    assert again.status_code == 302
    assert Review.objects.filter(status="waiting").count() == 1


@pytest.mark.django_db
def test_a_new_edition_is_started_from_the_list(client: Client) -> None:
    begun = filled()
    quality.approve(services.submit(begun, by=teacher(), at=NOW), by=officer(), at=NOW)
    client.force_login(teacher())
    code = begun.micro_credential.code

    listed = client.get("/design/").content.decode()
    answer = client.post(f"/design/editions/{code}/new")

    assert f"/design/editions/{code}/new" in listed
    assert answer.status_code == 302
    assert Project.objects.count() == 2
    assert f"/design/editions/{code}/new" not in client.get("/design/").content.decode()


@pytest.mark.django_db
def test_the_picture_shows_which_outcome_stands_alone(client: Client) -> None:
    begun = filled(draft(assessments=COMPLETE.assessments[:1]))
    client.force_login(teacher())

    page = client.get(address(begun, "check")).content.decode()

    assert page.count("matrix-gap") == 1
    assert "<circle" in page


PAGES = [
    ("get", "/design/"),
    ("get", "/design/new"),
    ("post", "/design/new"),
    ("get", "/design/{}/"),
    ("get", "/design/{}/about"),
    ("post", "/design/{}/about"),
    ("post", "/design/{}/about/report"),
    ("get", "/design/{}/skills"),
    ("post", "/design/{}/submit"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "page"), PAGES)
@pytest.mark.parametrize("role", [None, Role.ASSESSOR, Role.QUALITY, Role.COORDINATOR])
def test_whoever_does_not_design_is_refused(
    client: Client, method: str, page: str, role: Role | None
) -> None:
    begun = filled()
    client.force_login(cast.person("Otto Other", *([(role, cast.university("mu"))] if role else [])))

    assert getattr(client, method)(page.format(begun.pk)).status_code in {403, 404}
    assert stored(begun) == COMPLETE


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "page"), PAGES[3:])
def test_a_teacher_of_another_university_finds_nothing(client: Client, method: str, page: str) -> None:
    begun = filled()
    client.force_login(teacher("Biel Serra", "uoc"))

    assert getattr(client, method)(page.format(begun.pk)).status_code == 404
    assert client.get("/design/").content.decode().count("Statistical process control") == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "page"), PAGES)
def test_somebody_unknown_is_asked_to_sign_in(client: Client, method: str, page: str) -> None:
    begun = project()

    assert "/accounts/login" in getattr(client, method)(page.format(begun.pk)).url


@pytest.mark.django_db
def test_a_step_asks_the_database_a_bounded_number_of_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    begun = filled()
    client.force_login(teacher())

    with django_assert_max_num_queries(18):
        client.get(address(begun, "outcomes"))


@pytest.mark.django_db
def test_the_list_asks_the_database_as_often_for_twenty_as_for_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    charter()
    for number in range(25):
        project(f"Draft {number}")
    client.force_login(teacher())

    with django_assert_max_num_queries(11):
        client.get("/design/")
