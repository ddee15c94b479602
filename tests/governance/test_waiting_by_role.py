"""What waits for each role: the thing itself, the day that matters about it, and for nobody else."""

from datetime import date

import pytest

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.governance.selectors.waiting import Waiting, waiting_for
from mcx.network.models import Accreditation
from mcx.network.selectors.rights import held_by
from tests import cast
from tests.catalogue import cast as catalogue
from tests.industry import cast as industry
from tests.learning import cast as learning
from tests.recognition import cast as recognition

pytestmark = pytest.mark.django_db


def found(person: Person, title: str, on: date = cast.TODAY) -> Waiting | None:
    """What waits for the person under this title that day."""
    waiting = waiting_for(person, held_by(person, on=on), on)
    return next((thing for thing in waiting if str(thing.title) == title), None)


def told(thing: Waiting | None) -> tuple[int, str]:
    """How many wait, and the day that matters."""
    return (thing.count, thing.note) if thing else (0, "")


def test_an_accreditation_that_ends_soon_waits_for_those_who_keep_the_facts_of_its_university() -> None:
    mu, title = cast.university("mu"), "Accreditations ending within 6 months"
    lead = cast.person("Rafa Mu", (Role.LEAD, mu))
    stranger = cast.person("Rafa Uoc", (Role.LEAD, cast.university("uoc")))
    Accreditation.objects.filter(institution=mu).update(valid_until=date(2027, 3, 1))

    assert told(found(lead, title)) == (1, "The earliest on 1 March 2027")
    assert found(stranger, title) is None


def test_an_accreditation_that_a_later_one_replaces_does_not_wait() -> None:
    mu, title = cast.university("mu"), "Accreditations ending within 6 months"
    Accreditation.objects.filter(institution=mu).update(valid_until=date(2027, 3, 1))
    Accreditation.objects.create(
        institution=mu,
        title={"en": "The next period"},
        agency="Demonstration Quality Agency",
        valid_from=date(2026, 9, 1),
        valid_until=date(2032, 1, 1),
    )

    assert found(cast.person("Rafa Mu", (Role.LEAD, mu)), title) is None


def test_an_agreement_waits_for_each_side_until_it_has_signed() -> None:
    recognition.draft()
    title = "Agreements to sign"

    assert told(found(recognition.officer("mu"), title)) == (1, "")
    assert told(found(recognition.officer("tuni"), title)) == (1, "")
    assert found(recognition.officer("uoc"), title) is None


def test_a_refusal_waits_for_its_learner_while_there_is_time_to_appeal() -> None:
    decision = recognition.refused()
    learner, title = decision.case.learner, "Decisions you can appeal"

    assert told(found(learner, title)) == (1, "The earliest deadline is 23 December 2026")
    assert found(learner, title, date(2026, 12, 24)) is None
    assert found(cast.person("Mikel Goikoetxea"), title) is None


def test_a_request_and_its_appeal_wait_with_the_day_they_are_due() -> None:
    case = recognition.case()

    asked = found(recognition.officer(), "Requests for recognition to decide")

    assert told(asked) == (1, f"The earliest is due on {case.due_on.day} {case.due_on:%B %Y}")


def test_a_skill_that_nobody_teaches_waits_for_the_employer_who_needs_it() -> None:
    industry.need()
    title = "Skills you need that no course teaches"

    assert told(found(industry.employer(), title)) == (1, "")
    assert found(industry.employer("other"), title) is None


def test_courses_that_close_soon_wait_for_advisers() -> None:
    catalogue.offering()
    adviser = cast.person("Xabi Mu", (Role.ADVISER, cast.university("mu")))
    title = "Courses closing for applications within a month"

    assert told(found(adviser, title)) == (1, "The earliest on 13 December 2026")
    assert found(learning.learner(), title) is None


def test_a_course_waits_for_its_learner_until_it_has_ended() -> None:
    learner = learning.enrolment().learner
    title = "Courses you are taking"

    assert told(found(learner, title)) == (1, "The next ends on 11 February 2027")
    assert found(learner, title, date(2027, 2, 12)) is None
