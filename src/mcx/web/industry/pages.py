"""Pages of the industry domain: what employers need and what nobody teaches yet."""

from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from mcx.accounts.rules import Action
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.core.keyset import Made
from mcx.core.text import in_language
from mcx.industry import selectors, services
from mcx.network.selectors.rights import institutions_where, require
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.forms.skills import is_picking, typed_in
from mcx.web.industry.forms import NeedForm, PostingForm
from mcx.web.paging import list_page
from mcx.web.requests import SignedInRequest

ON_RADAR = 8
PER_PAGE = 20


@login_required
@require_safe
def gaps(request: SignedInRequest) -> HttpResponse:
    """The gap radar: need against what is found and what the catalogue teaches."""
    today, language = clock.today(), get_language() or "en"
    found = selectors.gap_radar(request.user, on=today)
    axes = [
        {
            "label": in_language(row.skill.labels, language),
            "values": [float(row.gap.importance), float(row.gap.availability)],
        }
        for row in found[:ON_RADAR]
    ]
    untaught = [row for row in found if row.gap.is_untaught]
    context = {
        "gaps": list_page(request, Made(found, "gaps"), PER_PAGE, name="gaps"),
        "axes": axes,
        "series": [gettext("How important"), gettext("How easy to find")],
        "untaught": untaught[:PER_PAGE],
        "more_untaught": len(untaught[PER_PAGE:]),
        "wave": selectors.latest_wave(request.user, on=today),
        "postings": list_page(request, selectors.postings(request.user, on=today), PER_PAGE),
    }
    return render(request, "industry/gaps.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def needs(request: SignedInRequest) -> HttpResponse:
    """What one's own organisation reported, and the form to report more."""
    form = _form(NeedForm, request, {"wave": clock.today().year})
    if form.is_bound and form.is_valid():
        data, [skill] = form.cleaned_data, form.cleaned_data["skill"]
        try:
            services.report_need(
                data["organisation"],
                skill=skill,
                wave=data["wave"],
                importance=data["importance"],
                availability=data["availability"],
                respondents=data["respondents"],
                by=request.user,
                at=clock.now(),
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("Your answers have been added to the skills gaps."))
            return redirect("industry:needs")
    reported = selectors.needs_of(request.user, on=clock.today())
    page = list_page(request, reported, PER_PAGE)
    return render(request, "industry/needs.html", {"form": form, "page": page}, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: SignedInRequest) -> HttpResponse:
    """Publish a job with the skills it needs."""
    form = _form(PostingForm, request, {})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            services.post_job(
                data["organisation"],
                title=data["title"],
                text=data["text"],
                skills=data["skills"],
                by=request.user,
                at=clock.now(),
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("The job has been published."))
            return redirect("industry:gaps")
    return render(request, "industry/post.html", {"form": form}, status=status_of(form))


Asked = TypeVar("Asked", NeedForm, PostingForm)


def _form(kind: type[Asked], request: SignedInRequest, initial: dict[str, Any]) -> Asked:
    """The form as it was sent, or shown again as it stands while somebody looks for skills."""
    today = clock.today()
    require(request.user, Action.REPORT_NEEDS, None, on=today)
    mine = institutions_where(request.user, Action.REPORT_NEEDS, on=today)
    if is_picking(kind, request.POST):
        return kind(initial=typed_in(kind, request.POST), organisations=mine)
    return kind(request.POST or None, initial=initial, organisations=mine)
