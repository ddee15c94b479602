"""Offering a run of an edition, and calling it off."""

from datetime import timedelta
from typing import Any

import pytest

from mcx.accounts.rules import Role
from mcx.catalogue.models import Offering
from mcx.catalogue.rules import Audience, OfferingState, Run, Window, state_of
from mcx.catalogue.services import OfferingOver, cancel_offering, open_offering
from mcx.core.errors import Invalid, NotAllowed
from tests.cast import NOW, TODAY, person, university
from tests.catalogue import cast

DAY = timedelta(days=1)
RUN = Run(Window(TODAY, TODAY + 10 * DAY), TODAY + 20 * DAY, TODAY + 50 * DAY)


@pytest.mark.parametrize(
    ("days", "left", "state"),
    [
        (-1, 5, OfferingState.UPCOMING),
        (0, 5, OfferingState.OPEN),
        (10, 1, OfferingState.OPEN),
        (10, 0, OfferingState.FULL),
        (11, 5, OfferingState.CLOSED),
        (20, 0, OfferingState.RUNNING),
        (50, 0, OfferingState.RUNNING),
        (51, 5, OfferingState.FINISHED),
    ],
)
def test_it_says_where_an_offering_stands(days: int, left: int, state: OfferingState) -> None:
    assert state_of(RUN, TODAY + days * DAY, left) is state


def test_one_can_join_while_it_runs_where_the_window_says_so() -> None:
    run = Run(Window(TODAY, TODAY + 40 * DAY), TODAY + 20 * DAY, TODAY + 50 * DAY)

    assert state_of(run, TODAY + 30 * DAY, 1) is OfferingState.OPEN


def test_a_cancelled_offering_stays_cancelled() -> None:
    run = Run(RUN.window, RUN.starts_on, RUN.ends_on, is_cancelled=True)

    assert state_of(run, TODAY, 5) is OfferingState.CANCELLED


@pytest.mark.django_db
def test_a_teacher_offers_a_run() -> None:
    made = cast.offering()

    stored = Offering.objects.get(code="tuni-water-data-1")
    assert stored == made
    assert stored.run.window.closes_on == TODAY + 20 * DAY


@pytest.mark.django_db
def test_an_audience_can_have_its_own_days() -> None:
    days = Window(TODAY + DAY, TODAY + 5 * DAY)

    made = cast.offering(windows={Audience.OTHERS: days})

    made.refresh_from_db()
    assert made.window_for(Audience.OTHERS) == days
    assert made.window_for(Audience.MEMBERS) == made.run.window


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "No Code"),
        ("language", "sv"),
        ("location", "x" * 201),
        ("places", 0),
        ("places", 10_001),
        ("enrolment_closes_on", TODAY - 11 * DAY),
        ("starts_on", TODAY - 11 * DAY),
        ("ends_on", TODAY + 29 * DAY),
        ("windows", {Audience.OTHERS: Window(TODAY, TODAY + 21 * DAY)}),
        ("windows", {Audience.OTHERS: Window(TODAY + DAY, TODAY)}),
    ],
)
def test_it_says_which_field_does_not_fit(field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        cast.offering(**{field: value})

    assert set(refused.value.details) == {field}
    assert not Offering.objects.exists()


@pytest.mark.django_db
def test_a_code_is_offered_once() -> None:
    edition = cast.edition()
    cast.offering(edition)

    with pytest.raises(Invalid):
        cast.offering(edition)


@pytest.mark.django_db
def test_a_learner_and_a_colleague_elsewhere_offer_nothing() -> None:
    edition = cast.edition()

    for somebody in (person("Lea Learner"), person("Tom Elsewhere", (Role.TEACHER, university("mu")))):
        with pytest.raises(NotAllowed):
            open_offering(edition, by=somebody, at=NOW, **cast.plan())


@pytest.mark.django_db
def test_it_is_cancelled_once() -> None:
    offering = cast.offering()
    by = cast.teacher(university("tuni"))

    first = cancel_offering(offering, by=by, at=NOW)
    again = cancel_offering(offering, by=by, at=NOW + DAY)

    assert first.cancelled_at == again.cancelled_at == NOW


@pytest.mark.django_db
def test_what_has_ended_cannot_be_cancelled() -> None:
    offering = cast.offering()

    with pytest.raises(OfferingOver):
        cancel_offering(offering, by=cast.teacher(university("tuni")), at=NOW + 81 * DAY)


@pytest.mark.django_db
def test_only_those_who_may_offer_may_cancel() -> None:
    offering = cast.offering()

    with pytest.raises(NotAllowed):
        cancel_offering(offering, by=person("Lea Learner"), at=NOW)
