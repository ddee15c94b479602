"""Every decision is a Report: named checks, each with its outcome, its source and what to do next.

Unknown is never failed, and unreachable is never invalid (DESIGN §1). Nothing here reduces a decision
to one boolean: `Report.conclusion` says failed, inconclusive or passed, and the checks say why.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import lru_cache
from typing import Any

from microcred.saying import NO_VALUES, Said, as_stored, from_stored, values_of

# Marks a text for translation; the reader's language is applied where the text is shown. There are as many
# as the code has marks, so each is made once.
_: Callable[[str], str] = lru_cache(maxsize=None)(Said)


class Outcome(StrEnum):
    """What a check found out."""

    PASSED = "passed"
    FAILED = "failed"
    WARNING = "warning"
    UNKNOWN = "unknown"


class Conclusion(StrEnum):
    """What a whole report amounts to."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True, init=False)
class Check:
    """One question and its answer.

    `text` and `fix` are English sentences with `{name}` slots that `values` fills, so that both can be
    shown in the reader's language; each value knows its kind (`microcred.saying`). `source` cites the clause
    the check rests on. A finer check has its parent's code as prefix: `proof.created`.
    """

    code: str
    outcome: Outcome
    text: str
    source: str = ""
    fix: str = ""
    values: Mapping[str, str] = field(default_factory=lambda: NO_VALUES, hash=False)

    def __init__(
        self,
        code: str,
        outcome: Outcome,
        text: str,
        source: str = "",
        fix: str = "",
        values: Mapping[str, str] = NO_VALUES,
    ) -> None:
        # A verification makes thirty checks; the dataclass's own way takes three times as long.
        _set_code(self, code)
        _set_outcome(self, outcome)
        _set_text(self, text)
        _set_source(self, source)
        _set_fix(self, fix)
        _set_values(self, values)

    @property
    def message(self) -> Said:
        """The text in English, its slots filled; as a value of another check it is said in any language."""
        return Said(self.text, **self.values)

    @property
    def advice(self) -> Said:
        """The same of the fix; empty where there is nothing to do."""
        return Said(self.fix, **self.values)

    def as_json(self) -> dict[str, str]:
        """The check as the API and the command line write it."""
        return {
            "code": self.code,
            "outcome": str(self.outcome),
            "message": self.message,
            "source": self.source,
            "fix": self.advice,
        }

    def as_stored(self) -> dict[str, Any]:
        """The check as it is kept: sentences and values apart, for readers of any language."""
        return {
            "code": self.code,
            "outcome": str(self.outcome),
            "text": self.text,
            "source": self.source,
            "fix": self.fix,
            "values": {name: as_stored(value) for name, value in self.values.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Check":
        """The check that `as_stored` or `as_json` wrote; braces in what the latter wrote stay as they are."""
        return cls(
            data["code"],
            Outcome(data["outcome"]),
            data["text"] if "text" in data else data["message"],
            data["source"],
            data["fix"],
            {name: from_stored(value) for name, value in data.get("values", {}).items()} or NO_VALUES,
        )


_set_code, _set_outcome, _set_text, _set_source, _set_fix, _set_values = (
    Check.__dict__[one.name].__set__ for one in fields(Check)
)


_PASSED = Outcome.PASSED  # of most checks; members are looked up slowly


def passed(code: str, text: str, source: str = "", **values: object) -> Check:
    """A check that holds."""
    return Check(code, _PASSED, text, source, "", values_of(values))


def failed(code: str, text: str, source: str = "", fix: str = "", **values: object) -> Check:
    """A check that does not hold; `fix` says what the person can do."""
    return Check(code, Outcome.FAILED, text, source, fix, values_of(values))


def warning(code: str, text: str, source: str = "", fix: str = "", **values: object) -> Check:
    """A check that holds, with something the person should know."""
    return Check(code, Outcome.WARNING, text, source, fix, values_of(values))


def unknown(code: str, text: str, source: str = "", fix: str = "", **values: object) -> Check:
    """A check that could not be answered."""
    return Check(code, Outcome.UNKNOWN, text, source, fix, values_of(values))


@dataclass(frozen=True, slots=True)
class Report:
    """The checks of one decision, in the order they were asked."""

    checks: tuple[Check, ...] = ()

    @classmethod
    def of(cls, checks: Iterable[Check]) -> "Report":
        """A report of the given checks."""
        return cls(tuple(checks))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Report":
        """The report that `as_stored` or `as_json` wrote."""
        return cls(tuple(Check.from_json(check) for check in data["checks"]))

    def __iter__(self) -> Iterator[Check]:
        return iter(self.checks)

    def __len__(self) -> int:
        return len(self.checks)

    def __add__(self, other: "Report") -> "Report":
        return Report(self.checks + other.checks)

    @property
    def conclusion(self) -> Conclusion:
        """Failed if any check failed, else inconclusive if any is unknown, else passed."""
        outcomes = [check.outcome for check in self.checks]
        if Outcome.FAILED in outcomes:
            return Conclusion.FAILED
        if Outcome.UNKNOWN in outcomes or not outcomes:
            return Conclusion.INCONCLUSIVE
        return Conclusion.PASSED

    def only(self, *outcomes: Outcome) -> tuple[Check, ...]:
        """The checks with one of these outcomes."""
        return tuple(check for check in self.checks if check.outcome in outcomes)

    def check(self, code: str) -> Check | None:
        """The first check with this code, if it was asked."""
        return next((check for check in self.checks if check.code == code), None)

    def as_json(self) -> dict[str, Any]:
        """The report as the API and the command line write it."""
        return {
            "conclusion": str(self.conclusion),
            "checks": [check.as_json() for check in self.checks],
        }

    def as_stored(self) -> dict[str, Any]:
        """The report as it is kept, for readers of any language."""
        return {
            "conclusion": str(self.conclusion),
            "checks": [check.as_stored() for check in self.checks],
        }
