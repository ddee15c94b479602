"""What stands at the head of a credential that was read, also where its content is no achievement."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from microcred import elm
from microcred.heading import Heading, head_of
from microcred.openbadges.node import Node
from microcred.openbadges.parsing import cursor
from microcred.openbadges.profiles import read_learner, read_profile
from microcred.reading.kinds import Kind
from microcred.record import AchievementRecord, Organisation

CREDENTIALS = frozenset({Kind.CREDENTIAL, Kind.OPEN_BADGE_3, Kind.LEARNER_RECORD, Kind.ENDORSEMENT})


def heading_of(kind: Kind, document: Mapping[str, Any], record: AchievementRecord | None) -> Heading:
    """Title, holder, issuer and dates of a credential; what it does not say stays empty."""
    if record is not None:
        return head_of(record)
    if kind is Kind.EUROPEAN:
        return elm.heading(document)
    if kind not in CREDENTIALS:
        return Heading({}, "", Organisation("", {}))
    node = cursor(document)
    since = _first(node, "validFrom", "issuanceDate")
    return Heading(
        title=node.text("name"),
        holder=read_learner(node.node("credentialSubject")).name,
        issuer=read_profile(node.node("issuer")),
        issued_at=_first(node, "issued") or since,
        valid_from=since,
        valid_until=_first(node, "validUntil", "expirationDate"),
    )


def _first(node: Node, *names: str) -> datetime | None:
    return next((found for name in names if (found := node.instant(name))), None)
