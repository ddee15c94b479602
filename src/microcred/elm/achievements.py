"""What the learner achieved in the European Learning Model: LearningAchievement, written and read.

A micro-degree has its micro-credentials as parts. Evidence is a supplementary document whose id is its
hash as a name (RFC 6920 `ni:`, with the media type as `ct`).
"""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from urllib.parse import parse_qs, quote, urlsplit

from microcred.elm.agents import read_organisation, write_organisation
from microcred.elm.assessments import (
    OVERALL,
    read_assessment,
    read_grade,
    read_supervision,
    write_assessment,
    write_overall,
    write_result,
)
from microcred.elm.nodes import Node, Nodes, code_of, compact, is_iri, texts
from microcred.elm.sources import Source
from microcred.elm.specifications import read_credits, read_specification, write_credit, write_specification
from microcred.elm.values import read_instant, write_hours
from microcred.errors import Malformed
from microcred.guards import b64url_decode, b64url_encode
from microcred.instants import write_instant
from microcred.record import AchievementRecord, Assessment, Evidence, Organisation, Person, Specification
from microcred.vocabulary import PARTICIPATION

HASH_NAME = "ni:///sha-256;"


def write_achievement(nodes: Nodes, record: AchievementRecord, *, id: str = "") -> Node:
    """The achievement with its award, specification, results, evidence and parts."""
    specification = record.specification
    outcomes = [outcome.id for outcome in specification.outcomes]
    bodies = compact(write_organisation(nodes, body) for body in record.awarding_bodies)
    award = {"awardingBody": bodies, "awardingDate": write_instant(record.awarded_at)}
    awarded = nodes.node("AwardingProcess", "awardingProcess", award)
    results = [write_overall(nodes, record.grade, awarded)] if record.grade else []
    for assessment in record.assessments:
        specified = write_assessment(nodes, assessment, outcomes)
        results.append(write_result(nodes, assessment, specified, awarded))
    content = {
        "title": texts(specification.title),
        "awardedBy": awarded,
        "creditReceived": write_credit(nodes, record.ects_awarded)
        if record.ects_awarded is not None
        else None,
        "provenBy": compact(results),
        "influencedBy": _activity(nodes, record, awarded),
        "specifiedBy": write_specification(nodes, specification, _with_scales(nodes, record)),
        "supplementaryDocument": compact(_write_evidence(nodes, one) for one in record.evidence),
        "hasPart": compact(_write_part(nodes, record, part) for part in record.parts),
    }
    return nodes.node("LearningAchievement", "learningAchievement", content, id=id)


def _with_scales(nodes: Nodes, record: AchievementRecord) -> tuple[Assessment, ...]:
    """The assessments of the specification with the grades given on them, so that both show one scale."""
    grades = {one.id: one.grade for one in record.assessments}
    for one in record.specification.assessments:
        if one.grade:
            nodes.lose(f"specification.assessments {one.id}: grade")
    return tuple(replace(one, grade=grades.get(one.id)) for one in record.specification.assessments)


def _activity(nodes: Nodes, record: AchievementRecord, awarded: Node) -> Node | None:
    """How the learner took part, as Annex I (x) asks; the specification says the same of everyone."""
    specification = record.specification
    title = texts(specification.title)
    hours = write_hours(specification.hours) if specification.hours else None
    mode = compact(nodes.term(PARTICIPATION, code) for code in specification.participation)
    if not title or not mode:
        return None
    specified = {"title": title, "mode": mode, "volumeOfLearning": hours}
    content = {
        "title": title,
        "awardedBy": awarded,
        "workload": hours,
        "specifiedBy": nodes.node("LearningActivitySpecification", "learningActivitySpec", specified),
    }
    return nodes.node("LearningActivity", "learningActivity", content)


def _write_part(nodes: Nodes, whole: AchievementRecord, part: AchievementRecord) -> Node:
    same = ("learner", "issuer", "issued_at", "valid_from", "valid_until")
    lost = [name for name in same if getattr(part, name) != getattr(whole, name)]
    lost += [name for name in ("status", "replaces") if getattr(part, name)]
    nodes.lose(*(f"parts {part.id}: {name}" for name in lost))
    return write_achievement(nodes, part, id=part.id)


def _write_evidence(nodes: Nodes, evidence: Evidence) -> Node | None:
    name = _hash_name(evidence)
    url = evidence.url if is_iri(evidence.url) else name
    if not url:
        nodes.lose(f"evidence {evidence.name}")
        return None
    lost = {"description": evidence.description, "media_type": evidence.media_type and not name}
    nodes.lose(*(f"evidence {evidence.name}: {field}" for field, value in lost.items() if value))
    title = {nodes.language: evidence.name}
    return nodes.named_file(name, url, title) if name else nodes.link(url, title)


def _hash_name(evidence: Evidence) -> str:
    try:
        digest = bytes.fromhex(evidence.sha256)
    except ValueError:
        return ""
    if len(digest) != 32:
        return ""
    return f"{HASH_NAME}{b64url_encode(digest)}?ct={quote(evidence.media_type)}"


def read_achievement(
    source: Source, learner: Person, issuer: Organisation, issued_at: datetime
) -> AchievementRecord:
    """The achievement as a record of this learner and issuer."""
    specification = _completed(read_specification(source.one("specifiedBy")), source)
    outcomes = [outcome.id for outcome in specification.outcomes]
    awarded = source.one("awardedBy")
    proofs = list(source.all("provenBy"))
    assessments = tuple(_read_result(one, outcomes) for one in proofs if one.id != OVERALL)
    grade = next((read_grade(one) for one in proofs if one.id == OVERALL), None)
    if grade is None and len(proofs) == 1:
        grade = assessments[0].grade
    return AchievementRecord(
        id=source.id,
        specification=specification,
        learner=learner,
        issuer=issuer,
        awarding_bodies=tuple(read_organisation(one) for one in awarded.all("awardingBody")),
        awarded_at=read_instant(awarded.string("awardingDate")) or issued_at,
        issued_at=issued_at,
        grade=grade,
        ects_awarded=read_credits(source, "creditReceived"),
        assessments=assessments,
        evidence=tuple(_read_evidence(one) for one in source.all("supplementaryDocument")),
        parts=tuple(read_achievement(part, learner, issuer, issued_at) for part in source.all("hasPart")),
    )


def _completed(specification: Specification, source: Source) -> Specification:
    """What documents of others say of the achievement only, taken as said of its specification too."""
    activities = [one.one("specifiedBy") for one in source.all("influencedBy")]
    forms = (code_of(mode, PARTICIPATION) for one in activities for mode in one.values("mode"))
    results = (_read_result(one, []) for one in source.all("provenBy") if one.id != OVERALL)
    return replace(
        specification,
        title=specification.title or source.text("title"),
        participation=specification.participation or tuple(code for code in dict.fromkeys(forms) if code),
        assessments=specification.assessments or tuple(replace(one, grade=None) for one in results),
        ects=specification.ects or read_credits(source, "creditReceived") or Decimal(0),
    )


def _read_result(source: Source, outcomes: list[str]) -> Assessment:
    specified = source.one("specifiedBy")
    found = read_assessment(specified if specified else source, outcomes)
    supervision, identity_check = read_supervision(source)
    return replace(
        found,
        title=source.text("title") or found.title,
        grade=read_grade(source),
        supervision=found.supervision or supervision,
        identity_check=found.identity_check or identity_check,
    )


def _read_evidence(source: Source) -> Evidence:
    sha256, media_type = _read_hash_name(source.id)
    url = source.string("contentURL")
    return Evidence(source.line("title"), "" if url.startswith(HASH_NAME) else url, sha256, media_type)


def _read_hash_name(id: str) -> tuple[str, str]:
    if not id.startswith(HASH_NAME):
        return "", ""
    name = urlsplit(id)
    digest = name.path.removeprefix("/sha-256;")
    try:
        sha256 = b64url_decode(digest).hex()
    except Malformed:
        return "", ""
    return sha256, next(iter(parse_qs(name.query).get("ct", [])), "")
