"""Pages about grading scales: those of the network, one with its grades, and forms to make and change one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from mcx.accounts.rules import Action, may
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.core.reports import country_name
from mcx.core.text import folded
from mcx.credentials.documents.scales import JSON_LD, scale_document
from mcx.network.models import GradingScale
from mcx.network.rules.scale_presets import BY_CODE, PRESETS, Preset
from mcx.network.rules.scales import bands
from mcx.network.selectors.rights import held_by, institutions_where, require_right
from mcx.network.selectors.scales import action_on, facts_of, is_used, public_scale, public_scales
from mcx.network.services.scales import change_scale, end_scale, make_scale
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.network.forms import ScaleForm, scale_form, scale_start
from mcx.web.paging import list_page
from mcx.web.requests import SignedInRequest

SCALES_PER_PAGE = 20
LINKED = (JSON_LD, "application/json")  # JSON-LD is JSON: who asks for either gets the same


@require_safe
def scales(request: HttpRequest) -> HttpResponse:
    """Every grading scale, by whose it is; for everybody."""
    held = held_by(request.user, on=clock.today())
    context = {
        "page": list_page(request, public_scales(), SCALES_PER_PAGE),
        "can_add": may(held, Action.KEEP_STUDIES, None),
    }
    return render(request, "network/scales.html", context)


@require_safe
@vary_on_headers("Accept")
def scale(request: HttpRequest, slug: str) -> HttpResponse:
    """The scale that a credential names: a page for people, linked data for software that asks for it."""
    found = public_scale(slug)
    if request.get_preferred_type(["text/html", *LINKED]) in LINKED:
        return HttpResponse(scale_document(found), content_type=JSON_LD)
    held = held_by(request.user, on=clock.today())
    may_keep = may(held, action_on(found.institution), found.institution_id)
    context = {
        "scale": found,
        "rows": _rows(found),
        "bands": bands(found) if found.numbers else (),
        "later": getattr(found, "replaced_by", None),
        "can_change": may_keep and found.ended_at is None,
    }
    return render(request, "network/scale.html", context)


def _rows(scale: GradingScale) -> list[tuple[str, bool]]:
    """Each listed grade, and whether it passes."""
    passing = set(bands(scale))
    return [(grade, grade in passing) for grade in scale.grades]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Choose a scale to begin with; then state one's own and save it."""
    require_right(request.user, Action.KEEP_STUDIES, None, on=clock.today())
    start = scale_start(request.GET.get("start", ""))
    if start is None:
        return render(request, "network/scale_start.html", {"presets": _presets()})
    owners = institutions_where(request.user, Action.KEEP_STUDIES, on=clock.today())
    is_everywhere = may(held_by(request.user, on=clock.today()), Action.MANAGE_NETWORK, None)
    form = scale_form(start, request.POST or None, owners=owners, is_everywhere=is_everywhere)
    if form.is_valid():
        try:
            made = make_scale(form.owner(), facts=form.facts(), by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The grading scale has been added. New courses can use it now."))
            return redirect("network:scale", made.slug)
    context = {"form": form, "preset": BY_CODE.get(request.GET["start"])}
    return render(request, "network/scale_new.html", context, status=status_of(form))


def _presets() -> list[Preset]:
    """The scales to begin with: those of no country, then by the country's name in the reader's language."""
    return sorted(PRESETS, key=lambda each: folded(country_name(each.country)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, slug: str) -> HttpResponse:
    """Correct a scale, or replace one that is used by a new version."""
    found = public_scale(slug)
    _require_keeping(request, found)
    form = scale_form(facts_of(found), request.POST or None)
    if form.is_valid():
        try:
            return _changed(request, found, form)
        except DomainError as error:
            add_refusal(form, error)
    context = {"scale": found, "form": form, "is_used": is_used(found)}
    return render(request, "network/scale_change.html", context, status=status_of(form))


def _changed(request: SignedInRequest, found: GradingScale, form: ScaleForm) -> HttpResponse:
    made = change_scale(found, facts=form.facts(), by=request.user, at=clock.now())
    if made.pk == found.pk:
        messages.success(request, _("The change has been saved."))
    else:
        words = gettext("“{scale}” has a new version. What used the earlier version keeps it.")
        messages.success(request, words.format(scale=found))
    return redirect("network:scale", made.slug)


@login_required
@require_POST
def end(request: SignedInRequest, slug: str) -> HttpResponse:
    """Let no new course use the scale."""
    found = end_scale(public_scale(slug), by=request.user, at=clock.now())
    messages.success(request, gettext("New courses can no longer use “{scale}”.").format(scale=found))
    return redirect("network:scale", slug)


def _require_keeping(request: SignedInRequest, scale: GradingScale) -> None:
    require_right(request.user, action_on(scale.institution), scale.institution, on=clock.today())
