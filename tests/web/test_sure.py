"""A deed of one press that cannot be undone says first what it will do, and asks for a second press."""

from typing import Any

import pytest

from tests.web.every_form import FORMS
from tests.web.forms import Shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("busy_demonstration")]

# What one press does at once, each with its reason.
AT_ONCE = {
    "language": "switched back by the next press",
    "theme": "switched back by the next press",
    "accounts:demonstration": "signs in, and out again by the next press",
    "accounts:demonstration-proof": "is a confirmation itself",
    "accounts:revoke-token": "in haste nobody is kept from it",
    "network:affiliation-withdraw": "can be stated again",
    "learning:admit": "stands under everything that the applicant said",
    "wallet:challenge": "only shows a text to sign",
    "wallet:claim": "has a page of its own that says it",
    "pathways:join": "can be given up again",
    "pathways:leave": "can be joined again",
    "pathways:record": "only downloads",
    "design:new-edition": "begins a draft",
    "design:submit": "stands under the report, and can be returned",
}


def _says_first(form: Any) -> bool:
    """Whether the form is opened by a press of its own and tells what it does in a sentence."""
    is_closed = form.xpath("parent::details[not(@open)]/summary")
    return bool(is_closed) and any(each.text_content().strip() for each in form.xpath(".//p"))


def test_what_one_press_would_do_for_good_is_said_before_it() -> None:
    shown = {name: Shown(name, form) for name, form in FORMS.items()}

    silent = {name for name, each in shown.items() if not each.inputs and not _says_first(each.form)}

    assert silent == AT_ONCE.keys()
