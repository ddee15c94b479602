"""An assertion with what it embeds, as an achievement record.

Names of Open Badges 2.0; where 1.x or 0.5 wrote another, that is read too. What an assertion only links to
is left empty: `gather` fetches it first, if the caller has a loader.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from microcred.errors import Malformed
from microcred.openbadges.node import Node
from microcred.openbadges2.documents import moment, verification
from microcred.openbadges2.extensions import (
    ESCO,
    is_level,
    read_competencies,
    read_extensions,
    read_grade,
    read_institution,
    read_quality,
)
from microcred.record import (
    AchievementRecord,
    Concept,
    Evidence,
    Identifier,
    LearningOutcome,
    Organisation,
    Person,
    Specification,
)


def parse(document: dict[str, Any]) -> tuple[AchievementRecord, tuple[str, ...]]:
    """The record and the paths of the assertion it was read from; raises Malformed without a date."""
    assertion = Node(document)
    badge = assertion.node("badge")
    assertion.skip("verification", "verify")
    badge.node("issuer").skip("verification", "publicKey", "revocationList")
    issued_at = moment(_either(assertion, "issuedOn", "issued_on"))
    if issued_at is None:
        raise Malformed("An assertion says when the badge was issued.", at="issuedOn")
    issuer, institution = _read_issuer(badge.node("issuer"))
    record = AchievementRecord(
        id=assertion.string("id") or _verify_url(assertion) or assertion.string("uid"),
        specification=_read_badge(badge),
        learner=_read_recipient(assertion),
        issuer=issuer,
        awarding_bodies=(institution or issuer,),
        awarded_at=issued_at,
        issued_at=issued_at,
        valid_until=moment(_either(assertion, "expires")),
        grade=read_grade(badge),
        evidence=tuple(_read_evidence(one) for one in assertion.nodes("evidence")),
    )
    return record, tuple(sorted(assertion.seen))


def _either(node: Node, *names: str) -> Any:
    """What stands under the first of these names that is there, taken as understood."""
    found = next((name for name in names if name in node), names[0])
    node.skip(found)
    return node.value.get(found)


def _verify_url(assertion: Node) -> str:
    url = verification(assertion.value).get("url")
    return url if isinstance(url, str) else ""


def _read_badge(badge: Node) -> Specification:
    language = badge.string("@language")
    words = replace(badge, plain=language) if language else badge
    criteria = badge.node("criteria")
    specification = Specification(
        id=badge.string("id"),
        version=badge.string("version"),
        title=words.text("name"),
        description=words.text("description"),
        outcomes=(),
        ects=Decimal(0),
        hours=Decimal(0),
        eqf_level=0,
        participation=(),
        assessments=(),
        accreditations=read_quality(badge),
        further_information=replace(criteria, plain=words.plain).text("narrative") or None,
        homepage=criteria.string("id"),
    )
    aligned = tuple(_read_alignment(one) for one in words.nodes("alignment") if not is_level(one))
    extended = read_extensions(words, specification)
    return replace(extended, outcomes=extended.outcomes + aligned + read_competencies(words))


def _read_alignment(node: Node) -> LearningOutcome:
    """What the badge is aligned with, read as an outcome; 1.x wrote `url` and `name`."""
    url = node.string("targetUrl") or node.string("url")
    title = node.text("targetName") or node.text("name")
    scheme = node.string("targetFramework") or (ESCO if ESCO in url else "")
    node.skip("targetDescription", "description")
    return LearningOutcome(url, title, skills=(Concept(url, title, scheme, node.string("targetCode")),))


def _read_recipient(assertion: Node) -> Person:
    """The learner as far as the assertion tells: an address in the clear, or only its hash."""
    recipient = assertion.node("recipient")
    kind = recipient.string("type") or "email"
    identity = recipient.string("identity") or recipient.string("id")  # 0.5: the one text
    hashed = recipient.value.get("hashed", "$" in identity) is True
    recipient.skip("hashed", "salt")
    profile = assertion.node("extensions:recipientProfile")
    person = Person(full_name=profile.string("name"))
    if hashed:
        return replace(person, identifiers=(Identifier(f"{kind}-hash", identity),))
    if kind == "email":
        return replace(person, email=identity)
    if kind in ("id", "url"):
        return replace(person, id=identity)
    return replace(person, identifiers=(Identifier(kind, identity),))


def _read_issuer(node: Node) -> tuple[Organisation, Organisation | None]:
    """The issuer, and the institution it belongs to where edubadges names one."""
    institution = read_institution(node)
    issuer = Organisation(
        id=node.string("id") or node.string("origin"),
        legal_name=node.text("name") or node.text("org"),
        homepage=node.string("url") or node.string("origin"),
        email=node.string("email") or node.string("contact"),
        country=institution.country if institution else "",
        member_of=(institution,) if institution else (),
    )
    return issuer, institution


def _read_evidence(node: Node) -> Evidence:
    url = node.string("id")
    description = node.text("narrative") or node.text("description") or None
    return Evidence(node.string("name"), "" if url.startswith("_:") else url, description=description)
