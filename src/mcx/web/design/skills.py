"""Looking up skills while writing an outcome."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mcx.core import clock
from mcx.design import selectors
from mcx.web.forms.skills import matches_of
from mcx.web.requests import SignedInRequest


@login_required
@require_safe
def matches(request: SignedInRequest, project_id: int) -> HttpResponse:
    """The skills that the typed text may mean, as buttons of the outcome's row."""
    selectors.project_for(request.user, project_id, on=clock.today())
    outcome = request.GET.get("outcome", "")
    typed = request.GET.get(f"{outcome}-find", "")
    context = {"button": "skill", "prefix": f"{outcome} ", "typed": typed, "matches": matches_of(typed)}
    return render(request, "parts/skill_matches.html", context)
