"""A proposal is reviewed once, by somebody else, and published or returned with reasons."""

from datetime import timedelta

import pytest

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Role
from mcx.catalogue.models import Edition
from mcx.catalogue.rules import proposal_from_json
from mcx.core.errors import Invalid, NotAllowed, NotFound
from mcx.core.models import AuditEntry
from mcx.network.selectors.rights import held_by
from mcx.quality import selectors, services
from mcx.quality.models import Review
from microcred.report import Report, failed
from tests import cast
from tests.cast import NOW, TODAY
from tests.quality.cast import micro_credential, officer, proposal, review, teacher


@pytest.mark.django_db
def test_a_proposal_is_frozen_with_what_the_checks_said() -> None:
    made = review()

    assert proposal_from_json(made.proposal) == proposal()
    assert made.report["conclusion"] == "passed"
    assert made.status == Review.Status.WAITING


@pytest.mark.django_db
def test_asking_twice_is_asking_once() -> None:
    assert review() == review()
    assert AuditEntry.objects.filter(action="quality.review-requested").count() == 1


@pytest.mark.django_db
def test_an_approved_proposal_is_published() -> None:
    made = review()

    edition = services.approve(made, by=officer(), at=NOW)

    made.refresh_from_db()
    assert (made.status, made.edition, made.reviewer) == (Review.Status.APPROVED, edition, officer())
    assert (edition.number, edition.title["en"]) == (1, "Statistical process control")
    assert AuditEntry.objects.filter(action__in=["quality.approved", "catalogue.published"]).count() == 2


@pytest.mark.django_db
def test_a_returned_proposal_says_why_and_can_be_asked_again() -> None:
    made = review()

    services.send_back(made, reasons=" Criteria are vague. ", by=officer(), at=NOW)
    again = review()

    made.refresh_from_db()
    assert (made.status, made.reasons) == (Review.Status.RETURNED, "Criteria are vague.")
    assert again.pk != made.pk
    assert not Edition.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("reasons", ["", "   ", "x" * 8001])
def test_nothing_is_returned_without_reasons(reasons: str) -> None:
    made = review()

    with pytest.raises(Invalid):
        services.send_back(made, reasons=reasons, by=officer(), at=NOW)

    made.refresh_from_db()
    assert made.status == Review.Status.WAITING


@pytest.mark.django_db
def test_nobody_reviews_their_own_proposal() -> None:
    made = review()
    cast.person("Ane Etxeberria", (Role.QUALITY, cast.university("mu")))

    with pytest.raises(services.OwnProposal):
        services.approve(made, by=teacher(), at=NOW)
    with pytest.raises(services.OwnProposal):
        services.send_back(made, reasons="No.", by=teacher(), at=NOW)

    assert not Edition.objects.exists()


@pytest.mark.django_db
def test_an_approved_proposal_is_published_once() -> None:
    made = review()

    first, second = (services.approve(made, by=officer(), at=NOW) for _time in range(2))

    assert first == second
    with pytest.raises(services.AlreadyReviewed):
        services.send_back(made, reasons="Late.", by=officer(), at=NOW)


@pytest.mark.django_db
def test_a_returned_proposal_is_not_approved_after_all() -> None:
    made = review()
    services.send_back(made, reasons="Vague.", by=officer(), at=NOW)

    with pytest.raises(services.AlreadyReviewed):
        services.approve(made, by=officer(), at=NOW)

    assert not Edition.objects.exists()


@pytest.mark.django_db
def test_a_proposal_that_fails_its_checks_is_not_taken() -> None:
    report = Report.of([failed("frame.ects", "Too many credits.")])

    with pytest.raises(services.NotReady) as refused:
        services.request_review(micro_credential(), proposal=proposal(), report=report, by=teacher(), at=NOW)

    assert "Too many credits." in str(refused.value)
    assert refused.value.report == report


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, Role.TEACHER, Role.ASSESSOR, Role.COORDINATOR, Role.LEAD])
def test_only_an_officer_decides(role: Role | None) -> None:
    made = review()
    other = cast.person("Otto Other", *([(role, cast.university("mu"))] if role else []))

    with pytest.raises(NotAllowed):
        services.approve(made, by=other, at=NOW)


@pytest.mark.django_db
def test_an_officer_of_another_university_neither_decides_nor_reads() -> None:
    made = review()

    with pytest.raises(NotAllowed):
        services.approve(made, by=officer("uoc"), at=NOW)
    with pytest.raises(NotFound):
        selectors.review_for(officer("uoc"), made.pk, on=TODAY)


@pytest.mark.django_db
def test_only_a_teacher_of_the_university_asks() -> None:
    foreign = cast.person("Biel Serra", (Role.TEACHER, cast.university("uoc")))
    offer, mc = proposal(), micro_credential()

    with pytest.raises(NotAllowed):
        services.request_review(mc, proposal=offer, report=Report(), by=foreign, at=NOW)


@pytest.mark.django_db
def test_each_officer_sees_what_waits_for_them() -> None:
    made = review()
    cast.person("Ane Etxeberria", (Role.QUALITY, cast.university("mu")))

    def waits(person: Person) -> int:
        count = selectors.waiting(person, held_by(person, on=TODAY), TODAY)[Action.REVIEW]
        assert count == selectors.waiting_for(person, on=TODAY).count()
        return count

    assert (waits(officer()), waits(officer("uoc")), waits(teacher())) == (1, 0, 0)
    assert list(selectors.asked_by(teacher())) == [made]
    assert selectors.waiting(cast.person("Lia Learner"), (), TODAY) == {}


@pytest.mark.django_db
def test_the_teacher_reads_their_review_and_the_counts_tell_how_it_stands() -> None:
    made = review()
    services.send_back(made, reasons="Vague.", by=officer(), at=NOW)

    assert selectors.review_for(teacher(), made.pk, on=TODAY).reasons == "Vague."
    assert list(selectors.decided_at(officer(), on=TODAY)) == [made]
    assert selectors.public_counts(TODAY) == {"waiting": 0, "approved": 0, "returned": 1}


@pytest.mark.django_db
def test_a_review_knows_the_edition_it_follows() -> None:
    first = review()
    edition = services.approve(first, by=officer(), at=NOW)
    second = review()

    assert selectors.edition_before(second) == edition
    first.refresh_from_db()
    assert selectors.edition_before(first) is None
    later = services.approve(second, by=officer(), at=NOW + timedelta(days=1))
    second.refresh_from_db()
    assert (later.number, selectors.edition_before(second)) == (2, edition)
    assert selectors.proposal_in(edition).scale == "mu-scale"
