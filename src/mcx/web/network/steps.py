"""How far the network's work is: the chain from agreeing to stacking, with counts and who is waited for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from mcx.accounts.rules import ROLE_NAMES, Action, Held, Role, may
from mcx.catalogue import selectors as catalogue
from mcx.core import clock
from mcx.credentials import selectors as credentials
from mcx.design import selectors as design
from mcx.learning import selectors as learning
from mcx.network import selectors as network
from mcx.pathways import selectors as pathways
from mcx.quality import selectors as quality
from mcx.recognition import selectors as recognition
from mcx.web.requests import SignedInRequest

Counts = Callable[[date], Mapping[str, int]]
COUNTS: Mapping[str, Counts] = {
    "network": network.counts,
    "design": design.counts,
    "quality": quality.counts,
    "catalogue": catalogue.counts,
    "learning": learning.counts,
    "credentials": credentials.counts,
    "recognition": recognition.counts,
    "pathways": pathways.counts,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of one domain and what it counts; `less` names a count that is taken from it."""

    domain: str
    key: str
    label: str | Promise
    less: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """A count of what waits, and whose turn it is."""

    domain: str
    key: str
    role: Role


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the work: what it yields, what waits, and where it is done by those who may."""

    name: str | Promise
    text: str | Promise
    icon: str
    url_name: str
    figures: tuple[Figure, ...]
    waits: tuple[Wait, ...] = ()
    action: Action | None = None


CHAIN = (
    Step(
        _("Agree"),
        _("The members adopt the Charter that every later step reads."),
        "document-text",
        "network:charter",
        (
            Figure("network", "members", _("Members and partners")),
            Figure("network", "charter", _("Version of the Charter in force")),
        ),
        (Wait("network", "votes_awaited", Role.CHAMPION),),
    ),
    Step(
        _("Design"),
        _("Teachers bring outcomes, activities and assessments together."),
        "pencil-square",
        "design:list",
        (Figure("design", "drafts", _("Drafts")),),
        (Wait("design", "returned", Role.TEACHER),),
        Action.DESIGN,
    ),
    Step(
        _("Review"),
        _("Somebody who did not write it reads it before it is published."),
        "clipboard-document-check",
        "quality:desk",
        (
            Figure("quality", "approved", _("Approved")),
            Figure("quality", "returned", _("Returned with reasons")),
        ),
        (Wait("quality", "waiting", Role.QUALITY),),
        Action.REVIEW,
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
        _("Enrol"),
        _("Learners of all members apply, and the host admits."),
        "user-plus",
        "learning:admissions",
        (
            Figure("learning", "enrolments", _("Places taken")),
            Figure("learning", "enrolments_across_borders", _("by learners of another member")),
        ),
        (Wait("learning", "applications_waiting", Role.REGISTRAR),),
        Action.ADMIT,
    ),
    Step(
        _("Assess"),
        _("Assessors grade on the host's scale."),
        "academic-cap",
        "learning:classes",
        (
            Figure("learning", "results", _("Results")),
            Figure("learning", "enrolments", _("Places without a result yet"), less="results"),
        ),
        (),
        Action.ASSESS,
    ),
    Step(
        _("Award"),
        _("What is passed can be claimed, and is signed with the university's own key."),
        "identification",
        "credentials:registry",
        (
            Figure("credentials", "issued", _("Credentials issued")),
            Figure("credentials", "revoked", _("Revoked")),
        ),
        (Wait("credentials", "offered", Role.LEARNER),),
        Action.SEE_AWARDS,
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
        Action.DECIDE_RECOGNITION,
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


def chain(counts: Mapping[str, Mapping[str, int]], held: tuple[Held, ...]) -> list[Standing]:
    """The steps in their order with the counts of each domain, as somebody with these roles sees them;
    a state in which nothing is has no count and stands for none.
    """
    return [
        Standing(
            step,
            reverse(step.url_name) if step.action is None or may(held, step.action, None) else "",
            [(each.label, _number(counts[each.domain], each)) for each in step.figures],
            [
                (ROLE_NAMES[each.role], number)
                for each in step.waits
                if (number := counts[each.domain].get(each.key, 0))
            ],
        )
        for step in CHAIN
    ]


def _number(counts: Mapping[str, int], figure: Figure) -> int:
    return max(counts.get(figure.key, 0) - counts.get(figure.less, 0), 0)


@login_required
@require_safe
def steps(request: SignedInRequest) -> HttpResponse:
    """The state of each step of the work."""
    network.require(request.user, Action.SEE_STEPS, None, on=clock.today())
    counts = {domain: counted(clock.today()) for domain, counted in COUNTS.items()}
    held = network.held_by(request.user, on=clock.today())
    return render(request, "network/steps.html", {"chain": chain(counts, held)})
