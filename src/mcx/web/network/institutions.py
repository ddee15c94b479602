"""Pages about institutions: members, what is recorded of each, accreditations, offices, the audit log."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Role, Scope, may
from mcx.core import clock
from mcx.core.errors import DomainError
from mcx.governance.checks import leaving
from mcx.network.models import Accreditation, Institution
from mcx.network.rules.appointments import APPOINTABLE, may_appoint
from mcx.network.selectors.accreditations import (
    accreditation_for,
    accreditation_on,
    decisions_about,
    decisions_within,
)
from mcx.network.selectors.appointments import appointment_for, appointments_for, person_to_appoint
from mcx.network.selectors.charter import public_charter_on, public_terms_on
from mcx.network.selectors.institutions import (
    described,
    history_of,
    membership_of,
    public_institution,
    public_partners_on,
    public_voting_members_on,
)
from mcx.network.selectors.log import audit_entries
from mcx.network.selectors.rights import held_by, institutions_where, require, require_right
from mcx.network.services.accreditations import (
    add_accreditation,
    correct_accreditation,
    end_accreditation,
    overrule_accreditation,
)
from mcx.network.services.appointments import appoint, end_appointment
from mcx.network.services.members import add_identifier, admit_member, end_membership, rename
from mcx.web.access import ask_for_proof
from mcx.web.forms.fields import day_asked
from mcx.web.forms.refusals import add_refusal, status_of
from mcx.web.network.forms import (
    AccreditationForm,
    AppointForm,
    AuditForm,
    CorrectionForm,
    EndForm,
    IdentifierForm,
    MemberForm,
    MembershipEndForm,
    NameForm,
    OverruleForm,
)
from mcx.web.paging import list_page
from mcx.web.requests import SignedInRequest
from mcx.web.unchanged import by_register
from microcred.accreditation import Answer
from microcred.report import Check, Outcome, Report

Record = Callable[[Any, Institution, Person, datetime], object]
Deed = Callable[[Any, Accreditation, Person, datetime], object]

# What the rules say of any day, and how it is said of today.
TODAY = {
    "{name} was accredited on {day}: {decisions}.": gettext_noop(
        "{name} is accredited today, {day}: {decisions}."
    ),
    "{name} was accredited on {day} with conditions: {decisions}.": gettext_noop(
        "{name} is accredited today, {day}, with conditions: {decisions}."
    ),
    "{name} was accredited on {day} only with conditions, which do not count here: "
    "“{title}”, {agency} ({conditions}).": gettext_noop(
        "{name} is accredited today, {day}, only with conditions, which do not count here: "
        "“{title}”, {agency} ({conditions})."
    ),
    "{name} was not accredited on {day}: “{title}” of {agency} was ended from {ended}.": gettext_noop(
        "{name} is not accredited today, {day}: “{title}” of {agency} was ended from {ended}."
    ),
    "{name} was not accredited on {day}: “{title}” of {agency} was overruled from {ended} "
    "by “{later}”.": gettext_noop(
        "{name} is not accredited today, {day}: “{title}” of {agency} was overruled from {ended} "
        "by “{later}”."
    ),
    "{name} was not accredited on {day}: “{title}” of {agency} is valid only from {since}.": gettext_noop(
        "{name} is not accredited today, {day}: “{title}” of {agency} is valid only from {since}."
    ),
    "{name} was not accredited on {day}: {agency} decided negatively, “{title}”, from {since}.": gettext_noop(
        "{name} is not accredited today, {day}: {agency} decided negatively, “{title}”, from {since}."
    ),
    "{name} was not accredited on {day}: “{title}” of {agency} was valid until {until}.": gettext_noop(
        "{name} is not accredited today, {day}: “{title}” of {agency} was valid until {until}."
    ),
}
HEADLINES = {
    Outcome.PASSED: _("Accredited today"),
    Outcome.WARNING: _("Accredited with conditions"),
    Outcome.FAILED: _("Not accredited today"),
    Outcome.UNKNOWN: _("No accreditation is recorded yet"),
}


@dataclass(frozen=True, slots=True)
class Today:
    """The answer for today: its headline, and the report below it."""

    headline: Promise
    report: Report


def said_today(answer: Answer) -> Today:
    """The answer as the institution's page shows it; whom to ask is said there of a credential alone."""
    said = Report.of([_today(answer.check), *(replace(each, fix="") for each in answer.remarks)])
    return Today(HEADLINES[answer.check.outcome], said)


def _today(check: Check) -> Check:
    return replace(check, text=TODAY.get(check.text, check.text), fix="")


MEMBERS_PER_PAGE = 24


@require_safe
@by_register
def overview(request: HttpRequest) -> HttpResponse:
    """The members as they are on a day, and the Charter in force; for everybody."""
    form, day = day_asked(request.GET, clock.today())
    held = held_by(request.user, on=clock.today())
    universities = list_page(request, public_voting_members_on(day), MEMBERS_PER_PAGE)
    partners = list_page(request, public_partners_on(day), MEMBERS_PER_PAGE, name="partners")
    members = described([*universities, *partners], on=day)
    context = {
        "form": form,
        "day": day,
        "universities": members[: len(universities)],
        "universities_page": universities,
        "partners": members[len(universities) :],
        "partners_page": partners,
        "charter": public_charter_on(day),
        "terms": public_terms_on(day),
        "can_manage": may(held, Action.MANAGE_NETWORK, None),
        "can_see_steps": may(held, Action.SEE_STEPS, None),
    }
    return render(request, "network/overview.html", context)


@require_safe
def institution(request: HttpRequest, slug: str) -> HttpResponse:
    """What the network knows of an institution, with the days on which it was true; for everybody."""
    found = public_institution(slug)
    held = held_by(request.user, on=clock.today())
    context = {
        "institution": found,
        "history": history_of(found, on=clock.today()),
        "decisions": decisions_about(found, on=clock.today()),
        "answer": _accredited(found),
        "can_change": may(held, Action.MANAGE_INSTITUTION, found.pk),
        "can_end": may(held, Action.END_MEMBERSHIP, None) and membership_of(found, on=clock.today()),
    }
    return render(request, "network/institution.html", context)


def _accredited(institution: Institution) -> Today | None:
    """What the decisions amount to today; asked of universities, which award something."""
    if institution.kind != Institution.Kind.UNIVERSITY:
        return None
    return said_today(accreditation_on(institution, clock.today()))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def admit(request: SignedInRequest) -> HttpResponse:
    """Take an institution into the network."""
    require(request.user, Action.MANAGE_NETWORK, None, on=clock.today())
    form = MemberForm(request.POST or None, initial={"valid_from": clock.today()})
    if form.is_valid():
        try:
            found = admit_member(
                form.profile(), valid_from=form.cleaned_data["valid_from"], by=request.user, at=clock.now()
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("%(name)s is now a member of the network.") % {"name": found})
            return redirect("network:institution", found.slug)
    return render(request, "network/member_new.html", {"form": form}, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask for a member's last day, show what stays and what to settle, and end it once that was read."""
    found = public_institution(slug)
    require_right(request.user, Action.END_MEMBERSHIP, None, on=clock.today())
    ask_for_proof(request, Scope.APPOINT)
    form = MembershipEndForm(request.POST if request.method == "POST" else None)
    context = {"institution": found, "form": form, "membership": membership_of(found, on=clock.today())}
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        try:
            if not form.cleaned_data["confirmed"]:
                context["report"] = leaving(found, last_day=last_day, on=clock.today())
                return render(request, "network/membership_confirm.html", context)
            end_membership(found, last_day=last_day, by=request.user, at=clock.now())
        except DomainError as error:
            add_refusal(form, error)
        else:
            said = {"name": found, "day": date_format(last_day, "DATE_FORMAT")}
            messages.success(request, _("The last day of %(name)s as a member is %(day)s.") % said)
            return redirect("network:institution", slug)
    return render(request, "network/membership_end.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: SignedInRequest, slug: str) -> HttpResponse:
    """Record a new name, identifier or accreditation of an institution; each is a form of its own."""
    found = public_institution(slug)
    require(request.user, Action.MANAGE_INSTITUTION, found, on=clock.today())
    sections = _fact_sections(request)
    sent = sections.get(request.POST.get("section", ""))
    if sent and sent.is_valid():
        try:
            RECORD[request.POST["section"]](sent, found, request.user, clock.now())
        except DomainError as error:
            add_refusal(sent, error)
        else:
            messages.success(request, _("The change has been saved."))
            return redirect("network:institution", slug)
    context = {"institution": found, "sections": sections}
    return render(request, "network/facts.html", context, status=422 if sent else 200)


def _fact_sections(request: HttpRequest) -> dict[str, forms.Form]:
    """The three forms; the one that was sent holds what was typed."""
    kinds = {"name": NameForm, "identifier": IdentifierForm, "accreditation": AccreditationForm}
    sent, initial = request.POST.get("section"), {"valid_from": clock.today()}
    return {
        name: kind(request.POST if name == sent else None, prefix=name, initial=initial)
        for name, kind in kinds.items()
    }


def _rename(form: NameForm, institution: Institution, by: Person, at: datetime) -> None:
    data = form.cleaned_data
    rename(institution, name=data["name"], valid_from=data["valid_from"], by=by, at=at)


def _identify(form: IdentifierForm, institution: Institution, by: Person, at: datetime) -> None:
    data = form.cleaned_data
    add_identifier(
        institution, scheme=data["scheme"], value=data["value"], valid_from=data["valid_from"], by=by, at=at
    )


def _accredit(form: AccreditationForm, institution: Institution, by: Person, at: datetime) -> None:
    add_accreditation(institution, decision=form.accreditation(), by=by, at=at)


RECORD: dict[str, Record] = {"name": _rename, "identifier": _identify, "accreditation": _accredit}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accreditation(request: SignedInRequest, slug: str, key: int) -> HttpResponse:
    """End a decision, say what overruled it, or correct its entry; each is a form of its own."""
    institution = public_institution(slug)
    require(request.user, Action.MANAGE_INSTITUTION, institution, on=clock.today())
    row = accreditation_for(institution, key)
    sections = _sections(request, row)
    sent = sections.get(request.POST.get("section", ""))
    if sent and sent.is_valid():
        try:
            DEEDS[request.POST["section"]](sent, row, request.user, clock.now())
        except DomainError as error:
            add_refusal(sent, error)
        else:
            messages.success(
                request, _("The change has been saved. You can still read what was true before.")
            )
            return redirect("network:institution", slug)
    found = [each for each in decisions_about(institution, on=clock.today()) if each.row.pk == key]
    context = {"institution": institution, "found": found, "row": row, "sections": sections}
    return render(request, "network/accreditation.html", context, status=422 if sent else 200)


def _sections(request: HttpRequest, row: Accreditation) -> dict[str, forms.Form]:
    """The forms that this entry still allows; the one that was sent holds what was typed."""
    sent = request.POST.get("section")
    data = {name: request.POST if name == sent else None for name in DEEDS}
    if row.corrected_at is not None:
        return {}
    found: dict[str, forms.Form] = {"correct": CorrectionForm(row, data["correct"], prefix="correct")}
    if row.ended_from is None and row.overruled_by_id is None:
        found["end"] = EndForm(data["end"], prefix="end")
        if others := decisions_within(row):
            found["overrule"] = OverruleForm(others, data["overrule"], prefix="overrule")
    return found


def _end(form: EndForm, row: Accreditation, by: Person, at: datetime) -> None:
    data = form.cleaned_data
    end_accreditation(row, ended_from=data["ended_from"], reason=data["reason"], by=by, at=at)


def _overrule(form: OverruleForm, row: Accreditation, by: Person, at: datetime) -> None:
    overrule_accreditation(row, later=form.others[form.cleaned_data["later"]], by=by, at=at)


def _correct(form: CorrectionForm, row: Accreditation, by: Person, at: datetime) -> None:
    data = form.cleaned_data
    keeps_end = data.get("keeps_end", True)
    correct_accreditation(row, right=form.right(), reason=data["reason"], keeps_end=keeps_end, by=by, at=at)


DEEDS: dict[str, Deed] = {"end": _end, "overrule": _overrule, "correct": _correct}


OFFICES_PER_PAGE = 25


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appointments(request: SignedInRequest) -> HttpResponse:
    """The offices at the institutions where the person appoints, and a form to give one."""
    require_right(request.user, Action.APPOINT, None, on=clock.today())
    form = _form(request)
    if form.is_valid():
        try:
            _appoint(form, request)
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The role has been given."))
            return redirect("network:appointments")
    offices = appointments_for(request.user, on=clock.today())
    context = {"page": list_page(request, offices, OFFICES_PER_PAGE), "form": form}
    return render(request, "network/appointments.html", context, status=status_of(form))


@login_required
@require_POST
def end(request: SignedInRequest, appointment_id: int) -> HttpResponse:
    """Take an office away at once."""
    appointment = appointment_for(request.user, appointment_id, on=clock.today())
    end_appointment(appointment, by=request.user, at=clock.now())
    messages.success(request, _("%(name)s no longer has this role.") % {"name": appointment.person})
    return redirect("network:appointments")


def _form(request: SignedInRequest) -> AppointForm:
    held = held_by(request.user, on=clock.today())
    institutions = institutions_where(request.user, Action.APPOINT, on=clock.today())
    one = institutions.first()  # what may be given is the same wherever the person gives roles
    roles = [role for role in APPOINTABLE if one and may_appoint(held, role, one.pk)]
    initial = {"valid_from": clock.today()}
    return AppointForm(institutions, roles, request.POST or None, initial=initial)


def _appoint(form: AppointForm, request: SignedInRequest) -> None:
    data = form.cleaned_data
    appoint(
        person_to_appoint(request.user, data["email"], on=clock.today()),
        role=Role(data["role"]),
        institution=data["institution"],
        valid_from=data["valid_from"],
        by=request.user,
        at=clock.now(),
    )


ENTRIES_PER_PAGE = 50


@login_required
@require_safe
def audit(request: SignedInRequest) -> HttpResponse:
    """Who did what when: the whole network's log for coordinators, their institutions' for others."""
    institutions = institutions_where(request.user, Action.READ_AUDIT, on=clock.today())
    form = AuditForm(institutions, request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    entries = audit_entries(request.user, on=clock.today(), **wanted)
    page = list_page(request, entries, ENTRIES_PER_PAGE)
    return render(request, "network/audit.html", {"form": form, "page": page})
