"""Pages about the members: the overview, each institution, and what is recorded about it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, may
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.network import selectors, services
from mcx.network.models import Institution
from mcx.web.forms.fields import day_asked
from mcx.web.forms.network import AccreditationForm, IdentifierForm, MemberForm, NameForm
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.network import accredited
from mcx.web.requests import SignedInRequest

Record = Callable[[Any, Institution, Person, datetime], object]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The members as they are on a day, and the Charter in force; for everybody."""
    form, day = day_asked(request.GET, clock.today())
    held = selectors.held_by(request.user, on=clock.today())
    members = selectors.described(selectors.members_on(day), on=day)
    university = Institution.Kind.UNIVERSITY
    context = {
        "form": form,
        "day": day,
        "universities": [each for each in members if each.institution.kind == university],
        "partners": [each for each in members if each.institution.kind != university],
        "charter": selectors.charter_on(day),
        "terms": selectors.terms_on(day),
        "can_manage": may(held, Action.MANAGE_NETWORK, None),
        "can_see_steps": may(held, Action.SEE_STEPS, None),
    }
    return render(request, "network/overview.html", context)


@require_safe
def institution(request: HttpRequest, slug: str) -> HttpResponse:
    """What the network knows of an institution, with the days on which it was true; for everybody."""
    found = selectors.institution_for(slug)
    held = selectors.held_by(request.user, on=clock.today())
    context = {
        "institution": found,
        "history": selectors.history_of(found, on=clock.today()),
        "decisions": selectors.decisions_about(found, on=clock.today()),
        "answer": _accredited(found),
        "can_change": may(held, Action.MANAGE_INSTITUTION, found.pk),
    }
    return render(request, "network/institution.html", context)


def _accredited(institution: Institution) -> accredited.Today | None:
    """What the decisions amount to today; asked of universities, which award something."""
    if institution.kind != Institution.Kind.UNIVERSITY:
        return None
    return accredited.today(selectors.accreditation_on(institution, clock.today()))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def admit(request: SignedInRequest) -> HttpResponse:
    """Take an institution into the network."""
    selectors.require(request.user, Action.MANAGE_NETWORK, None, on=clock.today())
    form = MemberForm(request.POST or None, initial={"valid_from": clock.today()})
    if form.is_valid():
        try:
            found = services.admit_member(
                form.profile(), form.cleaned_data["valid_from"], by=request.user, at=clock.now()
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("%(name)s belongs to the network.") % {"name": found})
            return redirect("network:institution", found.slug)
    return render(request, "network/member_new.html", {"form": form}, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: SignedInRequest, slug: str) -> HttpResponse:
    """Record a new name, identifier or accreditation of an institution; each is a form of its own."""
    found = selectors.institution_for(slug)
    selectors.require(request.user, Action.MANAGE_INSTITUTION, found, on=clock.today())
    sections = _sections(request)
    sent = sections.get(request.POST.get("section", ""))
    if sent and sent.is_valid():
        try:
            RECORD[request.POST["section"]](sent, found, request.user, clock.now())
        except DomainError as error:
            add_refusal(sent, error)
        else:
            messages.success(request, _("It is recorded."))
            return redirect("network:institution", slug)
    context = {"institution": found, "sections": sections}
    return render(request, "network/facts.html", context, status=422 if sent else 200)


def _sections(request: HttpRequest) -> dict[str, forms.Form]:
    """The three forms; the one that was sent holds what was typed."""
    kinds = {"name": NameForm, "identifier": IdentifierForm, "accreditation": AccreditationForm}
    sent, initial = request.POST.get("section"), {"valid_from": clock.today()}
    return {
        name: kind(request.POST if name == sent else None, prefix=name, initial=initial)
        for name, kind in kinds.items()
    }


def _rename(form: NameForm, institution: Institution, by: Person, at: datetime) -> None:
    data = form.cleaned_data
    services.rename(institution, data["name"], data["valid_from"], by=by, at=at)


def _identify(form: IdentifierForm, institution: Institution, by: Person, at: datetime) -> None:
    data = form.cleaned_data
    services.add_identifier(institution, data["scheme"], data["value"], data["valid_from"], by=by, at=at)


def _accredit(form: AccreditationForm, institution: Institution, by: Person, at: datetime) -> None:
    services.add_accreditation(institution, form.accreditation(), by=by, at=at)


RECORD: dict[str, Record] = {"name": _rename, "identifier": _identify, "accreditation": _accredit}
