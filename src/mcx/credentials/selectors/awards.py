"""Awards and their credentials, each through the eyes of somebody."""

from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core.errors import NotFound
from mcx.credentials.models import Award, IssuedCredential, Revocation
from mcx.network.selectors import institutions_where


def _whole() -> QuerySet[Award]:
    return Award.objects.select_related(
        "learner", "institution", "edition__micro_credential", "result__scale", "revocation"
    )


def awards_of(learner: Person) -> QuerySet[Award]:
    """The learner's own awards, newest first."""
    return _whole().filter(learner=learner).order_by("-offered_at", "pk")


def award_for(learner: Person, award_id: UUID) -> Award:
    """The learner's own award.

    :raises NotFound: when it is somebody else's or nobody's
    """
    found = awards_of(learner).filter(pk=award_id).first()
    if found is None:
        raise NotFound()
    return found


def awards_for_staff(person: Person, *, on: date, action: Action = Action.SEE_AWARDS) -> QuerySet[Award]:
    """The awards of the institutions at which the person may do this, newest first."""
    at = institutions_where(person, action, on=on)
    return _whole().filter(institution__in=at).order_by("-offered_at", "pk")


def award_to_check(award_id: UUID) -> Award | None:
    """An issued award by the number printed on its certificate: whoever holds the paper may check it."""
    return _whole().filter(pk=award_id, status=Award.Status.ISSUED).first()


def credential_of(award: Award, form: str) -> IssuedCredential | None:
    """The exact bytes of one format, once issued."""
    return award.credentials.filter(format=form).first()


def revocation_of(record_id: str) -> Revocation | None:
    """Why and when a credential of this network was revoked, by the credential's own id."""
    try:
        award_id = UUID(record_id.removeprefix("urn:uuid:"))
    except ValueError:
        return None
    return Revocation.objects.select_related("award__institution").filter(award=award_id).first()


def counts(on: date) -> dict[str, int]:
    """How many awards are at each step, for the network's overview (two queries)."""
    rows = Award.objects.values_list("status").annotate(number=Count("pk"))
    return {**dict(rows), "revoked": Revocation.objects.count()}
