"""What the rights table says is what happens: every form, operation and page, tried by every kind of person.

`accounts/rules.py` is asked what should happen, the product is tried, and the two are compared: somebody
without the right changes nothing, not one row, and somebody with it is not refused. A form, an operation or a
page that is new stands in no list here and fails the first test.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from mcx.accounts.models import Person
from mcx.accounts.rules import GRANTED, GRANTS, PROVEN, SECOND_FACTOR, Action, Role, Scope, scope_of
from mcx.core.environment import SecondFactor
from tests.api.operations import Operation, operations
from tests.attacks.calls import CALLS, Call
from tests.attacks.kinds import (
    Expected,
    Happened,
    Right,
    Somebody,
    Walk,
    Whose,
    attempt,
    deviation,
    granted,
    kinds,
)
from tests.attacks.rights import FORM_RIGHTS, UNLOGGED
from tests.attacks.views import LISTED, ON_THE_START_PAGE, VIEWS, address
from tests.walk.recording import VISITOR, WALKERS, Recording
from tests.web.addresses import ON_THE_WAY, PAGES
from tests.web.every_form import FORMS
from tests.web.forms import Shown, sent
from tests.web.test_access import PUBLIC

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("busy_demonstration")]

OPERATIONS = list(operations())
PRIVATE = [each for each in OPERATIONS if not each.is_public]
WRITING = [each for each in PRIVATE if each.method != "get"]
# What is sent to an address that shows nothing: forms, and what the studio asks while one types.
SENT_ONLY = {name.partition(" ")[0] for name in FORMS} | {"design:report"}
# Nobody is kept from ending a token in haste by having to show first who they are.
IN_HASTE = {"post /api/accounts/tokens/{token_id}/end"}


def _rights() -> Iterator[Right]:
    yield from FORM_RIGHTS.values()
    yield from (call.right for call in CALLS.values())
    yield from (right for right, _named in VIEWS.values())
    yield from ON_THE_START_PAGE.values()


def test_no_form_no_operation_and_no_page_is_left_out() -> None:
    assert FORM_RIGHTS.keys() == FORMS.keys()
    assert CALLS.keys() == {str(each) for each in PRIVATE}
    assert VIEWS.keys() <= PAGES.keys() - PUBLIC - ON_THE_WAY.keys() <= VIEWS.keys() | SENT_ONLY


@pytest.mark.parametrize("walker", [each for each in WALKERS if each != VISITOR])
def test_a_page_that_is_in_no_list_of_pages_shows_nothing(recording: Recording, walker: str) -> None:
    names = sorted(PAGES.keys() - PUBLIC - ON_THE_WAY.keys() - VIEWS.keys())

    shown = {name: recording.of(walker).pages[name].status for name in names}

    assert shown == dict.fromkeys(names, 405)


def test_every_right_decides_about_something() -> None:
    assert {action for right in _rights() for action in right.actions} == set(Action)
    assert {action for actions in GRANTS.values() for action in actions} == set(Action)


def _tried(walk: Walk, right: Right, send: Callable[[Client], Happened], *, is_logged: bool) -> list[str]:
    """How it went otherwise than the table says, for each kind of person; of many offices those that did."""
    found = list[str]()
    for somebody in kinds(right):
        text = _tried_by(walk, somebody, right, send, is_logged)
        single = somebody.one_by_one() if text else []
        found += [text, *(_tried_by(walk, one, right, send, is_logged) for one in single)]
    return [text for text in found if text]


def _tried_by(
    walk: Walk, somebody: Somebody, right: Right, send: Callable[[Client], Happened], is_logged: bool
) -> str:
    with walk.as_one(somebody, right) as client:
        happened = send(client)
    return deviation(somebody.name, Expected(right.is_for(somebody), is_logged, right.answers), happened)


def test_a_form_does_what_the_table_grants_and_nothing_else() -> None:
    walk, wrong = Walk(), dict[str, list[str]]()

    for name, right in FORM_RIGHTS.items():
        form = Shown(name, FORMS[name])
        wrong[name] = _tried(walk, right, _sending(form), is_logged=name not in UNLOGGED)

    assert not _only(wrong)


def _sending(form: Shown) -> Callable[[Client], Happened]:
    return lambda client: attempt(lambda: client.post(form.action, sent(form.whole)))


def _only(wrong: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: texts for name, texts in wrong.items() if texts}


def test_an_operation_does_what_the_table_grants_and_nothing_else() -> None:
    walk, wrong = Walk(), dict[str, list[str]]()

    for each in PRIVATE:
        call = CALLS[str(each)]
        wrong[str(each)] = _tried(walk, call.right, _calling(each, call), is_logged=each in WRITING)

    assert not _only(wrong)


def _calling(operation: Operation, call: Call) -> Callable[[Client], Happened]:
    return lambda client: attempt(call.send(client, operation))


def test_a_page_is_shown_to_those_whom_the_table_names_and_to_nobody_else() -> None:
    walk, wrong = Walk(), dict[str, list[str]]()

    for name, (right, named) in VIEWS.items():
        wrong[name] = _tried(walk, right, _opening(address(name, named)), is_logged=False)

    assert not _only(wrong)


def _opening(at: str) -> Callable[[Client], Happened]:
    return lambda client: attempt(lambda: client.get(at))


def test_a_list_shows_what_lies_at_a_member_only_to_those_who_work_there() -> None:
    walk = Walk()

    wrong = [
        f"{at}: {somebody.name}"
        for at, (right, field, one) in LISTED.items()
        for somebody in kinds(right)
        if _is_listed(walk, somebody, right, (at, field, one)) is not right.is_for(somebody)
    ]

    assert not wrong


def _is_listed(walk: Walk, somebody: Somebody, right: Right, listed: tuple[str, str, Any]) -> bool:
    at, field, one = listed
    wanted = str(one() if callable(one) else one)
    with walk.as_one(somebody, right) as client:
        answer = client.get(at, {} if "?" in at else {"limit": 100})
    told = json.loads(answer.content) if answer.status_code == 200 else []
    rows = told["items"] if isinstance(told, dict) else told
    return wanted in {str(row.get("application", row)[field]) for row in rows}


def test_the_start_page_shows_each_office_what_the_table_grants_it() -> None:
    walk = Walk()

    for link, right in ON_THE_START_PAGE.items():
        for somebody in kinds(right):
            with walk.as_one(somebody, right) as client:
                page = client.get("/").content.decode()
            assert (f'"{link}"' in page) is right.is_for(somebody), (link, somebody.name)


def _deeds() -> Iterator[tuple[Operation, Call, Scope]]:
    """Every operation that writes, with the scope it belongs to; whatever asks no action is the account's."""
    for each in WRITING:
        call = CALLS[str(each)]
        yield each, call, scope_of(call.right.actions[0]) if call.right.actions else Scope.ACCOUNT


def _done_with(
    walk: Walk, operation: Operation, call: Call, come_in: Callable[[Person], Client], is_done: bool
) -> str:
    """How it went otherwise than expected for somebody who has the right and comes in so."""
    right, somebody = call.right, granted(call.right)
    with walk.as_one(somebody, right, come_in(walk.who(somebody, right))) as client:
        happened = attempt(call.send(client, operation))
    return deviation(str(operation), Expected(is_done, True, right.answers), happened)


def _program(walk: Walk, *scopes: Scope) -> Callable[[Person], Client]:
    return lambda person: walk.program(person, scopes)


def test_a_token_does_only_what_it_was_made_for() -> None:
    walk, wrong = Walk(), list[str]()

    for operation, call, scope in _deeds():
        others = _program(walk, *(set(GRANTED) - {scope}))
        wrong.append(_done_with(walk, operation, call, others, False))
        if scope in GRANTED:
            wrong.append(_done_with(walk, operation, call, _program(walk, scope), True))

    assert not [text for text in wrong if text]


def test_what_an_office_does_asks_for_a_token_of_an_office_and_nothing_else_does() -> None:
    wrong = [
        str(operation)
        for operation, call, scope in _deeds()
        if scope not in PROVEN and (scope is Scope.OFFICE) is not (call.right.whose is Whose.OFFICE)
    ]

    assert not wrong


def test_a_deed_that_asks_for_a_proof_is_not_done_without_and_every_other_is() -> None:
    walk = Walk()

    wrong = [
        _done_with(walk, operation, call, walk.unproven, scope not in PROVEN or str(operation) in IN_HASTE)
        for operation, call, scope in _deeds()
    ]

    assert not [text for text in wrong if text]


@pytest.mark.parametrize("demanded", [word for word in SECOND_FACTOR if word != SecondFactor.OFF])
def test_what_the_network_demands_a_second_factor_for_is_not_done_without(
    settings: Settings, demanded: SecondFactor
) -> None:
    settings.SECOND_FACTOR, walk = demanded, Walk()

    wrong = [
        _done_with(walk, operation, call, walk.proven, scope not in SECOND_FACTOR[demanded])
        for operation, call, scope in _deeds()
    ]

    assert not [text for text in wrong if text]


def test_what_everyone_may_do_for_themselves_follows_from_the_table_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk, everyones = Walk(), GRANTS[Role.LEARNER]

    for operation, call, _scope in _deeds():
        if call.right.whose is not Whose.OFFICE and call.right.actions:
            monkeypatch.setitem(GRANTS, Role.LEARNER, everyones - set(call.right.actions))
            assert not _done_with(walk, operation, call, walk.proven, False)
            monkeypatch.setitem(GRANTS, Role.LEARNER, everyones)
