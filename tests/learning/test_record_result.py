"""Recording grades: on the scale, once, corrected by a further result."""

import re

import pytest

from mcx.accounts.rules import Role
from mcx.core.errors import Invalid, NotAllowed, OwnCase
from mcx.learning import selectors, services
from mcx.learning.models import Enrolment, Result
from mcx.learning.rules import has_passed
from mcx.network.models import GradingScale
from tests.cast import NOW, person, scale, university
from tests.learning import cast
from tests.network.cast import NUMBERS, own_scale


@pytest.mark.parametrize(("grade", "passes"), [("1.0", True), ("4.0", True), ("5.0", False)])
def test_the_lowest_pass_passes(grade: str, passes: bool) -> None:
    german = GradingScale(grades=["1.0", "2.0", "3.0", "4.0", "5.0"], lowest_pass="4.0")

    assert has_passed(grade, german) is passes


def test_a_grade_that_is_not_on_the_scale_neither_passes_nor_fails() -> None:
    with pytest.raises(ValueError, match=re.escape("A+")):
        has_passed("A+", GradingScale(grades=["pass", "fail"], lowest_pass="pass"))


@pytest.mark.django_db
@pytest.mark.parametrize(("grade", "status"), [("1.3", "completed"), ("5.0", "failed")])
def test_a_grade_completes_or_fails_the_place(grade: str, status: str) -> None:
    result = cast.result(grade=grade)

    assert result.enrolment.status == status
    assert result.has_passed is (status == "completed")
    assert result.scale == scale()


@pytest.mark.django_db
def test_the_same_grade_again_is_the_same_result() -> None:
    enrolment = cast.enrolment()

    first, again = cast.result(enrolment, "1.3"), cast.result(enrolment, "1.3")

    assert first == again
    assert Result.objects.count() == 1


@pytest.mark.django_db
def test_another_grade_corrects_and_keeps_the_earlier() -> None:
    enrolment = cast.enrolment()
    wrong = cast.result(enrolment, "5.0")

    right = cast.result(enrolment, "2.0")
    back = cast.result(enrolment, "5.0")

    enrolment.refresh_from_db()
    assert (right.replaces, back.replaces) == (wrong, right)
    assert selectors.result_of(enrolment) == back
    assert enrolment.status == Enrolment.Status.FAILED


@pytest.mark.django_db
@pytest.mark.parametrize("grade", ["", "A", "1,3", "<script>", "x" * 10_000_000])
def test_only_grades_of_the_scale_are_taken(grade: str) -> None:
    enrolment = cast.enrolment()

    with pytest.raises(Invalid) as refused:
        cast.result(enrolment, grade)

    assert "grade" in refused.value.details
    assert not Result.objects.exists()


@pytest.mark.django_db
def test_who_left_is_not_graded() -> None:
    enrolment = services.withdraw(cast.enrolment(), by=cast.learner(), at=NOW)

    with pytest.raises(services.NoPlace):
        cast.result(enrolment)


@pytest.mark.django_db
def test_nobody_grades_themselves() -> None:
    enrolment = cast.enrolment(who=cast.assessor())

    with pytest.raises(OwnCase):
        cast.result(enrolment)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.TEACHER, Role.REGISTRAR, Role.LEARNER])
def test_only_assessors_grade(role: Role) -> None:
    somebody = person("Sam Somebody", (role, university("tuni")))

    with pytest.raises(NotAllowed):
        services.record_result(cast.enrolment(), grade="1.0", remark="", by=somebody, at=NOW)


@pytest.mark.django_db
def test_an_assessor_elsewhere_grades_nobody_here() -> None:
    with pytest.raises(NotAllowed):
        services.record_result(cast.enrolment(), grade="1.0", remark="", by=cast.assessor("mu"), at=NOW)


@pytest.mark.django_db
def test_a_remark_of_ten_megabytes_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        services.record_result(
            cast.enrolment(), grade="1.0", remark="x" * 10_000_000, by=cast.assessor(), at=NOW
        )

    assert "remark" in refused.value.details


def on_numbers() -> Enrolment:
    """A place in a course that is graded from 0 to 10 by tenths."""
    enrolment = cast.enrolment()
    edition = enrolment.offering.edition
    edition.scale = own_scale(NUMBERS, "tuni")
    edition.save()
    return enrolment


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "kept", "passes"), [("7", "7.0", True), ("7,5", "7.5", True), ("4.9", "4.9", False)]
)
def test_a_grade_that_is_a_number_is_kept_as_the_scale_writes_it(typed: str, kept: str, passes: bool) -> None:
    result = cast.result(on_numbers(), typed)

    assert (result.grade, result.has_passed) == (kept, passes)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["10.1", "7.55", "A", "-1", ""])
def test_a_number_that_is_not_on_the_scale_is_refused_with_its_ends(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        cast.result(on_numbers(), typed)

    assert "between 10.0 (best) and 0.0, in steps of 0.1" in refused.value.details["grade"]
    assert not Result.objects.exists()
