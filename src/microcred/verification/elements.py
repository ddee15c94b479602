"""How complete the credential is as a European micro-credential; a badge of another kind is not wrong."""

from microcred.annex import ELEMENTS, check_annex
from microcred.record import AchievementRecord
from microcred.report import Check, Outcome, _, passed, warning

SOURCE = "Council Recommendation 2022/C 243/02, Annex I"


def check_elements(record: AchievementRecord) -> tuple[Check, ...]:
    """One summary, and a warning for every element of Annex I that is missing or only half said."""
    found = check_annex(record)
    lacking = [_as_warning(check) for check in found if check.outcome is not Outcome.PASSED]
    missing = len(found.only(Outcome.FAILED))
    if not missing:
        text = _("All {count} elements of a European micro-credential are there.")
        return (passed("annex", text, SOURCE, count=len(ELEMENTS)), *lacking)
    text = _("{there} of the {count} elements of a European micro-credential are there.")
    fix = _("Ask the issuer for what is missing if you need it to recognise the credential.")
    there = len(ELEMENTS) - missing
    return (warning("annex", text, SOURCE, fix, there=there, count=len(ELEMENTS)), *lacking)


def _as_warning(check: Check) -> Check:
    return Check(check.code, Outcome.WARNING, check.text, check.source, "", check.values)
