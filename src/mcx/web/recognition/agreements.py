"""What members agreed to recognise of each other."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.accounts.rules import Action, where
from mcx.catalogue.selectors import newest
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.core.text import Text
from mcx.network.models import Institution
from mcx.network.selectors import held_by, institutions_where, programmes, require, voting_members_on
from mcx.recognition import selectors, services
from mcx.recognition.models import Agreement
from mcx.recognition.rules import AgreementTerms
from mcx.web.forms.recognition import POLICY_NAMES, ROUTE_NAMES, AgreementForm
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.requests import SignedInRequest

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A home university and, for each host, the agreement in force."""

    home: Institution
    cells: tuple[Agreement | None, ...]


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Who recognises what of whom today, as a matrix, then every agreement."""
    today = clock.today()
    members = list(voting_members_on(today))
    in_force = {(one.home_id, one.host_id): one for one in selectors.agreements(on=today)}
    rows = [Row(home, tuple(in_force.get((home.pk, host.pk)) for host in members)) for home in members]
    held = held_by(request.user, on=today) if request.user.is_authenticated else ()
    context = {
        "members": members,
        "rows": rows,
        "page": Paginator(selectors.agreements(), PER_PAGE).get_page(request.GET.get("page")),
        "may_agree": bool(where(held, Action.AGREE)),
        "today": today,
    }
    return render(request, "recognition/agreements.html", context)


@require_safe
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    """One agreement: parties, conditions, clauses, signatures."""
    found = selectors.agreement_with(code)
    terms, today = AgreementTerms.from_json(found.terms), clock.today()
    held = held_by(request.user, on=today) if request.user.is_authenticated else ()
    mine = where(held, Action.AGREE) or frozenset()
    context = {
        "agreement": found,
        "terms": terms,
        "route": ROUTE_NAMES[terms.route],
        "policy": POLICY_NAMES[terms.conversion],
        "courses": _titles(terms),
        "programmes": programmes().filter(slug__in=terms.programmes),
        "today": today,
        "may_sign": _unsigned(found) & mine if found.status == Agreement.Status.DRAFT else False,
        "may_end": found.status != Agreement.Status.ENDED and bool({found.home_id, found.host_id} & mine),
    }
    return render(request, "recognition/agreement.html", context)


def _titles(terms: AgreementTerms) -> list[tuple[str, Text]]:
    """The micro-credentials that an agreement names, with their titles where the catalogue has them."""
    found = newest().filter(micro_credential__code__in=terms.micro_credentials)
    titles: dict[str, Text] = dict(found.values_list("micro_credential__code", "title"))
    return [(code, titles.get(code, {})) for code in terms.micro_credentials]


def _unsigned(found: Agreement) -> set[int]:
    sides = {found.home_id: found.home_signed_by_id, found.host_id: found.host_signed_by_id}
    return {institution for institution, signed_by in sides.items() if signed_by is None}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: SignedInRequest) -> HttpResponse:
    """Draft an agreement for one's own university."""
    today = clock.today()
    require(request.user, Action.AGREE, None, on=today)
    homes = institutions_where(request.user, Action.AGREE, on=today)
    form = AgreementForm(request.POST or None, homes=homes, hosts=voting_members_on(today))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        names = data["home"], data["host"], data["code"], {"en": data["title"]}
        period = data["valid_from"], data["valid_until"]
        try:
            made = services.draft_agreement(*names, form.terms(), period, by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            return redirect("recognition:agreement", made.code)
    return render(request, "recognition/agreement_new.html", {"form": form}, status=status_of(form))


@login_required
@require_POST
def sign(request: SignedInRequest, code: str) -> HttpResponse:
    """Sign for one's own university."""
    services.sign_agreement(selectors.agreement_with(code), by=request.user, at=clock.now())
    messages.success(request, gettext("You have signed for your university."))
    return redirect("recognition:agreement", code)


@login_required
@require_POST
def end(request: SignedInRequest, code: str) -> HttpResponse:
    """End an agreement; what was recognised under it stays recognised."""
    services.end_agreement(selectors.agreement_with(code), by=request.user, at=clock.now())
    messages.success(request, gettext("The agreement has ended."))
    return redirect("recognition:agreement", code)
