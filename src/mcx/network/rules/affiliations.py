"""Where a stated affiliation stands, who may still change a name, and what an identifier looks like."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mcx.core.periods import has_ended, is_in_force

# One learner needs one programme, some two; whoever waits for more than these first waits for an answer.
MOST_WAITING = 3
# European Student Identifier (ESC-R data format; SCHAC personalUniqueCode, RFC 8141 for URNs).
IDENTIFIER_PREFIX = "urn:schac:personalUniqueCode:int:esi:"
LONGEST_REASON = 4_000
IDENTITY = ("given_name", "family_name", "birth_date", "student_identifier")


class ClaimStatus(StrEnum):
    """What became of somebody's own statement; whether it is confirmed its evidence says."""

    OPEN = "open"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class EvidenceSource(StrEnum):
    """Who speaks for an affiliation; what only its person says settles nothing."""

    CLAIM = "claim"
    REGISTRAR = "registrar"


class AffiliationState(StrEnum):
    """How far an affiliation can be relied on."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    LAPSED = "lapsed"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Vouching:
    """One piece of evidence: whether it settles the matter, from which day, until when, and who says so."""

    is_strong: bool
    since: date
    until: date | None = None
    source: EvidenceSource = EvidenceSource.REGISTRAR

    def holds_on(self, day: date) -> bool:
        """Whether it settles the matter on that day."""
        return self.is_strong and is_in_force(day, self.since, self.until)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Whose word it is that somebody studies there, an office and never a person, and of which day."""

    source: EvidenceSource
    day: date


def confirmation_on(day: date, evidence: Iterable[Vouching]) -> Confirmation | None:
    """The latest evidence that settles the matter on that day; None where none does."""
    said = max((each for each in evidence if each.holds_on(day)), key=lambda one: one.since, default=None)
    return Confirmation(said.source, said.since) if said else None


def state_on(
    day: date, status: str, valid_until: date | None, evidence: Iterable[Vouching]
) -> AffiliationState:
    """Where an affiliation stands that day; only strong evidence makes it more than a claim."""
    if status != ClaimStatus.OPEN:
        return AffiliationState(status)
    if has_ended(day, valid_until):
        return AffiliationState.ENDED
    strong = [each for each in evidence if each.is_strong]
    if any(each.holds_on(day) for each in strong):
        return AffiliationState.CONFIRMED
    return AffiliationState.LAPSED if strong else AffiliationState.WAITING


def is_student_identifier(text: str) -> bool:
    """Whether the text has the form of a European Student Identifier."""
    code = student_code(text)
    return bool(code) and text == text.strip() and not any(each.isspace() for each in code)


def student_code(text: str) -> str:
    """What follows the prefix, which alone is written in any case; nothing for what is no such identifier."""
    text, prefix = text.strip(), IDENTIFIER_PREFIX.casefold()
    return text[len(prefix) :] if text.casefold().startswith(prefix) else ""
