"""Look-ups of what members agreed to recognise, and of cases through the eyes of learner and desk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Max, Prefetch, Q, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, scope_of
from mcx.accounts.selectors import require_proof, require_scope
from mcx.catalogue.models import Offering
from mcx.catalogue.rules import catalogue_of, code_of
from mcx.core.errors import NotAllowed, NotFound
from mcx.core.periods import in_force, not_ended
from mcx.credentials.models import Award
from mcx.learning.models import Enrolment
from mcx.network.models import Affiliation, Institution
from mcx.network.selectors.institutions import named
from mcx.network.selectors.rights import institutions_where, require_right, rows_where
from mcx.recognition.models import Agreement, Appeal, Case, Decision
from mcx.recognition.rules.decisions import AppealEnds, Decided
from mcx.recognition.rules.terms import AgreementTerms

# Where a decision's case says what it is about: of a credential issued here, and of one brought along.
WHAT = ("case__item__award__edition__micro_credential__code", "case__item__record__specification__id")
FAVOURABLE = (Decided.RECOGNISED, Decided.PARTLY)
# The decisions whose credits count: in favour, and no appeal set another one in their place.
COUNTED = Q(outcome__in=FAVOURABLE) & ~Q(appeal__outcome=AppealEnds.UPHELD)


def _whole() -> QuerySet[Case]:
    related = (
        "learner",
        "item__award__edition__micro_credential",
        "programme__institution",
        "programme__scale",
    )
    decisions = Decision.objects.select_related("appeal", "agreement", "scale", "decided_by")
    in_order = Prefetch("decisions", decisions.order_by("decided_at", "pk"))
    return Case.objects.select_related(*related).prefetch_related(in_order)


def cases_of(learner: Person) -> QuerySet[Case]:
    """The learner's own cases, newest first (three queries)."""
    return _whole().filter(learner=learner).order_by("-submitted_at", "-pk")


def cases_for_staff(
    person: Person, *, on: date, action: Action = Action.DECIDE_RECOGNITION
) -> QuerySet[Case]:
    """The cases of the institutions at which the person decides, the most urgent first."""
    own = rows_where(person, action, on=on, at="programme__institution")
    return _whole().filter(own).order_by("due_on", "pk")


def case_for(person: Person, case_id: int, *, on: date) -> Case:
    """A case that is the person's own or theirs to decide, on appeal too.

    :raises NotFound: for everybody else
    """
    at = institutions_where(person, Action.DECIDE_RECOGNITION, on=on)
    on_appeal = institutions_where(person, Action.DECIDE_APPEAL, on=on)
    visible = (
        Q(learner=person)
        | Q(programme__institution__in=at)
        | Q(programme__institution__in=on_appeal, status__in=[Case.Status.APPEALED, Case.Status.CLOSED])
    )
    found = _whole().filter(visible, pk=case_id).first()
    if found is None:
        raise NotFound()
    return found


def case_to_export(person: Person, case_id: int, *, on: date) -> Case:
    """A case whose decision the person may take away as a file: their own, or for the student record.

    Whoever takes others' data away does so only in person, or with a token that was made for it.

    :raises NotFound: for everybody else
    :raises NotAllowed: for whoever may see it and enters nothing in the student record
    :raises OutOfScope, ProofNeeded, SecondFactorNeeded: see `accounts.require_access`
    """
    found = case_for(person, case_id, on=on)
    if found.learner_id != person.pk:
        require_right(person, Action.EXPORT_DECISION, found.programme.institution, on=on)
        require_scope(person, scope_of(Action.EXPORT_DECISION))
        require_proof(person, scope_of(Action.EXPORT_DECISION))
    return found


def appeals_for(person: Person, *, on: date) -> QuerySet[Case]:
    """The cases whose appeals the person decides, the most urgent first."""
    own = rows_where(person, Action.DECIDE_APPEAL, on=on, at="programme__institution")
    return _whole().filter(own, status=Case.Status.APPEALED).order_by("due_on", "pk")


def appealable(learner: Person, *, on: date) -> QuerySet[Decision]:
    """The refusals against which the learner can still appeal that day, the shortest time first."""
    refused = Decision.objects.filter(case__learner=learner, case__status=Case.Status.DECIDED)
    refused = refused.filter(not_ended(on, last="appeal_until"), outcome=Decided.REFUSED)
    return refused.order_by("appeal_until", "pk")


def recognised_ects(learner: Person, codes: Collection[str]) -> dict[str, Decimal]:
    """How many ECTS of each of these micro-credentials a home programme counts (one query).

    Of several programmes the one that counts most; recognised in part, a credential counts just that part.
    """
    decided = Decision.objects.filter(COUNTED, about(codes), case__learner=learner)
    found: dict[str, Decimal] = {}
    for *names, ects in decided.values_list(*WHAT).annotate(most=Max("ects")):
        code = _code(*names)
        found[code] = max(ects, found.get(code, ects))
    return found


def codes_among(decided: QuerySet[Decision], codes: Collection[str]) -> frozenset[str]:
    """Which of these the decided cases were about, issued here or brought along (one query)."""
    found = decided.filter(about(codes)).values_list(*WHAT).distinct()
    return frozenset(_code(*names) for names in found) & frozenset(codes)


def about(codes: Collection[str]) -> Q:
    """The decisions of which `_code` says one of these codes, and little besides.

    Of what was brought along here, the identifiers that begin with this network's address are all looked at.
    """
    here, brought = WHAT
    own = Q(**{f"{brought}__startswith": catalogue_of(settings.PUBLIC_URL)})
    return Q(**{f"{here}__in": codes}) | Q(**{here: None}) & (Q(**{f"{brought}__in": codes}) | own)


def _code(here: str | None, brought: str | None) -> str:
    return here or code_of(brought or "", settings.PUBLIC_URL)


def standing_decision(case: Case) -> Decision | None:
    """The decision that holds: the newest, which may have taken an appealed one's place."""
    return max(case.decisions.all(), key=lambda one: (one.decided_at, one.pk), default=None)


def open_appeal(case: Case) -> Appeal:
    """The appeal that waits for its decision.

    :raises NotFound: when there is none
    """
    found = Appeal.objects.select_related("decision__case").filter(decision__case=case, outcome="").first()
    if found is None:
        raise NotFound
    return found


def public_counts(on: date) -> dict[str, int]:
    """How many cases are at each step, for the network's overview (one query)."""
    return dict(Case.objects.values_list("status").annotate(number=Count("pk")))


def ruling(on: date) -> Q:
    """The agreements of which `rules.terms.agreement_state` says that they are in force."""
    return in_force(on) & Q(status=Agreement.Status.SIGNED)


def agreements_between(home: Institution, host: Institution, *, on: date) -> QuerySet[Agreement]:
    """The signed agreements of the two that are in force that day, the newest first."""
    return Agreement.objects.filter(ruling(on), home=home, host=host).order_by("-valid_from", "-pk")


def public_agreements(*, on: date | None = None, search: str = "") -> QuerySet[Agreement]:
    """All agreements, or those in force that day: what members agreed is public in the network.

    `search` leaves those of universities in whose short name or name the text occurs.
    """
    found = Agreement.objects.select_related("home", "host", "notice_from").order_by(
        "home__short_name", "host__short_name", "code"
    )
    if search:
        called = Institution.objects.filter(named(search))
        found = found.filter(Q(home__in=called) | Q(host__in=called))
    return found.filter(ruling(on)) if on else found


@dataclass(frozen=True, slots=True)
class Touched:
    """Whom the end of an agreement concerns: learners from home at the host now, and open requests."""

    learners: int
    requests: int


def touched_by(agreement: Agreement, *, person: Person, on: date) -> Touched:
    """How many people and requests the end of an agreement concerns (three queries).

    :raises NotAllowed: for somebody who acts for neither university
    """
    sides = {agreement.home_id, agreement.host_id}
    if not institutions_where(person, Action.AGREE, on=on).filter(pk__in=sides).exists():
        raise NotAllowed()
    codes = AgreementTerms.from_json(agreement.terms).micro_credentials
    covered = Q(edition__micro_credential__institution=agreement.host)
    if codes:
        covered &= Q(edition__micro_credential__code__in=codes)
    places = Enrolment.objects.filter(
        status=Enrolment.Status.ACTIVE,
        offering__in=Offering.objects.filter(covered),
        learner__affiliations__in=Affiliation.objects.filter(
            in_force(on), institution=agreement.home, status=Affiliation.Status.OPEN
        ),
    )
    waiting = Case.objects.filter(
        status=Case.Status.OPEN,
        programme__institution=agreement.home,
        item__award__in=Award.objects.filter(covered),
    )
    return Touched(places.values("learner").distinct().count(), waiting.count())


def agreements_to_sign(person: Person, *, on: date) -> QuerySet[Agreement]:
    """The drafts that wait for the signature of an institution for which the person signs (two queries)."""
    at = institutions_where(person, Action.AGREE, on=on)
    unsigned = Q(home__in=at, home_signed_by=None) | Q(host__in=at, host_signed_by=None)
    return public_agreements().filter(unsigned, status=Agreement.Status.DRAFT)


def public_agreement(code: str) -> Agreement:
    """One agreement by its code.

    :raises NotFound: when there is none
    """
    found = public_agreements().filter(code=code).first()
    if found is None:
        raise NotFound()
    return found
