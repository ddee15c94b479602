"""Outcomes, activities and assessments in our own terms, both ways (`microcred.openbadges.context`).

An identifier that is no IRI is written as a fragment of the edition's and read back as it was.
"""

from decimal import Decimal
from typing import Any

from microcred.openbadges.node import Node
from microcred.openbadges.texts import decimal, iri, is_iri, local, values, without_empty
from microcred.record import Activity, Assessment, Concept, LearningOutcome


def write_concept(concept: Concept) -> dict[str, Any]:
    """A term of a published vocabulary, such as an ESCO skill."""
    return without_empty(
        [
            ("id", concept.uri),
            ("type", "Concept"),
            ("name", values(concept.label)),
            ("inScheme", concept.scheme if is_iri(concept.scheme) else ""),
            ("notation", concept.code),
        ]
    )


def write_outcome(outcome: LearningOutcome, within: str) -> dict[str, Any]:
    """A learning outcome (Annex I vi)."""
    return without_empty(
        [
            ("id", iri(outcome.id, within)),
            ("type", "LearningOutcome"),
            ("name", values(outcome.title)),
            ("dublinDescriptor", outcome.dublin),
            ("skillType", outcome.kind),
            ("reuseLevel", outcome.reuse_level),
            ("relatedSkill", [write_concept(skill) for skill in outcome.skills]),
        ]
    )


def write_activity(activity: Activity, within: str) -> dict[str, Any]:
    """An activity with its notional hours."""
    return without_empty(
        [
            ("id", iri(activity.id, within)),
            ("type", "LearningActivity"),
            ("name", values(activity.title)),
            ("activityType", activity.kind),
            ("hours", decimal(activity.hours)),
            ("contributesTo", [iri(outcome, within) for outcome in activity.outcomes]),
        ]
    )


def write_assessment(assessment: Assessment, within: str) -> dict[str, Any]:
    """An assessment with its type, supervision and identity check (Annex I ix)."""
    return without_empty(
        [
            ("id", iri(assessment.id, within)),
            ("type", "LearningAssessment"),
            ("name", values(assessment.title)),
            ("assessmentType", assessment.kind),
            ("mode", assessment.mode),
            ("supervision", assessment.supervision),
            ("identityVerification", assessment.identity_check),
            ("weight", decimal(assessment.weight)),
            ("assesses", [iri(outcome, within) for outcome in assessment.outcomes]),
        ]
    )


def read_concept(node: Node) -> Concept:
    """The term that `write_concept` wrote."""
    return Concept(node.string("id"), node.text("name"), node.string("inScheme"), node.string("notation"))


def read_outcome(node: Node, within: str) -> LearningOutcome:
    """The outcome that `write_outcome` wrote."""
    return LearningOutcome(
        id=local(node.string("id"), within),
        title=node.text("name"),
        dublin=node.string("dublinDescriptor"),
        kind=node.string("skillType"),
        reuse_level=node.string("reuseLevel"),
        skills=tuple(read_concept(one) for one in node.nodes("relatedSkill")),
    )


def read_activity(node: Node, within: str) -> Activity:
    """The activity that `write_activity` wrote."""
    return Activity(
        id=local(node.string("id"), within),
        title=node.text("name"),
        kind=node.string("activityType"),
        hours=node.decimal("hours") or Decimal(0),
        outcomes=tuple(local(one, within) for one in node.strings("contributesTo")),
    )


def read_assessment(node: Node, within: str) -> Assessment:
    """The assessment that `write_assessment` wrote."""
    return Assessment(
        id=local(node.string("id"), within),
        title=node.text("name"),
        kind=node.string("assessmentType"),
        mode=node.string("mode"),
        supervision=node.string("supervision"),
        identity_check=node.string("identityVerification"),
        weight=node.decimal("weight"),
        outcomes=tuple(local(one, within) for one in node.strings("assesses")),
    )
