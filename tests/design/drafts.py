"""The drafts of these tests: one complete, from which others leave something out."""

from dataclasses import replace
from datetime import date
from typing import Any

from mcx.design.rules.checks.house import House
from mcx.design.rules.draft import Activity, Assessment, Draft, Outcome, SkillRef
from mcx.network.rules.terms import CharterTerms
from microcred.record import Accreditation, Organisation

ESCO = "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000001"
TERMS = CharterTerms(version=3, language_clusters={"es": ("mu", "uoc"), "en": ("mu", "uoc", "tuni")})
HOUSE = House(
    slug="mu",
    organisation=Organisation(
        id="https://mu.example",
        legal_name={"en": "Mondragon Unibertsitatea"},
        country="ES",
        accreditations=(
            Accreditation(
                {"en": "Institutional accreditation"},
                "institutional",
                "Demonstration Quality Agency",
                valid_from=date(2020, 1, 1),
            ),
        ),
    ),
    scales=("mu-scale", "joint"),
)
READ = Outcome(
    "o1",
    {"en": "Read a control chart", "es": "Leer un gráfico de control"},
    "application",
    (SkillRef(ESCO, {"en": "statistical process control"}),),
)
TELL = Outcome(
    "o2",
    {"en": "Tell chance from cause", "es": "Distinguir azar de causa"},
    "judgement",
    (SkillRef(ESCO, {"en": "statistical process control"}),),
)
LAB = Activity("l1", {"en": "Laboratory", "es": "Laboratorio"}, "lab", "45", ("o1", "o2"))
STUDY = Activity("l2", {"en": "Reading", "es": "Lectura"}, "self-study", "37,5", ("o2",))
PROJECT = Assessment(
    "a1",
    {"en": "Chart of a real process", "es": "Gráfico de un proceso real"},
    "project",
    "60",
    "unsupervised",
    "account",
    {"en": "The chart is right and its limits are justified."},
    ("o1",),
)
EXAM = Assessment(
    "a2",
    {"en": "Oral examination", "es": "Examen oral"},
    "oral-exam",
    "40",
    "supervised-onsite",
    "document",
    {"en": "Two of three charts are explained rightly."},
    ("o2",),
)
COMPLETE = Draft(
    texts_in=("en", "es"),
    title={"en": "Statistical process control", "es": "Control estadístico de procesos"},
    summary={"en": "See when a process tells you something."},
    description={"en": "Charts, limits and what to do.", "es": "Gráficos, límites y qué hacer."},
    cover="factory",
    outcomes=(READ, TELL),
    activities=(LAB, STUDY),
    assessments=(PROJECT, EXAM),
    ects="3",
    eqf_level="6",
    isced_f="0714",
    participation=("blended",),
    languages=("en", "es"),
    prerequisites={"en": "Basic statistics."},
    cost_members="0",
    cost_others="150",
    scale="mu-scale",
    stackability="stackable",
    valid_days="",
    further_information={"en": "Bring a data set."},
)


def draft(**changes: Any) -> Draft:
    """The complete draft with these changes."""
    return replace(COMPLETE, **changes)
