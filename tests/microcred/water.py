"""One complete micro-credential, as the tests of the library and of the product know it."""

from decimal import Decimal

from microcred.record import Activity, Assessment, Concept, LearningOutcome, Specification

WATER = Specification(
    id="",
    version="",
    title={"en": "Water data for city engineers", "fi": "Vesidata kaupunki-insinööreille"},
    description={"en": "Sensors, series and leaks. Learners find a leak in real flow data."},
    outcomes=(
        LearningOutcome(
            id="o1",
            title={"en": "Analyse flow series to locate leaks.", "fi": "Analysoida virtaamasarjoja."},
            dublin="application",
            skills=(
                Concept(
                    uri="http://data.europa.eu/esco/skill/11111111-1111-4111-8111-111111111111",
                    label={"en": "analyse water data"},
                ),
            ),
        ),
        LearningOutcome(id="o2", title={"en": "Judge the quality of a sensor."}, dublin="judgement"),
    ),
    ects=Decimal("2.5"),
    hours=Decimal(65),
    eqf_level=6,
    participation=("online",),
    assessments=(
        Assessment(
            id="a1",
            title={"en": "Leak report"},
            kind="project",
            supervision="supervised-online",
            identity_check="document",
            weight=Decimal(100),
            outcomes=("o1", "o2"),
        ),
    ),
    languages=("en", "fi"),
    activities=(
        Activity(id="c1", title={"en": "Guided labs"}, kind="lab", hours=Decimal(65), outcomes=("o1", "o2")),
    ),
    cycle="first",
    isced_f=("0732",),
    prerequisites={"en": "First-year statistics."},
    stackability={"en": "Stacks into the Green Engineer micro-degree."},
    further_information={"en": "Bring a laptop."},
)
