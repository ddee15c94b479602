"""Read any credential: tell its kind by its content, keep its bytes, and say what was understood.

`read` verifies nothing and asks nobody; `microcred.verification` does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from microcred import elm, openbadges, openbadges2, sdjwt
from microcred.errors import Malformed, MicrocredError, TooLarge
from microcred.heading import Heading
from microcred.openbadges.node import not_understood
from microcred.openbadges.texts import best
from microcred.presentations import credentials_in
from microcred.reading import transcripts
from microcred.reading.headings import heading_of
from microcred.reading.kinds import LABELS, Kind, kind_of
from microcred.reading.unwrapping import Carrier, Content, unwrap
from microcred.record import AchievementRecord

__all__ = ["LABELS", "Carrier", "Content", "Kind", "Reading", "read", "read_document", "title_of", "unwrap"]

Parse = Callable[[dict[str, Any]], tuple[AchievementRecord, tuple[str, ...]]]


def _parse_presentation(document: dict[str, Any]) -> tuple[AchievementRecord, tuple[str, ...]]:
    """The record of the one credential that is shown; raises Malformed where several are, or none."""
    shown = credentials_in(document)
    if len(shown) != 1:
        raise Malformed(f"It shows {len(shown)} credentials, each with a record of its own.")
    reading = read_document(shown[0])
    if reading.record is None:
        raise Malformed(reading.problem)
    return reading.record, tuple(f"verifiableCredential.{path}" for path in reading.understood)


_PARSERS: Mapping[Kind, Parse] = {
    Kind.OPEN_BADGE_3: openbadges.parse,
    Kind.CREDENTIAL: openbadges.parse,
    Kind.LEARNER_RECORD: openbadges.parse_clr,
    Kind.OPEN_BADGE_2: openbadges2.parse,
    Kind.EUROPEAN: elm.parse,
    Kind.SD_JWT: sdjwt.parse,
    Kind.PRESENTATION: _parse_presentation,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held.

    `original` are the bytes as given, `content` those of the credential inside a picture or PDF, in the
    form they were signed in. `record` is None where the content is no achievement, `problem` says why.
    `understood` and `losses` are paths of the document: what is in the record, and what is not.
    """

    kind: Kind
    carrier: Carrier
    form: Carrier
    original: bytes
    content: bytes
    document: dict[str, Any]
    record: AchievementRecord | None
    understood: tuple[str, ...] = ()
    problem: str = ""

    @property
    def heading(self) -> Heading:
        """Title, holder, issuer and dates, also of what is no achievement."""
        return heading_of(self.kind, self.document, self.record)

    @property
    def losses(self) -> tuple[str, ...]:
        """What is not in the record; worked out when it is asked for."""
        return _losses(self.kind, self.document, self.understood) if self.record else ()


def read(data: bytes) -> Reading:
    """Read a credential of any kind, within limits.

    Raises Unreadable (TooLarge, Malformed) for what is no credential, and Unsupported for a kind that we
    know but do not read; the message is for the person who gave the file.
    """
    content = unwrap(data)
    if content.form is Carrier.XML:
        return _read_transcript(content, data)
    document = content.document or {}
    kind = Kind.SD_JWT if content.form is Carrier.SD_JWT else kind_of(document)
    return _with_record(kind, content, document, data)


def _read_transcript(content: Content, data: bytes) -> Reading:
    """An ELMO file; whatever else is XML was refused before it came here."""
    problem = ""
    record: AchievementRecord | None = None
    understood: tuple[str, ...] = ()
    try:
        record, understood = transcripts.parse(content.bytes)
    except TooLarge:
        raise
    except MicrocredError as error:
        problem = str(error)
    return Reading(
        Kind.ELMO, content.carrier, content.form, data, content.bytes, {}, record, understood, problem
    )


def read_document(document: dict[str, Any]) -> Reading:
    """Read a credential that stood inside another document; raises as `read` does."""
    return read(orjson.dumps(document))


def title_of(reading: Reading) -> str:
    """What the credential is called, in words that fit into a sentence."""
    return best(reading.heading.title) or str(reading.document.get("name", reading.kind))


def _with_record(kind: Kind, content: Content, document: dict[str, Any], data: bytes) -> Reading:
    record: AchievementRecord | None = None
    understood: tuple[str, ...] = ()
    problem = ""
    parse = _PARSERS.get(kind)
    if parse is not None:
        try:
            record, understood = parse(document)
        except MicrocredError as error:
            problem = str(error)
    return Reading(
        kind,
        content.carrier,
        content.form,
        data,
        content.bytes,
        document,
        record,
        understood,
        problem,
    )


def _losses(kind: Kind, document: dict[str, Any], understood: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of a European concept say nothing that its id does not."""
    if kind is Kind.SD_JWT:  # each claim was read as a whole
        return tuple(sorted(document.keys() - {*understood, *_OF_TOKENS}))
    left = not_understood(document, set(understood))
    if kind is not Kind.EUROPEAN:
        return left
    return tuple(path for path in left if path.rpartition(".")[2] not in _OF_CONCEPTS)


_OF_TOKENS = ("_sd_alg", "exp", "iat", "iss", "nbf", "status", "sub", "vct")
_OF_CONCEPTS = ("inScheme", "notation", "prefLabel")
