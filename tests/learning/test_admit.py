"""Deciding on applications: places, reasons, and who decides."""

from datetime import timedelta

import pytest

from mcx.accounts.rules import Role
from mcx.catalogue import services as catalogue_services
from mcx.core.errors import Invalid, NotAllowed, OwnCase
from mcx.core.models import AuditEntry
from mcx.learning import selectors, services
from mcx.learning.models import Application, Enrolment
from mcx.learning.rules import due_on
from mcx.network.rules.terms import CharterTerms
from tests.cast import NOW, TODAY, person, university
from tests.catalogue import cast as catalogue
from tests.learning import cast

pytestmark = pytest.mark.django_db


def test_the_registrar_of_the_host_admits() -> None:
    application = cast.application()

    enrolment = services.admit(application, by=cast.registrar(), at=NOW)

    application.refresh_from_db()
    assert (application.status, application.decided_by) == ("admitted", cast.registrar())
    assert (enrolment.learner, enrolment.status) == (cast.learner(), "active")
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")][-2:] == [
        "learning.application-admitted",
        "learning.enrolled",
    ]


def test_nobody_gets_a_place_that_is_not_there() -> None:
    offering = catalogue.offering(places=1)
    late = cast.application(offering, cast.learner("Late Learner"))
    cast.enrolment(offering)

    with pytest.raises(services.OfferingFull) as refused:
        services.admit(late, by=cast.registrar(), at=NOW)

    late.refresh_from_db()
    assert late.status == Application.Status.SUBMITTED
    assert "1" in str(refused.value)
    assert refused.value.fix


def test_a_place_given_up_can_be_given_again() -> None:
    offering = catalogue.offering(places=1)
    late = cast.application(offering, cast.learner("Late Learner"))
    services.withdraw(cast.enrolment(offering), by=cast.learner(), at=NOW)

    assert services.admit(late, by=cast.registrar(), at=NOW).learner == late.learner


def test_an_application_is_decided_once() -> None:
    application = cast.application()
    services.admit(application, by=cast.registrar(), at=NOW)

    with pytest.raises(services.AlreadyDecided):
        services.admit(application, by=cast.registrar(), at=NOW)
    with pytest.raises(services.AlreadyDecided):
        services.refuse(application, reason="Too late.", by=cast.registrar(), at=NOW)

    assert Enrolment.objects.count() == 1


def test_a_refusal_has_a_reason_the_learner_can_read() -> None:
    application = cast.application()

    services.refuse(application, reason=" The prerequisites are not met. ", by=cast.registrar(), at=NOW)

    own = selectors.application_of(cast.learner(), application.pk)
    assert (own.status, own.reason) == ("refused", "The prerequisites are not met.")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 10_000_000])
def test_a_refusal_without_a_readable_reason_is_not_taken(reason: str) -> None:
    application = cast.application()

    with pytest.raises(Invalid) as refused:
        services.refuse(application, reason=reason, by=cast.registrar(), at=NOW)

    assert "reason" in refused.value.details
    application.refresh_from_db()
    assert application.status == Application.Status.SUBMITTED


def test_nobody_admits_to_a_cancelled_run() -> None:
    application = cast.application()
    catalogue_services.cancel_offering(application.offering, by=catalogue.teacher(university("tuni")), at=NOW)

    with pytest.raises(services.OfferingCancelled):
        services.admit(application, by=cast.registrar(), at=NOW)


def test_nobody_decides_about_themselves() -> None:
    application = cast.application(who=cast.registrar())

    with pytest.raises(OwnCase):
        services.admit(application, by=cast.registrar(), at=NOW)


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ASSESSOR, Role.QUALITY, Role.LEARNER])
def test_only_registrars_decide(role: Role) -> None:
    application = cast.application()
    somebody = person("Sam Somebody", (role, university("tuni")))

    with pytest.raises(NotAllowed):
        services.admit(application, by=somebody, at=NOW)
    with pytest.raises(NotAllowed):
        services.refuse(application, reason="No.", by=somebody, at=NOW)


def test_a_registrar_elsewhere_neither_sees_nor_decides() -> None:
    application = cast.application()
    elsewhere = cast.registrar("uoc")

    with pytest.raises(NotAllowed):
        services.admit(application, by=elsewhere, at=NOW)

    assert list(selectors.applications_waiting_for(elsewhere, TODAY)) == []
    assert list(selectors.applications_waiting_for(cast.registrar(), TODAY)) == [application]


def test_the_charter_says_by_when_to_answer() -> None:
    assert due_on(TODAY, CharterTerms(admission_days=14)) == TODAY + timedelta(days=14)


def test_cancelling_a_run_answers_everyone_who_waits_or_holds_a_place() -> None:
    offering = catalogue.offering()
    graded = cast.result(cast.enrolment(offering, cast.learner("Gina Graded"))).enrolment
    placed = cast.enrolment(offering)
    waiting = cast.application(offering, cast.learner("Wim Waiting"))

    services.cancel(offering, reason="The lab flooded.", by=catalogue.teacher(university("tuni")), at=NOW)

    for row in (offering, graded, placed, waiting):
        row.refresh_from_db()
    assert offering.cancelled_at == NOW
    assert (waiting.status, waiting.reason) == ("refused", "The lab flooded.")
    assert (placed.status, graded.status) == ("withdrawn", "completed")


def test_cancelling_needs_a_reason_and_the_right() -> None:
    offering = catalogue.offering()

    with pytest.raises(Invalid):
        services.cancel(offering, reason=" ", by=catalogue.teacher(university("tuni")), at=NOW)
    with pytest.raises(NotAllowed):
        services.cancel(offering, reason="Because.", by=cast.learner(), at=NOW)


def test_leaving_a_course_frees_the_place_until_it_is_graded() -> None:
    enrolment = cast.enrolment()

    services.withdraw(enrolment, by=cast.learner(), at=NOW)
    services.withdraw(enrolment, by=cast.learner(), at=NOW)

    assert selectors.places_left(enrolment.offering) == 20
    again = cast.enrolment()
    cast.result(again)
    with pytest.raises(services.AlreadyGraded):
        services.withdraw(again, by=cast.learner(), at=NOW)


def test_nobody_leaves_a_course_for_somebody_else() -> None:
    with pytest.raises(NotAllowed):
        services.withdraw(cast.enrolment(), by=cast.registrar(), at=NOW)
