"""Pages of the learning domain."""

from collections.abc import Iterable
from datetime import date

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Held
from mcx.learning import selectors
from mcx.web.learning.admissions import admissions, admit, application, refuse
from mcx.web.learning.apply import apply
from mcx.web.learning.classes import class_list, classes, grade
from mcx.web.learning.mine import leave, mine, withdraw_application
from mcx.web.waiting import Waiting

app_name = "learning"
urlpatterns: list[URLPattern] = [
    path("mine", mine, name="mine"),
    path("apply/<slug:code>", apply, name="apply"),
    path("applications/<int:key>/withdraw", withdraw_application, name="application-withdraw"),
    path("places/<int:key>/leave", leave, name="leave"),
    path("admissions", admissions, name="admissions"),
    path("admissions/<int:key>", application, name="application"),
    path("admissions/<int:key>/admit", admit, name="admit"),
    path("admissions/<int:key>/refuse", refuse, name="refuse"),
    path("classes", classes, name="classes"),
    path("classes/<slug:code>", class_list, name="class"),
    path("classes/<slug:code>/<int:key>/grade", grade, name="grade"),
]

KINDS = (
    (Action.ADMIT, _("Applications to decide"), "learning:admissions", "warn", "inbox-arrow-down"),
    (Action.ASSESS, _("Learners without a grade"), "learning:classes", "info", "academic-cap"),
    (Action.APPLY, _("Applications waiting for an answer"), "learning:mine", "muted", "clock"),
)


def waiting(person: Person, held: Iterable[Held], on: date) -> list[Waiting]:
    """Applications to decide, learners to grade, own applications without an answer."""
    counts = selectors.waiting(person, held, on)
    return [
        Waiting(title, counts[action.value], reverse(name), tone, icon)
        for action, title, name, tone, icon in KINDS
        if action.value in counts
    ]
