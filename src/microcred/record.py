"""The achievement record: one frozen value from which every credential format is written.

Names follow the European Learning Model 3 where it has one. Workload is in ECTS credits (`Decimal`) and
hours, levels are EQF 1–8, weights and thresholds are percent, languages are BCP 47 tags, countries ISO
3166-1 alpha-2, instants aware datetimes. `Text` maps a language tag to the text in that language.
The eleven mandatory elements are those of Annex I of the Council Recommendation of 16 June 2022 on a
European approach to micro-credentials (2022/C 243/02); `microcred.annex` checks them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from microcred.grading import Numbers

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Identifier:
    """A name in somebody's scheme: `schac`, `erasmus`, `deqar`, `ror`, `eidas`, `vat`, `esi`, …"""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A term of a published vocabulary, such as an ESCO skill."""

    uri: str
    label: Text
    scheme: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Accreditation:
    """A quality-assurance decision about an institution or a programme (Annex I xi)."""

    title: Text
    kind: str  # "institutional" or "programme"
    agency: str
    id: str = ""
    agency_id: str = ""
    report_url: str = ""
    decision: str = "positive"
    valid_from: date | None = None
    valid_until: date | None = None
    agency_country: str = ""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Organisation:
    """An institution: who awards, who issues, who runs the network."""

    id: str
    legal_name: Text
    country: str = ""
    region: str = ""
    homepage: str = ""
    email: str = ""
    identifiers: tuple[Identifier, ...] = ()
    accreditations: tuple[Accreditation, ...] = ()
    member_of: tuple["Organisation", ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """The learner (Annex I i)."""

    id: str = ""
    given_name: str = ""
    family_name: str = ""
    full_name: str = ""
    birth_date: date | None = None
    email: str = ""
    identifiers: tuple[Identifier, ...] = ()

    @property
    def name(self) -> str:
        """The full name as given, or put together from its parts."""
        return self.full_name or f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class LearningOutcome:
    """What the learner knows, understands or can do (Annex I vi).

    `dublin` is a Dublin descriptor code and `reuse_level` an ESCO reuse level (`microcred.vocabulary`).
    """

    id: str
    title: Text
    dublin: str = ""
    kind: str = "skill"  # "skill" or "knowledge", ESCO's two skill types
    reuse_level: str = ""
    skills: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True)
class GradingScale:
    """The scale a grade was given on: labels from best to worst, or numbers, and the last that passes."""

    id: str
    title: Text
    grades: tuple[str, ...] = ()
    lowest_pass: str = ""
    numbers: Numbers | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade, always with its scale."""

    value: str
    scale: GradingScale
    passed: bool = True


@dataclass(frozen=True, slots=True)
class Assessment:
    """How outcomes are assessed (Annex I ix); kinds and supervision codes in `microcred.vocabulary`."""

    id: str
    title: Text
    kind: str
    mode: str = ""
    supervision: str = ""
    identity_check: str = ""
    weight: Decimal | None = None
    outcomes: tuple[str, ...] = ()
    grade: Grade | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """Something learners do, with its notional hours."""

    id: str
    title: Text
    kind: str
    hours: Decimal
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Specification:
    """One edition of a micro-credential: what anyone who holds it has learnt.

    `code` is what people write on paper, such as a course code.
    """

    id: str
    version: str
    title: Text
    description: Text
    outcomes: tuple[LearningOutcome, ...]
    ects: Decimal
    hours: Decimal
    eqf_level: int
    participation: tuple[str, ...]
    assessments: tuple[Assessment, ...]
    languages: tuple[str, ...] = ()
    activities: tuple[Activity, ...] = ()
    nqf_level: str = ""
    cycle: str = ""
    isced_f: tuple[str, ...] = ()
    prerequisites: Text | None = None
    stackability: Text | None = None
    part_of: tuple[Concept, ...] = ()
    accreditations: tuple[Accreditation, ...] = ()
    further_information: Text | None = None
    homepage: str = ""
    kind: str = "micro-credential"  # or "micro-degree"; never a degree
    code: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of the learner's work, tied to the credential by its hash."""

    name: str
    url: str = ""
    sha256: str = ""
    media_type: str = ""
    description: Text | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Where a verifier asks whether the credential still stands (Bitstring Status List v1.0 §2.1)."""

    list_url: str
    index: int
    purpose: str  # "revocation" or "suspension"


@dataclass(frozen=True, slots=True)
class AchievementRecord:
    """Everything a credential says, frozen when it was awarded."""

    id: str
    specification: Specification
    learner: Person
    issuer: Organisation
    awarding_bodies: tuple[Organisation, ...]
    awarded_at: datetime
    issued_at: datetime
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    grade: Grade | None = None
    ects_awarded: Decimal | None = None
    assessments: tuple[Assessment, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    parts: tuple["AchievementRecord", ...] = ()
    status: tuple[Status, ...] = ()
    replaces: str = ""

    @property
    def ects(self) -> Decimal:
        """The ECTS that can count: those awarded, else the specification's; 0 where none are stated."""
        return self.ects_awarded or self.specification.ects
