"""What a credential says, in words that a learner or an employer understands, part by part.

Labels are translatable; values are the credential's own words. Nothing here is verified: a heading such
as “who issued it” repeats what the credential claims.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from microcred.openbadges.texts import best
from microcred.reading import LABELS, Carrier, Reading
from microcred.record import AchievementRecord, Assessment, Grade, Organisation, Specification
from microcred.report import _
from microcred.vocabulary import (
    ASSESSMENT,
    CYCLE,
    DUBLIN,
    IDENTITY_CHECK,
    PARTICIPATION,
    SUPERVISION,
    CodeList,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the credential says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """Facts that belong together."""

    title: str
    facts: tuple[Fact, ...]


CARRIERS: Mapping[Carrier, str] = {
    Carrier.JSON: _("a text file"),
    Carrier.JWT: _("a signed token"),
    Carrier.SD_JWT: _("a wallet token with parts that can be withheld"),
    Carrier.SEALED: _("a sealed file of Europass"),
    Carrier.XML: _("an XML file"),
    Carrier.PNG: _("a picture (PNG) with the credential inside"),
    Carrier.SVG: _("a picture (SVG) with the credential inside"),
    Carrier.PDF: _("a PDF with the credential inside"),
    Carrier.ADDRESS: _("an address where the credential is kept"),
}


def explain(reading: Reading, language: str = "en") -> tuple[Section, ...]:
    """The credential in words, in this language where it has it; empty sections are left out."""
    record = reading.record
    sections = [_file(reading)]
    if record is not None:
        sections += [
            _learner(record),
            _what(record.specification, language),
            _outcomes(record.specification, language),
            _assessments(record, language),
            *(_organisation(title, body, language) for title, body in _bodies(record)),
            _dates(record),
            _evidence(record, language),
            _parts(record, language),
        ]
    sections += [_proof(reading.document), _status(record), _rest(reading)]
    return tuple(section for section in sections if section.facts)


def _section(title: str, facts: Iterable[tuple[str, str]]) -> Section:
    return Section(title, tuple(Fact(label, value) for label, value in facts if value))


def _file(reading: Reading) -> Section:
    facts = [
        (_("Kind"), LABELS[reading.kind]),
        (_("Carried by"), CARRIERS[reading.carrier]),
        (_("Size"), f"{len(reading.original):,} bytes"),
        (_("Could not be read because"), reading.problem),
    ]
    return _section(_("The file"), facts)


def _learner(record: AchievementRecord) -> Section:
    learner = record.learner
    facts = [
        (_("Name"), learner.name),
        (_("Date of birth"), learner.birth_date.isoformat() if learner.birth_date else ""),
        (_("E-mail"), learner.email),
        (_("Identifier"), learner.id),
        *((_("Identifier"), f"{one.value} ({one.scheme})") for one in learner.identifiers),
    ]
    return _section(_("Who learnt it"), facts)


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
        (_("Part of"), ", ".join(best(one.label, language) for one in specification.part_of)),
        (_("Further information"), best(specification.further_information, language)),
        (_("Web page"), specification.homepage),
    ]
    return _section(_("What was learnt"), facts)


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
    return _section(_("Learning outcomes"), facts)


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
    return _section(_("How it was assessed"), facts)


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
    accreditations = [
        f"{one.agency or best(one.title, language)} ({one.valid_from or '…'} – {one.valid_until or '…'})"
        for one in body.accreditations
    ]
    facts = [
        (_("Name"), best(body.legal_name, language)),
        (_("Identifier"), body.id),
        *((_("Identifier"), f"{one.value} ({one.scheme})") for one in body.identifiers),
        (_("Country"), body.country),
        (_("Region"), body.region),
        (_("Web page"), body.homepage),
        *((_("Accredited by"), words) for words in accreditations),
        *((_("Member of"), best(network.legal_name, language)) for network in body.member_of),
    ]
    return _section(title, facts)


def _dates(record: AchievementRecord) -> Section:
    facts = [
        (_("Awarded"), _day(record.awarded_at)),
        (_("Issued"), _day(record.issued_at)),
        (_("Valid from"), _day(record.valid_from)),
        (_("Valid until"), _day(record.valid_until)),
        (_("Replaces"), record.replaces),
    ]
    return _section(_("Dates"), facts)


def _day(instant: datetime | None) -> str:
    return instant.date().isoformat() if instant else ""


def _evidence(record: AchievementRecord, language: str) -> Section:
    facts = [
        (one.name or _("Evidence"), " ".join(filter(None, [best(one.description, language), one.url])))
        for one in record.evidence
    ]
    return _section(_("Evidence"), facts)


def _parts(record: AchievementRecord, language: str) -> Section:
    facts = [
        (
            best(part.specification.title, language),
            _workload(part.specification) or best(part.issuer.legal_name, language) or part.issuer.id,
        )
        for part in record.parts
    ]
    return _section(_("What it is built from"), facts)


def _proof(document: Mapping[str, Any]) -> Section:
    proofs = document.get("proof")
    facts = []
    for proof in proofs if isinstance(proofs, list) else [proofs]:
        if isinstance(proof, dict):
            facts += [
                (_("Kind of signature"), _word(proof, "cryptosuite") or _word(proof, "type")),
                (_("Signed on"), _word(proof, "created")[:10]),
                (_("With the key"), _word(proof, "verificationMethod")),
            ]
    return _section(_("Signature"), facts)


def _word(proof: Mapping[str, Any], name: str) -> str:
    value = proof.get(name)
    return value if isinstance(value, str) else ""


def _status(record: AchievementRecord | None) -> Section:
    statuses = record.status if record else ()
    facts = [(_("Whether it was revoked is asked at"), f"{one.list_url} #{one.index}") for one in statuses]
    return _section(_("Status"), facts)


def _rest(reading: Reading) -> Section:
    return _section(_("Also in the file, not explained here"), [(_("Part"), path) for path in reading.losses])
