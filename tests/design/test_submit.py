"""From the draft to the review, back with reasons or on to the edition, and from there to the next."""

import pytest

from mcx.accounts.rules import Action, Role
from mcx.catalogue.rules import proposal_from_json
from mcx.core.models import AuditEntry
from mcx.design import selectors, services
from mcx.design.models import Project
from mcx.design.rules.draft import Draft
from mcx.design.rules.proposal import proposal_of
from mcx.network.models import Charter
from mcx.network.selectors.rights import held_by
from mcx.quality import services as quality
from mcx.quality.models import Review
from tests import cast
from tests.cast import NOW, TODAY
from tests.design.cast import filled, officer, project, teacher
from tests.design.drafts import COMPLETE, draft


@pytest.mark.django_db
def test_a_complete_draft_is_handed_in_as_it_is() -> None:
    begun = filled()

    review = services.submit(begun, by=teacher(), at=NOW)

    assert proposal_from_json(review.proposal) == proposal_of(COMPLETE, begun.micro_credential.code)
    assert Review.objects.get() == review
    assert AuditEntry.objects.filter(action="design.submitted").count() == 1


@pytest.mark.django_db
def test_handing_in_twice_is_handing_in_once() -> None:
    begun = filled()

    first, second = (services.submit(begun, by=teacher(), at=NOW) for _time in range(2))

    assert first == second
    assert AuditEntry.objects.filter(action="design.submitted").count() == 1


@pytest.mark.django_db
def test_what_fails_a_check_is_not_handed_in() -> None:
    begun = filled(draft(ects="9"))

    with pytest.raises(quality.NotReady) as refused:
        services.submit(begun, by=teacher(), at=NOW)

    assert refused.value.report.check("frame.ects")
    assert "9 ECTS is outside" in str(refused.value)
    assert not Review.objects.exists()


@pytest.mark.django_db
def test_the_charter_of_the_day_decides() -> None:
    begun = filled()
    charter = Charter.objects.get()
    charter.terms = {**charter.terms, "eqf_levels": [7]}
    charter.save()

    with pytest.raises(quality.NotReady) as refused:
        services.submit(begun, by=teacher(), at=NOW)

    check = refused.value.report.check("frame.level")
    assert check
    assert check.source == "Charter 3, eqf_levels"


@pytest.mark.django_db
def test_a_draft_under_review_stays_as_it_was_handed_in() -> None:
    begun = filled()
    services.submit(begun, by=teacher(), at=NOW)

    with pytest.raises(services.UnderReview):
        services.save(begun, draft=draft(ects="2"), revision=begun.revision, by=teacher(), at=NOW)


@pytest.mark.django_db
def test_a_returned_draft_is_mended_and_handed_in_again() -> None:
    begun = filled()
    first = services.submit(begun, by=teacher(), at=NOW)
    quality.send_back(first, reasons="Say more about the limits.", by=officer(), at=NOW)

    waits = selectors.waiting(teacher(), held_by(teacher(), on=TODAY), TODAY)
    mended = services.save(
        selectors.project_for(teacher(), begun.pk, on=TODAY),
        draft=draft(description={"en": "More.", "es": "Más."}),
        revision=begun.revision,
        by=teacher(),
        at=NOW,
    )
    second = services.submit(mended, by=teacher(), at=NOW)

    assert waits == {Action.DESIGN: 1}
    assert second.pk != first.pk
    assert second.status == Review.Status.WAITING


@pytest.mark.django_db
def test_a_published_draft_never_changes() -> None:
    begun = filled()
    quality.approve(services.submit(begun, by=teacher(), at=NOW), by=officer(), at=NOW)

    with pytest.raises(services.Published):
        services.save(begun, draft=draft(ects="2"), revision=begun.revision, by=teacher(), at=NOW)
    with pytest.raises(services.Published):
        services.submit(begun, by=teacher(), at=NOW)


@pytest.mark.django_db
def test_a_new_edition_begins_with_the_published_text() -> None:
    begun = filled()
    edition = quality.approve(services.submit(begun, by=teacher(), at=NOW), by=officer(), at=NOW)

    again = services.start_edition(edition, by=teacher(), at=NOW)

    assert again.micro_credential == begun.micro_credential
    assert proposal_of(Draft.from_json(again.draft)) == proposal_of(COMPLETE)
    assert services.start_edition(edition, by=teacher("Beñat Ibarra"), at=NOW) == again
    assert Project.objects.count() == 2


@pytest.mark.django_db
def test_the_second_edition_is_published_beside_the_first() -> None:
    first = quality.approve(services.submit(filled(), by=teacher(), at=NOW), by=officer(), at=NOW)
    again = services.start_edition(first, by=teacher(), at=NOW)
    services.save(again, draft=draft(ects="2.8"), revision=0, by=teacher(), at=NOW)

    second = quality.approve(services.submit(again, by=teacher(), at=NOW), by=officer(), at=NOW)

    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert (str(first.ects), str(second.ects)) == ("3.0", "2.8")


@pytest.mark.django_db
def test_the_scales_offered_are_the_universitys_and_the_networks() -> None:
    mu = cast.university("mu")
    for institution in (mu, cast.university("uoc"), None):
        cast.scale(institution)

    assert [scale.slug for scale in selectors.scales_of(mu)] == ["joint", "mu-scale"]


@pytest.mark.django_db
def test_an_officer_who_designs_too_does_not_review_their_own() -> None:
    review = services.submit(filled(), by=teacher(), at=NOW)
    cast.person("Ane Etxeberria", (Role.QUALITY, cast.university("mu")))

    with pytest.raises(quality.OwnProposal):
        quality.approve(review, by=teacher(), at=NOW)
    assert project().review is None
