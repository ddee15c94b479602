"""Pages of recognition: a learner's requests and appeals, the desk that decides, and agreements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.accounts.rules import Action, Held, where
from mcx.catalogue.selectors.editions import public_newest
from mcx.core import clock
from mcx.core.downloads import handed_out
from mcx.core.errors import DomainError, NotAllowed, NotFound
from mcx.core.text import Text, as_kept
from mcx.network.models import Institution
from mcx.network.rules.terms import Policy
from mcx.network.selectors.affiliations import programmes_of, stated_by
from mcx.network.selectors.institutions import public_voting_members_on
from mcx.network.selectors.programmes import public_programmes
from mcx.network.selectors.rights import held_by, institutions_where, require
from mcx.recognition import selectors
from mcx.recognition.checks import ects_of, record_of
from mcx.recognition.documents import transcript_of
from mcx.recognition.models import Agreement, Case
from mcx.recognition.rules.decisions import is_in_time
from mcx.recognition.rules.terms import AgreementTerms, takes_notice
from mcx.recognition.services import appeals
from mcx.recognition.services import cases as recognition_cases
from mcx.recognition.services.agreements import (
    draft_agreement,
    give_notice,
    sign_agreement,
    withdraw_agreement,
)
from mcx.wallet.selectors import item_for
from mcx.web.charts import percent
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.paging import list_page
from mcx.web.recognition.forms import (
    POLICY_NAMES,
    ROUTE_NAMES,
    AgreementForm,
    AppealDecisionForm,
    AppealForm,
    AskForm,
    DecisionForm,
    NoticeForm,
)
from mcx.web.requests import SignedInRequest
from microcred.report import Report


@dataclass(frozen=True, slots=True)
class Band:
    """A grade's share of a reference group: where it begins and how wide it is, in percent as texts."""

    grade: str
    start: str
    width: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Both scales as rows of bands, best grade first; by which policy the home grade was taken, and who
    agreed it.
    """

    host: tuple[Band, ...]
    home: tuple[Band, ...]
    policy: str | Promise
    source: str


def picture(conversion: Mapping[str, Any]) -> Picture | None:
    """The bands of a stored conversion; None where a decision has none."""
    tables = conversion.get("tables", {})
    if {"host", "home"} - set(tables):
        return None
    return Picture(
        _bands(tables["host"]["counts"], conversion["from"]),
        _bands(tables["home"]["counts"], conversion["to"]),
        POLICY_NAMES[Policy(conversion["policy"])],
        conversion["source"],
    )


def _bands(counts: Mapping[str, int], chosen: str) -> tuple[Band, ...]:
    total, before, found = sum(counts.values()), 0, []
    for grade, count in counts.items():
        found.append(Band(grade, percent(before, total), percent(count, total), count, grade == chosen))
        before += count
    return tuple(found)


OWN_PER_PAGE = 20


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What the learner asked for and what was decided."""
    context = {
        "page": list_page(request, selectors.cases_of(request.user), OWN_PER_PAGE),
        "stated": stated_by(request.user, on=clock.today()),
        "today": clock.today(),
    }
    return render(request, "recognition/mine.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Ask that a credential counts; an agreement may decide at once."""
    item = item_for(request.user, item_id)
    programmes = programmes_of(request.user, on=clock.today())
    form = AskForm(request.POST or None, programmes=programmes, initial={"programme": programmes.first()})
    if request.method == "POST" and form.is_valid():
        data, at = form.cleaned_data, clock.now()
        try:
            made = recognition_cases.ask(
                item, programme=data["programme"], statement=data["statement"], by=request.user, at=at
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _asked(made, at))
            return redirect("recognition:case", made.pk)
    context = {"form": form, "item": item, "has_programme": programmes.exists()}
    return render(request, "recognition/ask.html", context, status=status_of(form))


def _asked(made: Case, at: datetime) -> str:
    """What came of asking: whoever asks again gets the first request, as it is by now."""
    decision = selectors.standing_decision(made)
    if decision is None:
        words = gettext("Your request was sent. The answer is due by {day}.")
        if made.submitted_at < at:
            words = gettext("You have already asked. The answer is due by {day}.")
        return words.format(day=date_format(made.due_on, "DATE_FORMAT"))
    if decision.decided_at == at:
        return gettext("Your request was decided immediately. This is the decision.")
    words = gettext("You have already asked. This is the decision of {day}.")
    return words.format(day=date_format(decision.decided_at, "DATE_FORMAT"))


@login_required
@require_safe
def case(request: SignedInRequest, case_id: int) -> HttpResponse:
    """One case: to its learner the letter, to those who decide the desk."""
    found = selectors.case_for(request.user, case_id, on=clock.today())
    return show_case(request, found)


@login_required
@require_safe
def transcript(request: SignedInRequest, case_id: int) -> HttpResponse:
    """The decision as the file that student record systems read."""
    found = selectors.case_to_export(request.user, case_id, on=clock.today())
    data = transcript_of(found, at=clock.now())
    return handed_out(data, "application/xml", f"recognition-{found.pk}.elmo.xml")


def show_case(request: SignedInRequest, found: Case, *sent: BaseForm) -> HttpResponse:
    """The page of a case, with whichever form came back."""
    today, held = clock.today(), held_by(request.user, on=clock.today())
    decision = selectors.standing_decision(found)
    home = found.programme.institution_id
    context: dict[str, object] = {
        "case": found,
        "decision": decision,
        "report": Report.from_json(decision.report if decision else found.report),
        "picture": picture(decision.conversion) if decision else None,
        "may_appeal": _may_appeal(request, found),
        "may_decide": _holds(held, Action.DECIDE_RECOGNITION, home) and found.status == Case.Status.OPEN,
        "may_decide_appeal": _holds(held, Action.DECIDE_APPEAL, home)
        and found.status == Case.Status.APPEALED,
        "may_export": _may_export(request, held, found),
        "record": record_of(found.item),
        "today": today,
    }
    context |= _forms(found, sent)
    return render(request, "recognition/case.html", context, status=status_of(*sent))


def _holds(held: tuple[Held, ...], action: Action, institution_id: int) -> bool:
    at = where(held, action)
    return at is None or institution_id in at


def _may_appeal(request: SignedInRequest, found: Case) -> bool:
    decision = selectors.standing_decision(found)
    is_open = decision is not None and is_in_time(clock.today(), decision.appeal_until)
    return is_open and found.learner_id == request.user.pk and found.status == Case.Status.DECIDED


def _may_export(request: SignedInRequest, held: tuple[Held, ...], found: Case) -> bool:
    is_own = found.learner_id == request.user.pk
    is_final = found.status in {Case.Status.DECIDED, Case.Status.CLOSED}
    return is_final and (is_own or _holds(held, Action.EXPORT_DECISION, found.programme.institution_id))


def _forms(found: Case, given: tuple[BaseForm, ...]) -> dict[str, object]:
    ects = ects_of(found.item) or None
    kinds = {
        "appeal_form": (AppealForm, {}),
        "form": (DecisionForm, {"ects": ects}),
        "appeal_decision_form": (AppealDecisionForm, {"ects": ects}),
    }
    made = {name: kind(initial=initial) for name, (kind, initial) in kinds.items()}
    for form in given:
        made |= {name: form for name, (kind, _initial) in kinds.items() if isinstance(form, kind)}
    return dict(made)


@login_required
@require_POST
def appeal(request: SignedInRequest, case_id: int) -> HttpResponse:
    """Object to the decision on one's own case."""
    found = selectors.case_for(request.user, case_id, on=clock.today())
    if found.learner_id != request.user.pk:
        raise NotFound
    form, decision = AppealForm(request.POST), selectors.standing_decision(found)
    if form.is_valid() and decision:
        try:
            appeals.appeal(decision, grounds=form.cleaned_data["grounds"], by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("Your appeal has been sent."))
            return redirect("recognition:case", case_id)
    return show_case(request, found, form)


CASES_PER_PAGE = 25


@login_required
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """What waits for a decision, the most urgent first, then what was decided."""
    today, held = clock.today(), held_by(request.user, on=clock.today())
    desks = (Action.DECIDE_RECOGNITION, Action.DECIDE_APPEAL)
    if not any(where(held, action) for action in desks):
        raise NotAllowed
    cases = selectors.cases_for_staff(request.user, on=today)
    appeals = selectors.appeals_for(request.user, on=today)
    others = cases.filter(status=Case.Status.APPEALED).exclude(pk__in=appeals.order_by().values("pk"))
    decided = cases.exclude(status__in=(Case.Status.OPEN, Case.Status.APPEALED))
    context = {
        "open": list_page(request, cases.filter(status=Case.Status.OPEN), CASES_PER_PAGE, name="open"),
        "appeals": list_page(request, appeals, CASES_PER_PAGE, name="appeals"),
        "appeals_of_others": list_page(request, others, CASES_PER_PAGE, name="others"),
        "page": list_page(request, decided.order_by("-submitted_at", "-pk"), CASES_PER_PAGE),
        "today": today,
    }
    return render(request, "recognition/desk.html", context)


@login_required
@require_POST
def decide(request: SignedInRequest, case_id: int) -> HttpResponse:
    """Take the officer's decision."""
    found, form = selectors.case_for(request.user, case_id, on=clock.today()), DecisionForm(request.POST)
    require(request.user, Action.DECIDE_RECOGNITION, found.programme.institution, on=clock.today())
    if form.is_valid():
        data = form.cleaned_data
        try:
            recognition_cases.decide(
                found,
                outcome=data["outcome"],
                ects=data["ects"],
                reasons=data["reasons"],
                differences=data["differences"],
                by=request.user,
                at=clock.now(),
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("Decision saved. The learner can now read it."))
            return redirect("recognition:case", case_id)
    return show_case(request, found, form)


@login_required
@require_POST
def decide_appeal(request: SignedInRequest, case_id: int) -> HttpResponse:
    """Uphold or dismiss an appeal."""
    found = selectors.case_for(request.user, case_id, on=clock.today())
    require(request.user, Action.DECIDE_APPEAL, found.programme.institution, on=clock.today())
    form, appeal = AppealDecisionForm(request.POST), selectors.open_appeal(found)
    if form.is_valid():
        data = form.cleaned_data
        try:
            appeals.decide_appeal(
                appeal,
                outcome=data["outcome"],
                reasons=data["reasons"],
                ects=data["ects"] or Decimal(0),
                by=request.user,
                at=clock.now(),
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("Appeal decision saved. The learner can now read it."))
            return redirect("recognition:case", case_id)
    return show_case(request, found, form)


AGREEMENTS_PER_PAGE = 30


MOST_IN_MATRIX = 12  # members; of more a table with a row and a column each cannot be read


@dataclass(frozen=True, slots=True)
class Row:
    """A home university and, for each host, the agreement in force."""

    home: Institution
    cells: tuple[Agreement | None, ...]


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Who recognises what of whom today, as a matrix where the members are few, then every agreement.

    Where they are many a university can be looked for by its name.
    """
    today = clock.today()
    members = list(public_voting_members_on(today)[: MOST_IN_MATRIX + 1])
    search = as_kept(request.GET.get("university", "")[:100])
    held = held_by(request.user, on=today) if request.user.is_authenticated else ()
    context = {
        "members": members,
        "rows": _matrix(members, today) if len(members) <= MOST_IN_MATRIX else (),
        "page": list_page(request, selectors.public_agreements(search=search), AGREEMENTS_PER_PAGE),
        "search": search,
        "may_agree": bool(where(held, Action.AGREE)),
        "today": today,
    }
    return render(request, "recognition/agreements.html", context)


def _matrix(members: list[Institution], today: date) -> list[Row]:
    in_force = {(one.home_id, one.host_id): one for one in selectors.public_agreements(on=today)}
    return [Row(home, tuple(in_force.get((home.pk, host.pk)) for host in members)) for home in members]


@require_safe
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    """One agreement: parties, conditions, clauses, signatures."""
    found = selectors.public_agreement(code)
    terms, today = AgreementTerms.from_json(found.terms), clock.today()
    earliest = terms.earliest_end(found.valid_from, on=today)
    held = held_by(request.user, on=today) if request.user.is_authenticated else ()
    mine = where(held, Action.AGREE) or frozenset()
    context = {
        "agreement": found,
        "terms": terms,
        "route": ROUTE_NAMES[terms.route],
        "policy": POLICY_NAMES[terms.conversion],
        "courses": _titles(terms),
        "programmes": public_programmes().filter(slug__in=terms.programmes),
        "today": today,
        "may_sign": _unsigned(found) & mine if found.status == Agreement.Status.DRAFT else False,
        "acts": bool({found.home_id, found.host_id} & mine),
        "takes_notice": not found.notice_at and takes_notice(found.status, earliest, found.valid_until),
    }
    return render(request, "recognition/agreement.html", context)


def _titles(terms: AgreementTerms) -> list[tuple[str, Text]]:
    """The micro-credentials that an agreement names, with their titles where the catalogue has them."""
    found = public_newest().filter(micro_credential__code__in=terms.micro_credentials)
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
    form = AgreementForm(request.POST or None, homes=homes, hosts=public_voting_members_on(today))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = draft_agreement(
                data["home"],
                host=data["host"],
                code=data["code"],
                title={"en": data["title"]},
                terms=form.terms(),
                valid_from=data["valid_from"],
                valid_until=data["valid_until"],
                by=request.user,
                at=clock.now(),
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, gettext("The agreement is ready. Both universities can sign it now."))
            return redirect("recognition:agreement", made.code)
    return render(request, "recognition/agreement_new.html", {"form": form}, status=status_of(form))


@login_required
@require_POST
def sign(request: SignedInRequest, code: str) -> HttpResponse:
    """Sign for one's own university."""
    sign_agreement(selectors.public_agreement(code), by=request.user, at=clock.now())
    messages.success(request, gettext("You have signed for your university."))
    return redirect("recognition:agreement", code)


@login_required
@require_POST
def withdraw(request: SignedInRequest, code: str) -> HttpResponse:
    """Withdraw a draft, so that nobody signs it."""
    withdraw_agreement(selectors.public_agreement(code), by=request.user, at=clock.now())
    messages.success(request, gettext("The draft is withdrawn. Nobody can sign it any more."))
    return redirect("recognition:agreement", code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: SignedInRequest, code: str) -> HttpResponse:
    """Show whom the end of an agreement concerns, and give notice for one's own university."""
    found, today = selectors.public_agreement(code), clock.today()
    touched = selectors.touched_by(found, person=request.user, on=today)
    terms = AgreementTerms.from_json(found.terms)
    earliest = terms.earliest_end(found.valid_from, on=today)
    if found.notice_at or not takes_notice(found.status, earliest, found.valid_until):
        return redirect("recognition:agreement", code)
    form = NoticeForm(request.POST or None, initial={"last_day": earliest})
    if request.method == "POST" and form.is_valid():
        try:
            ended = give_notice(found, **form.cleaned_data, by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            day = date_format(ended.valid_until, "DATE_FORMAT")
            messages.success(
                request, gettext("You have given notice. The last day is %(day)s.") % {"day": day}
            )
            return redirect("recognition:agreement", code)
    context = {"agreement": found, "terms": terms, "touched": touched, "earliest": earliest, "form": form}
    return render(request, "recognition/notice.html", context, status=status_of(form))
