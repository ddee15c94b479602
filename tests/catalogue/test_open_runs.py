"""Which runs take applications: the rule and its query say the same."""

from datetime import timedelta
from itertools import product

import pytest

from mcx.catalogue.rules import OfferingState, state_of
from mcx.catalogue.selectors.editions import public_open_on
from tests.cast import NOW, TODAY
from tests.catalogue import cast

OPEN = {OfferingState.OPEN, OfferingState.FULL}
NEAR = [TODAY + timedelta(days=days) for days in (-1, 0, 1)]


@pytest.mark.django_db
@pytest.mark.parametrize("places_left", [0, 1])
def test_the_query_finds_the_runs_that_the_rule_calls_open_or_full(places_left: int) -> None:
    run = cast.offering()

    for opens, closes, starts, ends in product(NEAR, repeat=4):
        if opens <= closes and starts <= ends:
            run.enrolment_opens_on, run.enrolment_closes_on = opens, closes
            run.starts_on, run.ends_on = starts, ends
            for run.cancelled_at in (None, NOW):
                run.save()
                is_open = state_of(run.run, TODAY, places_left) in OPEN
                assert public_open_on(TODAY).exists() == is_open
