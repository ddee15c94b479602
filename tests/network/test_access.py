"""Every service about where people study asks how its person came in, whatever the door."""

from collections.abc import Callable
from typing import Any

import pytest

from mcx.accounts.models import Person
from mcx.accounts.rules import Access, Scope
from mcx.accounts.selectors import OutOfScope
from mcx.network.models import Affiliation
from mcx.network.services.affiliations import (
    Claim,
    claim_affiliation,
    confirm_affiliations,
    end_affiliation,
    refuse_affiliations,
    withdraw_claim,
)
from mcx.network.services.identities import Names, correct_identity, state_identity
from tests.cast import NOW, TODAY, affiliation, claim, person, registrar, university

pytestmark = pytest.mark.django_db

Deed = Callable[[Person, Affiliation], Any]
OF_LEARNERS: dict[str, Deed] = {
    "claim": lambda who, _row: claim_affiliation(Claim(university("uoc"), None, TODAY), by=who, at=NOW),
    "withdraw": lambda who, _row: withdraw_claim(claim(who, university("uoc")), by=who, at=NOW),
    "end": lambda who, row: end_affiliation(row, last_day=TODAY, by=who, at=NOW),
    "state": lambda who, _row: state_identity(Names("Eva", "E"), by=who, at=NOW),
}
OF_REGISTRARS: dict[str, Deed] = {
    "confirm": lambda by, row: confirm_affiliations([row], until=None, by=by, at=NOW),
    "refuse": lambda by, row: refuse_affiliations([row], reason="A word.", by=by, at=NOW),
    "end": lambda by, row: end_affiliation(row, last_day=TODAY, by=by, at=NOW),
    "correct": lambda by, row: correct_identity(
        row.person, names=Names("Eva", "E"), reason="A word.", by=by, at=NOW
    ),
}


def _with(who: Person, *scopes: Scope) -> Person:
    """The person as they are with a token of these scopes."""
    who.access = Access(frozenset({Scope.READ, *scopes}), is_proven=True, is_reading=False)
    return who


@pytest.mark.parametrize("deed", OF_LEARNERS)
def test_a_token_for_offices_states_and_ends_nothing_for_a_learner(deed: str) -> None:
    row = affiliation(person(), university("mu"))
    claim(person(), university("uoc")) if deed == "withdraw" else None

    with pytest.raises(OutOfScope):
        OF_LEARNERS[deed](_with(person(), Scope.OFFICE), row)


@pytest.mark.parametrize("deed", OF_REGISTRARS)
def test_a_token_for_learners_answers_and_corrects_nothing_for_a_registrar(deed: str) -> None:
    row = affiliation(person(), university("mu"))

    with pytest.raises(OutOfScope):
        OF_REGISTRARS[deed](_with(registrar("mu"), Scope.LEARNER), row)
