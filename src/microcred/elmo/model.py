"""What an ELMO file says: a transcript of one learner with a section for each institution."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from microcred.record import AchievementRecord, Grade, Organisation, Person, Text

# The three outcomes of a recognition, by our code and as ELMO spells them.
STATUSES = {"positive": "Positive", "negative": "Negative", "partial": "Partially Positive"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file for people, such as the certificate as PDF; `kind` is one of ELMO's attachment types."""

    title: Text
    content: bytes
    media_type: str = "application/pdf"
    kind: str = "Micro Credential"


@dataclass(frozen=True, slots=True)
class Component:
    """Something of the home programme that a recognition gives: a course, a module, elective credits.

    `kind` is one of ELMO's types: Degree Programme, Module, Course, Class.
    """

    id: str
    title: Text
    ects: Decimal | None = None
    grade: Grade | None = None
    kind: str = "Course"
    isced_f: str = ""
    eqf_level: int = 0


@dataclass(frozen=True, slots=True)
class RecognitionMapping:
    """Which recognised specifications (by id) stand for which components (by id)."""

    origins: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recognition:
    """A decision on recognition: what it rests on, what it gives, and what stands for what.

    `status` is positive, negative or partial.
    """

    id: str
    title: Text
    status: str
    decided_on: date | None = None
    description: Text | None = None
    basis: tuple[AchievementRecord, ...] = ()
    result: tuple[Component, ...] = ()
    mapping: tuple[RecognitionMapping, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """What one institution reports: achievements of its own and its decisions on recognition."""

    issuer: Organisation
    issued_at: datetime
    achievements: tuple[AchievementRecord, ...] = ()
    recognitions: tuple[Recognition, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """One learner's file; `is_signed` says that it bears an XML signature, not that the signature holds."""

    learner: Person
    generated_at: datetime
    sections: tuple[Section, ...]
    is_signed: bool = False

    @property
    def achievements(self) -> tuple[AchievementRecord, ...]:
        """The achievements of all sections."""
        return tuple(record for section in self.sections for record in section.achievements)

    @property
    def recognitions(self) -> tuple[Recognition, ...]:
        """The recognition decisions of all sections."""
        return tuple(one for section in self.sections for one in section.recognitions)
