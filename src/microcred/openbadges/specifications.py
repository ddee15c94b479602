"""A micro-credential's edition as an Open Badges 3.0 Achievement, both ways.

What every wallet shows is in Open Badges' own terms (Achievement, Alignment): name,
description, criteria, ESCO and EQF alignments, credits. The whole of Annex I, with its languages, is in
one object of our own, `microCredential`.
"""

from decimal import Decimal
from typing import Any

from microcred.openbadges.node import Node, once
from microcred.openbadges.outcomes import (
    read_activity,
    read_assessment,
    read_concept,
    read_outcome,
    write_activity,
    write_assessment,
    write_concept,
    write_outcome,
)
from microcred.openbadges.profiles import read_accreditation, write_accreditation
from microcred.openbadges.texts import best, decimal, is_iri, number, values, without_empty
from microcred.record import Concept, LearningOutcome, Specification
from microcred.vocabulary import EQF

KIND = {"micro-credential": "MicroCredential", "micro-degree": "ext:MicroDegree"}
EQF_FRAMEWORK = "European Qualifications Framework"
ESCO = "ESCO"
COMPETENCY = ("CFItem", "ceasn:Competency", "ext:ESCOSkill")


def language_of(specification: Specification) -> str:
    """The language in which the plain strings are written: that of teaching if there is a title in it."""
    tags = (*specification.languages, "en", *specification.title)
    return next((tag for tag in tags if tag in specification.title), "en")


def write_achievement(specification: Specification) -> dict[str, Any]:
    """The edition as an Achievement; raises nothing, emptiness is for the schema to find."""
    tag = language_of(specification)
    return without_empty(
        [
            ("id", specification.id),
            ("type", ["Achievement"]),
            ("achievementType", KIND.get(specification.kind, f"ext:{specification.kind}")),
            ("name", best(specification.title, tag)),
            ("description", best(specification.description, tag) or best(specification.title, tag)),
            ("criteria", _criteria(specification, tag)),
            ("inLanguage", tag),
            ("humanCode", specification.code),
            ("version", specification.version),
            ("fieldOfStudy", ", ".join(f"ISCED-F {code}" for code in specification.isced_f)),
            ("creditsAvailable", number(specification.ects) if specification.ects else None),
            ("alignment", _alignments(specification, tag)),
            ("microCredential", _own_terms(specification)),
        ]
    )


def _criteria(specification: Specification, tag: str) -> dict[str, str]:
    outcomes = "\n".join(f"- {best(outcome.title, tag)}" for outcome in specification.outcomes)
    page = specification.homepage if is_iri(specification.homepage) else ""
    return without_empty([("id", page), ("narrative", outcomes or best(specification.title, tag))])


def _alignments(specification: Specification, tag: str) -> list[dict[str, Any]]:
    skills = {skill.uri: skill for outcome in specification.outcomes for skill in outcome.skills}
    alignments = [
        without_empty(
            [
                ("type", ["Alignment"]),
                ("targetName", best(skill.label, tag)),
                ("targetUrl", skill.uri),
                ("targetCode", skill.code),
                ("targetFramework", ESCO if "/esco/" in skill.uri else skill.scheme),
                ("targetType", "ext:ESCOSkill" if "/esco/" in skill.uri else "ext:Skill"),
            ]
        )
        for skill in skills.values()
    ]
    return alignments + _level_alignment(specification.eqf_level)


def _level_alignment(level: int) -> list[dict[str, Any]]:
    if str(level) not in EQF:
        return []
    return [
        {
            "type": ["Alignment"],
            "targetName": EQF[str(level)].label,
            "targetUrl": EQF[str(level)].uri,
            "targetCode": str(level),
            "targetFramework": EQF_FRAMEWORK,
            "targetType": "ext:EQFLevel",
        }
    ]


def _own_terms(specification: Specification) -> dict[str, Any]:
    within = specification.id
    level = str(specification.eqf_level)
    return without_empty(
        [
            ("type", "MicroCredential"),
            ("name", values(specification.title)),
            ("description", values(specification.description)),
            ("ects", decimal(specification.ects)),
            ("hours", decimal(specification.hours)),
            ("eqfLevel", EQF[level].uri if level in EQF else ""),
            ("nqfLevel", specification.nqf_level),
            ("cycle", specification.cycle),
            ("iscedF", list(specification.isced_f)),
            ("teachingLanguage", list(specification.languages)),
            ("participation", list(specification.participation)),
            ("learningOutcome", [write_outcome(one, within) for one in specification.outcomes]),
            ("activity", [write_activity(one, within) for one in specification.activities]),
            ("assessment", [write_assessment(one, within) for one in specification.assessments]),
            ("prerequisites", values(specification.prerequisites)),
            ("stackability", values(specification.stackability)),
            ("furtherInformation", values(specification.further_information)),
            ("partOf", [write_concept(one) for one in specification.part_of]),
            ("accreditation", [write_accreditation(one) for one in specification.accreditations]),
        ]
    )


@once
def read_achievement(achievement: Node) -> Specification:
    """The edition an Achievement describes: in our own terms where they are, else in those of all badges."""
    own = achievement.node("microCredential")
    within = achievement.string("id")
    if own.value:
        achievement.skip("alignment", "fieldOfStudy", "creditsAvailable", "inLanguage", "description", "name")
        achievement.node("criteria").skip("narrative")
    return Specification(
        id=within,
        version=achievement.string("version"),
        title=_preferred(own.text("name"), achievement.text("name")),
        description=_preferred(own.text("description"), achievement.text("description")),
        outcomes=tuple(read_outcome(one, within) for one in own.nodes("learningOutcome"))
        or _aligned(achievement),
        ects=own.decimal("ects") or Decimal(0),
        hours=own.decimal("hours") or Decimal(0),
        eqf_level=_read_level(achievement, own),
        participation=own.strings("participation"),
        assessments=tuple(read_assessment(one, within) for one in own.nodes("assessment")),
        languages=own.strings("teachingLanguage"),
        activities=tuple(read_activity(one, within) for one in own.nodes("activity")),
        **_read_options(achievement, own),
    )


def _preferred(own: dict[str, str], plain: dict[str, str]) -> dict[str, str]:
    return own or plain


def _read_options(achievement: Node, own: Node) -> dict[str, Any]:
    kinds = {written: kind for kind, written in KIND.items()}
    return {
        "nqf_level": own.string("nqfLevel"),
        "cycle": own.string("cycle"),
        "isced_f": own.strings("iscedF"),
        "prerequisites": own.text("prerequisites") or None,
        "stackability": own.text("stackability") or None,
        "part_of": tuple(read_concept(one) for one in own.nodes("partOf")),
        "accreditations": tuple(read_accreditation(one) for one in own.nodes("accreditation")),
        "further_information": own.text("furtherInformation") or None,
        "homepage": achievement.node("criteria").string("id"),
        "kind": kinds.get(kind := achievement.string("achievementType"), kind.removeprefix("ext:")),
        "code": achievement.string("humanCode"),
    }


def _read_level(achievement: Node, own: Node) -> int:
    """The level in our own terms, else the one it is aligned with; none where it is aligned with several."""
    found = EQF.from_uri(own.string("eqfLevel"))
    if found is not None:
        return int(found.code)
    aligned = {
        EQF.from_uri(one.string("targetUrl"))
        for one in achievement.nodes("alignment")
        if one.single("targetFramework") == EQF_FRAMEWORK
    }
    codes = {int(one.code) for one in aligned if one is not None}
    return codes.pop() if len(codes) == 1 else 0


def _aligned(achievement: Node) -> tuple[LearningOutcome, ...]:
    """Skills and competencies a foreign badge is aligned with, read as its outcomes."""
    return tuple(
        LearningOutcome(one.string("targetUrl"), one.text("targetName"), skills=(_read_alignment(one),))
        for one in achievement.nodes("alignment")
        if "/esco/" in one.string("targetUrl") or one.single("targetType") in COMPETENCY
    )


def _read_alignment(node: Node) -> Concept:
    return Concept(
        node.string("targetUrl"),
        node.text("targetName"),
        node.string("targetFramework"),
        node.string("targetCode"),
    )
