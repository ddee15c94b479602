"""A passing grade offers a credential, a corrected one takes back or replaces what it offered."""

from datetime import timedelta

import pytest

from mcx.core.errors import NotAllowed
from mcx.core.models import AuditEntry
from mcx.credentials.models import Award
from mcx.credentials.services.awards import claim, grade
from mcx.learning.models import Result
from tests.cast import NOW
from tests.credentials import cast
from tests.learning import cast as learning

Status = Award.Status


@pytest.mark.django_db
def test_a_passing_grade_offers_the_learner_a_credential() -> None:
    enrolment = learning.enrolment()

    grade(enrolment, value="1.7", remark="", by=learning.assessor(), at=NOW)

    award = Award.objects.get()
    assert (award.learner, award.status) == (enrolment.learner, Status.OFFERED)
    assert AuditEntry.objects.filter(action="credentials.offered", subject_id=str(award.pk)).exists()


@pytest.mark.django_db
def test_a_failing_grade_offers_nothing() -> None:
    grade(learning.enrolment(), value="5.0", remark="", by=learning.assessor(), at=NOW)

    assert not Award.objects.exists()


@pytest.mark.django_db
def test_the_same_grade_twice_offers_one_credential() -> None:
    enrolment = learning.enrolment()

    for _time in range(2):
        grade(enrolment, value="1.7", remark="", by=learning.assessor(), at=NOW)

    assert Award.objects.count() == Result.objects.count() == 1


@pytest.mark.django_db
def test_who_does_not_assess_there_offers_nothing() -> None:
    enrolment = learning.enrolment()

    with pytest.raises(NotAllowed):
        grade(enrolment, value="1.7", remark="", by=cast.registrar(), at=NOW)

    assert not Award.objects.exists()
    assert not Result.objects.exists()


@pytest.mark.django_db
def test_a_corrected_grade_replaces_an_unclaimed_award() -> None:
    first = cast.offered()

    second = cast.awarded(first.result.enrolment, "1.3")

    first.refresh_from_db()
    assert (first.status, second.status) == (Status.WITHDRAWN, Status.OFFERED)
    assert second.replaces is None


@pytest.mark.django_db
def test_a_correction_to_a_failing_grade_takes_the_unclaimed_award_back() -> None:
    first = cast.offered()

    grade(first.result.enrolment, value="5.0", remark="", by=learning.assessor(), at=NOW)

    assert [award.status for award in Award.objects.all()] == [Status.WITHDRAWN]


@pytest.mark.django_db
def test_a_corrected_credential_names_the_claimed_one_that_it_replaces() -> None:
    first = cast.issued()

    second = cast.awarded(first.result.enrolment, "1.3", NOW + timedelta(days=1))
    claim(second, by=second.learner, at=NOW + timedelta(days=2))

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.status == Status.ISSUED, "the registrar decides about what is claimed"
    assert second.replaces == first
    assert second.record
    assert second.record is not None
    assert second.record["replaces"] == f"urn:uuid:{first.pk}"


@pytest.mark.django_db
def test_correcting_twice_before_claiming_still_replaces_the_claimed_one() -> None:
    first = cast.issued()
    enrolment = first.result.enrolment

    second = cast.awarded(enrolment, "1.3", NOW + timedelta(days=1))
    third = cast.awarded(enrolment, "1.0", NOW + timedelta(days=2))

    second.refresh_from_db()
    assert (second.status, second.replaces) == (Status.WITHDRAWN, None)
    assert third.replaces == first
