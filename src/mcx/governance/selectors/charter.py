"""Look-ups of the Charter's versions and of the votes on them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core.errors import NotFound
from mcx.governance.rules.votes import Tally, tally
from mcx.network.models import Charter, CharterVote, Institution
from mcx.network.rules.terms import CharterTerms
from mcx.network.selectors.institutions import public_voting_members_on
from mcx.network.selectors.rights import institutions_where


def public_charters() -> QuerySet[Charter]:
    """Every version, newest first, with its votes as they were cast (two queries)."""
    votes = CharterVote.objects.select_related("institution", "person").order_by("at", "pk")
    versions = Charter.objects.select_related("proposed_by").prefetch_related(Prefetch("votes", votes))
    return versions.order_by("-version")


def public_charter(version: int) -> Charter:
    """One version with its votes.

    :raises NotFound: when there is no such version
    """
    found = public_charters().filter(version=version).first()
    if found is None:
        raise NotFound(version=version)
    return found


def public_proposal() -> Charter | None:
    """The version that the members vote on now, if there is one (one query)."""
    return Charter.objects.filter(status=Charter.Status.PROPOSED).first()


def standing(charter: Charter, *, on: date) -> Tally:
    """How the members' vote on the version stands."""
    return _tally(charter, public_voting_members_on(on).values_list("pk", flat=True))


def _tally(charter: Charter, members: Iterable[int]) -> Tally:
    return tally(set(members), {vote.institution_id: vote.in_favour for vote in charter.votes.all()})


def awaited_members(charter: Charter, *, on: date) -> QuerySet[Institution]:
    """The members whose vote on the version is awaited; none once the vote has ended."""
    if charter.status != Charter.Status.PROPOSED:
        return Institution.objects.none()
    return public_voting_members_on(on).exclude(pk__in=charter.votes.values("institution"))


def terms_before(charter: Charter) -> CharterTerms | None:
    """The terms of the version that was adopted last before this one; None for the first."""
    earlier = Charter.objects.filter(status=Charter.Status.ADOPTED, version__lt=charter.version)
    last = earlier.order_by("-version").first()
    return CharterTerms.from_json(last.terms, last.version) if last else None


def voices_of(person: Person, charter: Charter, *, on: date) -> QuerySet[Institution]:
    """The members for which the person can still vote on the version."""
    awaited = awaited_members(charter, on=on).order_by()
    return institutions_where(person, Action.VOTE, on=on).filter(pk__in=awaited.values("pk"))


def public_counts(on: date) -> dict[str, int]:
    """Whether the members vote now, and how many voices are awaited."""
    proposal = public_proposal()
    return {
        "proposed": int(proposal is not None),
        "votes_awaited": awaited_members(proposal, on=on).count() if proposal else 0,
    }
