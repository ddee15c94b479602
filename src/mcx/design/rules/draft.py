"""A draft: everything a teacher has typed so far, however little or wrong, as a frozen value.

Numbers are kept as the text that was typed, so that a half-finished form can always be saved; the checks
say what cannot be read. `Draft.from_json` takes any JSON: what it cannot use it leaves out. How each field is
read stands in the table of course fields.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from mcx.core.text import CONTENT_LANGUAGES, Text, as_kept, cleaned
from mcx.network.rules.course_fields import COURSE_FIELDS, MOST_ROWS, Kind

LONGEST_WORD = 200


@dataclass(frozen=True, slots=True)
class SkillRef:
    """An ESCO skill that an outcome names, with the label it had when it was chosen."""

    uri: str
    label: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the learner will know, understand or be able to do."""

    id: str
    title: Text = field(default_factory=dict)
    dublin: str = ""
    skills: tuple[SkillRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """Something learners do, and for how many hours."""

    id: str
    title: Text = field(default_factory=dict)
    kind: str = ""
    hours: str = ""
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """How outcomes are assessed, under whose eyes, and what a pass looks like."""

    id: str
    title: Text = field(default_factory=dict)
    kind: str = ""
    weight: str = ""
    supervision: str = ""
    identity_check: str = ""
    criteria: Text = field(default_factory=dict)
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A micro-credential while its teachers still work on it; `texts_in` are the languages they write in."""

    texts_in: tuple[str, ...] = ("en",)
    title: Text = field(default_factory=dict)
    summary: Text = field(default_factory=dict)
    description: Text = field(default_factory=dict)
    cover: str = ""
    outcomes: tuple[Outcome, ...] = ()
    activities: tuple[Activity, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    ects: str = ""
    eqf_level: str = ""
    isced_f: str = ""
    participation: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    prerequisites: Text = field(default_factory=dict)
    cost_members: str = ""
    cost_others: str = ""
    scale: str = ""
    stackability: str = ""
    valid_days: str = ""
    further_information: Text = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The draft as JSON values; `from_json` reads them back exactly."""
        plain: dict[str, Any] = _listed(asdict(self))
        return plain

    @classmethod
    def from_json(cls, data: Any) -> "Draft":
        """The draft in any JSON value; what is missing or of another kind is left empty."""
        given = data if isinstance(data, Mapping) else {}
        found = {
            name: READ[row.kind](given.get(name)) for name, row in COURSE_FIELDS.items() if row.kind in READ
        }
        found |= {name: _rows(name, given.get(name)) for name in ROWS}
        return cls(**found)


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _listed(each) for name, each in value.items()}
    return [_listed(each) for each in value] if isinstance(value, tuple) else value


def _text(value: Any) -> dict[str, str]:
    pairs = value.items() if isinstance(value, Mapping) else ()
    known = {tag: text for tag, text in pairs if tag in CONTENT_LANGUAGES and isinstance(text, str)}
    return cleaned(known)


def _word(value: Any) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    text = str(value) if is_number else value
    return as_kept(text)[:LONGEST_WORD] if isinstance(text, str) else ""


def _words(value: Any) -> tuple[str, ...]:
    given = value if isinstance(value, list | tuple) else ()
    return tuple(dict.fromkeys(word for each in given[:MOST_ROWS] if (word := _word(each))))


def _languages(value: Any) -> tuple[str, ...]:
    return tuple(tag for tag in _words(value) if tag in CONTENT_LANGUAGES) or ("en",)


def _skills(value: Any) -> tuple[SkillRef, ...]:
    given = [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []
    refs = {uri: SkillRef(uri, _text(each.get("label"))) for each in given if (uri := _word(each.get("uri")))}
    return tuple(refs.values())[:MOST_ROWS]


READ: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.LANGUAGES: _languages,
    Kind.TEXT: _text,
    Kind.NUMBER: _word,
    Kind.WHOLE: _word,
    Kind.PRICE: _word,
    Kind.CHOICE: _word,
    Kind.CHOICES: _words,
    Kind.OUTCOMES: _words,
    Kind.SKILLS: _skills,
}
# Each kind of row: the letter its ids begin with, and what it is read as.
ROWS: Mapping[str, tuple[str, type[Outcome | Activity | Assessment]]] = {
    "outcomes": ("o", Outcome),
    "activities": ("l", Activity),
    "assessments": ("a", Assessment),
}


def _rows(kind: str, value: Any) -> tuple[Any, ...]:
    """The rows of a list, each with an id of its own."""
    given = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
    (letter, made), ids = ROWS[kind], list[str]()
    for row in given[:MOST_ROWS]:
        named = _word(row.get("id"))
        ids.append(named if is_id(letter, named) and named not in ids else next_id(letter, ids))
    columns = COURSE_FIELDS[kind].columns
    return tuple(
        made(id=name, **{column: READ[it.kind](row.get(column)) for column, it in columns.items()})
        for name, row in zip(ids, given, strict=False)
    )


def is_id(letter: str, name: str) -> bool:
    """Whether the name is an id as the studio gives them, such as o3 for the third outcome."""
    return name.startswith(letter) and name.isascii() and name[1:].isdecimal() and len(name) <= 6


def next_id(letter: str, ids: Iterable[str]) -> str:
    """An id for one row more: the letter of its kind and the number after the highest there is."""
    return f"{letter}{max((int(each[1:]) for each in ids), default=0) + 1}"
