"""How far the network's work is: the chain from agreeing to stacking, with counts and who is waited for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from mcx.accounts.rules import ROLE_NAMES, Action, Role
from mcx.catalogue import selectors as catalogue
from mcx.core import clock
from mcx.network import selectors as network
from mcx.pathways import selectors as pathways
from mcx.recognition import selectors as recognition
from mcx.web.requests import SignedInRequest

Counts = Callable[[date], Mapping[str, int]]
COUNTS: Mapping[str, Counts] = {
    "network": network.counts,
    "catalogue": catalogue.counts,
    "recognition": recognition.counts,
    "pathways": pathways.counts,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of one domain and what it counts."""

    domain: str
    key: str
    label: str | Promise


@dataclass(frozen=True, slots=True)
class Wait:
    """A count of what waits, and whose turn it is."""

    domain: str
    key: str
    role: Role


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the work: what it yields, what waits, and where it is done."""

    name: str | Promise
    text: str | Promise
    icon: str
    url_name: str
    figures: tuple[Figure, ...]
    waits: tuple[Wait, ...] = ()


CHAIN = (
    Step(
        _("Agree"),
        _("The members adopt the Charter that every later step reads."),
        "document-text",
        "network:charter",
        (
            Figure("network", "members", _("Members")),
            Figure("network", "charter", _("Version of the Charter in force")),
        ),
        (Wait("network", "votes_awaited", Role.CHAMPION),),
    ),
    Step(
        _("Publish"),
        _("An approved design becomes an edition whose text never changes."),
        "book-open",
        "catalogue:list",
        (
            Figure("catalogue", "micro_credentials", _("Micro-credentials")),
            Figure("catalogue", "editions", _("Editions")),
        ),
    ),
    Step(
        _("Offer"),
        _("A university opens a run with places and dates."),
        "calendar-days",
        "catalogue:list",
        (Figure("catalogue", "offerings_open", _("Open for applications")),),
    ),
    Step(
        _("Recognise"),
        _("The home university counts the credential, by agreement or by decision."),
        "scale",
        "recognition:desk",
        (Figure("recognition", "decided", _("Cases decided")),),
        (
            Wait("recognition", "open", Role.RECOGNITION),
            Wait("recognition", "appealed", Role.CHAMPION),
        ),
    ),
    Step(
        _("Stack"),
        _("Credits add up to a micro-degree, never to a degree."),
        "square-3-stack-3d",
        "pathways:list",
        (Figure("pathways", "taking-part", _("Learners on a pathway")),),
    ),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A step as it stands: what it has yielded, and who is waited for."""

    step: Step
    url: str
    figures: list[tuple[str | Promise, int]]
    waits: list[tuple[str, int]]


def chain(counts: Mapping[str, Mapping[str, int]]) -> list[Standing]:
    """The steps in their order with the counts of each domain; what nobody waits for is left out."""
    return [
        Standing(
            step,
            _address(step.url_name),
            [(each.label, counts[each.domain].get(each.key, 0)) for each in step.figures],
            [
                (ROLE_NAMES[each.role], number)
                for each in step.waits
                if (number := counts[each.domain].get(each.key, 0))
            ],
        )
        for step in CHAIN
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@login_required
@require_safe
def steps(request: SignedInRequest) -> HttpResponse:
    """The state of each step of the work."""
    network.require(request.user, Action.SEE_STEPS, None, on=clock.today())
    counts = {domain: counted(clock.today()) for domain, counted in COUNTS.items()}
    return render(request, "network/steps.html", {"chain": chain(counts)})
