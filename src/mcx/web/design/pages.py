"""Pages of the design domain: drafts as a whole, then the studio, one step at a time beside its report.

Every button of the studio is an ordinary submit button, so all of it works without scripts.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.accounts.rules import Action
from mcx.catalogue.selectors import editions as catalogue
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.design import selectors, services
from mcx.design.models import Project
from mcx.design.rules.draft import ROWS, Draft, SkillRef
from mcx.design.rules.matrix import matrix_of
from mcx.design.rules.proposal import proposal_of
from mcx.design.rules.rows import with_row, with_skill, without_row, without_skill
from mcx.network.rules.course_fields import Section
from mcx.network.selectors.rights import institutions_where, require
from mcx.quality import services as quality
from mcx.quality.rules import differences
from mcx.skills import selectors as skills
from mcx.web.design.forms import SectionForm, StartForm
from mcx.web.design.words import live, offered
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.forms.skills import matches_of
from mcx.web.paging import list_page
from mcx.web.requests import SignedInRequest

PER_PAGE = 20
ORDER = list(Section)


@login_required
@require_safe
def projects(request: SignedInRequest) -> HttpResponse:
    """The drafts of the person's universities, and the published ones that could have a new edition."""
    require(request.user, Action.DESIGN, None, on=clock.today())
    found = selectors.projects_of(request.user, on=clock.today())
    context = {
        "page": list_page(request, found, PER_PAGE),
        "editions": list_page(
            request, selectors.editions_to_renew(request.user, on=clock.today()), PER_PAGE, name="published"
        ),
    }
    return render(request, "design/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Begin a micro-credential with its title."""
    require(request.user, Action.DESIGN, None, on=clock.today())
    institutions = institutions_where(request.user, Action.DESIGN, on=clock.today())
    form = StartForm(institutions, request.POST if request.method == "POST" else None)
    if form.is_valid():
        institution = form.institutions[form.cleaned_data["institution"]]
        try:
            project = services.start(
                institution, title=form.cleaned_data["title"], by=request.user, at=clock.now()
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Your draft is started. Everything you save here is kept."))
            return redirect("design:edit", project.pk)
    return render(request, "design/new.html", {"form": form}, status=status_of(form))


@login_required
@require_POST
def new_edition(request: SignedInRequest, code: str) -> HttpResponse:
    """Begin a new edition from the newest published one, or go on with the one that is being designed."""
    edition = catalogue.public_edition(code)
    project = services.start_edition(edition, by=request.user, at=clock.now())
    messages.success(request, _("This is the draft of the next edition. The published one stays as it is."))
    return redirect("design:edit", project.pk)


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
        draft = _pressed(form.applied(), section, request.POST.dict())
        try:
            _save(request, project, draft)
        except services.StaleDraft as stale:
            context = {"revision": stale.revision, "theirs": _compared(stale)}
        except DomainError as error:
            add_refusal(form, error)
        else:
            return redirect(_address_after(project, draft, section, request.POST.dict()))
    return _page(request, project, section, form, context)


@login_required
@require_POST
def report(request: SignedInRequest, project_id: int, section: Section) -> HttpResponse:
    """The report on the draft as it is being typed; nothing is saved."""
    project = selectors.project_for(request.user, project_id, on=clock.today())
    form = _form(project, section, request.POST)
    draft = form.applied() if form.is_valid() else Draft.from_json(project.draft)
    return render(request, "design/parts/live.html", live(project, section, draft))


@login_required
@require_POST
def submit(request: SignedInRequest, project_id: int) -> HttpResponse:
    """Hand the draft in for review; what fails a check is shown instead."""
    project = selectors.project_for(request.user, project_id, on=clock.today())
    try:
        services.submit(project, by=request.user, at=clock.now())
    except quality.NotReady:
        messages.error(request, _("Not submitted. Fix the points in the report first."))
        return redirect("design:section", project_id, Section.CHECK)
    messages.success(
        request, _("Submitted. A quality assurance officer will review it before it is published.")
    )
    return redirect("design:edit", project_id)


@login_required
@require_safe
def matches(request: SignedInRequest, project_id: int) -> HttpResponse:
    """The skills that the typed text may mean, as buttons of the outcome's row."""
    selectors.project_for(request.user, project_id, on=clock.today())
    outcome = request.GET.get("outcome", "")
    typed = request.GET.get(f"{outcome}-find", "")
    context = {"button": "skill", "prefix": f"{outcome} ", "typed": typed, "matches": matches_of(typed)}
    return render(request, "parts/skill_matches.html", context)


def _form(project: Project, section: Section, data: Any) -> SectionForm:
    draft = Draft.from_json(project.draft)
    return SectionForm(section, draft, offered(project), data)


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
        **live(project, section, draft),
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


def _pressed(draft: Draft, section: Section, sent: Mapping[str, str]) -> Draft:
    """The draft after the button: `add`, `remove` a row, `skill` and `unskill` (outcome id and URI)."""
    if section in ROWS and "add" in sent:
        return with_row(draft, section)
    if section in ROWS and "remove" in sent:
        return without_row(draft, section, sent["remove"])
    if "skill" in sent:
        outcome, _blank, uri = sent["skill"].partition(" ")
        skill = skills.public_skill(uri)
        return with_skill(draft, outcome, SkillRef(skill.uri, skill.labels))
    if "unskill" in sent:
        outcome, _blank, uri = sent["unskill"].partition(" ")
        return without_skill(draft, outcome, uri)
    return draft


def _address_after(project: Project, draft: Draft, section: Section, sent: Mapping[str, str]) -> str:
    """Where somebody goes after the button: on to another step, to the row it concerns, or to the top."""
    if "go" in sent and sent["go"] in ORDER:
        return reverse("design:section", args=[project.pk, Section(sent["go"])])
    here = reverse("design:section", args=[project.pk, section])
    if "add" in sent and section in ROWS:
        return f"{here}#{getattr(draft, section)[-1].id}"
    if outcome := sent.get("find"):
        query = urlencode({"find": outcome, f"{outcome}-find": sent.get(f"{outcome}-find", "")[:200]})
        return f"{here}?{query}#{outcome}"
    outcome = (sent.get("skill") or sent.get("unskill") or "").partition(" ")[0]
    return f"{here}#{outcome}" if outcome else here
