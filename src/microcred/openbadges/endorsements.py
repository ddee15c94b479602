"""Endorsements: a third party speaks for an institution, a micro-credential or a credential.

Open Badges 3.0, EndorsementCredential. A signed endorsement is embedded with
`write(record, endorsements=…)`; it has its own proof and is verified on its own.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from microcred.errors import Malformed, NotWritable
from microcred.openbadges.context import CONTEXT_URL
from microcred.openbadges.parsing import cursor
from microcred.openbadges.profiles import read_profile, write_profile
from microcred.openbadges.texts import instant, is_iri, without_empty
from microcred.openbadges.writing import OB3, VC2
from microcred.record import Organisation

TYPE = "EndorsementCredential"
LIMIT = 250  # endorsements looked for in one document: more than are looked into


@dataclass(frozen=True, slots=True)
class Endorsement:
    """Who says what about whom; `about` is the id of what is endorsed."""

    id: str
    issuer: Organisation
    about: str
    name: str
    comment: str
    valid_from: datetime
    valid_until: datetime | None = None


def write_endorsement(endorsement: Endorsement) -> dict[str, Any]:
    """The unsigned EndorsementCredential; raises NotWritable where an identifier is no IRI."""
    for identifier in (endorsement.id, endorsement.issuer.id, endorsement.about):
        if not is_iri(identifier):
            raise NotWritable(
                "An endorsement needs a web address or another IRI, not “{identifier}”.",
                identifier=identifier,
            )
    return without_empty(
        [
            ("@context", [VC2, OB3, CONTEXT_URL]),
            ("id", endorsement.id),
            ("type", ["VerifiableCredential", TYPE]),
            ("name", endorsement.name),
            ("issuer", write_profile(endorsement.issuer)),
            ("validFrom", instant(endorsement.valid_from)),
            ("validUntil", instant(endorsement.valid_until)),
            (
                "credentialSubject",
                {
                    "id": endorsement.about,
                    "type": ["EndorsementSubject"],
                    "endorsementComment": endorsement.comment,
                },
            ),
        ]
    )


def read_endorsement(document: Mapping[str, Any]) -> Endorsement:
    """The endorsement a document makes; raises Malformed when it is none."""
    node = cursor(document)
    since = node.instant("validFrom") or node.instant("issuanceDate")
    if TYPE not in node.types() or since is None:
        raise Malformed("This is not an endorsement.", at="type, validFrom")
    subject = node.node("credentialSubject")
    return Endorsement(
        id=node.string("id"),
        issuer=read_profile(node.node("issuer")),
        about=subject.string("id"),
        name=node.string("name"),
        comment=subject.string("endorsementComment"),
        valid_from=since,
        valid_until=node.instant("validUntil") or node.instant("expirationDate"),
    )


def embedded_endorsements(document: Mapping[str, Any], written: bytes = b"") -> tuple[dict[str, Any], ...]:
    """The endorsements inside a credential, as they stand, whatever in it they speak of.

    `written` is the JSON it was read from, where that is at hand.
    """
    is_plain = written and b"\\" not in written  # so that nothing in it is spelt in another way
    if TYPE.encode() not in (written if is_plain else orjson.dumps(document)):
        return ()
    found: list[dict[str, Any]] = []
    for endorsement in _search(document):
        if len(found) == LIMIT:
            break
        found.append(endorsement)
    return tuple(found)


def _search(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    waiting: deque[Any] = deque(document.values())
    while waiting:
        value = waiting.popleft()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            types = value.get("type")
            if TYPE in (types if isinstance(types, list) else [types]):
                yield value
            else:
                waiting += value.values()
