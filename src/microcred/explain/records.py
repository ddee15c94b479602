"""What was achieved, by whom, how and from whom: the record, part by part."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from microcred.explain.sections import Section, section
from microcred.explain.values import day
from microcred.openbadges.texts import best
from microcred.record import (
    Accreditation,
    AchievementRecord,
    Assessment,
    Evidence,
    Grade,
    Organisation,
    Specification,
)
from microcred.report import _
from microcred.vocabulary import (
    ACTIVITY,
    ASSESSMENT,
    CYCLE,
    DUBLIN,
    IDENTITY_CHECK,
    PARTICIPATION,
    SUPERVISION,
    CodeList,
)


def tell(record: AchievementRecord, language: str) -> Iterator[Section]:
    """The sections about a record, empty ones too."""
    yield _learner(record)
    yield _what(record.specification, language)
    yield _outcomes(record.specification, language)
    yield _activities(record.specification, language)
    yield _assessments(record, language)
    for title, body in _bodies(record):
        yield _organisation(title, body, language)
    yield _dates(record)
    yield _evidence(record, language)
    yield _parts(record, language)


def _learner(record: AchievementRecord) -> Section:
    learner = record.learner
    facts = [
        (_("Name"), learner.name),
        (_("Date of birth"), learner.birth_date.isoformat() if learner.birth_date else ""),
        (_("E-mail"), learner.email),
        (_("Identifier"), learner.id),
        *((_("Identifier"), f"{one.value} ({one.scheme})") for one in learner.identifiers),
    ]
    return section(_("Who learnt it"), facts)


def _what(specification: Specification, language: str) -> Section:
    facts = [
        (_("Title"), best(specification.title, language)),
        (_("Description"), best(specification.description, language)),
        (_("Code"), specification.code),
        (_("Version"), specification.version),
        (_("Workload"), _workload(specification)),
        (_("Level"), _level(specification)),
        (_("Form of participation"), _labels(PARTICIPATION, specification.participation)),
        (_("Languages"), ", ".join(specification.languages)),
        (_("Field of education (ISCED-F)"), ", ".join(specification.isced_f)),
        (_("Prerequisites"), best(specification.prerequisites, language)),
        (_("Stackability"), best(specification.stackability, language)),
        *((_("Accredited by"), _accreditation(one, language)) for one in specification.accreditations),
        (_("Part of"), ", ".join(best(one.label, language) for one in specification.part_of)),
        (_("Further information"), best(specification.further_information, language)),
        (_("Web page"), specification.homepage),
    ]
    return section(_("What was learnt"), facts)


def _workload(specification: Specification) -> str:
    ects, hours = specification.ects, specification.hours
    return ", ".join(words for words in (_amount(ects, "ECTS"), _amount(hours, "h")) if words)


def _amount(value: Decimal, unit: str) -> str:
    return f"{value:f} {unit}" if value else ""


def _level(specification: Specification) -> str:
    eqf = f"EQF {specification.eqf_level}" if specification.eqf_level else ""
    cycle = CYCLE.label(specification.cycle) if specification.cycle else ""
    return ", ".join(words for words in (eqf, specification.nqf_level, cycle) if words)


def _labels(codes: CodeList, given: Iterable[str]) -> str:
    return ", ".join(codes.label(code) for code in given if code)


def _outcomes(specification: Specification, language: str) -> Section:
    facts = []
    for outcome in specification.outcomes:
        skills = ", ".join(best(skill.label, language) for skill in outcome.skills)
        details = "; ".join(words for words in (_labels(DUBLIN, [outcome.dublin]), skills) if words)
        title = best(outcome.title, language)
        facts.append(
            (_("Can do or knows"), f"{title} ({details})" if details and details != title else title)
        )
    return section(_("Learning outcomes"), facts)


def _activities(specification: Specification, language: str) -> Section:
    facts = [
        (
            ACTIVITY.label(one.kind) or _("Activity"),
            ", ".join(filter(None, [best(one.title, language), _amount(one.hours, "h")])),
        )
        for one in specification.activities
    ]
    return section(_("What learners do"), facts)


def _assessments(record: AchievementRecord, language: str) -> Section:
    graded = {one.id: one.grade for one in record.assessments}
    described = record.specification.assessments
    others = [one for one in record.assessments if one.id not in {each.id for each in described}]
    facts = [
        (_("Assessment"), _assessment(one, graded.get(one.id), language)) for one in (*described, *others)
    ]
    facts.append((_("Overall grade"), _grade(record.grade, language)))
    if record.ects_awarded:
        facts.append((_("Credits awarded"), _amount(record.ects_awarded, "ECTS")))
    return section(_("How it was assessed"), facts)


def _assessment(assessment: Assessment, grade: Grade | None, language: str) -> str:
    details = [
        ASSESSMENT.label(assessment.kind),
        SUPERVISION.label(assessment.supervision),
        IDENTITY_CHECK.label(assessment.identity_check),
        f"{assessment.weight:f} %" if assessment.weight is not None else "",
        _grade(grade, language),
    ]
    known = "; ".join(words for words in details if words)
    title = best(assessment.title, language)
    return f"{title} ({known})" if known else title


def _grade(grade: Grade | None, language: str) -> str:
    if grade is None or not grade.value:
        return ""
    labels = ", ".join(grade.scale.grades)
    name = best(grade.scale.title, language)
    scale = f"{name}: {labels}" if name and labels else name or labels
    return f"{grade.value} ({scale})" if scale else grade.value


def _bodies(record: AchievementRecord) -> list[tuple[str, Organisation]]:
    others = [body for body in record.awarding_bodies if body.id != record.issuer.id]
    return [(_("Who issued it"), record.issuer), *((_("Who awarded it"), body) for body in others)]


def _organisation(title: str, body: Organisation, language: str) -> Section:
    facts = [
        (_("Name"), best(body.legal_name, language)),
        (_("Identifier"), body.id),
        *((_("Identifier"), f"{one.value} ({one.scheme})") for one in body.identifiers),
        (_("Country"), body.country),
        (_("Region"), body.region),
        (_("Web page"), body.homepage),
        *((_("Accredited by"), _accreditation(one, language)) for one in body.accreditations),
        *((_("Member of"), best(network.legal_name, language)) for network in body.member_of),
    ]
    return section(title, facts)


def _accreditation(one: Accreditation, language: str) -> str:
    return f"{one.agency or best(one.title, language)} ({one.valid_from or '…'} – {one.valid_until or '…'})"


def _dates(record: AchievementRecord) -> Section:
    facts = [
        (_("Awarded"), day(record.awarded_at)),
        (_("Issued"), day(record.issued_at)),
        (_("Valid from"), day(record.valid_from)),
        (_("Valid until"), day(record.valid_until)),
        (_("Replaces"), record.replaces),
    ]
    return section(_("Dates"), facts)


def _evidence(record: AchievementRecord, language: str) -> Section:
    facts = [
        (one.name or _("Evidence"), " ".join(filter(None, _piece(one, language)))) for one in record.evidence
    ]
    return section(_("Evidence"), facts)


def _piece(one: Evidence, language: str) -> tuple[str, ...]:
    return best(one.description, language), one.url, f"(SHA-256 {one.sha256})" if one.sha256 else ""


def _parts(record: AchievementRecord, language: str) -> Section:
    facts = [
        (
            best(part.specification.title, language),
            _workload(part.specification) or best(part.issuer.legal_name, language) or part.issuer.id,
        )
        for part in record.parts
    ]
    return section(_("What it is built from"), facts)
