"""Write a transcript as ELMO 2.1.1.

Elements stand in the order of the schema's sequences. Rules the schema cannot express: a node with ECTS
credits has no ancestor or descendant with any; a single language of instruction or none.
"""

import base64
from collections.abc import Iterable
from dataclasses import fields

from lxml import etree

from microcred.elm.values import write_decimal
from microcred.elmo.model import STATUSES, Attachment, Component, Recognition, Section, Transcript
from microcred.elmo.xml import LANG, NAMESPACE, OWN, Element, add, add_own, add_texts, add_token
from microcred.errors import NotWritable
from microcred.instants import write_instant
from microcred.record import (
    AchievementRecord,
    Grade,
    GradingScale,
    Identifier,
    LearningOutcome,
    Organisation,
    Person,
    Specification,
)
from microcred.scales import describe_scale

IDENTIFIER_TYPES = {"national": "nationalIdentifier"}
# What of a record ELMO has no place for.
LOST_OF_RECORD = ("assessments", "evidence", "status", "valid_until", "replaces")
CARRIED_OF_SPECIFICATION = {
    *("id", "title", "description", "outcomes", "ects", "hours", "eqf_level", "languages"),
    *("nqf_level", "cycle", "isced_f", "homepage", "kind"),
}
LOST_OF_SPECIFICATION = tuple(
    each.name for each in fields(Specification) if each.name not in CARRIED_OF_SPECIFICATION
)
LOST_OF_ORGANISATION = ("email", "region", "accreditations", "member_of")


def write(transcript: Transcript) -> tuple[bytes, tuple[str, ...]]:
    """The transcript as an unsigned ELMO file, and what of it the format cannot carry.

    Raises NotWritable without a section, or for a recognition with another status than the three.
    """
    if not transcript.sections:
        raise NotWritable("An ELMO file has at least one institution's section.", at="sections")
    return _Writer().write(transcript)


Scales = dict[str, GradingScale]


class _Writer:
    """Writes one file and collects what is lost."""

    def __init__(self) -> None:
        self.losses: dict[str, None] = {}

    def write(self, transcript: Transcript) -> tuple[bytes, tuple[str, ...]]:
        """The whole file."""
        spaces = {None: NAMESPACE, "mc": OWN}
        root = etree.Element(f"{{{NAMESPACE}}}elmo", nsmap=spaces)  # type: ignore[arg-type]
        add(root, "generatedDate", write_instant(transcript.generated_at))
        self._learner(root, transcript.learner)
        for section in transcript.sections:
            self._section(root, section, transcript.learner)
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        return data, tuple(self.losses)

    def _lose(self, owner: object, where: str, names: Iterable[str]) -> None:
        for name in names:
            if getattr(owner, name):
                self.losses[f"{where}: {name}"] = None

    def _learner(self, root: Element, learner: Person) -> None:
        self._lose(learner, "learner", ("email",))
        node = add(root, "learner")
        own = (Identifier("local", learner.id),) if learner.id else ()
        _identifiers(node, (*own, *learner.identifiers))
        add_token(node, "givenNames", learner.given_name)
        add_token(node, "familyName", learner.family_name)
        add_token(node, "alternativeName", learner.name)
        if learner.birth_date:
            add(node, "dateOfBirth", learner.birth_date.isoformat())

    def _section(self, root: Element, section: Section, learner: Person) -> None:
        node = add(root, "report")
        scales: Scales = {}
        self._issuer(node, section.issuer)
        for record in section.achievements:
            self._reported(record, section.issuer, learner)
            self._achievement(node, record, scales)
        for recognition in section.recognitions:
            self._recognition(node, recognition, scales, learner)
        add(node, "issueDate", write_instant(section.issued_at))
        _scales(node, scales)
        for attachment in section.attachments:
            _attachment(node, attachment)

    def _reported(self, record: AchievementRecord, issuer: Organisation, learner: Person) -> None:
        """What a report says once for all its records: who issued them, to whom."""
        if record.awarding_bodies != (issuer,):
            self.losses[f"{record.id}: awarding_bodies"] = None
        if record.issuer != issuer:
            self.losses[f"{record.id}: issuer"] = None
        if record.learner != learner:
            self.losses[f"{record.id}: learner"] = None

    def _issuer(self, parent: Element, issuer: Organisation) -> None:
        self._lose(issuer, issuer.id, LOST_OF_ORGANISATION)
        node = add(parent, "issuer")
        if issuer.country:
            add(node, "country", issuer.country, type="ISO")
        _identifiers(node, (*issuer.identifiers, Identifier("local", issuer.id)))
        add_texts(node, "title", issuer.legal_name or {"en": issuer.id})
        add_token(node, "url", issuer.homepage)

    def _achievement(self, parent: Element, record: AchievementRecord, scales: Scales) -> None:
        self._lose(record, record.id, LOST_OF_RECORD)
        specification = record.specification
        node = self._specification(parent, specification)
        instance = add(add(node, "specifies"), "learningOpportunityInstance")
        add_token(instance, "identifier", record.id, type="local")
        add(instance, "date", record.awarded_at.date().isoformat())
        passed = record.grade is None or record.grade.passed
        add(instance, "status", "passed" if passed else "failed")
        _grade(instance, record.grade, scales)
        _workload(instance, record)
        _levels(instance, specification)
        if len(specification.languages) == 1:
            add_token(instance, "languageOfInstruction", specification.languages[0].split("-")[0])
        elif specification.languages:
            self.losses[f"{specification.id}: languages"] = None
        for part in record.parts:
            self._achievement(add(node, "hasPart"), part, scales)
        _outcomes(node, specification.outcomes)

    def _specification(self, parent: Element, specification: Specification) -> Element:
        self._lose(specification, specification.id, LOST_OF_SPECIFICATION)
        if len(specification.isced_f) > 1:
            self.losses[f"{specification.id}: isced_f"] = None
        for outcome in specification.outcomes:
            self._lose(outcome, outcome.id, ("dublin", "reuse_level", "skills"))
        node = add(parent, "learningOpportunitySpecification")
        add_token(node, "identifier", specification.id, type="local")
        add_texts(node, "title", specification.title or {"en": specification.id})
        add(node, "type", "Module" if specification.kind == "micro-degree" else "Course")
        for code in specification.isced_f[:1]:
            add_token(node, "iscedCode", code)
        if specification.homepage:
            add_token(node, "url", specification.homepage)
        add_texts(node, "description", specification.description)
        return node

    def _recognition(
        self, parent: Element, recognition: Recognition, scales: Scales, learner: Person
    ) -> None:
        if recognition.status not in STATUSES:
            raise NotWritable("A recognition is positive, negative or partial.", at="status")
        node = add(parent, "resultOfRecognition")
        add_token(node, "identifier", recognition.id, type="local")
        add_texts(node, "title", recognition.title)
        add_texts(node, "description", recognition.description)
        add(node, "status", STATUSES[recognition.status])
        if recognition.decided_on:
            add(node, "decisionDate", recognition.decided_on.isoformat())
        for record in recognition.basis:
            self._basis(add(add(node, "recognitionBasis"), "recognitionReport"), record, learner)
        for component in recognition.result:
            _component(add(node, "recognitionResult"), component, scales)
        for mapping in recognition.mapping:
            pair = add(add(node, "recognitionMapping"), "mapping")
            for name, ids in (("fromMapping", mapping.origins), ("toMapping", mapping.targets)):
                side = add(pair, name)
                for id in ids:
                    add_token(side, "ref", id)

    def _basis(self, node: Element, record: AchievementRecord, learner: Person) -> None:
        scales: Scales = {}
        body = record.awarding_bodies[0] if record.awarding_bodies else record.issuer
        self._reported(record, body, learner)
        self._issuer(node, body)
        self._achievement(node, record, scales)
        add(node, "issueDate", write_instant(record.issued_at))
        _scales(node, scales)


def _identifiers(node: Element, identifiers: Iterable[Identifier]) -> None:
    for one in identifiers:
        add_token(node, "identifier", one.value, type=IDENTIFIER_TYPES.get(one.scheme, one.scheme) or "other")


def _grade(instance: Element, grade: Grade | None, scales: Scales) -> None:
    if grade is None:
        return
    scales.setdefault(grade.scale.id, grade.scale)
    add_token(instance, "gradingSchemeLocalId", grade.scale.id)
    add_token(instance, "resultLabel", grade.value)


def _scales(node: Element, scales: Scales) -> None:
    for scale in scales.values():
        scheme = add(node, "gradingScheme", localId=" ".join(scale.id.split()))
        add_texts(scheme, "description", describe_scale(scale))


def _workload(instance: Element, record: AchievementRecord) -> None:
    """Credits, left to the parts where these have any, and the hours of work as credits of another scheme."""
    points = record.specification.ects if record.ects_awarded is None else record.ects_awarded
    hours = record.specification.hours
    if points and not any(has_credits(part) for part in record.parts):
        _credit(instance, "ects", write_decimal(points))
    if hours:
        _credit(instance, "hours", write_decimal(hours))


def has_credits(record: AchievementRecord) -> bool:
    """Whether the record or one of its parts gives ECTS credits."""
    points = record.specification.ects if record.ects_awarded is None else record.ects_awarded
    return bool(points) or any(has_credits(part) for part in record.parts)


def _credit(instance: Element, scheme: str, value: str) -> None:
    node = add(instance, "credit")
    add(node, "scheme", scheme)
    add(node, "value", value)


def _levels(instance: Element, specification: Specification) -> None:
    levels = {
        "EQF": str(specification.eqf_level) if specification.eqf_level else "",
        "NQF": specification.nqf_level,
        "QF-EHEA": specification.cycle,
    }
    for kind, value in levels.items():
        if value:
            node = add(instance, "level")
            add(node, "type", kind)
            add_token(node, "value", value)


def _outcomes(node: Element, outcomes: tuple[LearningOutcome, ...]) -> None:
    """Learning outcomes in an extension: ELMO has no place of its own for them."""
    if not outcomes:
        return
    extension = add(node, "extension")
    for outcome in outcomes:
        one = add_own(extension, "learningOutcome", id=outcome.id, kind=outcome.kind)
        for tag, text in outcome.title.items():
            add_own(one, "title", text).set(LANG, tag)


def _component(parent: Element, component: Component, scales: Scales) -> None:
    node = add(parent, "learningOpportunitySpecification")
    add_token(node, "identifier", component.id, type="local")
    add_texts(node, "title", component.title)
    add(node, "type", component.kind)
    if component.isced_f:
        add_token(node, "iscedCode", component.isced_f)
    instance = add(add(node, "specifies"), "learningOpportunityInstance")
    add(instance, "status", "passed" if component.grade is None or component.grade.passed else "failed")
    _grade(instance, component.grade, scales)
    if component.ects is not None:
        _credit(instance, "ects", write_decimal(component.ects))
    if component.eqf_level:
        level = add(instance, "level")
        add(level, "type", "EQF")
        add(level, "value", component.eqf_level)


def _attachment(node: Element, attachment: Attachment) -> None:
    one = add(node, "attachment")
    add_texts(one, "title", attachment.title)
    add(one, "type", attachment.kind)
    content = base64.b64encode(attachment.content).decode()
    add(one, "content", f"data:{attachment.media_type};base64,{content}")
