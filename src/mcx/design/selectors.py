"""Look-ups of drafts: only those of the institutions at which the person designs."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Held, where
from mcx.catalogue.models import Edition, MicroCredential
from mcx.catalogue.selectors.editions import public_newest
from mcx.core.errors import NotFound
from mcx.design.models import Project
from mcx.design.rules.checks.house import House
from mcx.network.models import GradingScale, Institution
from mcx.network.selectors.institutions import organisation_of
from mcx.network.selectors.rights import held_by
from mcx.quality.models import Review

# A draft that its teachers can still change: never submitted, or returned.
OPEN = Q(review=None) | Q(review__status=Review.Status.RETURNED)


def projects_of(person: Person, *, on: date) -> QuerySet[Project]:
    """The drafts of the institutions at which the person designs, last changed first (two queries)."""
    places = where(held_by(person, on=on), Action.DESIGN)
    rows = Project.objects.select_related("institution", "owner", "micro_credential", "review__edition")
    found = rows if places is None else rows.filter(institution__in=places)
    return found.defer("draft", "review__proposal", "review__report").order_by("-changed_at", "-pk")


def project_for(person: Person, project_id: int, *, on: date) -> Project:
    """One of those drafts.

    :raises NotFound: when it is none of theirs
    """
    found = projects_of(person, on=on).defer(None).filter(pk=project_id).first()
    if found is None:
        raise NotFound(project=project_id)
    return found


def is_open(project: Project) -> bool:
    """Whether the draft can still be changed: never submitted, or returned."""
    return project.review is None or project.review.status == Review.Status.RETURNED


def editions_to_renew(person: Person, *, on: date) -> QuerySet[Edition]:
    """The newest editions at the person's institutions of which no new one is begun (two queries)."""
    places = where(held_by(person, on=on), Action.DESIGN)
    ended = Q(review__status=Review.Status.APPROVED)
    busy = Project.objects.exclude(ended).values("micro_credential")
    found = public_newest().exclude(micro_credential__in=busy)
    own = found if places is None else found.filter(micro_credential__institution__in=places)
    return own.select_related("micro_credential__institution").order_by("-published_at", "-pk")


def open_project_of(micro_credential: MicroCredential) -> Project | None:
    """The draft of this micro-credential on which work goes on or which waits for its review."""
    ended = Q(review__status=Review.Status.APPROVED)
    return micro_credential.projects.exclude(ended).order_by("-pk").first()


def public_codes_like(slug: str) -> Collection[str]:
    """The codes taken by micro-credentials whose code begins with an institution's address."""
    return set(MicroCredential.objects.filter(code__startswith=f"{slug}-").values_list("code", flat=True))


def scales_of(institution: Institution) -> QuerySet[GradingScale]:
    """The grading scales an institution may use for a new course: its own and the network's."""
    own = Q(institution=None) | Q(institution=institution)
    return GradingScale.objects.filter(own, ended_at=None).order_by("slug")


def house_of(institution: Institution, *, on: date) -> House:
    """What the checks need to know of the institution on that day (five queries)."""
    scales = [scale.slug for scale in scales_of(institution)]
    return House(institution.slug, organisation_of(institution, on=on), scales)


def public_counts(on: date) -> dict[str, int]:
    """How many drafts are being written, of which so many were returned (two queries)."""
    return {
        "drafts": Project.objects.filter(OPEN).count(),
        "returned": Project.objects.filter(review__status=Review.Status.RETURNED).count(),
    }


def waiting(person: Person, held: Iterable[Held], on: date) -> dict[str, int]:
    """What waits for this person by action: their own drafts that were returned (at most one query)."""
    if where(held, Action.DESIGN) == frozenset():
        return {}
    own = Project.objects.filter(owner=person, review__status=Review.Status.RETURNED)
    return {Action.DESIGN.value: own.count()}
