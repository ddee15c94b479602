"""What was achieved, by whom, how and from whom: the record, part by part."""

from collections.abc import Iterator
from decimal import Decimal

from microcred.accreditation import Ruling
from microcred.explain.sections import Reader, Section, section
from microcred.explain.values import day
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
from microcred.saying import Listed, Moment, Said, period
from microcred.vocabulary import (
    ACTIVITY,
    ASSESSMENT,
    CYCLE,
    DUBLIN,
    IDENTITY_CHECK,
    PARTICIPATION,
    SUPERVISION,
)


def tell(record: AchievementRecord, reader: Reader) -> Iterator[Section]:
    """The sections about a record, empty ones too."""
    yield _learner(record, reader)
    yield _what(record.specification, reader)
    yield _outcomes(record.specification, reader)
    yield _activities(record.specification, reader)
    yield _assessments(record, reader)
    for title, body in _bodies(record):
        yield organisation(title, body, reader)
    yield _dates(record)
    yield _evidence(record, reader)
    yield _parts(record, reader)


def _learner(record: AchievementRecord, reader: Reader) -> Section:
    learner = record.learner
    facts = [
        (_("Name"), learner.name),
        (_("Date of birth"), Moment(learner.birth_date) if learner.birth_date else ""),
        (_("Email"), learner.email),
        (_("Identifier"), learner.id),
        *((reader.named("scheme", one.scheme), one.value) for one in learner.identifiers),
    ]
    return section(_("Who learned it"), facts)


def _what(specification: Specification, reader: Reader) -> Section:
    facts = [
        (_("Title"), reader.text(specification.title)),
        (_("Description"), reader.text(specification.description)),
        (_("Code"), specification.code),
        (_("Version"), specification.version),
        (_("Workload"), _workload(specification)),
        (_("Level"), _level(specification, reader)),
        (_("Form of participation"), reader.labels(PARTICIPATION, *specification.participation)),
        (
            _("Languages of instruction"),
            ", ".join(reader.named("language", code) for code in specification.languages),
        ),
        (
            _("Field of study (ISCED-F)"),
            ", ".join(reader.named("field", code) for code in specification.isced_f),
        ),
        (_("Prerequisites"), reader.text(specification.prerequisites)),
        (_("Stackability"), reader.say(reader.text(specification.stackability))),
        *(_accreditation(one, reader) for one in specification.accreditations),
        (_("Part of"), ", ".join(reader.text(one.label) for one in specification.part_of)),
        (_("Further information"), reader.text(specification.further_information)),
        (_("Web page"), specification.homepage),
    ]
    return section(_("What was learned"), facts)


def _workload(specification: Specification) -> str:
    ects, hours = specification.ects, specification.hours
    return Listed(filter(None, (_credits(ects), hours_of(hours))))


def _credits(ects: Decimal) -> str:
    return Said(_("{ects} ECTS"), ects=ects) if ects else ""


def hours_of(hours: Decimal | None) -> str:
    """A number of hours with its unit; empty for none."""
    return Said(_("{hours} h"), hours=hours.normalize()) if hours else ""


def _level(specification: Specification, reader: Reader) -> str:
    eqf = f"{reader.say(_('EQF'))} {specification.eqf_level}" if specification.eqf_level else ""
    cycle = reader.labels(CYCLE, specification.cycle)
    return ", ".join(words for words in (eqf, specification.nqf_level, cycle) if words)


def _outcomes(specification: Specification, reader: Reader) -> Section:
    facts = []
    for outcome in specification.outcomes:
        skills = ", ".join(reader.text(skill.label) for skill in outcome.skills)
        details = "; ".join(words for words in (reader.labels(DUBLIN, outcome.dublin), skills) if words)
        title = reader.text(outcome.title)
        facts.append((_("Outcome"), f"{title} ({details})" if details and details != title else title))
    return section(_("Learning outcomes"), facts)


def _activities(specification: Specification, reader: Reader) -> Section:
    facts = [
        (
            reader.labels(ACTIVITY, one.kind) or _("Activity"),
            Listed(filter(None, [reader.text(one.title), hours_of(one.hours)])),
        )
        for one in specification.activities
    ]
    return section(_("What learners do"), facts)


def _assessments(record: AchievementRecord, reader: Reader) -> Section:
    graded = {one.id: one.grade for one in record.assessments}
    described = record.specification.assessments
    others = [one for one in record.assessments if one.id not in {each.id for each in described}]
    facts = [(_("Assessment"), _assessment(one, graded.get(one.id), reader)) for one in (*described, *others)]
    facts.append((_("Overall grade"), _grade(record.grade, reader)))
    if record.ects_awarded:
        facts.append((_("Credits awarded"), _credits(record.ects_awarded)))
    return section(_("How it was assessed"), facts)


def _assessment(assessment: Assessment, grade: Grade | None, reader: Reader) -> str:
    details = [
        reader.labels(ASSESSMENT, assessment.kind),
        reader.labels(SUPERVISION, assessment.supervision),
        reader.labels(IDENTITY_CHECK, assessment.identity_check),
        Said(_("{share}%"), share=assessment.weight) if assessment.weight is not None else "",
        _grade(grade, reader),
    ]
    known = Listed(filter(None, details), "; ")
    title = reader.text(assessment.title)
    return Said("{title} ({known})", title=title, known=known) if known else title


def _grade(grade: Grade | None, reader: Reader) -> str:
    if grade is None or not grade.value:
        return ""
    given = reader.named("grade", grade.value)
    numbers = grade.scale.numbers
    grades = (numbers.at(0), numbers.at(numbers.size - 1)) if numbers else grade.scale.grades
    labels = (" – " if numbers else ", ").join(reader.named("grade", each) for each in grades)
    name = reader.text(grade.scale.title)
    scale = f"{name}: {labels}" if name and labels else name or labels
    return f"{given} ({scale})" if scale else given


def _bodies(record: AchievementRecord) -> list[tuple[str, Organisation]]:
    others = [body for body in record.awarding_bodies if body.id != record.issuer.id]
    return [(_("Who issued it"), record.issuer), *((_("Who awarded it"), body) for body in others)]


def organisation(title: str, body: Organisation, reader: Reader) -> Section:
    """What is said about an institution, under this title."""
    facts = [
        (_("Name"), reader.text(body.legal_name)),
        (_("Identifier"), body.id),
        *((reader.named("scheme", one.scheme), one.value) for one in body.identifiers),
        (_("Country"), reader.named("country", body.country)),
        (_("Region"), body.region),
        (_("Web page"), body.homepage),
        *(_accreditation(one, reader) for one in body.accreditations),
        *((_("Member of"), reader.text(network.legal_name)) for network in body.member_of),
    ]
    return section(title, facts)


# What a credential says of a decision; any other word is shown as it stands.
DECIDED = {
    Ruling.POSITIVE: _("Accredited by"),
    Ruling.CONDITIONS: _("Accredited with conditions by"),
    Ruling.NEGATIVE: _("Refused accreditation by"),
}


def _accreditation(one: Accreditation, reader: Reader) -> tuple[str, str]:
    who = Said(
        _("{agency} ({period})"),
        agency=one.agency or reader.text(one.title),
        period=period(one.valid_from, one.valid_until),
    )
    decided = next((words for ruling, words in DECIDED.items() if ruling == one.decision), "")
    if decided:
        return decided, who
    return _("Assessed by"), Listed((who, one.decision), ": ") if one.decision else who


def _dates(record: AchievementRecord) -> Section:
    facts = [
        (_("Awarded"), day(record.awarded_at)),
        (_("Issued"), day(record.issued_at)),
        (_("Valid from"), day(record.valid_from)),
        (_("Valid until"), day(record.valid_until)),
        (_("Replaces"), record.replaces),
    ]
    return section(_("Dates"), facts)


def _evidence(record: AchievementRecord, reader: Reader) -> Section:
    facts = [
        (one.name or _("Evidence"), " ".join(filter(None, _piece(one, reader)))) for one in record.evidence
    ]
    return section(_("Evidence"), facts)


def _piece(one: Evidence, reader: Reader) -> tuple[str, ...]:
    return reader.text(one.description), one.url, f"(SHA-256 {one.sha256})" if one.sha256 else ""


def _parts(record: AchievementRecord, reader: Reader) -> Section:
    facts = [
        (
            reader.text(part.specification.title),
            _workload(part.specification) or reader.text(part.issuer.legal_name) or part.issuer.id,
        )
        for part in record.parts
    ]
    return section(_("Credentials it combines"), facts)
