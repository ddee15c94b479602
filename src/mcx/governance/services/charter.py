"""Proposing a Charter and voting on it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid
from mcx.core.reports import messages
from mcx.core.text import as_kept
from mcx.governance.rules.terms_check import check_terms
from mcx.governance.rules.votes import in_force_from, tally
from mcx.network.models import Charter, CharterVote, Institution
from mcx.network.rules.terms import CharterTerms
from mcx.network.selectors.institutions import public_voting_members_on
from mcx.network.selectors.rights import require
from microcred.report import Conclusion, Outcome, Report


class ProposalOpen(DomainError):
    """The members vote on one version at a time."""

    code = "proposal-open"
    message = _("The members are still voting on another version.")
    fix = _("Wait until that vote has ended.")


class TermsRefused(Invalid):
    """The proposed terms cannot be a Charter; `report` says why."""

    code = "terms-refused"
    message = _("These terms cannot be proposed as a Charter: {terms}")
    fix = _("Correct the terms and propose them again.")

    def __init__(self, report: Report) -> None:
        super().__init__(terms=messages(report.only(Outcome.FAILED)))
        self.report = report


class VoteClosed(DomainError):
    """The vote on this version has ended."""

    code = "vote-closed"
    message = _("The vote on version {version} of the Charter has ended.")
    fix = _("Read the result. The network coordinator can propose a new version.")


class AlreadyVoted(DomainError):
    """A member has one voice and gives it once."""

    code = "already-voted"
    message = _("{institution} has already voted.")
    fix = _("You cannot change a vote. If members have changed their minds, propose a new version.")


@transaction.atomic
def propose_charter(
    terms: Mapping[str, Any], *, summary: str, in_force_from: date, by: Person, at: datetime
) -> Charter:
    """Put a new version of the Charter to the members' vote.

    :raises TermsRefused: when the terms cannot be read or contradict each other
    :raises ProposalOpen: while another version is being voted on
    """
    require(by, Action.MANAGE_NETWORK, None, on=at.date())
    members = {member.slug for member in public_voting_members_on(at.date())}
    report = check_terms(terms, members)
    if report.conclusion is Conclusion.FAILED:
        raise TermsRefused(report)
    if in_force_from < at.date():
        raise Invalid(
            in_force_from=_(
                "A Charter cannot come into force on a date in the past. Choose today or a later date."
            )
        )
    last = Charter.objects.aggregate(last=Max("version"))["last"] or 0
    try:
        with transaction.atomic():
            charter = Charter.objects.create(
                version=last + 1,
                terms=CharterTerms.from_json(terms).as_json(),
                summary=as_kept(summary),
                proposed_at=at,
                proposed_by=by,
                in_force_from=in_force_from,
            )
    except IntegrityError as error:
        raise ProposalOpen from error
    audit.record("governance.charter-proposed", charter, by=by, at=at)
    return charter


@transaction.atomic
def vote(
    charter: Charter, *, institution: Institution, in_favour: bool, by: Person, at: datetime
) -> CharterVote:
    """Give the institution's one voice; the last voice in favour adopts, the first one against rejects.

    :raises VoteClosed: when the version is adopted, rejected or withdrawn already
    :raises AlreadyVoted: when the institution gave its voice before
    """
    require(by, Action.VOTE, institution, on=at.date())
    charter = Charter.objects.select_for_update().get(pk=charter.pk)
    members = {member.pk for member in public_voting_members_on(at.date())}
    if charter.status != Charter.Status.PROPOSED:
        raise VoteClosed(version=charter.version)
    if institution.pk not in members:
        raise Invalid(institution=_("Only member universities vote."))
    voice, is_new = CharterVote.objects.get_or_create(
        charter=charter,
        institution=institution,
        defaults={"person": by, "in_favour": in_favour, "at": at},
    )
    if not is_new:
        raise AlreadyVoted(institution=institution)
    audit.record(
        "governance.voted", charter, by=by, at=at, institution_id=institution.pk, in_favour=in_favour
    )
    _close(charter, members, by=by, at=at)
    return voice


def _close(charter: Charter, members: set[int], *, by: Person, at: datetime) -> None:
    votes = dict(charter.votes.values_list("institution_id", "in_favour"))
    standing = tally(members, votes)
    if not (standing.is_adopted or standing.is_rejected):
        return
    charter.status = Charter.Status.ADOPTED if standing.is_adopted else Charter.Status.REJECTED
    if standing.is_adopted:
        charter.in_force_from = in_force_from(charter.in_force_from or at.date(), at.date())
    charter.save(update_fields=["status", "in_force_from"])
    audit.record(f"governance.charter-{charter.status}", charter, by=by, at=at)


@transaction.atomic
def withdraw_proposal(charter: Charter, *, by: Person, at: datetime) -> None:
    """End a vote without a result, so that a better version can be proposed.

    :raises VoteClosed: when the version is adopted, rejected or withdrawn already
    """
    require(by, Action.MANAGE_NETWORK, None, on=at.date())
    ended = Charter.objects.filter(pk=charter.pk, status=Charter.Status.PROPOSED)
    if not ended.update(status=Charter.Status.WITHDRAWN):
        raise VoteClosed(version=charter.version)
    audit.record("governance.charter-withdrawn", charter, by=by, at=at)
