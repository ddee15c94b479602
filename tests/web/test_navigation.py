"""The header shows everybody the doors that their roles open, and no others."""

import pytest
from django.urls import reverse

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


def test_only_the_nearest_door_above_the_page_is_marked() -> None:
    held: tuple[Held, ...] = ((Role.LEARNER, None), (Role.REGISTRAR, 1))

    found = navigation.menus(held, reverse("learning:admissions"))

    marked = [link.url for link in (*found.main, *found.mine, *found.work) if link.is_current]
    assert marked == [reverse("learning:admissions")]
    assert (found.is_mine_current, found.is_work_current) == (False, True)


def test_a_page_outside_of_all_menus_marks_none() -> None:
    found = navigation.menus(((Role.LEARNER, None),), "/")

    assert not [link for link in (*found.main, *found.mine, *found.work) if link.is_current]
