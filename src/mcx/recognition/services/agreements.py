"""Agreements between two members: drafted by one, signed by both, ended in good order."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, may
from mcx.accounts.selectors import require_access
from mcx.catalogue.models import MicroCredential
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid, NotAllowed
from mcx.core.reports import translated
from mcx.core.text import cleaned
from mcx.network.models import Institution, Programme
from mcx.network.selectors.institutions import public_voting_members_on
from mcx.network.selectors.rights import held_by, require
from mcx.recognition.models import Agreement
from mcx.recognition.rules.terms import AgreementTerms, Drafted

_NOT_THE_HOSTS = _("The host university has no micro-credential with this code: {codes}")
_NOT_AT_HOME = _("The home university has no programme with this code: {codes}")


class NoLongerADraft(DomainError):
    """A signed agreement does not change; another one takes its place."""

    code = "no-longer-a-draft"
    message = _("You cannot change an agreement that has been signed or has ended.")
    fix = _("Draft a new agreement to replace it.")


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
    agreement = Agreement.objects.create(home=home, host=host, **{**drafted, "title": title})
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
    :raises NoLongerADraft: after it was ended
    """
    agreement = (
        Agreement.objects.select_for_update(of=("self",)).select_related("home", "host").get(pk=agreement.pk)
    )
    held = held_by(by, on=at.date())
    sides = [side for side in ("home", "host") if may(held, Action.AGREE, getattr(agreement, f"{side}_id"))]
    if not sides:
        raise NotAllowed()
    require_access(by, Action.AGREE)
    if agreement.status == Agreement.Status.ENDED:
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


@transaction.atomic
def end_agreement(agreement: Agreement, *, by: Person, at: datetime) -> Agreement:
    """End an agreement today; what was recognised under it stays recognised."""
    held = held_by(by, on=at.date())
    if not any(may(held, Action.AGREE, side) for side in (agreement.home_id, agreement.host_id)):
        raise NotAllowed()
    require_access(by, Action.AGREE)
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.status != Agreement.Status.ENDED:
        agreement.status = Agreement.Status.ENDED
        agreement.save(update_fields=["status"])
        audit.record("recognition.agreement-ended", agreement, by=by, at=at, institution_id=agreement.home_id)
    return agreement
