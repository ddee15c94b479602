"""The audit log, for those entitled to read it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mcx.accounts.rules import Action
from mcx.core import clock
from mcx.network import selectors
from mcx.web.forms.network import AuditForm
from mcx.web.requests import SignedInRequest

PER_PAGE = 50


@login_required
@require_safe
def audit(request: SignedInRequest) -> HttpResponse:
    """Who did what when: the whole network's log for coordinators, their institutions' for others."""
    institutions = selectors.institutions_where(request.user, Action.READ_AUDIT, on=clock.today())
    form = AuditForm(institutions, request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    entries = selectors.audit_entries(request.user, on=clock.today(), **wanted)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "network/audit.html", {"form": form, "page": page})
