"""The demonstration, once loaded: everything the tour of a network needs to show is there."""

from collections import Counter

import pytest

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.catalogue.models import Edition, Offering
from mcx.credentials.models import Award
from mcx.design import selectors as design
from mcx.governance.selectors.charter import public_proposal
from mcx.governance.selectors.waiting import waiting_for
from mcx.keys.models import SigningKey
from mcx.learning.models import Application
from mcx.network.models import Appointment
from mcx.network.selectors.charter import public_terms_on
from mcx.network.selectors.institutions import public_members_on, public_voting_members_on
from mcx.network.selectors.rights import held_by
from mcx.pathways.selectors import progress_of
from mcx.quality import selectors as quality
from mcx.recognition.models import Case, Decision
from mcx.wallet.models import Item
from tests.cast import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

UNIVERSITIES = {"mu", "uoc", "dhbw", "fhj", "tuni"}


def test_five_universities_agreed_the_charter_and_sign_with_their_own_keys() -> None:
    terms = public_terms_on(TODAY)

    assert {each.slug for each in public_voting_members_on(TODAY)} == UNIVERSITIES
    assert set(public_members_on(TODAY).values_list("slug", "kind")) >= {
        ("iberotec", "industry"),
        ("dqa", "agency"),
    }
    proposal = public_proposal()
    assert (terms.version, proposal and proposal.version) == (1, 2)
    assert terms.language_clusters
    assert {key.institution.slug for key in SigningKey.objects.filter(retired_at=None)} == UNIVERSITIES


def test_every_office_is_held() -> None:
    held = set(Appointment.objects.values_list("role", flat=True))

    assert held == {role.value for role in Role} - {Role.LEARNER.value}


def test_courses_are_open_closed_and_full() -> None:
    runs = Offering.objects.filter(cancelled_at=None)

    assert Edition.objects.count() >= 24
    in_time = runs.filter(enrolment_opens_on__lte=TODAY, enrolment_closes_on__gte=TODAY)
    assert in_time.exists()
    assert runs.filter(enrolment_closes_on__lt=TODAY).exists()
    assert in_time.filter(is_full=True).exists()


def test_teachers_work_on_drafts_at_every_stage() -> None:
    assert design.public_counts(TODAY) == {"drafts": 2, "returned": 1}
    assert quality.public_counts(TODAY) == {"waiting": 2, "approved": 27, "returned": 1}
    for office in (Role.TEACHER, Role.QUALITY):
        holder = Appointment.objects.filter(role=office, institution__slug="mu")[0].person
        assert waiting_for(holder, held_by(holder, on=TODAY), TODAY)


def test_forty_learners_stand_at_every_stage() -> None:
    learners = Person.objects.filter(email__endswith="@learner.example")
    states = Counter(Application.objects.values_list("status", flat=True))
    awards = Counter(Award.objects.values_list("status", flat=True))

    assert learners.count() == 40
    assert {"submitted", "admitted", "refused"} <= states.keys()
    assert {"offered", "issued"} <= awards.keys()
    assert Award.objects.exclude(revocation=None).exists()
    assert Award.objects.filter(valid_until__lt=NOW).exists()
    assert Item.objects.filter(award=None).exists()


def test_recognition_was_granted_refused_appealed_and_is_awaited() -> None:
    assert {"open", "decided", "appealed"} <= set(Case.objects.values_list("status", flat=True))
    outcomes = set(Decision.objects.values_list("outcome", flat=True))
    assert {"recognised", "refused"} <= outcomes


def test_a_micro_degree_is_at_ten_of_fifteen() -> None:
    [plan] = progress_of(Person.objects.get(email="ane.etxeberria@learner.example"), at=NOW)

    assert [plan.progress.counted, plan.progress.needed] == [10, 15]
