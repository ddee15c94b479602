"""Every field of a course, one row each; whatever asks, keeps, compares, shows or finds fields reads them.

The draft and its limits (`design.rules.draft`, `limits`), the studio's forms (`web.design.forms`), the schema
of the API (`api.design`), what becomes of a draft (`design.rules.proposal`), what is still missing
(`design.rules.checks`), what a new edition changes (`quality.rules`), the page of a reviewer
(`web.quality.words`), the information sheet (`web.catalogue.sheet`), the search (`catalogue.rules`), what the
Charter may require (`network.rules.terms`): the table stands in the lowest room of all that read it.

A new field is a row here, a field of `Draft`, and one of what holds it once it is proposed:
`microcred.record.Specification` where credentials say it, else `catalogue.rules.Proposal` with a column of
that name in `catalogue.models.Edition` and its line in `catalogue.services.publish`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from microcred.report import _
from microcred.vocabulary import (
    ACTIVITY,
    ASSESSMENT,
    DUBLIN,
    IDENTITY_CHECK,
    PARTICIPATION,
    STACKABILITY,
    SUPERVISION,
    CodeList,
    Term,
)


class Section(StrEnum):
    """A step of the studio."""

    ABOUT = "about"
    OUTCOMES = "outcomes"
    ACTIVITIES = "activities"
    ASSESSMENTS = "assessments"
    FRAME = "frame"
    CHECK = "check"


class Kind(StrEnum):
    """What a field holds; in a draft numbers and prices are kept as somebody typed them."""

    LANGUAGES = "languages"  # in which texts are written
    TEXT = "text"  # in each of these languages
    NUMBER = "number"
    WHOLE = "whole"
    PRICE = "price"
    CHOICE = "choice"  # one code
    CHOICES = "choices"  # several codes
    OUTCOMES = "outcomes"  # those that a row serves
    SKILLS = "skills"  # of ESCO, chosen by buttons
    ROWS = "rows"  # with fields of their own


# Signs that a text takes in each language, and a short entry; longer texts than a title get a larger box.
TITLE, SENTENCE, PAGE, WORD = 200, 600, 8000, 40
MOST_ROWS = 40


@dataclass(frozen=True, slots=True)
class CourseField:
    """A field: what people call it, and `question` where the studio asks it in other words.

    `limit` counts signs in each language, or rows. `annex` is its numeral among the mandatory elements of
    Annex I or its place among the optional ones; without it the field is among what the network adds where it
    `is_stated` on the information sheet. `codes` is the list it is chosen from. `element` is the
    name by which the Charter may require it, `missing` and `fix` what the report says of an empty one; where
    they are empty a rule of its own speaks, or nobody asks.
    """

    kind: Kind
    label: str
    question: str = ""
    help: str = ""
    limit: int = WORD
    codes: CodeList | None = None
    annex: str = ""
    is_stated: bool = False
    is_searched: bool = False
    element: str = ""
    missing: str = ""
    fix: str = ""
    columns: Mapping[str, "CourseField"] = field(default_factory=dict)

    @property
    def asked(self) -> str:
        """How the studio asks it."""
        return self.question or self.label


# The pictures that are drawn for cards.
COVERS = CodeList(
    "covers",
    "",
    (
        Term("factory", _("Factory")),
        Term("energy", _("Energy")),
        Term("data", _("Data")),
        Term("people", _("People")),
        Term("software", _("Software")),
        Term("design", _("Drawing board")),
        Term("water", _("Water")),
        Term("logistics", _("Logistics")),
    ),
)

OUTCOME: Mapping[str, CourseField] = {
    "title": CourseField(Kind.TEXT, _("Outcome"), _("The learner can …"), limit=SENTENCE, is_searched=True),
    "dublin": CourseField(Kind.CHOICE, _("Dublin descriptor"), codes=DUBLIN),
    "skills": CourseField(Kind.SKILLS, _("ESCO skills"), is_searched=True, element="skills"),
}
LEARNING_ACTIVITY: Mapping[str, CourseField] = {
    "title": CourseField(Kind.TEXT, _("Activity"), limit=TITLE),
    "kind": CourseField(Kind.CHOICE, _("Type of activity"), _("Type"), codes=ACTIVITY),
    "hours": CourseField(Kind.NUMBER, _("Hours")),
    "outcomes": CourseField(Kind.OUTCOMES, _("Outcomes taught")),
}
ASSESSED: Mapping[str, CourseField] = {
    "title": CourseField(Kind.TEXT, _("Assessment"), limit=TITLE),
    "kind": CourseField(Kind.CHOICE, _("Type of assessment"), codes=ASSESSMENT),
    "weight": CourseField(Kind.NUMBER, _("Weight (%)"), _("Weight (%)")),
    "supervision": CourseField(Kind.CHOICE, _("Supervision"), codes=SUPERVISION, element="supervision"),
    "identity_check": CourseField(
        Kind.CHOICE, _("Identity check"), codes=IDENTITY_CHECK, element="supervision"
    ),
    "criteria": CourseField(
        Kind.TEXT,
        _("Criteria"),
        help=_("What distinguishes a pass from a fail, and a good result from a pass."),
        limit=PAGE,
    ),
    "outcomes": CourseField(Kind.OUTCOMES, _("Outcomes assessed")),
}

# What is asked in each step of the studio, in the order in which it is asked.
ASKED: Mapping[Section, Mapping[str, CourseField]] = {
    Section.ABOUT: {
        "texts_in": CourseField(
            Kind.LANGUAGES,
            _("Languages you write in"),
            help=_("Tick a language and save. You can then enter every text in that language."),
        ),
        "title": CourseField(
            Kind.TEXT,
            _("Title"),
            help=_("What an employer reads on the credential."),
            limit=TITLE,
            annex="ii",
            is_searched=True,
        ),
        "summary": CourseField(
            Kind.TEXT,
            _("Summary"),
            help=_("One or two sentences. They appear in the catalogue list."),
            limit=SENTENCE,
            is_searched=True,
            missing=_("There is no summary."),
            fix=_(
                "Say in one or two sentences what learners will be able to do. This appears in the "
                "catalogue list."
            ),
        ),
        "description": CourseField(
            Kind.TEXT,
            _("Description"),
            help=_("What it is about, who it is for, and how people learn."),
            limit=PAGE,
            is_stated=True,
            is_searched=True,
            element="description",
            missing=_("There is no description."),
            fix=_("Describe what the micro-credential is about and who it is for."),
        ),
        "cover": CourseField(Kind.CHOICE, _("Picture in the catalogue"), codes=COVERS),
    },
    Section.OUTCOMES: {
        "outcomes": CourseField(
            Kind.ROWS, _("Learning outcomes"), limit=MOST_ROWS, annex="vi", columns=OUTCOME
        )
    },
    Section.ACTIVITIES: {
        "activities": CourseField(Kind.ROWS, _("Activities"), limit=MOST_ROWS, columns=LEARNING_ACTIVITY)
    },
    Section.ASSESSMENTS: {
        "assessments": CourseField(Kind.ROWS, _("Assessments"), limit=MOST_ROWS, annex="ix", columns=ASSESSED)
    },
    Section.FRAME: {
        "ects": CourseField(Kind.NUMBER, _("Credits (ECTS)"), _("ECTS credits"), annex="vii"),
        "eqf_level": CourseField(Kind.WHOLE, _("EQF level"), annex="viii"),
        "isced_f": CourseField(
            Kind.CHOICE,
            _("Field of study"),
            _("Field of study (ISCED-F)"),
            is_stated=True,
            element="isced-f",
        ),
        "participation": CourseField(
            Kind.CHOICES, _("Form of participation"), codes=PARTICIPATION, annex="x"
        ),
        "languages": CourseField(
            Kind.CHOICES, _("Languages of instruction"), is_stated=True, element="languages"
        ),
        "scale": CourseField(Kind.CHOICE, _("Grading scale"), annex="3"),
        "prerequisites": CourseField(
            Kind.TEXT,
            _("Prerequisites"),
            help=_("What learners must know or have done before they start. If nothing is needed, say so."),
            limit=PAGE,
            annex="1",
            element="prerequisites",
            missing=_("The prerequisites are missing."),
            fix=_("Say what learners must know before they start. If nothing is needed, say so."),
        ),
        "cost_members": CourseField(
            Kind.PRICE,
            _("Cost for learners from member universities"),
            help=_("In euros. Enter 0 if it is free."),
            is_stated=True,
            element="cost",
        ),
        "cost_others": CourseField(
            Kind.PRICE,
            _("Cost for everyone else"),
            help=_("In euros. Enter 0 if it is free."),
            element="cost",
        ),
        "stackability": CourseField(
            Kind.CHOICE,
            _("Stackability"),
            codes=STACKABILITY,
            annex="4",
            element="stackability",
            missing=_("Stackability is missing."),
            fix=_("Choose whether it counts towards a larger credential."),
        ),
        "valid_days": CourseField(
            Kind.WHOLE,
            _("Validity in days"),
            help=_("Leave empty if the credential does not expire."),
            is_stated=True,
        ),
        "further_information": CourseField(Kind.TEXT, _("Further information"), limit=PAGE, annex="5"),
    },
    Section.CHECK: {},
}
COURSE_FIELDS: Mapping[str, CourseField] = {
    name: row for asked in ASKED.values() for name, row in asked.items()
}


def names_of(*kinds: Kind) -> tuple[str, ...]:
    """The names of the fields of these kinds, in the order in which they are asked."""
    return tuple(name for name, row in COURSE_FIELDS.items() if row.kind in kinds)


def with_columns() -> Iterator[CourseField]:
    """Every field, and after a field of rows those of a row."""
    for row in COURSE_FIELDS.values():
        yield row
        yield from row.columns.values()
