"""What the rights table says is what happens: every form and every operation, sent whole by every kind of person.

The table (`accounts/rules.py: GRANTS`) is asked what should happen, the product is tried, and the two are
compared: somebody without the right changes nothing, somebody with it is not refused. A form or an
operation that is new stands in no list here and fails the first test.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Role, may
from mcx.core.models import AuditEntry
from mcx.network.models import Institution
from tests import cast
from tests.api.bodies import BODIES
from tests.api.operations import Operation, operations
from tests.attacks.rights import FORM_RIGHTS, OPERATION_RIGHTS, OWNERS, Right
from tests.web.every_form import FORMS
from tests.web.forms import Shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("busy_demonstration")]

OFFICES = sorted(set(Role) - {Role.LEARNER})


@dataclass(frozen=True, slots=True)
class Somebody:
    """A kind of person: a visitor, a learner, or who holds one office here or at another member."""

    role: Role | None = None
    is_here: bool = True
    is_signed_in: bool = True

    def __str__(self) -> str:
        if self.role is None:
            return "a learner" if self.is_signed_in else "a visitor"
        return f"{self.role} {'here' if self.is_here else 'elsewhere'}"

    def person(self, here: str) -> Person | None:
        """The person, with the office at the institution or at another one."""
        if not self.is_signed_in:
            return None
        if self.role is None:
            return cast.person("Nobody Special")
        other = "tuni" if here != "tuni" else "uoc"
        at = Institution.objects.get(slug=here if self.is_here else other)
        return cast.person(f"{self.role} {'Here' if self.is_here else 'Elsewhere'} {here}", (self.role, at))

    def held(self, here: str) -> tuple[tuple[Role, int | None], ...]:
        """What the table is asked about."""
        if not self.is_signed_in:
            return ()
        if self.role is None:
            return ((Role.LEARNER, None),)
        other = "tuni" if here != "tuni" else "uoc"
        at = Institution.objects.get(slug=here if self.is_here else other)
        return ((Role.LEARNER, None), (self.role, at.pk))


KINDS = (
    Somebody(is_signed_in=False),
    Somebody(),
    *(Somebody(role, is_here) for role in OFFICES for is_here in (True, False)),
)


def _is_granted(kind: Somebody, right: Right) -> bool:
    """What the table says: nothing but the table is asked."""
    here = Institution.objects.get(slug=right.here)
    at = None if right.is_anywhere else here.pk
    return any(may(kind.held(right.here), action, at) for action in right.actions)


def test_no_form_and_no_operation_is_left_out() -> None:
    assert FORM_RIGHTS.keys() | OWNERS == set(FORMS)
    assert OPERATION_RIGHTS.keys() | OWNERS >= {str(each) for each in operations()}


@pytest.mark.parametrize("name", FORM_RIGHTS)
def test_a_form_does_what_the_table_grants_and_nothing_else(name: str) -> None:
    right, form = FORM_RIGHTS[name], Shown(name, FORMS[name])
    wrong = [text for kind in KINDS if (text := _tried(kind, right, form))]

    assert not wrong


def _tried(kind: Somebody, right: Right, form: Shown) -> str:
    """What went otherwise than the table says, nothing where nothing did."""
    client, person = Client(raise_request_exception=False), kind.person(right.here)
    if person is not None:
        client.force_login(person)
    with transaction.atomic():
        before = AuditEntry.objects.count()
        answer = client.post(form.action, form.whole)
        is_done = AuditEntry.objects.count() > before
        transaction.set_rollback(True)
    granted = _is_granted(kind, right)
    if answer.status_code >= 500:
        return f"{kind}: {answer.status_code}"
    if is_done and not granted:
        return f"{kind} did it without a right"
    if granted and not is_done and not right.refuses(answer):
        return f"{kind} was refused with {answer.status_code}"
    return ""
