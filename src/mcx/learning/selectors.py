"""Look-ups of applications, places, classes and results: each shows what its person may see."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Held, may, where
from mcx.catalogue.models import Offering
from mcx.core.errors import NotFound
from mcx.learning import rules
from mcx.learning.models import Application, Enrolment, Result
from mcx.network.models import Institution
from mcx.network.selectors.affiliations import Home, confirmation_day, confirmed_at, homes_of
from mcx.network.selectors.rights import held_by, require, rows_where

Row = TypeVar("Row", Application, Enrolment)
HOST = "offering__edition__micro_credential__institution"
TAKEN = ~Q(enrolments__status=Enrolment.Status.WITHDRAWN)
LIVE = (Application.Status.SUBMITTED, Application.Status.ADMITTED)


def places_left(offering: Offering) -> int:
    """The places that nobody holds (one query)."""
    return places_left_in([offering])[offering.pk]


def places_left_in(offerings: Iterable[Offering]) -> dict[int, int]:
    """The free places of each offering, by its key (one query)."""
    asked = list(offerings)
    rows = Enrolment.objects.exclude(status=Enrolment.Status.WITHDRAWN).filter(offering__in=asked)
    taken = dict(rows.values_list("offering").annotate(Count("pk")))
    return {each.pk: max(0, each.places - taken.get(each.pk, 0)) for each in asked}


def public_wrongly_full() -> QuerySet[Offering]:
    """The offerings that are said to be full and are not, or the other way about."""
    counted = Offering.objects.annotate(taken=Count("enrolments", filter=TAKEN))
    return counted.filter(Q(is_full=True, taken__lt=F("places")) | Q(is_full=False, taken__gte=F("places")))


def home_at(person: Person, home: Institution | None, *, on: date) -> Home | None:
    """That university as one at which the person says that day that they study; else None (two queries)."""
    return next((one for one in homes_of(person, on=on) if one.institution == home), None)


def price_of(application: Application) -> str:
    """What the applicant of a desk's row pays, in EUR; empty where the course names no price (no query)."""
    is_confirmed: bool = application.is_home_confirmed  # type: ignore[attr-defined]
    standing = rules.HomeStanding.CONFIRMED if is_confirmed else rules.HomeStanding.NONE
    return str(application.offering.edition.cost.get(rules.audience_of(standing), ""))


def places_of(person: Person) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(learner=person).exclude(status=Enrolment.Status.WITHDRAWN)


def applications_of(person: Person) -> QuerySet[Application]:
    """The person's own applications, latest first (one query)."""
    found = Application.objects.filter(learner=person).select_related(HOST, "home_institution", "learner")
    return found.defer("offering__edition__specification").order_by("-submitted_at", "-pk")


def enrolments_of(person: Person) -> QuerySet[Enrolment]:
    """The person's own places, latest first, each with its results in force (two queries)."""
    found = Enrolment.objects.filter(learner=person).select_related(HOST, "learner")
    found = found.defer("offering__edition__specification").prefetch_related(_results())
    return found.order_by("-enrolled_at", "-pk")


def running_courses_of(person: Person, on: date) -> QuerySet[Enrolment]:
    """The courses in which the person has a place and no result yet, running or still to come."""
    return enrolments_of(person).filter(status=Enrolment.Status.ACTIVE, offering__ends_on__gte=on)


def _results() -> Prefetch[str, QuerySet[Result], str]:
    """The result in force of each enrolment, as a list of at most one."""
    latest = Result.objects.filter(replaced_by=None).select_related("scale", "assessed_by")
    return Prefetch("results", queryset=latest, to_attr="current_results")


def application_of(person: Person, key: int) -> Application:
    """The person's own application.

    :raises NotFound: when it is somebody else's or none
    """
    return _found(applications_of(person).filter(pk=key).first())


def enrolment_of(person: Person, key: int) -> Enrolment:
    """The person's own place.

    :raises NotFound: when it is somebody else's or none
    """
    return _found(enrolments_of(person).filter(pk=key).first())


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row


def applications_waiting_for(person: Person, on: date) -> QuerySet[Application]:
    """The applications that the person may decide on (three queries).

    Learners whom a member university confirms that day come first (Charter, joint admission frame), and among
    equals who has waited longest. Each carries `is_home_confirmed` and the day of that, `home_confirmed_on`.
    """
    own = rows_where(person, Action.ADMIT, on=on, at=HOST)
    found = Application.objects.filter(own, status=Application.Status.SUBMITTED)
    found = found.select_related(HOST, "learner", "home_institution")
    found = found.annotate(
        is_home_confirmed=confirmed_at("learner", "home_institution", on=on),
        home_confirmed_on=confirmation_day("learner", "home_institution", on=on),
    )
    return found.defer("offering__edition__specification").order_by(
        "-is_home_confirmed", "submitted_at", "pk"
    )


def application_to_decide(person: Person, key: int, *, on: date) -> Application:
    """An application to one of the institutions for which the person admits.

    :raises NotFound: when it went elsewhere or there is none
    """
    found = Application.objects.filter(rows_where(person, Action.ADMIT, on=on, at=HOST))
    found = found.annotate(
        is_home_confirmed=confirmed_at("learner", "home_institution", on=on),
        home_confirmed_on=confirmation_day("learner", "home_institution", on=on),
    )
    return _found(found.select_related(HOST, "learner", "home_institution").filter(pk=key).first())


def classes_of(person: Person, on: date) -> QuerySet[Offering]:
    """The offerings whose class lists the person may see, latest start first.

    Each carries `enrolled` and `ungraded`, numbers of learners (three queries).
    """
    own = rows_where(person, Action.SEE_CLASS, on=on, at="edition__micro_credential__institution")
    found = Offering.objects.filter(own, cancelled_at=None)
    found = found.select_related("edition__micro_credential__institution")
    found = found.defer("edition__specification", "edition__search_text").annotate(
        enrolled=_learners(~Q(status=Enrolment.Status.WITHDRAWN)),
        ungraded=_learners(Q(status=Enrolment.Status.ACTIVE)),
    )
    return found.order_by("-starts_on", "code")


def _learners(which: Q) -> Coalesce:
    """How many learners of an offering's row are like that, counted in the index for it."""
    rows = Enrolment.objects.filter(which, offering=OuterRef("pk")).order_by()
    return Coalesce(Subquery(rows.values("offering").annotate(number=Count("pk")).values("number")), 0)


def class_of(person: Person, offering: Offering, *, on: date) -> QuerySet[Enrolment]:
    """The learners of an offering by family name, each with its result in force (two queries).

    Each carries `is_home_confirmed`: whether their home university confirms them that day.

    :raises NotAllowed: unless the person teaches, assesses or registers there
    """
    require(person, Action.SEE_CLASS, offering.edition.micro_credential.institution, on=on)
    found = Enrolment.objects.filter(offering=offering).exclude(status=Enrolment.Status.WITHDRAWN)
    found = found.select_related("learner", "application__home_institution", "offering__edition")
    found = found.defer("offering__edition__specification").prefetch_related(_results())
    home = confirmed_at("learner", "application__home_institution", on=on)
    found = found.annotate(is_home_confirmed=home)
    return found.order_by("learner__family_name", "learner__given_name", "pk")


def enrolment_to_assess(person: Person, key: int, *, on: date) -> Enrolment:
    """A place at one of the institutions for which the person assesses.

    :raises NotFound: when it is elsewhere or there is none
    """
    found = Enrolment.objects.filter(rows_where(person, Action.ASSESS, on=on, at=HOST))
    found = found.select_related(HOST, "offering__edition__scale", "learner")
    return _found(found.prefetch_related(_results()).filter(pk=key).first())


def may_assess(person: Person, offering: Offering, *, on: date) -> bool:
    """Whether the person grades in this offering (one query)."""
    institution = offering.edition.micro_credential.institution_id
    return may(held_by(person, on=on), Action.ASSESS, institution)


def result_of(enrolment: Enrolment) -> Result | None:
    """The result in force: the one that no other replaces (one query)."""
    return Result.objects.filter(enrolment=enrolment, replaced_by=None).select_related("scale").first()


def public_counts(on: date) -> dict[str, int]:
    """How far learning in the network has come (three queries)."""
    waits = Q(status=Application.Status.SUBMITTED)
    at_home = Q(offering__edition__micro_credential__institution=F("application__home_institution"))
    confirmed = confirmed_at("learner", "application__home_institution", on=on)
    abroad = Q(confirmed) & ~at_home
    held = Enrolment.objects.exclude(status=Enrolment.Status.WITHDRAWN)
    return {
        **Application.objects.aggregate(
            applications=Count("pk"), applications_waiting=Count("pk", filter=waits)
        ),
        **held.aggregate(enrolments=Count("pk"), enrolments_across_borders=Count("pk", filter=abroad)),
        "results": Result.objects.filter(replaced_by=None).count(),
    }


def waiting(person: Person, held: Iterable[Held], on: date) -> dict[str, int]:
    """What waits for this person, by action; kinds of work that are not theirs are left out.

    `learning.admit`: applications to decide; `learning.assess`: learners without a grade in courses that
    have started; `learning.apply`: own applications that wait for an answer (at most three queries).
    """
    own = Application.objects.filter(learner=person, status=Application.Status.SUBMITTED)
    started = Enrolment.objects.filter(status=Enrolment.Status.ACTIVE, offering__starts_on__lte=on)
    waits = Application.objects.filter(status=Application.Status.SUBMITTED)
    found = {Action.APPLY.value: own.count()}
    for action, rows in ((Action.ADMIT, waits), (Action.ASSESS, started)):
        at = where(held, action)
        if at != frozenset():
            found[action.value] = (rows if at is None else rows.filter(**{f"{HOST}__in": at})).count()
    return found
