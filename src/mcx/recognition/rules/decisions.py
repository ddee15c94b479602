"""What a decision must contain, on plain values (Lisbon Recognition Convention III.3–III.5, IV.1)."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from mcx.core.periods import has_ended
from mcx.core.text import as_kept
from mcx.network.rules.terms import CharterTerms
from mcx.recognition.rules.assessment import HomeProgramme, counts_already
from mcx.recognition.rules.terms import Place
from microcred.report import Check, _, failed, passed
from microcred.saying import Listed


class Decided(StrEnum):
    """What a home university decides on a request."""

    RECOGNISED = "recognised"
    PARTLY = "partly"
    REFUSED = "refused"


class AppealEnds(StrEnum):
    """How an appeal ends."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"


# The substantial differences that may justify a refusal (Explanatory Report to the LRC, on Article IV.1).
DIFFERENCES = {
    "level": _("The level is lower than the programme needs"),
    "outcomes": _("Learning outcomes that the programme relies on are missing"),
    "workload": _("The workload is much smaller"),
    "quality": _("The quality of the provision is not assured"),
    "profile": _("The field or profile does not fit the programme"),
    "duplicate": _("The same learning already counts"),
}

# What a credential that states no credits can be worth: no more than a full academic year.
MOST_UNSTATED = Decimal(60)  # ECTS Users' Guide 2015, section 2
UNSTATED = _("The credential states no ECTS credits. Enter how many it is worth, above 0 and at most 60.")


def is_within(ects: Decimal, offered: Decimal) -> bool:
    """Whether so many credits can count of what a credential has; how many, if it states none (0), is for
    whoever decides, up to a full academic year.
    """
    return 0 < ects <= (offered or MOST_UNSTATED)


def is_whole(ects: Decimal, offered: Decimal) -> bool:
    """Whether all of it counts; of a credential that states no credits (0) that is whatever counts."""
    return not offered or ects == offered


def decision_due(asked: date, terms: CharterTerms) -> date:
    """The last day for the decision on what was asked that day, which itself does not count (LRC III.5)."""
    return asked + timedelta(days=terms.recognition_days)


def appeal_until(decided: date, terms: CharterTerms) -> date:
    """The last day on which the learner may appeal against a decision of that day (LRC III.5)."""
    return decided + timedelta(days=terms.appeal_days)


def appeal_due(appealed: date, terms: CharterTerms) -> date:
    """The last day for the decision on an appeal of that day."""
    return appealed + timedelta(days=terms.appeal_decision_days)


def is_in_time(today: date, last_day: date) -> bool:
    """The last day itself is still in time."""
    return not has_ended(today, last_day)


def faults(
    outcome: Decided, ects: Decimal, offered: Decimal, reasons: str, differences: Sequence[str]
) -> dict[str, str]:
    """What is wrong with a decision before it is taken, by field; empty when it may be taken."""
    found: dict[str, str] = {}
    if len(as_kept(reasons)) < 20:
        found["reasons"] = _("Write your reasons in full sentences. The learner has a right to know them.")
    if outcome == Decided.REFUSED and ects:
        found["ects"] = _("If you choose “Not recognised”, leave the credits empty.")
    if outcome != Decided.REFUSED and not is_within(ects, offered):
        has = _("Enter a number of ECTS credits above 0 and no higher than the credential has.")
        found["ects"] = has if offered else UNSTATED
    if outcome == Decided.RECOGNISED and 0 < ects < offered:
        found["ects"] = _("If not all credits count, choose “Recognised in part”.")
    if outcome == Decided.PARTLY and offered and ects == offered:
        found["ects"] = _("If all credits count, choose “Recognised”.")
    if outcome != Decided.RECOGNISED and not set(differences) & set(DIFFERENCES):
        found["differences"] = _(
            "Choose the substantial difference. Without one, you must recognise the credential."
        )
    return found


def overrun(code: str, ects: Decimal, place: Place, home: HomeProgramme) -> str:
    """Why so many credits cannot count in the programme besides what counts there; empty when they can.

    `place` is where they would count (`rules.terms.AgreementTerms`): electives alone have a limit.
    """
    if counts_already(code, home):
        return _("Do not count it again. It already counts in this programme, and nothing can count twice.")
    if place == Place.ELECTIVE and ects > home.elective_ects_left:
        return _("Only {left} more ECTS can count in this programme. Enter that number or less.")
    return ""


def officer_check(outcome: Decided, reasons: str, differences: Sequence[str]) -> Check:
    """The officer's own finding, as the last line of the decision's report."""
    source = "Lisbon Recognition Convention IV.1"
    if outcome == Decided.RECOGNISED:
        return passed("recognition.officer", _("No substantial difference was found."), source)
    named = Listed((DIFFERENCES[one] for one in differences if one in DIFFERENCES), "; ")
    return failed(
        "recognition.officer",
        _("A substantial difference was found: {named}."),
        source,
        _("The learner can appeal against this decision."),
        named=named,
    )


def appeal_check() -> Check:
    """The finding of an appeal that succeeded, in the place of the officer's."""
    source = "Lisbon Recognition Convention III.5"
    return passed(
        "recognition.appeal", _("The appeal was upheld. This decision replaces the first one."), source
    )
