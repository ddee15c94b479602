"""The page about one quality-assurance decision: ending, overruling and correcting it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.network import selectors, services
from mcx.network.models import Accreditation
from mcx.web.forms.network import CorrectionForm, EndForm, OverruleForm
from mcx.web.forms.refusals import add_refusal
from mcx.web.requests import SignedInRequest

Deed = Callable[[Any, Accreditation, Person, datetime], object]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accreditation(request: SignedInRequest, slug: str, key: int) -> HttpResponse:
    """End a decision, say what overruled it, or correct its entry; each is a form of its own."""
    institution = selectors.institution_for(slug)
    selectors.require(request.user, Action.MANAGE_INSTITUTION, institution, on=clock.today())
    row = selectors.accreditation_for(institution, key)
    sections = _sections(request, row)
    sent = sections.get(request.POST.get("section", ""))
    if sent and sent.is_valid():
        try:
            DEEDS[request.POST["section"]](sent, row, request.user, clock.now())
        except DomainError as error:
            add_refusal(sent, error)
        else:
            messages.success(request, _("It is recorded. What was true before stays to be read."))
            return redirect("network:institution", slug)
    found = [each for each in selectors.decisions_about(institution, on=clock.today()) if each.row.pk == key]
    context = {"institution": institution, "found": found, "row": row, "sections": sections}
    return render(request, "network/accreditation.html", context, status=422 if sent else 200)


def _sections(request: HttpRequest, row: Accreditation) -> dict[str, forms.Form]:
    """The forms that this entry still allows; the one that was sent holds what was typed."""
    sent = request.POST.get("section")
    data = {name: request.POST if name == sent else None for name in DEEDS}
    if row.corrected_at is not None:
        return {}
    found: dict[str, forms.Form] = {"correct": CorrectionForm(row, data["correct"], prefix="correct")}
    if row.ended_from is None and row.overruled_by_id is None:
        found["end"] = EndForm(data["end"], prefix="end")
        if others := selectors.decisions_within(row):
            found["overrule"] = OverruleForm(others, data["overrule"], prefix="overrule")
    return found


def _end(form: EndForm, row: Accreditation, by: Person, at: datetime) -> None:
    data = form.cleaned_data
    services.end_accreditation(row, data["ended_from"], data["reason"], by=by, at=at)


def _overrule(form: OverruleForm, row: Accreditation, by: Person, at: datetime) -> None:
    services.overrule_accreditation(row, form.others[form.cleaned_data["later"]], by=by, at=at)


def _correct(form: CorrectionForm, row: Accreditation, by: Person, at: datetime) -> None:
    data = form.cleaned_data
    keeps_end = data.get("keeps_end", True)
    services.correct_accreditation(row, form.right(), data["reason"], keeps_end=keeps_end, by=by, at=at)


DEEDS: dict[str, Deed] = {"end": _end, "overrule": _overrule, "correct": _correct}
