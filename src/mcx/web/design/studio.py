"""The studio's pages: one step at a time, the report beside it, and handing in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.design import selectors, services
from mcx.design.models import Project
from mcx.design.rules.draft import Draft
from mcx.design.rules.matrix import matrix_of
from mcx.design.rules.proposal import proposal_of
from mcx.design.rules.sections import Section
from mcx.quality import services as quality
from mcx.quality.rules import differences
from mcx.web.design import buttons, steps
from mcx.web.forms.design import FORMS
from mcx.web.forms.design.section import SectionForm
from mcx.web.forms.refusals import add_refusal
from mcx.web.forms.skills import matches_of
from mcx.web.requests import SignedInRequest


@login_required
@require_safe
def edit(request: SignedInRequest, project_id: int) -> HttpResponse:
    """The draft's first step, or what became of a draft that cannot be changed."""
    project = selectors.project_for(request.user, project_id, on=clock.today())
    if not selectors.is_open(project):
        return render(request, "design/closed.html", {"project": project})
    return redirect("design:section", project_id, Section.ABOUT)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: SignedInRequest, project_id: int, section: Section) -> HttpResponse:
    """One step: shown, saved however half it is, and moved on from."""
    project = selectors.project_for(request.user, project_id, on=clock.today())
    if not selectors.is_open(project):
        return redirect("design:edit", project_id)
    form = _form(project, section, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"revision": project.revision}
    if form.is_valid():
        draft = buttons.pressed(form.applied(), section, request.POST.dict())
        try:
            _save(request, project, draft)
        except services.StaleDraft as stale:
            context = {"revision": stale.revision, "theirs": _compared(stale)}
        except DomainError as error:
            add_refusal(form, error)
        else:
            return redirect(buttons.address_after(project, draft, section, request.POST.dict()))
    return _page(request, project, section, form, context)


@login_required
@require_POST
def report(request: SignedInRequest, project_id: int, section: Section) -> HttpResponse:
    """The report on the draft as it is being typed; nothing is saved."""
    project = selectors.project_for(request.user, project_id, on=clock.today())
    form = _form(project, section, request.POST)
    draft = form.applied() if form.is_valid() else Draft.from_json(project.draft)
    return render(request, "design/parts/live.html", steps.live(project, section, draft))


@login_required
@require_POST
def submit(request: SignedInRequest, project_id: int) -> HttpResponse:
    """Hand the draft in for review; what fails a check is shown instead."""
    project = selectors.project_for(request.user, project_id, on=clock.today())
    try:
        services.submit(project, by=request.user, at=clock.now())
    except quality.NotReady:
        messages.error(request, _("Not handed in yet: the report names what has to be mended first."))
        return redirect("design:section", project_id, Section.CHECK)
    messages.success(request, _("Handed in. A quality assurance officer reviews it before it is published."))
    return redirect("design:edit", project_id)


def _form(project: Project, section: Section, data: Any) -> SectionForm:
    draft = Draft.from_json(project.draft)
    return FORMS[section](draft, steps.offered(project), data)


def _save(request: SignedInRequest, project: Project, draft: Draft) -> None:
    sent = request.POST.get("revision", "")
    revision = int(sent) if sent.isdecimal() and len(sent) < 10 else -1
    services.save(project, draft=draft, revision=revision, by=request.user, at=clock.now())


def _compared(stale: services.StaleDraft) -> Any:
    """What stands there and what was typed, part by part."""
    return differences(proposal_of(stale.theirs), proposal_of(stale.mine))


def _page(
    request: SignedInRequest, project: Project, section: Section, form: SectionForm, more: dict[str, Any]
) -> HttpResponse:
    draft = form.applied() if form.is_bound and form.is_valid() else form.draft
    context = {
        "project": project,
        "form": form,
        "draft": draft,
        **steps.live(project, section, draft),
        **more,
    }
    outcome = request.GET.get("find", "")
    if outcome:
        typed = request.GET.get(f"{outcome}-find", "")
        context |= {"found_for": outcome, "typed": typed, "matches": matches_of(typed)}
    if section is Section.CHECK:
        context["matrix"] = matrix_of(proposal_of(draft).specification)
    is_refused = form.is_bound and (form.errors or "theirs" in more)
    status = (409 if "theirs" in more else 422) if is_refused else 200
    return render(request, f"design/{section}.html", context, status=status)
