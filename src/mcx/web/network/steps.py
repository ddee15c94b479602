"""The state of the work: each step with what it yielded, whose turn it is, and the way to its desk."""

from typing import NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mcx.accounts.rules import ROLE_NAMES, Action, Held, may
from mcx.core import clock
from mcx.governance.selectors import work
from mcx.network.selectors import held_by, require
from mcx.web.requests import SignedInRequest

# Where each step is done, and its picture.
PLACES = {
    "agree": ("network:charter", "document-text"),
    "design": ("design:list", "pencil-square"),
    "review": ("quality:desk", "clipboard-document-check"),
    "publish": ("catalogue:list", "book-open"),
    "offer": ("catalogue:list", "calendar-days"),
    "enrol": ("learning:admissions", "user-plus"),
    "assess": ("learning:classes", "academic-cap"),
    "award": ("credentials:registry", "identification"),
    "recognise": ("recognition:desk", "scale"),
    "stack": ("pathways:list", "square-3-stack-3d"),
}


class Shown(NamedTuple):
    """A step as a card shows it; `url` is empty for who may not see its desk."""

    standing: work.Standing
    url: str
    icon: str
    waits: list[tuple[str, int]]


def shown(standing: work.Standing, held: tuple[Held, ...]) -> Shown:
    """The step as somebody with these roles sees it."""
    step = standing.step
    name, icon = PLACES[step.code]
    url = reverse(name) if step.action is None or may(held, step.action, None) else ""
    return Shown(standing, url, icon, [(ROLE_NAMES[role], number) for role, number in standing.waits])


@login_required
@require_safe
def steps(request: SignedInRequest) -> HttpResponse:
    """The state of each step of the work."""
    require(request.user, Action.SEE_STEPS, None, on=clock.today())
    held = held_by(request.user, on=clock.today())
    counts = work.counts(on=clock.today(), domains=work.TOLD)
    chain = [shown(each, held) for each in work.chain(counts)]
    return render(request, "network/steps.html", {"chain": chain})
