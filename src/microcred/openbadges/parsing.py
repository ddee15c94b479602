"""An Open Badges 3.0 credential, or any VC-DM 1.1 / 2.0 credential of its shape, as an achievement record.

Reads OB 3.0 on VC-DM 2.0 and on 1.1 (`issuanceDate`, `expirationDate`). What is read is reported as paths
into the document; whether anything of it is true is for `microcred.verification` to say.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from microcred.errors import Malformed
from microcred.openbadges.context import CONTEXT_URL
from microcred.openbadges.node import Node
from microcred.openbadges.profiles import read_learner, read_profile
from microcred.openbadges.results import read_results
from microcred.openbadges.specifications import read_achievement
from microcred.record import AchievementRecord, Evidence, Organisation, Specification, Status

Whole = Mapping[str, dict[str, Any]]
NOTHING: Whole = {}
UNORDERED = frozenset(
    f"https://purl.imsglobal.org/spec/ob/v3p0/context{version}.json" for version in ("", "-3.0.0", "-3.0.1")
)


def parse(document: Mapping[str, Any]) -> tuple[AchievementRecord, tuple[str, ...]]:
    """The record and the paths of the document it was read from; raises Malformed without issuer or date."""
    credential = cursor(document)
    record = read_credential(credential)
    return record, tuple(sorted(credential.seen))


def cursor(document: Mapping[str, Any], whole: Whole = NOTHING) -> Node:
    """A cursor at the document's root that knows in which language its mere strings are.

    With `whole` it reads what is told there of the objects of these ids, wherever it comes upon one.
    """
    contexts = document.get("@context")
    ours = isinstance(contexts, list) and CONTEXT_URL in contexts
    identifier = document.get("id")
    root = whole.get(identifier, document) if isinstance(identifier, str) else document
    return Node(dict(root), plain="en" if ours else "und", whole=whole)


def read_credential(credential: Node) -> AchievementRecord:
    """The record that a cursor at the root of a credential comes upon; raises as `parse` does."""
    subject = _the_one(credential, "credentialSubject")
    _the_one(subject, "achievement")
    specification = _read_specification(credential, subject)
    grade, assessments = read_results(
        subject, specification.assessments, specification.id, is_ordered=_lists_values(credential)
    )
    issuer = read_profile(credential.node("issuer"))
    valid_from = credential.instant("validFrom") or credential.instant("issuanceDate")
    issued = credential.instant("issued") or valid_from or _signed_at(credential)
    if issued is None or not issuer.id:
        raise Malformed(
            "A credential must say who issued it and from when it is valid.", at="issuer, validFrom"
        )
    return AchievementRecord(
        id=credential.string("id"),
        specification=specification,
        learner=read_learner(subject),
        issuer=issuer,
        awarding_bodies=_awarding_bodies(credential, issuer),
        awarded_at=credential.instant("awardedDate") or issued,
        issued_at=issued,
        valid_from=valid_from,
        valid_until=_valid_until(credential),
        grade=grade,
        ects_awarded=subject.decimal("creditsEarned") if specification.ects else None,
        assessments=assessments,
        evidence=tuple(_evidence(one) for one in credential.nodes("evidence")),
        status=tuple(one for node in credential.nodes("credentialStatus") if (one := _status(node))),
        replaces=credential.string("replaces"),
    )


def _the_one(node: Node, name: str) -> Node:
    """The one object under this name; which of several it is about no record could say."""
    if len(node.nodes(name)) > 1:
        raise Malformed("It is about several people or achievements at once.", at=name)
    return node.node(name)


def _signed_at(credential: Node) -> datetime | None:
    """The date of its first signature, for credentials that are valid from no day on (VC-DM 2.0 §4.9)."""
    dates = [created for proof in credential.nodes("proof") if (created := proof.instant("created"))]
    return min(dates, default=None)


def _lists_values(credential: Node) -> bool:
    """Whether what is said has an order: the first contexts of Open Badges took values as they came."""
    return not UNORDERED.intersection(credential.strings("@context"))


def _valid_until(credential: Node) -> datetime | None:
    return credential.instant("validUntil") or credential.instant("expirationDate")


def _read_specification(credential: Node, subject: Node) -> Specification:
    specification = read_achievement(subject.node("achievement"))
    name = credential.text("name")
    return specification if specification.title else replace(specification, title=name)


def _awarding_bodies(credential: Node, issuer: Organisation) -> tuple[Organisation, ...]:
    """The bodies we wrote, or of a foreign badge the issuer, who awards what it issues."""
    bodies = tuple(read_profile(one) for one in credential.nodes("awardingBody"))
    return tuple(issuer if body.id == issuer.id else body for body in bodies) or (issuer,)


def _evidence(node: Node) -> Evidence:
    described = node.text("description")
    return Evidence(
        name=node.string("name"),
        url=node.string("id"),
        sha256=_sha256(node.string("digestSRI")),
        media_type=node.string("mediaType"),
        description=node.node("translation").text("description") or described or None,
    )


def _sha256(integrity: str) -> str:
    """The hexadecimal digest of a Subresource Integrity string (VC-DM 2.0 §5.3), if it is SHA-256."""
    kind, _, encoded = integrity.partition("-")
    try:
        digest = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return digest.hex() if kind == "sha256" and len(digest) == 32 else ""


def _status(node: Node) -> Status | None:
    """The entry of a Bitstring Status List; other kinds of status are left for the verification to name."""
    index = node.string("statusListIndex")
    if "BitstringStatusListEntry" not in node.types() or not index.isascii() or not index.isdigit():
        return None
    node.skip("id")
    return Status(node.string("statusListCredential"), int(index[:12]), node.string("statusPurpose"))
