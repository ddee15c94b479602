"""What a home institution agreed to recognise from a host, as values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypedDict

from mcx.core.periods import Phase, phase_on
from mcx.network.rules.terms import Policy
from microcred.guards import decimal
from microcred.report import _
from microcred.saying import Said


class Route(StrEnum):
    """How it is decided: at once, as one's `own` university's or by an agreement (`automatic`); at once when
    the registrar has confirmed the learner (`unconfirmed`); or by an officer (`individual`).
    """

    OWN = "own"
    AUTOMATIC = "automatic"
    UNCONFIRMED = "unconfirmed"
    INDIVIDUAL = "individual"


class Place(StrEnum):
    """Where in a programme credits count: electives alone have a limit."""

    ELECTIVE = "elective"
    COMPULSORY = "compulsory"


class AgreementStatus(StrEnum):
    """How far an agreement is: proposed, signed by both, or withdrawn by one of them before."""

    DRAFT = "draft"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class AgreementState(StrEnum):
    """Where an agreement stands on a day; it decides while it is in force, also after notice was given."""

    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    COMING = "coming"
    IN_FORCE = "in-force"
    ENDED = "ended"


_SIGNED = {
    Phase.COMING: AgreementState.COMING,
    Phase.CURRENT: AgreementState.IN_FORCE,
    Phase.ENDED: AgreementState.ENDED,
}


def agreement_state(status: str, valid_from: date, valid_until: date, *, on: date) -> AgreementState:
    """Where an agreement stands that day; `selectors` ask for those in force by the same rule as a query.

    `valid_until` is its last day, which is an earlier one than both signed once either gave notice.
    """
    if status != AgreementStatus.SIGNED:
        return AgreementState(status)
    return _SIGNED[phase_on(on, valid_from, valid_until)]


def takes_notice(status: str, earliest: date, valid_until: date) -> bool:
    """Whether notice can end it before it ends by itself: signed by both, and time enough for the notice."""
    return status == AgreementStatus.SIGNED and earliest < valid_until


class Drafted(TypedDict):
    """What somebody fills in to draft an agreement; `terms` as `AgreementTerms.from_json` reads them."""

    code: str
    title: Mapping[str, str]
    terms: Mapping[str, Any]
    valid_from: date
    valid_until: date


NOTICE_DAYS = 90
MOST_NOTICE_DAYS = 730
AGREED = (Route.AUTOMATIC, Route.INDIVIDUAL)
MOST_ECTS = 360


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered text that the partners signed, and the question it answers (`subject`)."""

    number: str
    subject: str
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """The terms of one agreement; what is empty sets no condition.

    `route` automatic decides without an officer when every condition holds. `place` says where the credits
    count. Micro-credentials are listed by code, or described by level (EQF) and field (ISCED-F prefixes).
    `max_ects` bounds the credits per learner. `lowest_grade` is a grade of the host's scale.
    `identity_percent` is the share of the assessment that must be taken with an identity document shown.
    `conversion` chooses among overlapping grades (ECTS Users' Guide 2015), `none` transfers a pass only;
    where it is left out the Charter chooses (`grades.policy_for`). Either side can end it with `notice_days`
    days of notice.
    """

    route: Route = Route.AUTOMATIC
    place: Place = Place.ELECTIVE
    micro_credentials: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    eqf_min: int = 0
    eqf_max: int = 8
    isced_f: tuple[str, ...] = ()
    max_ects: Decimal | None = None
    lowest_grade: str = ""
    identity_percent: int = 0
    needs_accreditation: bool = True
    conversion: Policy | None = None
    notice_days: int = NOTICE_DAYS
    clauses: tuple[Clause, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "AgreementTerms":
        """The terms of a stored agreement; raises ValueError where they are not understood, saying why."""
        unexpected = set(data) - set(cls.__slots__)
        if unexpected:
            raise ValueError(Said("unknown terms: {names}", names=", ".join(sorted(unexpected))))
        found = {name: _READERS[name](name, value) for name, value in data.items()}
        terms = cls(**found)
        if terms.eqf_min > terms.eqf_max:
            raise ValueError(_("eqf_min must not be higher than eqf_max"))
        return terms

    def earliest_end(self, valid_from: date, *, on: date) -> date:
        """The first day that can be the last one for whoever gives notice that day.

        The notice period is over by then, and the agreement was in force for a day at least.
        """
        return max(valid_from, on + timedelta(days=self.notice_days))

    def clause(self, subject: str) -> str:
        """The number of the clause about a subject; empty where the agreement has none."""
        return next((clause.number for clause in self.clauses if clause.subject == subject), "")


def _one_of(*known: StrEnum) -> Callable[[str, Any], StrEnum]:
    def read(name: str, value: Any) -> StrEnum:
        found = next((each for each in known if each == value), None)
        if found is None:
            raise ValueError(Said("{name} must be one of {known}", name=name, known=", ".join(known)))
        return found

    return read


def _policy(name: str, value: Any) -> StrEnum | None:
    return None if value in (None, "") else _one_of(*Policy)(name, value)


def _whole(highest: int) -> Callable[[str, Any], int]:
    def read(name: str, value: Any) -> int:
        if type(value) is not int or not 0 <= value <= highest:
            raise ValueError(
                Said("{name} must be a whole number from 0 to {highest}", name=name, highest=highest)
            )
        return value

    return read


def _kind(kind: type, text: str) -> Callable[[str, Any], Any]:
    def read(name: str, value: Any) -> Any:
        if not isinstance(value, kind):
            raise ValueError(Said(text, name=name))
        return value

    return read


def _texts(name: str, value: Any) -> tuple[str, ...]:
    if value is not None and not (
        isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
    ):
        raise ValueError(Said("{name} must be a list of texts", name=name))
    return tuple(value or ())


def _credits(name: str, value: Any) -> Decimal | None:
    if value in (None, ""):
        return None
    number = decimal(str(value))
    if number is None:
        raise ValueError(Said("{name} must be a number of ECTS", name=name))
    if not 0 <= number <= MOST_ECTS:
        raise ValueError(Said("{name} must be between 0 and {most} ECTS", name=name, most=MOST_ECTS))
    return number


def _clauses(name: str, value: Any) -> tuple[Clause, ...]:
    if not isinstance(value, list | tuple | None):
        raise ValueError(Said("{name} must be a list", name=name))
    return tuple(_clause(each) for each in value or ())


def _clause(value: Any) -> Clause:
    names = ("number", "subject", "text")
    if not isinstance(value, Mapping) or set(value) != set(names) or not isinstance(value["text"], Mapping):
        raise ValueError(_("a clause has a number, a subject and a text by language"))
    if not all(
        isinstance(each, str) for each in (value["number"], value["subject"], *value["text"].values())
    ):
        raise ValueError(_("number, subject and text of a clause must be texts"))
    return Clause(value["number"], value["subject"], value["text"])


_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "route": _one_of(*AGREED),
    "place": _one_of(*Place),
    "micro_credentials": _texts,
    "programmes": _texts,
    "eqf_min": _whole(8),
    "eqf_max": _whole(8),
    "isced_f": _texts,
    "max_ects": _credits,
    "lowest_grade": _kind(str, _("{name} must be a grade as a text")),
    "identity_percent": _whole(100),
    "needs_accreditation": _kind(bool, _("{name} must be true or false")),
    "conversion": _policy,
    "notice_days": _whole(MOST_NOTICE_DAYS),
    "clauses": _clauses,
}
