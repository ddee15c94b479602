"""The table of roles and actions, walked whole."""

from itertools import product

import pytest

from mcx.accounts.rules import GRANTS, NETWORK_WIDE, ROLE_NAMES, Action, Role, may, where

MU, UOC = 1, 2


@pytest.mark.parametrize(("role", "action"), list(product(Role, Action)))
def test_it_grants_exactly_what_the_table_says(role: Role, action: Action) -> None:
    granted_at_home = may([(role, MU)], action, MU)

    assert granted_at_home == (action in GRANTS[role])


@pytest.mark.parametrize(("role", "action"), list(product(Role, Action)))
def test_a_role_at_one_institution_grants_nothing_at_another(role: Role, action: Action) -> None:
    granted_elsewhere = may([(role, MU)], action, UOC)

    assert granted_elsewhere == (action in GRANTS[role] and (role in NETWORK_WIDE or role is Role.LEARNER))


@pytest.mark.parametrize("action", list(Action))
def test_nobody_in_particular_may_do_nothing(action: Action) -> None:
    assert not may([], action, MU)
    assert where([], action) == frozenset()


@pytest.mark.parametrize("action", list(Action))
def test_every_action_is_somebodys(action: Action) -> None:
    assert any(action in granted for granted in GRANTS.values())


def test_every_role_has_a_name_and_a_row() -> None:
    assert set(GRANTS) == set(ROLE_NAMES) == set(Role)


@pytest.mark.parametrize(
    ("held", "action", "places"),
    [
        ([(Role.COORDINATOR, None)], Action.APPOINT, None),
        ([(Role.LEARNER, None)], Action.APPLY, None),
        ([(Role.LEAD, MU)], Action.APPOINT, {MU}),
        ([(Role.LEAD, MU), (Role.LEAD, UOC), (Role.TEACHER, 3)], Action.APPOINT, {MU, UOC}),
        ([(Role.LEAD, MU), (Role.COORDINATOR, UOC)], Action.APPOINT, None),
        ([(Role.LEAD, None)], Action.APPOINT, set()),
    ],
)
def test_what_is_granted_is_granted_at_these_places(
    held: list[tuple[Role, int | None]], action: Action, places: set[int] | None
) -> None:
    assert where(held, action) == places


def test_any_institutions_grant_answers_for_the_network_as_a_whole() -> None:
    assert may([(Role.TEACHER, UOC), (Role.LEAD, MU)], Action.APPOINT, None)
    assert not may([(Role.TEACHER, UOC)], Action.APPOINT, None)
    assert not may([(Role.LEAD, None)], Action.APPOINT, MU)
