"""Looking up skills while writing an outcome."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from mcx.core import clock
from mcx.design import selectors
from mcx.skills import selectors as skills
from mcx.skills.selectors import Match
from mcx.web.requests import SignedInRequest

LEAST = 2
MOST = 8


@login_required
@require_safe
def matches(request: SignedInRequest, project_id: int) -> HttpResponse:
    """The skills that the typed text may mean, as buttons of the outcome's row."""
    selectors.project_for(request.user, project_id, on=clock.today())
    outcome = request.GET.get("outcome", "")
    typed = request.GET.get(f"{outcome}-find", "")
    context = {"outcome": outcome, "typed": typed, "matches": found(typed)}
    return render(request, "design/parts/matches.html", context)


def found(typed: str) -> list[Match]:
    """The best matches for a text of two signs at least, in the reader's language."""
    language = (get_language() or "en").split("-", maxsplit=1)[0]
    return skills.look_up(typed, language=language, limit=MOST) if len(typed.strip()) >= LEAST else []
