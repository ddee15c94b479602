"""What an agreement or a programme would say, before anybody decides."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from mcx.accounts.models import Person
from mcx.catalogue.models import Edition
from mcx.network.models import GradingScale, Institution, Programme
from mcx.network.rules.scales import bands
from mcx.network.selectors.accreditations import accreditation_on
from mcx.network.selectors.affiliations import confirmation_in, programmes_of
from mcx.recognition.models import Agreement, Decision, GradeDistribution
from mcx.recognition.rules import assessment
from mcx.recognition.rules.assessment import (
    Achievement,
    HomeProgramme,
    assess,
    assess_own,
    credits_to_count,
    no_agreement,
)
from mcx.recognition.rules.grades import Distribution
from mcx.recognition.rules.terms import AgreementTerms, Route
from mcx.recognition.selectors import COUNTED, agreements_between, codes_among
from mcx.wallet.models import Item
from microcred.record import AchievementRecord, Assessment
from microcred.record_json import from_json, specification_from_json
from microcred.report import Report
from microcred.vocabulary import IdentityCheck


@dataclass(frozen=True, slots=True)
class Preview:
    """How a home programme would recognise something: by which route, so many ECTS, and why.

    The route is `own` or `automatic` where it is decided at once, `unconfirmed` where it would be if the
    university had confirmed that the learner studies there, else `individual`.
    """

    programme: Programme
    agreement: Agreement | None
    route: Route
    ects: Decimal
    report: Report


def identity_percent(assessments: Sequence[Assessment]) -> Decimal:
    """The share of the assessment for which an identity document is shown, in percent of the weight."""
    shown = (one.weight or Decimal(0) for one in assessments if one.identity_check == IdentityCheck.DOCUMENT)
    return sum(shown, start=Decimal(0))


def home_programme(programme: Programme, learner: Person, *, code: str, on: date) -> HomeProgramme:
    """The room a learner has left in a programme, whether what goes by the code counts there already, and who
    confirmed that they study it (three queries).
    """
    counted = Decision.objects.filter(COUNTED, case__programme=programme, case__learner=learner)
    used = counted.aggregate(all=Sum("ects", default=Decimal(0)))["all"]
    return HomeProgramme(
        slug=programme.slug,
        eqf_level=programme.eqf_level,
        elective_ects_left=programme.elective_ects - used,
        university=programme.institution.short_name,
        confirmation=confirmation_in(learner, programme, on=[on]),
        recognised_codes=codes_among(counted, [code]),
    )


def ects_under(
    agreements: Collection[Agreement], programme: Programme, learner: Person
) -> dict[int, Decimal]:
    """How many ECTS count under each of these agreements already, by its key (one query)."""
    counted = Decision.objects.filter(COUNTED, case__programme=programme, case__learner=learner)
    sums = counted.filter(agreement__in=agreements).values_list("agreement").annotate(used=Sum("ects"))
    return dict(sums)


def preview(person: Person, edition: Edition, *, on: date) -> list[Preview]:
    """What each of the person's home programmes would say to this micro-credential, before they enrol."""
    return [_preview(person, edition, programme, on=on) for programme in programmes_of(person, on=on)]


def _preview(person: Person, edition: Edition, programme: Programme, *, on: date) -> Preview:
    host = edition.micro_credential.institution
    specification = specification_from_json(edition.specification)
    achievement = Achievement(
        code=edition.micro_credential.code,
        ects=edition.ects,
        eqf_level=edition.eqf_level,
        isced_f=edition.isced_f,
        identity_percent=identity_percent(specification.assessments),
        accreditation=accreditation_on(host, on),
        grades=tuple(edition.scale.grades),
        numbers=edition.scale.numbers,
    )
    return consider(person, programme, host, achievement, on=on)


def consider(
    learner: Person,
    programme: Programme,
    host: Institution | None,
    achievement: Achievement,
    *,
    on: date,
) -> Preview:
    """What a home programme says to an achievement of a host, by agreement, own rule, or not yet."""
    home = home_programme(programme, learner, code=achievement.code, on=on)
    if host == programme.institution:
        return _own(programme, achievement, home)
    found = list(agreements_between(programme.institution, host, on=on)) if host else []
    used = ects_under(found, programme, learner) if found else {}
    considered = [
        _under(
            each, programme, achievement, replace(home, ects_under_agreement=used.get(each.pk, Decimal(0)))
        )
        for each in found
    ]
    if not considered:
        return Preview(programme, None, Route.INDIVIDUAL, achievement.ects, no_agreement())
    return next((one for one in considered if one.route != Route.INDIVIDUAL), considered[0])


def _own(programme: Programme, achievement: Achievement, home: HomeProgramme) -> Preview:
    report = assess_own(achievement, home)
    route = assessment.route(Route.OWN, AgreementTerms(), report)
    ects = credits_to_count(AgreementTerms(), achievement, home)
    return Preview(programme, None, route, ects, report)


def _under(
    agreement: Agreement, programme: Programme, achievement: Achievement, home: HomeProgramme
) -> Preview:
    """What one agreement says; the first that decides by itself is used, else the newest."""
    terms = AgreementTerms.from_json(agreement.terms)
    report = assess(f"Agreement {agreement.code}", terms, achievement, home)
    route = assessment.route(Route.AUTOMATIC, terms, report)
    return Preview(programme, agreement, route, credits_to_count(terms, achievement, home), report)


def distribution(
    institution: Institution, scale: GradingScale, isced_f: str, cycle: str
) -> Distribution | None:
    """How an institution grades: in this field and cycle where it has counted them, else more widely."""
    wider = (isced_f, isced_f[:3], isced_f[:2], "")
    rows = GradeDistribution.objects.filter(
        institution=institution, scale=scale, isced_f__in=wider, cycle__in=(cycle, "")
    )
    best = sorted(rows, key=lambda row: (-len(row.isced_f), -len(row.cycle)))
    if not best:
        return None
    counts = tuple((grade, int(best[0].counts.get(grade, 0))) for grade in bands(scale))
    return Distribution(scale.slug, best[0].years, counts)


def record_of(item: Item) -> AchievementRecord | None:
    """What an item says was achieved; None where it says nothing that can be compared."""
    stored = item.award.record if item.award else item.record
    return from_json(stored) if stored else None


def ects_of(item: Item) -> Decimal:
    """The credits an item carries."""
    record = record_of(item)
    return record.ects if record else Decimal(0)
