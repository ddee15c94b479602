"""Every form, whole, twice, empty, half, hostile and far too long: nothing breaks and nothing doubles."""

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from lxml import html

from mcx.core.models import AuditEntry
from tests.walk.recording import LEARNER, Recording
from tests.web.every_form import FORMS
from tests.web.forms import Shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("busy_demonstration")]

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
LONG = 10_000_000
# Refused, as a vote is open already.
REFUSED = {"network:charter-propose"}
KEEP_NOTHING = {
    *("language", "theme", "accounts:demonstration", "accounts:demonstration-proof", "credentials:verify"),
    *("design:section outcomes find", *REFUSED),
}
# Answered on the spot; a record is signed anew each time, which the log tells.
ANSWERED = {"credentials:verify", "pathways:record"}
# Answered once with a secret; sent again, they lead to the list of what was made.
SHOWN_ONCE = {"accounts:create-token", "wallet:share-new"}
# What the studio asks while one types: it keeps nothing, and no form is sent there.
LIVE = {"design:report"}
# Sent from two tabs these make two things, as somebody may want.
ANOTHER_EACH_TIME = {
    *("accounts:create-token", "credentials:key-new", "wallet:share-new", "industry:post", "design:new"),
}


def _entries() -> int:
    return AuditEntry.objects.count()


def _things() -> dict[str, int]:
    """How many there are of everything that the product keeps."""
    models = (each for each in apps.get_models() if each.__module__.startswith("mcx."))
    return {
        each._meta.label: each._default_manager.count() for each in models if each._meta.app_label != "core"
    }


def _refusals(answer: Any) -> str:
    page: Any = html.fromstring(answer.content.decode())
    return " ".join(each.text_content() for each in page.xpath("//*[@role='alert']"))


def test_no_form_is_left_out(recording: Recording) -> None:
    taking = {name for name, answer in recording.of(LEARNER).sent.items() if answer.status != 405}

    assert {name.partition(" ")[0] for name in FORMS} == taking - LIVE


def _expected(name: str) -> int:
    return 422 if name in REFUSED else 200 if name in ANSWERED else 201 if name in SHOWN_ONCE else 302


@pytest.mark.parametrize("name", FORMS)
def test_a_whole_form_sent_twice_is_taken_once(name: str) -> None:
    form = Shown(name, FORMS[name])
    before = _entries()

    first = form.send(form.whole)
    taken = _entries()
    again = form.send(form.whole)

    assert first.status_code == _expected(name), _refusals(first)
    assert (taken > before) is (name not in KEEP_NOTHING)
    assert again.status_code == (302 if name in SHOWN_ONCE else first.status_code)
    assert again.headers.get("Location") == first.get("Location")
    assert name in ANSWERED or _entries() == taken


@pytest.mark.parametrize("name", FORMS)
def test_a_whole_form_sent_from_two_tabs_makes_nothing_twice(name: str) -> None:
    form = Shown(name, FORMS[name])
    form.send(form.whole | {"once": ["one tab"]})
    made = _things()

    answer = form.send(form.whole | {"once": ["another tab"]})

    assert answer.status_code < 500
    assert name in ANOTHER_EACH_TIME or _things() == made


@pytest.mark.parametrize("name", FORMS)
def test_an_empty_form_is_not_taken(name: str) -> None:
    form = Shown(name, FORMS[name])
    before = _entries()

    answers = [form.send({}), form.send(form.values | dict.fromkeys(form.names, ""))]

    assert all(answer.status_code < 500 for answer in answers)
    assert not form.requires or _entries() == before
    assert not form.requires or answers[1].status_code in (302, 422)


@pytest.mark.parametrize("name", FORMS)
def test_half_a_form_breaks_nothing(name: str) -> None:
    form = Shown(name, FORMS[name])

    for left_out in form.names[:: len(form.names) // 20 + 1]:
        with transaction.atomic():
            answer = form.send({key: value for key, value in form.whole.items() if key != left_out})
            transaction.set_rollback(True)

        assert answer.status_code < 500, left_out


@pytest.mark.parametrize("name", FORMS)
def test_script_in_every_field_comes_back_as_text(name: str) -> None:
    form = Shown(name, FORMS[name])

    typed = form.send(form.whole | dict.fromkeys(form.texts, EVIL))
    pages = [typed, form.client.get(form.page), form.client.get(typed.get("Location") or "/")]
    forged = form.send(form.whole | dict.fromkeys(form.whole.keys() - {"once"}, EVIL))

    assert all(page.status_code < 500 for page in (*pages, forged))
    assert not [page for page in (*pages, forged) if EVIL in page.content.decode()]


@pytest.mark.parametrize("name", FORMS)
def test_signs_that_no_database_stores_break_nothing(name: str) -> None:
    form = Shown(name, FORMS[name])

    for each in form.whole:
        with transaction.atomic():
            answer = form.send(form.whole | {each: "a\x00b"})
            transaction.set_rollback(True)

        assert answer.status_code < 500, each


@pytest.mark.parametrize("name", FORMS)
def test_ten_megabytes_in_a_field_are_not_kept(name: str) -> None:
    form = Shown(name, FORMS[name])
    before = _entries()

    for each in form.texts[:4]:
        answer = form.send(form.whole | {each: "x" * LONG})

        assert answer.status_code < 500
        assert _entries() == before
