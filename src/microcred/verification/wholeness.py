"""Whether readers see of a credential what its graph says, where things are described at several places.

Whoever holds a credential can move what is said of something from one place to another without touching the
signed graph (VC Data Integrity 1.0 §2.1). That is in order as long as the same facts are read.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from microcred.errors import MicrocredError
from microcred.jsonld.namesakes import put_together
from microcred.openbadges.node import Node
from microcred.openbadges.parsing import cursor, read_credential
from microcred.record import AchievementRecord, Organisation


def is_read_whole(document: Mapping[str, Any], names: Collection[str]) -> bool:
    """Whether the facts stay the same once all that is said of the things of these names is put together.

    Raises TooLarge.
    """
    whole = put_together(document, names)
    return _facts(cursor(document)) == _facts(cursor(document, whole))


def _facts(credential: Node) -> tuple[object, ...]:
    status = [one.value for one in credential.nodes("credentialStatus")]
    try:
        return (*status, _without_details(read_credential(credential)))
    except MicrocredError as error:
        return (*status, error.message)


def _without_details(record: AchievementRecord) -> AchievementRecord:
    """The record without what honest credentials say here fully and there briefly."""
    specification = record.specification
    outcomes = tuple(replace(one, skills=()) for one in specification.outcomes)
    return replace(
        record,
        specification=replace(specification, outcomes=outcomes, part_of=()),
        issuer=Organisation(record.issuer.id, {}, accreditations=record.issuer.accreditations),
        awarding_bodies=tuple(Organisation(one.id, {}) for one in record.awarding_bodies),
        evidence=(),
    )
