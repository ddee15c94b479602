"""How complete the credential is as a European micro-credential; a badge of another kind is not wrong."""

from collections.abc import Sequence

from microcred.annex import ELEMENTS, check_award, check_edition
from microcred.asked_once import asked_once
from microcred.record import AchievementRecord, Organisation, Specification
from microcred.report import Check, Outcome, _, passed, warning

SOURCE = "Council Recommendation 2022/C 243/02, Annex I"


def check_elements(record: AchievementRecord) -> tuple[Check, ...]:
    """One summary, and a warning for every element of Annex I that is missing or only half said."""
    edition, missing = _lacking_in_edition(record.specification, record.issuer, *record.awarding_bodies)
    award, missing_in_award = _lacking(check_award(record))
    lacking = *award, *edition
    missing += missing_in_award
    if not missing:
        text = _("All {count} required elements of a European micro-credential are present.")
        return (passed("annex", text, SOURCE, count=len(ELEMENTS)), *lacking)
    text = _("{there} of the {count} required elements of a European micro-credential are present.")
    fix = _("Ask the issuer for what is missing if you need it to recognise the credential.")
    there = len(ELEMENTS) - missing
    return (warning("annex", text, SOURCE, fix, there=there, count=len(ELEMENTS)), *lacking)


@asked_once
def _lacking_in_edition(
    specification: Specification, issuer: Organisation, *bodies: Organisation
) -> tuple[list[Check], int]:
    return _lacking(check_edition(specification, issuer, *bodies))


def _lacking(checks: Sequence[Check]) -> tuple[list[Check], int]:
    """Warnings of the elements that are not as they should be, and how many of them are missing."""
    found = [check for check in checks if check.outcome is not Outcome.PASSED]
    missing = sum(check.outcome is Outcome.FAILED for check in found)
    return [Check(one.code, Outcome.WARNING, one.text, one.source, "", one.values) for one in found], missing
