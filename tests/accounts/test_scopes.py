"""What a token may be made for, and which deeds ask for a proof: the table beside that of rights."""

from datetime import timedelta

import pytest

from mcx.accounts.rules import (
    GRANTED,
    GRANTS,
    PROVEN,
    SCOPE_NAMES,
    SECOND_FACTOR,
    Action,
    Factor,
    Role,
    Scope,
    factor_for,
    is_token_in_use,
    scope_of,
    scopes_for,
    token_life,
)
from mcx.core.environment import SecondFactor
from tests.cast import NOW


@pytest.mark.parametrize("action", list(Action))
def test_every_action_belongs_to_the_scope_of_those_who_hold_it(action: Action) -> None:
    scope = scope_of(action)
    is_learners = action in GRANTS[Role.LEARNER]

    assert (scope in {Scope.LEARNER, Scope.ACCOUNT}) == is_learners
    assert scope is not Scope.READ


def test_keys_revocation_offices_and_exports_are_deeds_of_their_own() -> None:
    alone = {scope: [each for each in Action if scope_of(each) is scope] for scope in PROVEN}

    assert alone == {
        Scope.KEYS: [Action.MANAGE_KEYS],
        Scope.REVOKE: [Action.REVOKE],
        Scope.APPOINT: [Action.END_MEMBERSHIP, Action.APPOINT],
        Scope.EXPORT: [Action.EXPORT_DECISION],
        Scope.ACCOUNT: [Action.MAKE_TOKENS],
    }


def test_a_token_opens_until_the_moment_at_which_its_time_is_over() -> None:
    tick = timedelta(microseconds=1)

    assert is_token_in_use(None, NOW + tick, at=NOW)
    assert not is_token_in_use(None, NOW, at=NOW)
    assert not is_token_in_use(NOW, NOW + tick, at=NOW)


def test_a_token_is_never_made_for_making_tokens() -> None:
    assert set(Scope) - set(GRANTED) == {Scope.ACCOUNT}
    assert set(Scope) == SCOPE_NAMES.keys()


@pytest.mark.parametrize(
    ("demand", "scopes"),
    [
        (SecondFactor.OFF, set()),
        (SecondFactor.KEYS, {Scope.KEYS, Scope.REVOKE}),
        (SecondFactor.OFFICES, {Scope.KEYS, Scope.REVOKE, Scope.APPOINT, Scope.EXPORT, Scope.OFFICE}),
    ],
)
def test_a_second_factor_is_demanded_for(demand: SecondFactor, scopes: set[Scope]) -> None:
    assert SECOND_FACTOR[demand] == scopes


def test_deeds_of_their_own_ask_for_a_proof_given_lately_and_the_days_work_once() -> None:
    lately = {scope for scope in Scope if factor_for(scope) is Factor.LATELY}

    assert lately == {Scope.KEYS, Scope.REVOKE, Scope.APPOINT, Scope.EXPORT, Scope.ACCOUNT}
    assert {factor_for(scope) for scope in set(Scope) - lately} == {Factor.ONCE}


@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        (Role.LEARNER, ["read", "learner"]),
        (Role.TEACHER, ["read", "office"]),
        (Role.REGISTRAR, ["read", "office", "keys", "revoke"]),
        (Role.LEAD, ["read", "office", "appoint"]),
        (Role.RECOGNITION, ["read", "office", "export"]),
    ],
)
def test_a_role_can_use_the_scopes_of_what_it_grants(role: Role, scopes: list[str]) -> None:
    assert list(scopes_for([(role, 1)])) == scopes


@pytest.mark.parametrize(("days", "lives"), [(0, False), (1, True), (365, True), (366, False), (-1, False)])
def test_a_token_lives_a_day_to_a_year(days: int, lives: bool) -> None:
    assert token_life(days) == (timedelta(days=days) if lives else None)
