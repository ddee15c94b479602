"""The achievement record that an award stands for, put together when it is claimed."""

from datetime import date, datetime
from uuid import uuid4

from django.conf import settings

from mcx.accounts.models import Person
from mcx.core.errors import NotFound
from mcx.core.periods import in_force
from mcx.credentials.models import Award
from mcx.keys.rules import did_web
from mcx.network.models import GradingScale, Institution, InstitutionName
from mcx.network.selectors.accreditations import accreditation_on
from mcx.network.selectors.identities import confirmed_identity_of
from mcx.network.selectors.institutions import public_network
from microcred import record as r
from microcred.accreditation import as_recorded
from microcred.record_json import specification_from_json


def record_of(award: Award, *, at: datetime) -> r.AchievementRecord:
    """Everything the credential will say, true on the day of the award (about eight queries).

    Each record names its learner by a random identifier of its own: who sees two credentials cannot tell from
    the identifiers that they are one person's, and nobody can guess them. It names no status list: every copy
    that is written from it gets a place of its own.
    """
    result = award.result
    specification = specification_from_json(award.edition.specification)
    issuer = organisation(award.institution, on=award.offered_at.date())
    return r.AchievementRecord(
        id=f"urn:uuid:{award.pk}",
        specification=specification,
        learner=learner(award.learner, id=random_id()),
        issuer=issuer,
        awarding_bodies=(issuer,),
        awarded_at=award.offered_at,
        issued_at=at,
        valid_from=at,
        valid_until=award.valid_until,
        grade=r.Grade(result.grade, grading_scale(result.scale), result.has_passed),
        ects_awarded=specification.ects,
        assessments=specification.assessments,
        replaces=f"urn:uuid:{award.replaces_id}" if award.replaces_id else "",
    )


def learner(person: Person, *, id: str = "") -> r.Person:
    """The learner as the credential names them; date of birth and student identifier only where a university
    has confirmed them, since whoever reads the credential takes the issuer's word for it.
    """
    known = confirmed_identity_of(person)
    esi = known.student_identifier if known else ""
    return r.Person(
        id=id,
        given_name=person.given_name,
        family_name=person.family_name,
        full_name=person.name,
        birth_date=known.birth_date if known else None,
        identifiers=(r.Identifier("esi", esi),) if esi else (),
    )


def random_id() -> str:
    """An identifier that says nothing and is never given again."""
    return f"urn:uuid:{uuid4()}"


def grading_scale(scale: GradingScale) -> r.GradingScale:
    """The scale with its grades from best to worst, or the numbers they are."""
    address = f"{settings.PUBLIC_URL}/network/scales/{scale.slug}"
    return r.GradingScale(address, scale.title, tuple(scale.grades), scale.lowest_pass, scale.numbers)


def organisation(institution: Institution, *, on: date) -> r.Organisation:
    """The institution as it was called, identified and accredited that day; decisions that did not count then
    are not named.

    :raises NotFound: before the network is founded
    """
    ours = public_network()
    if ours is None:
        raise NotFound()
    answer = accreditation_on(institution, on)
    name = InstitutionName.objects.filter(in_force(on), institution=institution).first()
    identifiers = institution.identifiers.filter(in_force(on)).order_by("scheme", "pk")
    return r.Organisation(
        id=did_web(ours.host, institution.slug),
        legal_name=name.name if name else institution.name,
        country=institution.country,
        homepage=institution.homepage,
        email=institution.email,
        identifiers=tuple(r.Identifier(row.scheme, row.value) for row in identifiers),
        accreditations=tuple(as_recorded(one) for one in answer.rests_on),
        member_of=(r.Organisation(settings.PUBLIC_URL, ours.name),),
    )
