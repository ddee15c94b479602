"""Applying, deciding, taking part and grading in the browser."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.learning import services
from mcx.learning.models import Application, Enrolment, Result
from tests.cast import NOW, affiliation, network, person, programme, university
from tests.catalogue import cast as catalogue
from tests.learning import cast
from tests.network.cast import NUMBERS, own_scale
from tests.said import as_read

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[Any]]
APPLY = "/learning/apply/tuni-water-data-1"
CLASS = "/learning/classes/tuni-water-data-1"
EVIL = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _network() -> None:
    network()


def signed_in(client: Client, somebody: Person) -> Client:
    client.force_login(somebody)
    return client


def html(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def studies_at(slug: str, learner: Person) -> None:
    affiliation(learner, university(slug), programme(f"{slug}-bachelor", slug))


def test_a_learner_sees_whether_they_can_apply_and_applies(client: Client) -> None:
    catalogue.offering()
    affiliation(cast.learner(), university("mu"))
    signed_in(client, cast.learner())

    page = html(client, APPLY)
    answer = client.post(APPLY, {"home_institution": "mu", "motivation": EVIL, "once": "a"})

    assert "You can apply" in page
    assert "First-year statistics." in page
    assert answer.headers["Location"] == "/learning/mine"
    assert Application.objects.get().home_institution == university("mu")


def test_the_home_university_is_the_one_they_study_at(client: Client) -> None:
    catalogue.offering()
    learner = cast.learner()
    studies_at("uoc", learner)
    signed_in(client, learner)

    page = html(client, APPLY)

    assert '<option value="uoc" selected>' in page
    assert "Mechatronics" in page
    assert '<option value="mu"' not in page


def test_sent_twice_it_is_one_application(client: Client) -> None:
    catalogue.offering()
    signed_in(client, cast.learner())

    answers = [client.post(APPLY, {"home_institution": "", "once": "a"}) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Application.objects.count() == 1


def test_who_has_applied_is_told(client: Client) -> None:
    cast.application()
    signed_in(client, cast.learner())

    page = client.post(APPLY, {"home_institution": "mu", "motivation": "Please."}).content.decode()

    assert "You have already applied." in page
    assert "Please." in page


@pytest.mark.parametrize(
    "sent",
    [
        {"home_institution": "nowhere"},
        {"home_institution": EVIL},
        {"home_institution": "mu", "motivation": "x" * 10_000_000},
        {"home_institution": "mu", "motivation": "a\x00b"},
    ],
)
def test_a_form_that_does_not_fit_comes_back(client: Client, sent: dict[str, str]) -> None:
    catalogue.offering()
    signed_in(client, cast.learner())

    answer = client.post(APPLY, sent)

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert EVIL not in answer.content.decode()
    assert not Application.objects.exists()


def test_visitors_sign_in_first_and_come_back(client: Client) -> None:
    catalogue.offering()

    assert client.get(APPLY).headers["Location"] == f"/accounts/login/?next={APPLY}"
    assert client.get("/learning/apply/nowhere").status_code == 302


def test_a_run_that_is_not_there_is_a_404(client: Client) -> None:
    assert signed_in(client, cast.learner()).get("/learning/apply/nowhere").status_code == 404


def test_my_learning_says_what_comes_next(client: Client) -> None:
    cast.application(catalogue.offering(code="first"))
    cast.enrolment(catalogue.offering(code="second"))
    cast.result(cast.enrolment(catalogue.offering(code="third")))
    refused = cast.application(catalogue.offering(code="fourth"))
    services.refuse(refused, reason=f"Sorry {EVIL}", by=cast.registrar(), at=NOW)
    signed_in(client, cast.learner())

    page = html(client, "/learning/mine")

    assert "Waiting for an answer" in page
    assert "Starts on" in page
    assert "Passed. Grade: 1.7" in page
    assert "Sorry &lt;script&gt;" in page


@pytest.mark.parametrize(
    ("grade", "has_passed", "said"), [("pass", True, "Passed."), ("fail", False, "Not passed.")]
)
def test_a_grade_that_only_repeats_the_result_is_left_out(
    client: Client, grade: str, has_passed: bool, said: str
) -> None:
    cast.result(cast.enrolment())
    Result.objects.update(grade=grade, has_passed=has_passed)
    signed_in(client, cast.learner())

    page = html(client, "/learning/mine")

    assert f"<p>{said}</p>" in page
    assert "Grade:" not in page


def test_my_learning_without_anything_points_to_the_catalogue(client: Client) -> None:
    assert "No courses yet" in html(signed_in(client, cast.learner()), "/learning/mine")


def test_my_learning_takes_few_queries(client: Client, django_assert_num_queries: Queries) -> None:
    for number in range(12):
        cast.enrolment(catalogue.offering(code=f"run-{number}"))
        cast.application(catalogue.offering(code=f"next-{number}"))
    signed_in(client, cast.learner())

    # Applications that wait and places are each counted, as each list has pages of its own.
    with django_assert_num_queries(9):
        html(client, "/learning/mine")


def test_one_takes_back_an_application_and_leaves_a_course(client: Client) -> None:
    application = cast.application(catalogue.offering(code="first"))
    enrolment = cast.enrolment(catalogue.offering(code="second"))
    signed_in(client, cast.learner())

    client.post(f"/learning/applications/{application.pk}/withdraw")
    client.post(f"/learning/places/{enrolment.pk}/leave")
    again = client.post(f"/learning/applications/{application.pk}/withdraw", follow=True)

    application.refresh_from_db()
    enrolment.refresh_from_db()
    assert (application.status, enrolment.status) == ("withdrawn", "withdrawn")
    assert "no longer open" in again.content.decode()


def test_other_peoples_applications_and_places_are_not_there(client: Client) -> None:
    enrolment = cast.enrolment()
    signed_in(client, cast.learner("Nosy Neighbour"))

    for path in (f"applications/{enrolment.application_id}/withdraw", f"places/{enrolment.pk}/leave"):
        assert client.post(f"/learning/{path}").status_code == 404
        assert client.get(f"/learning/{path}").status_code == 405


def test_the_registrar_admits_from_the_desk(client: Client) -> None:
    application = cast.application(motivation=EVIL)
    signed_in(client, cast.registrar())

    desk, closer = (
        html(client, "/learning/admissions"),
        html(client, f"/learning/admissions/{application.pk}"),
    )
    answer = client.post(f"/learning/admissions/{application.pk}/admit")

    assert "Ane Etxeberria" in desk
    assert "7 December 2026" in desk
    assert "&lt;script&gt;" in closer
    assert EVIL not in closer
    assert answer.headers["Location"] == "/learning/admissions"
    assert Enrolment.objects.get().learner == cast.learner()


def test_a_full_run_is_said_in_words(client: Client) -> None:
    offering = catalogue.offering(places=1)
    late = cast.application(offering, cast.learner("Late Learner"))
    cast.enrolment(offering)
    signed_in(client, cast.registrar())

    page = client.post(f"/learning/admissions/{late.pk}/admit", follow=True).content.decode()

    assert "Every place of Water data for city engineers" in page
    assert "is taken (1 of 1)." in page
    assert "Refuse the application, or leave it open" in page


def test_a_refusal_needs_a_reason(client: Client) -> None:
    application = cast.application()
    path = f"/learning/admissions/{application.pk}/refuse"
    signed_in(client, cast.registrar())

    for reason in ("", "  ", "x" * 10_000_000):
        assert "There is a problem" in client.post(path, {"reason": reason}).content.decode()
    assert client.post(path, {"reason": "Not this time."}).status_code == 302

    application.refresh_from_db()
    assert application.reason == "Not this time."


def test_the_desk_says_who_confirmed_the_home_university_and_when(client: Client) -> None:
    confirmed, outside = cast.application(), cast.application(who=cast.learner("Otto Outside"), home=None)
    signed_in(client, cast.registrar())

    pages = [as_read(html(client, f"/learning/admissions/{each.pk}")) for each in (confirmed, outside)]

    assert "(confirmed by its registrar on 1 September 2026)" in pages[0]
    assert "confirmed by its registrar" not in pages[1]


def test_a_decided_application_offers_no_decision(client: Client) -> None:
    application = cast.enrolment().application
    page = html(signed_in(client, cast.registrar()), f"/learning/admissions/{application.pk}")

    assert "Admitted" in page
    assert "/refuse" not in page


def test_the_desk_takes_few_queries(client: Client, django_assert_num_queries: Queries) -> None:
    for number in range(20):
        cast.application(catalogue.offering(code=f"run-{number}"))
    signed_in(client, cast.registrar())

    with django_assert_num_queries(10):
        html(client, "/learning/admissions")


def test_teacher_and_assessor_see_the_class_and_only_the_assessor_grades(client: Client) -> None:
    cast.enrolment()
    teacher = html(signed_in(client, catalogue.teacher(university("tuni"))), CLASS)
    assessor = html(signed_in(client, cast.assessor()), CLASS)

    assert "Ane Etxeberria" in teacher
    assert "/grade" not in teacher
    assert "/grade" in assessor
    assert '<option value="1.3">' in assessor


def test_the_assessor_grades_and_corrects(client: Client) -> None:
    enrolment = cast.enrolment()
    signed_in(client, cast.assessor())

    first = client.post(f"{CLASS}/{enrolment.pk}/grade", {"grade": "5.0", "remark": EVIL, "once": "a"})
    client.post(f"{CLASS}/{enrolment.pk}/grade", {"grade": "2.0", "remark": "Found a slip.", "once": "b"})

    assert first.headers["Location"] == CLASS
    assert [result.grade for result in Result.objects.order_by("pk")] == ["5.0", "2.0"]
    page = html(client, CLASS)
    assert "Found a slip." in page
    assert EVIL not in page


@pytest.mark.parametrize(
    "sent", [{}, {"grade": "A+"}, {"grade": EVIL}, {"grade": "1.0", "remark": "x" * 10_000_000}]
)
def test_a_grade_that_does_not_fit_comes_back_in_its_place(client: Client, sent: dict[str, str]) -> None:
    enrolment = cast.enrolment()
    cast.enrolment(who=cast.learner("Other Learner"))
    signed_in(client, cast.assessor())

    answer = client.post(f"{CLASS}/{enrolment.pk}/grade", sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("has-error") == 1
    assert EVIL not in page
    assert not Result.objects.exists()


def test_a_learner_of_another_run_is_not_graded_here(client: Client) -> None:
    catalogue.offering()
    enrolment = cast.enrolment(catalogue.offering(code="another"))
    signed_in(client, cast.assessor())

    assert client.post(f"{CLASS}/{enrolment.pk}/grade", {"grade": "1.0"}).status_code == 404


def test_a_class_takes_few_queries(client: Client, django_assert_num_queries: Queries) -> None:
    offering = catalogue.offering(places=50)
    for number in range(30):
        cast.result(cast.enrolment(offering, cast.learner(f"Learner {number}")))
    signed_in(client, cast.assessor())

    with django_assert_num_queries(10):
        html(client, CLASS)
    with django_assert_num_queries(7):
        html(client, "/learning/classes")


STAFF_GETS = ("admissions", "classes", "classes/tuni-water-data-1")


@pytest.mark.parametrize("path", STAFF_GETS)
def test_learners_see_no_staff_page(client: Client, path: str) -> None:
    cast.enrolment()

    assert signed_in(client, cast.learner()).get(f"/learning/{path}").status_code == 403


def test_staff_of_another_university_decide_and_grade_nothing_here(client: Client) -> None:
    enrolment = cast.enrolment()
    waiting = cast.application(who=cast.learner("Wim Waiting"))
    roles = [(role, university("mu")) for role in (Role.REGISTRAR, Role.ASSESSOR, Role.TEACHER)]
    signed_in(client, person("Max Elsewhere", *roles))

    assert "Wim Waiting" not in html(client, "/learning/admissions")
    assert client.get(CLASS).status_code == 403
    for path in (f"admissions/{waiting.pk}/admit", f"admissions/{waiting.pk}/refuse"):
        assert client.post(f"/learning/{path}", {"reason": "No."}).status_code == 404
    assert client.get(f"/learning/admissions/{waiting.pk}").status_code == 404
    assert client.post(f"{CLASS}/{enrolment.pk}/grade", {"grade": "1.0"}).status_code == 404


def test_home_is_told_what_waits(client: Client) -> None:
    cast.enrolment()
    cast.application(who=cast.learner("Wim Waiting"))

    page = html(signed_in(client, cast.registrar()), "/")

    assert "Applications to decide" in page


def test_a_grade_that_is_a_number_is_typed_and_comes_back_when_it_does_not_fit(client: Client) -> None:
    enrolment = cast.enrolment()
    edition = enrolment.offering.edition
    edition.scale = own_scale(NUMBERS, "tuni")
    edition.save()
    signed_in(client, cast.assessor())
    at = f"{CLASS}/{enrolment.pk}/grade"

    shown = html(client, CLASS)
    wrong = client.post(at, {"grade": "11"})
    done = client.post(at, {"grade": "8,4"}, follow=True).content.decode()

    assert 'inputmode="decimal"' in shown
    assert wrong.status_code == 422
    assert 'value="11"' in wrong.content.decode()
    assert "between 10.0 (best) and 0.0" in wrong.content.decode()
    assert "Grade 8.4 recorded for Ane Etxeberria." in as_read(done)
