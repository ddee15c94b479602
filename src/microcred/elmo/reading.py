"""Read ELMO files, of version 2 and of version 1, as their authors were told to expect: with little in them.

Unknown elements are skipped, as the specification demands of clients; what was understood is reported.
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal

from microcred.elm.values import read_decimal, read_instant
from microcred.elmo.model import (
    STATUSES,
    Attachment,
    Component,
    Recognition,
    RecognitionMapping,
    Section,
    Transcript,
)
from microcred.elmo.writing import IDENTIFIER_TYPES
from microcred.elmo.xml import NAMESPACES, SIGNATURE, Source, read_xml
from microcred.errors import Malformed, TooLarge
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
from microcred.scales import read_scale
from microcred.vocabulary import CYCLE

MAX_DEPTH = 12  # levels of parts; ELMO knows four
KINDS = {"Degree Programme": "degree-programme"}
_SCHEME_OF = {kind: scheme for scheme, kind in IDENTIFIER_TYPES.items()}
_STATUS_OF = {spelled: code for code, spelled in STATUSES.items()}
_DATA_URL = re.compile(r"data:([\w.+-]+/[\w.+-]+)?(?:;[\w=.-]+)*;base64,(.*)", re.DOTALL | re.ASCII)

Scales = dict[str, GradingScale]


def parse(data: bytes) -> tuple[Transcript, tuple[str, ...]]:
    """The transcript of an ELMO file, and the paths of the elements that were understood.

    Raises TooLarge or Malformed where it is no ELMO file. A signature is noticed, not checked.
    """
    root = read_xml(data)
    if root.tag not in [f"{{{namespace}}}elmo" for namespace in NAMESPACES]:
        raise Malformed("This is not an ELMO file.", at=str(root.tag)[:120])
    source = Source(root)
    generated_at = read_instant(_with_zone(source.string("generatedDate")))
    if generated_at is None:
        raise Malformed("The ELMO file does not say when it was made.", at="generatedDate")
    learner = _learner(source.one("learner"))
    sections = tuple(_section(one, learner, generated_at) for one in source.all("report"))
    is_signed = root.find(SIGNATURE) is not None
    return Transcript(learner, generated_at, sections, is_signed), tuple(sorted(source.seen))


def _with_zone(text: str) -> str:
    """The time with a zone: the schema only recommends one, and without it UTC is meant."""
    return text if re.search(r"(?:Z|[+-]\d\d:\d\d)$", text) else f"{text}Z"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])  # xs:date may have a zone behind the day
    except ValueError:
        return None


def _learner(source: Source) -> Person:
    given, family = source.string("givenNames"), source.string("familyName")
    full = source.string("alternativeName")
    return Person(
        id=source.identifier("local"),
        given_name=given,
        family_name=family,
        full_name="" if full == f"{given} {family}".strip() else full,
        birth_date=_day(source.string("dateOfBirth") or source.string("bday")),
        identifiers=tuple(_identifiers(source)),
    )


def _identifiers(source: Source) -> Iterator[Identifier]:
    for one in source.all("identifier"):
        kind = one.attribute("type")
        if kind != "local" and one.text:
            yield Identifier(_SCHEME_OF.get(kind, kind), one.text)


def _organisation(source: Source) -> Organisation:
    country = source.one("country")
    return Organisation(
        id=source.identifier("local", "schac", "erasmus", "pic") or source.string("url"),
        legal_name=source.texts("title"),
        country=country.text if len(country.text) == 2 else "",
        homepage=source.string("url"),
        identifiers=tuple(_identifiers(source)),
    )


def _section(source: Source, learner: Person, generated_at: datetime) -> Section:
    issuer = _organisation(source.one("issuer"))
    issued_at = read_instant(_with_zone(source.string("issueDate"))) or generated_at
    scales = _scales(source)
    return Section(
        issuer=issuer,
        issued_at=issued_at,
        achievements=tuple(_achievements(source, _Report(learner, issuer, issued_at, scales))),
        recognitions=tuple(_recognition(one, learner, scales) for one in source.all("resultOfRecognition")),
        attachments=tuple(found for one in source.all("attachment") if (found := _attachment(one))),
    )


def _scales(source: Source) -> Scales:
    schemes = source.all("gradingScheme")
    return {
        id: read_scale(id, one.texts("description")) for one in schemes if (id := one.attribute("localId"))
    }


class _Report:
    """What a report says once for all its achievements."""

    def __init__(self, learner: Person, issuer: Organisation, issued_at: datetime, scales: Scales) -> None:
        self.learner, self.issuer, self.issued_at, self.scales = learner, issuer, issued_at, scales


def _achievements(source: Source, report: _Report, depth: int = 0) -> Iterator[AchievementRecord]:
    """The achievements directly below; those still in progress are left out."""
    if depth > MAX_DEPTH:
        raise TooLarge("The ELMO file has parts nested deeper than {limit} levels.", limit=MAX_DEPTH)
    for one in source.all("learningOpportunitySpecification"):
        if one.follow("specifies", "learningOpportunityInstance").string("status") != "in-progress":
            yield _achievement(one, report, depth)


def _achievement(source: Source, report: _Report, depth: int) -> AchievementRecord:
    instance = source.follow("specifies", "learningOpportunityInstance")
    parts = tuple(part for below in source.all("hasPart") for part in _achievements(below, report, depth + 1))
    finished = _day(instance.string("date"))
    awarded_at = datetime.combine(finished, time(), UTC) if finished else report.issued_at
    specification = _specification(source, instance, parts)
    return AchievementRecord(
        id=instance.identifier("local", "ewp-loi-id") or specification.id,
        specification=specification,
        learner=report.learner,
        issuer=report.issuer,
        awarding_bodies=(report.issuer,),
        awarded_at=awarded_at,
        issued_at=report.issued_at,
        grade=_grade(instance, report.scales),
        ects_awarded=_credits(instance, "ects"),
        parts=parts,
    )


def _specification(source: Source, instance: Source, parts: tuple[AchievementRecord, ...]) -> Specification:
    levels = {one.string("type"): one.string("value") for one in instance.all("level")}
    eqf, cycle, kind = levels.get("EQF", ""), levels.get("QF-EHEA", ""), source.string("type")
    language, isced = instance.string("languageOfInstruction"), source.string("iscedCode")
    is_stack = kind == "Module" and bool(parts)
    points = _credits(instance, "ects")
    below = sum((part.specification.ects for part in parts), Decimal(0))
    return Specification(
        id=source.identifier("local", "ewp-los-id"),
        version="",
        title=source.texts("title"),
        description=source.texts("description"),
        outcomes=tuple(_outcomes(source)),
        ects=below if points is None else points,
        hours=_credits(instance, "hours") or read_decimal(instance.string("engagementHours")) or Decimal(0),
        eqf_level=int(eqf) if re.fullmatch("[1-8]", eqf) else 0,
        participation=(),
        assessments=(),
        languages=(language,) if language else (),
        nqf_level=levels.get("NQF", ""),
        cycle=cycle if cycle in CYCLE else "",
        isced_f=(isced,) if isced else (),
        homepage=source.string("url"),
        kind="micro-degree" if is_stack else KINDS.get(kind, "micro-credential"),
    )


def _credits(instance: Source, scheme: str) -> Decimal | None:
    values = (one.string("value") for one in instance.all("credit") if one.string("scheme") == scheme)
    return next((read_decimal(value) for value in values), None)


def _grade(instance: Source, scales: Scales) -> Grade | None:
    label, id = instance.string("resultLabel"), instance.string("gradingSchemeLocalId")
    if not label:
        return None
    scale = scales.get(id, GradingScale(id, {}))
    return Grade(label, scale, passed=instance.string("status") != "failed")


def _outcomes(source: Source) -> Iterator[LearningOutcome]:
    for one in source.one("extension").all("learningOutcome"):
        yield LearningOutcome(one.attribute("id"), one.texts("title"), kind=one.attribute("kind") or "skill")


def _recognition(source: Source, learner: Person, scales: Scales) -> Recognition:
    return Recognition(
        id=source.identifier("local"),
        title=source.texts("title"),
        status=_STATUS_OF.get(source.string("status"), ""),
        decided_on=_day(source.string("decisionDate")),
        description=source.texts("description") or None,
        basis=tuple(record for one in source.all("recognitionBasis") for record in _basis(one, learner)),
        result=tuple(found for one in source.all("recognitionResult") for found in _components(one, scales)),
        mapping=tuple(_mapping(one.one("mapping")) for one in source.all("recognitionMapping")),
    )


def _basis(source: Source, learner: Person) -> Iterator[AchievementRecord]:
    report = source.one("recognitionReport")
    issued_at = read_instant(_with_zone(report.string("issueDate")))
    if issued_at is None:
        raise Malformed("A recognised report does not say when it was issued.", at="recognitionReport")
    yield from _achievements(
        report, _Report(learner, _organisation(report.one("issuer")), issued_at, _scales(report))
    )


def _components(source: Source, scales: Scales) -> Iterator[Component]:
    for one in source.all("learningOpportunitySpecification"):
        instance = one.follow("specifies", "learningOpportunityInstance")
        levels = {level.string("type"): level.string("value") for level in instance.all("level")}
        eqf = levels.get("EQF", "")
        yield Component(
            id=one.identifier("local"),
            title=one.texts("title"),
            ects=_credits(instance, "ects"),
            grade=_grade(instance, scales),
            kind=one.string("type") or "Course",
            isced_f=one.string("iscedCode"),
            eqf_level=int(eqf) if re.fullmatch("[1-8]", eqf) else 0,
        )


def _mapping(source: Source) -> RecognitionMapping:
    sides = (
        tuple(ref.text for side in source.all(name) for ref in side.all("ref"))
        for name in ("fromMapping", "toMapping")
    )
    return RecognitionMapping(*sides)


def _attachment(source: Source) -> Attachment | None:
    """An attachment whose content is a data URL, as the specification demands."""
    match = _DATA_URL.fullmatch(source.string("content"))
    try:
        content = b64decode(match[2], validate=True) if match else b""
    except (binascii.Error, ValueError):
        return None
    if not match or not content:
        return None
    kind = source.string("type") or "Other"
    return Attachment(source.texts("title"), content, match[1] or "application/octet-stream", kind)
