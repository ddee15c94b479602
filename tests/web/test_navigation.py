"""The header shows everybody the doors that their roles open, and no others."""

import pytest

from mcx.accounts.rules import GRANTS, Held, Role
from mcx.web import navigation


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_exactly_the_work_it_may_do(role: Role) -> None:
    held: tuple[Held, ...] = ((Role.LEARNER, None), (role, 1))

    seen = {entry.name for entry in navigation.WORK if entry.is_for(held)}

    granted = GRANTS[role] | GRANTS[Role.LEARNER]
    assert seen == {entry.name for entry in navigation.WORK if granted & set(entry.actions)}


def test_a_visitor_sees_what_is_open_to_all() -> None:
    shown = [entry for entry in (*navigation.MAIN, *navigation.MINE, *navigation.WORK) if entry.is_for(())]

    assert shown == list(navigation.MAIN)


def test_the_page_one_is_on_is_marked() -> None:
    links = navigation.menus(((Role.LEARNER, None),), "/nowhere/")

    assert not links.is_mine_current
    assert not links.is_work_current
