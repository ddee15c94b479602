"""The end of a credential."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid
from mcx.core.text import as_kept
from mcx.credentials import rules
from mcx.credentials.models import Award, Revocation
from mcx.credentials.services.status import REVOCATION, mark
from mcx.network.selectors.rights import require


class NotIssued(DomainError):
    """Only an issued credential can be revoked."""

    code = "not-issued"
    message = _("The learner has not claimed this award yet, so there is no credential to revoke.")
    fix = _("Withdraw the award instead.")


@transaction.atomic
def revoke(award: Award, *, reason: str, explanation: str, by: Person, at: datetime) -> Revocation:
    """End a credential for good: verifiers see the reason, its learner the explanation.

    All its copies end at once. Revoking again changes nothing and gives the first revocation.

    :raises NotAllowed: without the right to revoke at the awarding institution
    :raises Invalid: without a reason of the list and an explanation
    :raises NotIssued: before it is issued
    """
    require(by, Action.REVOKE, award.institution, on=at.date())
    if reason not in Revocation.Reason.values:
        raise Invalid(reason=_("Choose a reason from the list."))
    words = as_kept(explanation)
    if not words or len(words) > rules.LONGEST_TEXT:
        raise Invalid(
            explanation=_("Enter an explanation of 4,000 characters or fewer. The learner will read it.")
        )
    award = Award.objects.select_for_update(of=("self",)).select_related("institution").get(pk=award.pk)
    if award.status != Award.Status.ISSUED:
        raise NotIssued()
    revocation, is_new = Revocation.objects.get_or_create(
        award=award,
        defaults={"reason": reason, "explanation": words, "revoked_by": by, "revoked_at": at},
    )
    if is_new:
        mark(award.credentials.all(), purpose=REVOCATION, at=at)
        audit.record(
            "credentials.revoked", award, by=by, at=at, institution_id=award.institution_id, reason=reason
        )
    return revocation
