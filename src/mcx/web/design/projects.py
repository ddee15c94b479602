"""Pages about drafts as a whole: the list, beginning one, beginning a new edition."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.accounts.rules import Action
from mcx.catalogue import selectors as catalogue
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.design import selectors, services
from mcx.network.selectors.rights import institutions_where, require
from mcx.web.forms.design.start import StartForm
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.requests import SignedInRequest

PER_PAGE = 20


@login_required
@require_safe
def projects(request: SignedInRequest) -> HttpResponse:
    """The drafts of the person's universities, and the published ones that could have a new edition."""
    require(request.user, Action.DESIGN, None, on=clock.today())
    found = selectors.projects_of(request.user, on=clock.today())
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "editions": selectors.editions_to_renew(request.user, on=clock.today()),
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
            return redirect("design:edit", project.pk)
    return render(request, "design/new.html", {"form": form}, status=status_of(form))


@login_required
@require_POST
def new_edition(request: SignedInRequest, code: str) -> HttpResponse:
    """Begin a new edition from the newest published one, or go on with the one that is being designed."""
    edition = catalogue.public_edition(code)
    project = services.start_edition(edition, by=request.user, at=clock.now())
    return redirect("design:edit", project.pk)
