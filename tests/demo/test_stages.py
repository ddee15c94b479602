"""The demonstration holds every stage that it promises, and something waits for everybody who tries it."""

from collections import Counter

import pytest

from mcx.accounts.rules import Role
from mcx.catalogue.models import Offering
from mcx.catalogue.rules import state_of
from mcx.credentials.models import Award
from mcx.credentials.rules import standing_of
from mcx.design.models import Project
from mcx.governance.selectors.waiting import waiting_for
from mcx.learning.selectors import places_left_in
from mcx.network.models import Charter, Institution
from mcx.network.selectors.offices import public_demonstration_people
from mcx.network.selectors.rights import held_by
from mcx.pathways.models import Participation
from mcx.pathways.selectors import plan_of
from mcx.quality.models import Review
from mcx.recognition.models import Agreement, Appeal, Case, Decision
from mcx.wallet.models import Item, Share
from tests.cast import NOW, TODAY


@pytest.mark.django_db
@pytest.mark.usefixtures("demonstration")
def test_every_stage_of_the_demonstration_is_there() -> None:
    assert offerings_by_state() >= {"open", "full", "closed", "running", "finished"}
    assert awards_by_standing() >= {"offered", "issued", "expired", "revoked"}
    assert Item.objects.filter(award=None).count() == 4
    assert set(Case.objects.values_list("status", flat=True)) == {"open", "decided", "appealed", "closed"}
    assert set(Decision.objects.values_list("outcome", flat=True)) >= {"recognised", "refused"}
    assert set(Appeal.objects.values_list("outcome", flat=True)) == {"", "upheld"}
    assert set(Agreement.objects.values_list("status", flat=True)) == {"draft", "signed"}
    assert set(Review.objects.values_list("status", flat=True)) == {"waiting", "approved", "returned"}
    assert Project.objects.filter(review=None).count() == 1
    assert Counter(Charter.objects.values_list("status", flat=True)) == {"adopted": 1, "proposed": 1}
    assert Counter(Institution.objects.values_list("kind", flat=True)) == {
        "university": 5,
        "industry": 1,
        "agency": 1,
    }
    assert Share.objects.count() == 1
    assert any(
        0 < plan_of(row.micro_degree, row.learner, at=NOW).progress.percent < 100 for row in participations()
    )
    assert roles_for_whom_nothing_waits() == set()


def offerings_by_state() -> set[str]:
    """The states in which offerings are on the load day."""
    offerings = list(Offering.objects.all())
    left = places_left_in(offerings)
    return {state_of(offering.run, TODAY, left[offering.pk]).value for offering in offerings}


def awards_by_standing() -> set[str]:
    """The standings that awards have on the load day."""
    awards = Award.objects.select_related("revocation")
    return {
        standing_of(
            award.status,
            award.valid_until,
            is_revoked=hasattr(award, "revocation"),
            is_overtaken=False,
            at=NOW,
        ).value
        for award in awards
    }


def participations() -> list[Participation]:
    """Everybody who works towards a micro-degree."""
    return list(Participation.objects.select_related("micro_degree", "learner"))


def roles_for_whom_nothing_waits() -> set[Role]:
    """The roles that find an empty page when somebody tries them."""
    tried = public_demonstration_people(on=TODAY)
    return {role for role, person in tried if not waiting_for(person, held_by(person, on=TODAY), TODAY)}
