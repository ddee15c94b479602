"""The studio's steps, and where each check is answered."""

from collections.abc import Mapping

from mcx.network.rules.course_fields import Section
from microcred.report import Outcome, Report, _

SECTIONS: Mapping[Section, str] = {
    Section.ABOUT: _("What it is about"),
    Section.OUTCOMES: _("Learning outcomes"),
    Section.ACTIVITIES: _("Activities"),
    Section.ASSESSMENTS: _("Assessments"),
    Section.FRAME: _("Level, workload and practical details"),
    Section.CHECK: _("Check and submit"),
}

# The beginning of a check's code, longest first, and the step in which its answer is given.
ANSWERED: tuple[tuple[str, Section], ...] = (
    ("annex.title", Section.ABOUT),
    ("annex.outcomes", Section.OUTCOMES),
    ("annex.assessment", Section.ASSESSMENTS),
    ("annex.", Section.FRAME),
    ("texts.", Section.ABOUT),
    ("outcomes.", Section.OUTCOMES),
    ("alignment.taught", Section.ACTIVITIES),
    ("alignment.activity", Section.ACTIVITIES),
    ("alignment", Section.ASSESSMENTS),
    ("assessment", Section.ASSESSMENTS),
    ("frame.hours", Section.ACTIVITIES),
    ("frame.", Section.FRAME),
    ("numbers.hours", Section.ACTIVITIES),
    ("numbers.weight", Section.ASSESSMENTS),
    ("numbers.", Section.FRAME),
)


def section_of(code: str) -> Section:
    """The step in which somebody answers a check."""
    return next((section for start, section in ANSWERED if code.startswith(start)), Section.CHECK)


def state_of_sections(report: Report) -> dict[Section, int]:
    """For each step the number of checks that fail in it."""
    counts = dict.fromkeys(Section, 0)
    for check in report.only(Outcome.FAILED):
        counts[section_of(check.code)] += 1
    return counts
