"""Agreements between two members: drafted by one, signed by both, ended by notice of either."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Unpack

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, may
from mcx.accounts.selectors import require_access
from mcx.catalogue.models import MicroCredential
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid, NotAllowed
from mcx.core.reports import translated
from mcx.core.text import as_kept, cleaned
from mcx.network.models import Institution, Programme
from mcx.network.selectors.institutions import public_voting_members_on
from mcx.network.selectors.rights import held_by, require
from mcx.recognition.models import Agreement
from mcx.recognition.rules.terms import AgreementTerms, Drafted, takes_notice

_NOT_THE_HOSTS = _("The host university has no micro-credential with this code: {codes}")
_LAST_DAY = _(
    "Choose a day from {first} on, before {last}. The notice period is {days} days, and the agreement ends "
    "on {last} by itself."
)
_NOT_AT_HOME = _("The home university has no programme with this code: {codes}")


class NoLongerADraft(DomainError):
    """A signed agreement does not change; another one takes its place."""

    code = "no-longer-a-draft"
    message = _("You cannot change an agreement that has been signed or withdrawn.")
    fix = _("Draft a new agreement to replace it.")


class NotInForce(DomainError):
    """Notice ends what is agreed; drafts are withdrawn, and what has ended has ended."""

    code = "not-in-force"
    message = _(
        "Nobody can give notice: the agreement is a draft, was withdrawn, or ends before the notice period "
        "does."
    )
    fix = _("You can withdraw a draft.")


class NoticeGiven(DomainError):
    """Notice is given once."""

    code = "notice-given"
    message = _("{university} has given notice. The last day of the agreement is {last_day}.")
    fix = _("To end it earlier or to go on, sign a new agreement.")


@transaction.atomic
def draft_agreement(
    home: Institution, *, host: Institution, by: Person, at: datetime, **drafted: Unpack[Drafted]
) -> Agreement:
    """Propose what `home` will recognise of `host`, from the first to the last day, both included.

    :raises Invalid: when terms, parties or days make no agreement
    """
    require(by, Action.AGREE, home, on=at.date())
    _check(home, host, drafted["code"], on=at.date())
    if drafted["valid_until"] < drafted["valid_from"]:
        raise Invalid(valid_until=_("The last day must not be before the first day."))
    _check_terms(home, host, drafted["terms"])
    title = cleaned(drafted["title"])
    if not title:
        raise Invalid(title=_("Enter a title for the agreement."))
    filled = {**drafted, "title": title, "signed_until": drafted["valid_until"]}
    agreement = Agreement.objects.create(home=home, host=host, **filled)
    audit.record("recognition.agreement-drafted", agreement, by=by, at=at, institution_id=home.pk)
    return agreement


def _check(home: Institution, host: Institution, code: str, *, on: date) -> None:
    if home == host:
        raise Invalid(host=_("Choose two different universities."))
    members = public_voting_members_on(on)
    for side, institution in (("home", home), ("host", host)):
        if not members.filter(pk=institution.pk).exists():
            raise Invalid(**{side: _("This institution is not a member of the network.")})
    if Agreement.objects.filter(code=code).exists():
        raise Invalid(code=_("There is already an agreement with this code. Choose another code."))


def _check_terms(home: Institution, host: Institution, terms: Mapping[str, Any]) -> None:
    try:
        read = AgreementTerms.from_json(terms)
    except ValueError as error:
        raise Invalid(terms=translated(str(error))) from error
    offered = MicroCredential.objects.filter(institution=host, code__in=read.micro_credentials)
    if missing := set(read.micro_credentials) - set(offered.values_list("code", flat=True)):
        raise Invalid(micro_credentials=_NOT_THE_HOSTS.format(codes=", ".join(sorted(missing))))
    taught = Programme.objects.filter(institution=home, slug__in=read.programmes)
    if missing := set(read.programmes) - set(taught.values_list("slug", flat=True)):
        raise Invalid(programmes=_NOT_AT_HOME.format(codes=", ".join(sorted(missing))))


@transaction.atomic
def sign_agreement(agreement: Agreement, *, by: Person, at: datetime) -> Agreement:
    """Sign for the university the person acts for; in force once both have signed.

    Signing again changes nothing.

    :raises NotAllowed: for somebody who acts for neither
    :raises NoLongerADraft: after it was withdrawn
    """
    agreement, sides = _held(agreement, by=by, at=at)
    if agreement.status == Agreement.Status.WITHDRAWN:
        raise NoLongerADraft()
    for side in sides:
        if getattr(agreement, f"{side}_signed_by_id") is None:
            setattr(agreement, f"{side}_signed_by", by)
            audit.record(
                "recognition.agreement-signed",
                agreement,
                by=by,
                at=at,
                institution_id=getattr(agreement, f"{side}_id"),
            )
    if agreement.home_signed_by_id and agreement.host_signed_by_id:
        agreement.status = Agreement.Status.SIGNED
    agreement.save()
    return agreement


def _held(agreement: Agreement, *, by: Person, at: datetime) -> tuple[Agreement, list[str]]:
    """The agreement to change, and the sides for which the person acts: `home`, `host` or both.

    :raises NotAllowed: for somebody who acts for neither
    """
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("home", "host")
    agreement, held = rows.get(pk=agreement.pk), held_by(by, on=at.date())
    sides = [side for side in ("home", "host") if may(held, Action.AGREE, getattr(agreement, f"{side}_id"))]
    if not sides:
        raise NotAllowed()
    require_access(by, Action.AGREE)
    return agreement, sides


@transaction.atomic
def withdraw_agreement(agreement: Agreement, *, by: Person, at: datetime) -> Agreement:
    """Withdraw a draft, so that nobody signs it; it stays visible as withdrawn.

    Withdrawing again changes nothing.

    :raises NotAllowed: for somebody who acts for neither
    :raises NoLongerADraft: once both have signed
    """
    agreement, sides = _held(agreement, by=by, at=at)
    if agreement.status == Agreement.Status.SIGNED:
        raise NoLongerADraft()
    if agreement.status == Agreement.Status.DRAFT:
        agreement.status = Agreement.Status.WITHDRAWN
        agreement.save(update_fields=["status"])
        side = getattr(agreement, f"{sides[0]}_id")
        audit.record("recognition.agreement-withdrawn", agreement, by=by, at=at, institution_id=side)
    return agreement


@transaction.atomic
def give_notice(agreement: Agreement, *, last_day: date, reasons: str, by: Person, at: datetime) -> Agreement:
    """End an agreement by notice of one side; it decides until its last day, that day included.

    What was recognised under it stays recognised. The same notice again changes nothing.

    :raises NotAllowed: for somebody who acts for neither
    :raises NotInForce: for a draft, and for what was withdrawn or ends before notice could end it
    :raises NoticeGiven: when there was notice before, by either
    :raises Invalid: when the last day leaves less than the notice period, or ends nothing earlier
    """
    agreement, sides = _held(agreement, by=by, at=at)
    reasons = as_kept(reasons)
    if agreement.notice_at:
        if agreement.valid_until == last_day and agreement.notice_by == by:
            return agreement
        raise NoticeGiven(university=agreement.notice_from, last_day=agreement.valid_until)
    _check_last_day(agreement, last_day, on=at.date())
    if not reasons:
        raise Invalid(reasons=_("Give the reason. The other university reads it."))
    side = getattr(agreement, sides[0])
    agreement.valid_until, agreement.notice_reasons = last_day, reasons
    agreement.notice_from, agreement.notice_by, agreement.notice_at = side, by, at
    agreement.save()
    audit.record("recognition.agreement-notice", agreement, by=by, at=at, institution_id=side.pk)
    return agreement


def _check_last_day(agreement: Agreement, last_day: date, *, on: date) -> None:
    terms, ends = AgreementTerms.from_json(agreement.terms), agreement.valid_until
    earliest = terms.earliest_end(agreement.valid_from, on=on)
    if not takes_notice(agreement.status, earliest, ends):
        raise NotInForce()
    if not earliest <= last_day < ends:
        first, last = (date_format(day, "DATE_FORMAT") for day in (earliest, ends))
        raise Invalid(last_day=_LAST_DAY.format(first=first, last=last, days=terms.notice_days))
