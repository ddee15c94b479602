"""Pages about a network's beginning: founding it, what is missing to the first credential, its issuers."""

from typing import NamedTuple

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mcx.accounts.rules import ROLE_NAMES, Action, Held, may
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.governance import checks
from mcx.governance.rules.readiness import GOALS, NEXT, Line, Stage
from mcx.governance.selectors.founding import public_founding_address
from mcx.governance.services.founding import found_at
from mcx.network.selectors.institutions import AlreadyFounded, public_voting_members_on
from mcx.network.selectors.rights import held_by, require
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.governance.founding_form import FoundingForm
from mcx.web.home import remember_language
from mcx.web.paging import list_page
from mcx.web.requests import SignedInRequest
from microcred.report import Outcome

# Where each thing is mended, by the code of its check; what has no page here is mended on the server.
PLACES = {
    "coordinator": "network:appointments",
    "charter": "network:charter",
    "scales": "network:scales",
    "review": "network:appointments",
    "runs": "catalogue:list",
    "registrar": "network:appointments",
    "assessor": "network:appointments",
    "keys": "credentials:keys",
    "keys-open": "credentials:keys",
    "accreditation": "network:issuers",
    "identifiers": "network:issuers",
    "seals": "credentials:keys",
    "seals-end": "credentials:keys",
    "members": "network:member-new",
    "officer": "network:appointments",
    "students": "network:claims",
    "agreements": "recognition:agreements",
}
ISSUERS_PER_PAGE = 12


class Shown(NamedTuple):
    """A line of the checklist with the page that mends it, for whoever may, and the roles that may."""

    line: Line
    url: str
    who: str


class ShownStage(NamedTuple):
    """A goal with its name, what comes next, and its lines: those to do first."""

    stage: Stage
    title: str
    next: str
    open: list[Shown]
    done: list[Shown]


@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest, token: str) -> HttpResponse:
    """Found the network at its one-time address: whoever was given it coordinates the network then."""
    try:
        public_founding_address(token, at=clock.now())
    except AlreadyFounded:
        return render(request, "network/founded.html", status=409)
    reading = get_language() or settings.LANGUAGE_CODE
    form = FoundingForm(request.POST or None, initial={"languages": [reading]})
    if form.is_valid():
        try:
            founding, password = form.founding(reading), form.cleaned_data["password"]
            made = found_at(token, founding=founding, password=password, at=clock.now())
        except AlreadyFounded:
            return render(request, "network/founded.html", status=409)
        except DomainError as error:
            add_refusal(form, error)
        else:
            login(request, made.coordinator, backend=settings.AUTHENTICATION_BACKENDS[0])
            record_authentication(request, made.coordinator, "password")
            messages.success(request, _("Your network is set up. You are its coordinator."))
            return remember_language(redirect("network:setup"), reading)
    context = {"form": form, "address": settings.PUBLIC_URL}
    return render(request, "network/found.html", context, status=status_of(form))


@login_required
@require_safe
def setup(request: SignedInRequest) -> HttpResponse:
    """What is missing until the first course, learner, credential, seal and recognition."""
    stages = checks.setup(request.user, on=clock.today())
    missing = sum(len(stage.missing) for stage in stages if not stage.is_reached)
    held = held_by(request.user, on=clock.today())
    context = {
        "stages": [_shown(stage, held) for stage in stages],
        "missing": missing,
        "address": settings.PUBLIC_URL,
    }
    return render(request, "network/setup.html", context)


def _shown(stage: Stage, held: tuple[Held, ...]) -> ShownStage:
    lines = [
        Shown(line, _place(line, held), ", ".join(_(ROLE_NAMES[role]) for role in line.who))
        for line in stage.lines
    ]
    still = [shown for shown in lines if shown.line.check.outcome is not Outcome.PASSED]
    done = [shown for shown in lines if shown.line.check.outcome is Outcome.PASSED]
    return ShownStage(stage, _(GOALS[stage.goal]), _(NEXT[stage.goal]), still, done)


def _place(line: Line, held: tuple[Held, ...]) -> str:
    """The page for whoever may mend it; to others it would only say that they may not."""
    name = PLACES.get(line.check.code.removeprefix("ready."), "")
    is_theirs = line.action is not None and may(held, line.action, None)
    return reverse(name) if name and is_theirs else ""


@login_required
@require_safe
def issuers(request: SignedInRequest) -> HttpResponse:
    """Whether each university can be verified as an issuer: legal identifier, e-seal, accreditation."""
    require(request.user, Action.SEE_STEPS, None, on=clock.today())
    page = list_page(request, public_voting_members_on(clock.today()), ISSUERS_PER_PAGE)
    found = checks.issuers(request.user, page, on=clock.today())
    return render(request, "network/issuers.html", {"issuers": found, "page": page})
