"""Look-ups of programmes, agreements and cases, and what an agreement would say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.catalogue.models import Edition
from mcx.core.errors import NotFound
from mcx.network.models import GradingScale, Institution
from mcx.network.selectors import institutions_where, members_on, valid_on
from mcx.recognition import rules
from mcx.recognition.models import Agreement, Appeal, Case, Decision, GradeDistribution, Programme, Study
from mcx.wallet.models import Item
from microcred.record import AchievementRecord, Assessment
from microcred.record_json import from_json, specification_from_json
from microcred.report import Conclusion, Report

FAVOURABLE = (Decision.Outcome.RECOGNISED, Decision.Outcome.PARTLY)


@dataclass(frozen=True, slots=True)
class Preview:
    """How a home programme would recognise something: by which route, so many ECTS, and why."""

    programme: Programme
    agreement: Agreement | None
    route: str  # "own", "automatic" or "individual"
    ects: Decimal
    report: Report


def studies_of(learner: Person, *, on: date) -> QuerySet[Study]:
    """The home programmes the learner is enrolled in that day."""
    running = Q(since__lte=on) & (Q(until=None) | Q(until__gte=on))
    studies = Study.objects.select_related("programme__institution", "programme__scale")
    return studies.filter(running, learner=learner).order_by("pk")


def agreements_between(home: Institution, host: Institution, *, on: date) -> QuerySet[Agreement]:
    """The signed agreements of the two that are in force that day, the newest first."""
    in_force = Agreement.objects.filter(home=home, host=host, status=Agreement.Status.SIGNED)
    return in_force.filter(valid_from__lte=on, valid_until__gte=on).order_by("-valid_from", "-pk")


def is_accredited(institution: Institution, *, on: date) -> bool:
    """Whether a positive quality-assurance decision covered the institution that day."""
    return institution.accreditations.filter(valid_on(on)).exclude(decision="negative").exists()


def identity_percent(assessments: Sequence[Assessment]) -> Decimal:
    """The share of the assessment for which an identity document is shown, in percent of the weight."""
    shown = (one.weight or Decimal(0) for one in assessments if one.identity_check == "document")
    return sum(shown, start=Decimal(0))


def home_programme(programme: Programme, learner: Person, agreement: Agreement | None) -> rules.HomeProgramme:
    """The room a learner has left in a programme (two queries)."""
    counted = Decision.objects.filter(
        case__programme=programme, case__learner=learner, outcome__in=FAVOURABLE
    )
    counted = counted.exclude(appeal__outcome="upheld")
    used = counted.aggregate(
        all=Sum("ects", default=Decimal(0)),
        under=Sum("ects", filter=Q(agreement=agreement), default=Decimal(0)),
    )
    return rules.HomeProgramme(
        slug=programme.slug,
        eqf_level=programme.eqf_level,
        elective_ects_left=programme.elective_ects - used["all"],
        ects_under_agreement=used["under"] if agreement else Decimal(0),
        recognised_codes=_codes(counted),
    )


def code_of(specification_id: str) -> str:
    """The catalogue's code of an edition of this network; elsewhere the identifier itself."""
    address = f"{settings.PUBLIC_URL}/catalogue/"
    is_ours = specification_id.startswith(address)
    return specification_id.removeprefix(address).split("/")[0] if is_ours else specification_id


def _codes(decided: QuerySet[Decision]) -> tuple[str, ...]:
    """What the decided cases were about, issued here or brought along (one query)."""
    paths = "case__item__award__edition__micro_credential__code", "case__item__record__specification__id"
    return tuple(here or code_of(brought or "") for here, brought in decided.values_list(*paths))


def preview(person: Person, edition: Edition, *, on: date) -> list[Preview]:
    """What each of the person's home programmes would say to this micro-credential, before they enrol."""
    return [_preview(person, edition, study.programme, on=on) for study in studies_of(person, on=on)]


def _preview(person: Person, edition: Edition, programme: Programme, *, on: date) -> Preview:
    host = edition.micro_credential.institution
    specification = specification_from_json(edition.specification)
    achievement = rules.Achievement(
        code=edition.micro_credential.code,
        ects=edition.ects,
        eqf_level=edition.eqf_level,
        isced_f=edition.isced_f,
        identity_percent=identity_percent(specification.assessments),
        is_accredited=is_accredited(host, on=on),
        grades=tuple(edition.scale.grades),
    )
    return consider(person, programme, host, achievement, on=on)


def consider(
    learner: Person,
    programme: Programme,
    host: Institution | None,
    achievement: rules.Achievement,
    *,
    on: date,
) -> Preview:
    """What a home programme says to an achievement of a host, by agreement, own rule, or not yet."""
    if host == programme.institution:
        return _own(learner, programme, achievement)
    found = agreements_between(programme.institution, host, on=on) if host else ()
    considered = [_under(agreement, learner, programme, achievement) for agreement in found]
    if not considered:
        return Preview(programme, None, "individual", achievement.ects, rules.no_agreement())
    return next((one for one in considered if one.route == "automatic"), considered[0])


def _own(learner: Person, programme: Programme, achievement: rules.Achievement) -> Preview:
    home = home_programme(programme, learner, None)
    report = rules.assess_own(achievement, home)
    route = "own" if report.conclusion is Conclusion.PASSED else "individual"
    ects = rules.credits_to_count(rules.AgreementTerms(), achievement, home)
    return Preview(programme, None, route, ects, report)


def _under(
    agreement: Agreement, learner: Person, programme: Programme, achievement: rules.Achievement
) -> Preview:
    """What one agreement says; the first that decides by itself is used, else the newest."""
    terms = rules.AgreementTerms.from_json(agreement.terms)
    home = home_programme(programme, learner, agreement)
    report = rules.assess(f"Agreement {agreement.code}", terms, achievement, home)
    route = "automatic" if rules.is_automatic(terms, report) else "individual"
    return Preview(programme, agreement, route, rules.credits_to_count(terms, achievement, home), report)


def distribution(
    institution: Institution, scale: GradingScale, isced_f: str, cycle: str
) -> rules.Distribution | None:
    """How an institution grades: in this field and cycle where it has counted them, else more widely."""
    wider = (isced_f, isced_f[:3], isced_f[:2], "")
    rows = GradeDistribution.objects.filter(
        institution=institution, scale=scale, isced_f__in=wider, cycle__in=(cycle, "")
    )
    best = sorted(rows, key=lambda row: (-len(row.isced_f), -len(row.cycle)))
    if not best:
        return None
    counts = tuple(
        (grade, int(best[0].counts.get(grade, 0))) for grade in rules.passing(scale.grades, scale.lowest_pass)
    )
    return rules.Distribution(scale.slug, best[0].years, counts)


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
    at = institutions_where(person, action, on=on)
    return _whole().filter(programme__institution__in=at).order_by("due_on", "pk")


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


def appeals_for(person: Person, *, on: date) -> QuerySet[Case]:
    """The cases whose appeals the person decides, the most urgent first."""
    at = institutions_where(person, Action.DECIDE_APPEAL, on=on)
    return (
        _whole().filter(programme__institution__in=at, status=Case.Status.APPEALED).order_by("due_on", "pk")
    )


def agreements(*, on: date | None = None) -> QuerySet[Agreement]:
    """All agreements, or those in force that day: what members agreed is public in the network."""
    found = Agreement.objects.select_related("home", "host").order_by(
        "home__short_name", "host__short_name", "code"
    )
    return (
        found.filter(status=Agreement.Status.SIGNED, valid_from__lte=on, valid_until__gte=on) if on else found
    )


def agreement_with(code: str) -> Agreement:
    """One agreement by its code.

    :raises NotFound: when there is none
    """
    found = agreements().filter(code=code).first()
    if found is None:
        raise NotFound()
    return found


def recognised_codes(learner: Person) -> set[str]:
    """The micro-credentials of the learner that some home programme has recognised (one query)."""
    decided = Decision.objects.filter(case__learner=learner, outcome__in=FAVOURABLE)
    decided = decided.exclude(appeal__outcome="upheld")
    return set(_codes(decided))


def counts(on: date) -> dict[str, int]:
    """How many cases are at each step, for the network's overview (one query)."""
    return dict(Case.objects.values_list("status").annotate(number=Count("pk")))


def programmes() -> QuerySet[Programme]:
    """All home programmes, by university and title."""
    return Programme.objects.select_related("institution").order_by("institution__short_name", "slug")


def programmes_of(learner: Person, *, on: date) -> QuerySet[Programme]:
    """The programmes the learner studies that day."""
    return programmes().filter(pk__in=studies_of(learner, on=on).values("programme"))


def universities(*, on: date) -> QuerySet[Institution]:
    """The members that teach, by short name."""
    return members_on(on).filter(kind=Institution.Kind.UNIVERSITY)


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


def record_of(item: Item) -> AchievementRecord | None:
    """What an item says was achieved; None where it says nothing that can be compared."""
    stored = item.award.record if item.award else item.record
    return from_json(stored) if stored else None


def ects_of(item: Item) -> Decimal:
    """The credits an item carries."""
    record = record_of(item)
    return (record.ects_awarded or record.specification.ects) if record else Decimal(0)
