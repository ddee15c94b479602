"""Read any credential: tell its kind by its content, keep its bytes, and say what was understood.

`read` verifies nothing and asks nobody; `microcred.verification` does.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from microcred import openbadges
from microcred.errors import Malformed, MicrocredError, TooLarge, Unsupported
from microcred.heading import Heading
from microcred.jades import Envelope
from microcred.jose import Carried
from microcred.openbadges.node import not_understood
from microcred.openbadges.texts import best
from microcred.presentations import credentials_in
from microcred.reading import transcripts
from microcred.reading.headings import heading_of
from microcred.reading.kinds import KINDS, LABELS, Kind, kind_of
from microcred.reading.unwrapping import CARRIERS, Carrier, Content, unwrap
from microcred.record import AchievementRecord
from microcred.report import _
from microcred.sdjwt import SdJwt

__all__ = [
    "CARRIERS",
    "LABELS",
    "Carrier",
    "Content",
    "Kind",
    "Reading",
    "read",
    "title_of",
    "unwrap",
]


MOST_INSIDE = 200  # credentials inside one file that are opened, wherever in it they stand
DEEPEST = 2  # presentations and learner records inside one another of which the content is opened
TOO_MANY = _("It contains more than can be checked at once. Verify the rest separately.")
TOO_DEEP = _("It is nested too deeply to be checked.")
SEALED_OTHERWISE = _(
    "This file is sealed but is not a European Digital Credential, the only sealed type that can be read. "
    "Use the credential inside as a separate file."
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held.

    `original` are the bytes as given, `content` those of the credential inside a picture or PDF, in the
    form they were signed in. `record` is None where the content is no achievement, `problem` says why.
    `understood` and `losses` are paths of the document: what is in the record, and what is not. `token`,
    `wallet` or `sealed` is what carries the document, taken apart, where it is a token, one for wallets or a
    sealed file: nobody opens `content` again. `inside` are the credentials that a presentation or
    learner record holds, each read as a file of its own would be, or why it cannot be; one error stands last
    for all that is too deep or too many to be opened.
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
    token: Carried | None = None
    inside: tuple["Reading | MicrocredError", ...] = ()
    wallet: SdJwt | None = None
    sealed: Envelope | None = None

    @property
    def heading(self) -> Heading:
        """Title, holder, issuer and dates, also of what is no achievement."""
        return heading_of(self.kind, self.document, self.record)

    @property
    def losses(self) -> tuple[str, ...]:
        """What is not in the record; worked out when it is asked for."""
        return _losses(self.kind, self.document, self.understood) if self.record else ()


Inside = Reading | MicrocredError


def read(data: bytes) -> Reading:
    """Read a credential of any kind, within limits.

    Raises Unreadable (TooLarge, Malformed) for what is no credential, and Unsupported for a kind that we
    know but do not read; the message is for the person who gave the file.
    """
    return _read(data, _Room(iter(range(MOST_INSIDE))))


@dataclass(frozen=True, slots=True)
class _Room:
    """How many more credentials inside one file are opened, and inside how many others the place is."""

    left: Iterator[int]
    depth: int = 0


def _read(data: bytes, room: _Room) -> Reading:
    content = unwrap(data)
    if content.form is Carrier.XML:
        return _read_transcript(content, data)
    document = content.document or {}
    kind = Kind.SD_JWT if content.form is Carrier.SD_JWT else kind_of(document)
    if content.sealed is not None and kind is not Kind.EUROPEAN:  # a proof inside would count, the seal not
        raise Unsupported(SEALED_OTHERWISE)
    return _with_record(kind, content, document, data, room)


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


def title_of(reading: Reading) -> str:
    """What the credential is called, in words that fit into a sentence."""
    return best(reading.heading.title) or str(reading.document.get("name", reading.kind))


def _with_record(kind: Kind, content: Content, document: dict[str, Any], data: bytes, room: _Room) -> Reading:
    record: AchievementRecord | None = None
    understood: tuple[str, ...] = ()
    problem = ""
    inside = tuple(_opened(_HELD[kind](document), room)) if kind in _HELD else ()
    try:
        if kind in _HELD:
            record, understood = _HOLDING[kind](document, inside)
        elif (parse := KINDS[kind].parse) is not None:
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
        content.token,
        inside,
        content.wallet,
        content.sealed,
    )


def _opened(held: Sequence[dict[str, Any]], room: _Room) -> Iterator[Inside]:
    """Each of these credentials read, until one is too many for the whole file; none where it is too deep."""
    if held and room.depth > DEEPEST:
        yield TooLarge(TOO_DEEP)
        return
    for document in held:
        if next(room.left, None) is None:
            yield TooLarge(TOO_MANY)
            return
        try:
            yield _read(orjson.dumps(document), replace(room, depth=room.depth + 1))
        except MicrocredError as error:
            yield error


def _of_presentation(
    document: dict[str, Any], opened: Sequence[Inside]
) -> tuple[AchievementRecord, tuple[str, ...]]:
    """The record of the one credential that is shown; raises Malformed where several are, or none."""
    shown = credentials_in(document)
    if len(shown) != 1:
        raise Malformed("It shows {count} credentials, each with a record of its own.", count=len(shown))
    (reading,) = opened
    if isinstance(reading, MicrocredError):
        raise reading
    if reading.record is None:
        raise Malformed(reading.problem)
    return reading.record, tuple(f"verifiableCredential.{path}" for path in reading.understood)


def _of_learner_record(
    document: dict[str, Any], held: Sequence[Inside]
) -> tuple[AchievementRecord, tuple[str, ...]]:
    """The record of the whole with those of the credentials inside, as far as they are achievements."""
    readings = [one for one in held if isinstance(one, Reading)]
    return openbadges.parse_clr(document, [(one.record, one.understood) for one in readings if one.record])


_HELD: Mapping[Kind, Callable[[Mapping[str, Any]], tuple[dict[str, Any], ...]]] = {
    Kind.PRESENTATION: credentials_in,
    Kind.LEARNER_RECORD: openbadges.credentials_in,
}
_HOLDING: Mapping[
    Kind, Callable[[dict[str, Any], Sequence[Inside]], tuple[AchievementRecord, tuple[str, ...]]]
] = {
    Kind.PRESENTATION: _of_presentation,
    Kind.LEARNER_RECORD: _of_learner_record,
}


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
