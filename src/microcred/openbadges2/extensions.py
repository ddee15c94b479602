"""The extensions by which universities put Annex I into Open Badges 2.0.

edubadges (SURF, https://www.edubadges.nl): ECTS, EQF, LearningOutcome, Language, TimeInvestment (hours),
StudyLoad (hours), EducationProgramIdentifier, GradingTable, InstitutionIdentifier, InstitutionName and
InstitutionCountry, each an object with one value, beside plain members such as `participation`.
Open Educational Badges: Competency, with ESCO identifiers and the study load in minutes.
"""

from dataclasses import replace
from decimal import Decimal

from microcred.openbadges.node import Node
from microcred.record import (
    Accreditation,
    Assessment,
    Concept,
    Grade,
    GradingScale,
    Identifier,
    LearningOutcome,
    Organisation,
    Specification,
)
from microcred.vocabulary import ASSESSMENT, EQF, PARTICIPATION

ESCO = "http://data.europa.eu/esco/"
OTHER_NAMES = {"on-campus": "presential", "on-site": "presential", "onsite": "presential"}


def _extension(node: Node, name: str) -> Node:
    return node.node(f"extensions:{name}Extension")


def read_extensions(badge: Node, specification: Specification) -> Specification:
    """The specification with everything the badge's extensions add to it."""
    participation = _code(badge.string("participation"))
    programmes = _extension(badge, "EducationProgramIdentifier")
    programme = programmes.decimal("EducationProgramIdentifier")
    return replace(
        specification,
        outcomes=_read_outcome(badge, specification.id),
        ects=_extension(badge, "ECTS").decimal("ECTS") or Decimal(0),
        hours=_read_hours(badge),
        eqf_level=_read_level(badge),
        participation=(participation,) if participation in PARTICIPATION else (),
        assessments=_read_assessment(badge, specification.id),
        languages=_read_languages(badge),
        code="" if programme is None else str(programme),
    )


def _read_hours(badge: Node) -> Decimal:
    """The workload in hours: edubadges writes hours, Open Educational Badges minutes under the same name."""
    hours = _extension(badge, "TimeInvestment").decimal("TimeInvestment")
    load = _extension(badge, "StudyLoad").decimal("StudyLoad") or Decimal(0)
    in_minutes = "extensions:CategoryExtension" in badge or "extensions:CompetencyExtension" in badge
    return hours or (load / 60 if in_minutes else load)


def is_level(alignment: Node) -> bool:
    """Whether the alignment is to the European Qualifications Framework."""
    framework = alignment.string("targetFramework").lower()
    return "eqf" in framework.split() or "european qualifications framework" in framework


def _code(words: str) -> str:
    code = words.lower().replace("_", "-").replace(" ", "-")
    return OTHER_NAMES.get(code, code)


def _read_outcome(badge: Node, within: str) -> tuple[LearningOutcome, ...]:
    title = _extension(badge, "LearningOutcome").text("LearningOutcome")
    return (LearningOutcome(f"{within}#outcome", title),) if title else ()


def _read_level(badge: Node) -> int:
    """The EQF level of the extension, or of an alignment to the framework."""
    level = _extension(badge, "EQF").decimal("EQF")
    aligned = [
        one.string("targetCode") or one.string("targetName")
        for one in badge.nodes("alignment")
        if is_level(one)
    ]
    digits = [character for words in aligned for character in words if character in EQF]
    if level is not None and str(level.normalize()) in EQF:
        return int(level)
    return int(digits[0]) if digits else 0


def _read_languages(badge: Node) -> tuple[str, ...]:
    """The language of the course; edubadges writes a locale, such as `nl_NL`."""
    language = _extension(badge, "Language").string("Language").partition("_")[0]
    return (language,) if language else ()


def _read_assessment(badge: Node, within: str) -> tuple[Assessment, ...]:
    words = badge.string("assessmentType")
    if not words:
        return ()
    kind = _code(words)
    badge.skip("assessmentSupervised", "assessmentIdVerified")
    supervised = badge.value.get("assessmentSupervised")
    identified = badge.value.get("assessmentIdVerified")
    return (
        Assessment(
            id=f"{within}#assessment",
            title={"und": words},
            kind=kind if kind in ASSESSMENT else "",
            supervision="unsupervised" if supervised is False else "",
            identity_check="document" if identified is True else "none" if identified is False else "",
        ),
    )


def read_quality(badge: Node) -> tuple[Accreditation, ...]:
    """The quality assurance edubadges names with a microcredential."""
    name = badge.string("qualityAssuranceName")
    if not name:
        return ()
    title = badge.text("qualityAssuranceDescription") or {"und": name}
    return (Accreditation(title, "programme", name, report_url=badge.string("qualityAssuranceUrl")),)


def read_grade(badge: Node) -> Grade | None:
    """The grade, on the scale the institution's grading table describes."""
    value = badge.string("grade_achieved") or badge.string("gradeAchieved")
    table = _extension(badge.node("issuer"), "GradingTable").string("GradingTableURL")
    return Grade(value, GradingScale(table, {})) if value else None


def read_institution(issuer: Node) -> Organisation | None:
    """The institution of an edubadges issuer, which is one of its faculties."""
    name = _extension(issuer, "InstitutionName").text("InstitutionName")
    brin = _extension(issuer, "InstitutionIdentifier").string("InstitutionIdentifier")
    country = _extension(issuer, "InstitutionCountry").string("InstitutionCountry")
    if not name and not brin:
        return None
    known = (Identifier("brin", brin),) if brin else ()
    return Organisation("", name, country=country.upper(), identifiers=known)


def read_competencies(badge: Node) -> tuple[LearningOutcome, ...]:
    """The competencies of Open Educational Badges as outcomes, tied to ESCO where they are."""
    return tuple(
        _read_competency(one, f"{badge.string('id')}#competency-{number}")
        for number, one in enumerate(badge.nodes("extensions:CompetencyExtension"), 1)
    )


def _read_competency(node: Node, own_id: str) -> LearningOutcome:
    title, uri = node.text("name"), node.string("framework_identifier")
    uri = f"http://data.europa.eu{uri}" if uri.startswith("/esco/") else uri
    skills = (Concept(uri, title, node.string("framework")),) if uri else ()
    kind = "knowledge" if node.string("category") == "knowledge" else "skill"
    return LearningOutcome(own_id, title, kind=kind, skills=skills)
