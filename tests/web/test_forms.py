"""Every form, whole, twice, empty, half, hostile and far too long: nothing breaks and nothing doubles."""

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from lxml import html

from mcx.core.models import AuditEntry
from tests.walk.recording import LEARNER, Recording
from tests.web.addresses import THEIRS
from tests.web.every_form import FORMS
from tests.web.forms import Shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("busy_demonstration")]

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
UNSTORABLE = "a\x00b"
LONG = 10_000_000
KEEP_NOTHING = {
    *("language", "theme", "accounts:demonstration", "accounts:demonstration-proof", "credentials:verify"),
    "design:section outcomes find",
}
# Answered on the spot; a record is signed anew each time, which the log tells.
ANSWERED = {"credentials:verify", "pathways:record"}
# Answered once with a secret; sent again, they lead to the list of what was made.
SHOWN_ONCE = {"accounts:create-token", "wallet:share-new"}
# What the studio asks while one types: it keeps nothing, and no form is sent there.
LIVE = {"design:report"}
# Only where no network is yet (`tests/governance/test_setup_pages.py`).
FOUNDING = {"network:found"}
# The forms of `THEIRS` are allauth's; what is ours in them is in `test_accounts.py` and `test_proof.py`.
# Sent from two tabs these make two things, as somebody may want.
ANOTHER_EACH_TIME = {
    *("accounts:create-token", "credentials:key-new", "wallet:share-new", "industry:post", "design:new"),
    "network:scale-new",  # unused, it can be ended at once
    "pathways:record",  # the register knows each file that was signed
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

    assert {name.partition(" ")[0] for name in FORMS} == {
        name for name in taking - LIVE - FOUNDING if not name.startswith(THEIRS)
    }


def _expected(name: str) -> int:
    return 200 if name in ANSWERED else 201 if name in SHOWN_ONCE else 302


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
def test_whatever_is_sent_breaks_nothing_and_comes_back_as_text(name: str) -> None:
    form = Shown(name, FORMS[name])
    before = _entries()

    refused = _each(form, list(form.whole), UNSTORABLE)
    refused += _each(form, form.texts, "x" * (LONG // max(len(form.texts), 1)), kept=before)
    forged = _alone(form, form.whole | dict.fromkeys(form.whole.keys() - {"once"}, EVIL))
    typed = form.send(form.whole | dict.fromkeys(form.texts, EVIL))
    pages = [forged, typed, form.client.get(form.page), form.client.get(typed.get("Location") or "/")]

    assert all(answer.status_code < 500 for answer in (*refused, *pages))
    assert not [page for page in pages if EVIL in page.content.decode()]


def _each(form: Shown, names: list[str], value: str, kept: int | None = None) -> list[Any]:
    """The answers to this value in each of the fields, together; the log stays as long as `kept`.

    Of fields that the page names as wrong no other hides anything: they are made whole, and the rest is sent
    again, until it is taken. Where a refusal names none, each of the rest is sent alone.
    """
    answers, left = list[Any](), list(names)
    while left:
        answers.append(_alone(form, form.whole | dict.fromkeys(left, value), kept))
        wrong = _wrong(answers[-1])
        if answers[-1].status_code >= 400 and not wrong & {*left}:
            return answers + [_alone(form, form.whole | {each: value}, kept) for each in left]
        left = [each for each in left if each not in wrong] if answers[-1].status_code >= 400 else []
    return answers


def _alone(form: Shown, values: dict[str, Any], kept: int | None = None) -> Any:
    """The answer to a form beside the others: what it changed is undone, and was nothing if that is asked."""
    with transaction.atomic():
        answer = form.send(values)
        assert kept in {None, _entries()}
        transaction.set_rollback(True)
    return answer


def _wrong(answer: Any) -> set[str]:
    """The fields that a page names as wrong."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return set()
    page: Any = html.fromstring(answer.content.decode() or "<html></html>")
    return set(page.xpath("//*[@aria-invalid='true']/@name"))
