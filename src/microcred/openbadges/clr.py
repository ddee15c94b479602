"""A stack as a Comprehensive Learner Record 2.0: the micro-degree with its parts, each still its own proof.

1EdTech CLR 2.0: https://www.imsglobal.org/spec/clr/v2p0 . The credentials inside stay byte for byte what
their issuers signed; the record only says how they belong together (§ Association).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from microcred.errors import NotWritable
from microcred.openbadges.context import CONTEXT_URL
from microcred.openbadges.parsing import cursor, parse
from microcred.openbadges.profiles import write_learner, write_profile
from microcred.openbadges.specifications import language_of
from microcred.openbadges.texts import best, instant, without_empty
from microcred.openbadges.writing import OB3, VC2
from microcred.record import AchievementRecord

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
TYPE = "ClrCredential"
INSIDE = "credentialSubject.verifiableCredential"


def write_clr(
    record: AchievementRecord, credentials: Sequence[Mapping[str, Any]], *, identifier: str, salt: str = ""
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The unsigned CLR named `identifier` that holds the signed Open Badges of the whole and of its parts.

    `credentials` are those badges, in any order; every part of `record` that has one is told to be part of
    the whole. What is missing is said in words. Raises NotWritable without any credential.
    """
    if not credentials:
        raise NotWritable("A learner record needs at least one signed credential.")
    specification = record.specification
    present = {_achievement_id(credential) for credential in credentials}
    parts = [part.specification for part in record.parts]
    subject = write_learner(record.learner, salt)
    document = without_empty(
        [
            ("@context", [VC2, CLR, OB3, CONTEXT_URL]),
            ("id", identifier),
            ("type", ["VerifiableCredential", TYPE]),
            ("name", best(specification.title, language_of(specification))),
            ("issuer", write_profile(record.issuer)),
            ("validFrom", instant(record.valid_from or record.issued_at)),
            ("validUntil", instant(record.valid_until)),
            ("awardedDate", instant(record.awarded_at)),
            (
                "credentialSubject",
                {
                    **subject,
                    "type": ["ClrSubject"],
                    "verifiableCredential": [dict(credential) for credential in credentials],
                    "association": [
                        _part_of(part.id, specification.id) for part in parts if part.id in present
                    ],
                },
            ),
        ]
    )
    lost = [part for part in (*parts, specification) if part.id not in present]
    return document, tuple(f"The credential for “{best(one.title)}” is not inside." for one in lost)


def _achievement_id(credential: Mapping[str, Any]) -> str:
    return cursor(credential).node("credentialSubject").node("achievement").string("id")


def _part_of(part: str, whole: str) -> dict[str, str]:
    return {"type": "Association", "associationType": "isPartOf", "sourceId": part, "targetId": whole}


def credentials_in(document: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """The credentials inside a CLR, as they stand; what is not an object is left out."""
    subject = document.get("credentialSubject")
    inside = subject.get("verifiableCredential") if isinstance(subject, dict) else None
    return tuple(one for one in (inside if isinstance(inside, list) else [inside]) if isinstance(one, dict))


def parse_clr(
    document: Mapping[str, Any], inside: Sequence[tuple[AchievementRecord, tuple[str, ...]]]
) -> tuple[AchievementRecord, tuple[str, ...]]:
    """The record of the whole with the records inside as its parts, and the paths understood.

    `inside` are the records of the credentials inside and the paths they were read from. Where none of them
    is the whole of which others are part, the learner record itself is it. Raises Malformed without issuer
    or date.
    """
    outer, understood = parse(_without_achievements(document))
    records = [record for record, _paths in inside]
    paths = {*understood, *(f"{INSIDE}.{path}" for _record, read in inside for path in read)}
    associations = cursor(document).node("credentialSubject").nodes("association")
    wholes = {one.string("targetId") for one in associations if one.string("associationType") == "isPartOf"}
    whole = next((one for one in records if one.specification.id in wholes), outer)
    if associations:
        paths.add("credentialSubject.association")
    return replace(whole, parts=tuple(one for one in records if one is not whole)), tuple(sorted(paths))


def _without_achievements(document: Mapping[str, Any]) -> dict[str, Any]:
    """The learner record alone: the achievements it lists are those of the credentials inside."""
    subject = document.get("credentialSubject")
    inner = subject if isinstance(subject, dict) else {}
    return {**document, "credentialSubject": {name: inner[name] for name in inner if name != "achievement"}}
