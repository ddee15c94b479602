"""What a quality-assurance decision must look like before a register can rely on it."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from microcred.accreditation import SEVERITY, Decision, Ruling
from microcred.report import _
from microcred.vocabulary import ACCREDITATION

EARLIEST = date(1950, 1, 1)
AHEAD = 1  # years: a renewal is decided before the present period ends, rarely earlier
SHORTEST_REASON = 10
LONGEST = 50  # years: no agency decides for longer; what has no end is left open
# DEQAR's permanent address of an agency; its bare number there is taken as well.
DEQAR_AGENCY = "https://data.deqar.eu/agency/{number}"
NUMBER = re.compile(r"(?:https?://data\.deqar\.eu/agency/)?(?P<number>[1-9]\d{0,4})/?")


def agency_id(given: str) -> str:
    """An agency's identifier as it is kept: a number of DEQAR becomes its permanent address there."""
    found = NUMBER.fullmatch(given.strip())
    return DEQAR_AGENCY.format(number=found["number"]) if found else given.strip()


def faults(decision: Decision, today: date) -> dict[str, str]:
    """What is wrong with a decision before it is recorded, by field; empty when it may be."""
    return dict([*_days(decision, today), *_words(decision)])


def faults_of_end(decision: Decision, first_day_off: date) -> dict[str, str]:
    """What is wrong with the day from which a decision is to hold no more; empty when it may end then."""
    if decision.valid_from is not None and first_day_off < decision.valid_from:
        return {
            "ended_from": _(
                "The end date must not be before the start date. If the entry was wrong, correct it."
            )
        }
    if decision.valid_until is not None and decision.valid_until < first_day_off:
        return {"ended_from": _("It expired before that date, so there is nothing to end.")}
    return {}


def faults_of_reason(reason: str) -> dict[str, str]:
    """What is wrong with the reason why an entry is ended or corrected; empty when it says something."""
    if len(reason.strip()) >= SHORTEST_REASON:
        return {}
    return {"reason": _("Give a short reason. Anyone who reads the entry will see it.")}


def _days(decision: Decision, today: date) -> Iterator[tuple[str, str]]:
    first, last = decision.valid_from, decision.valid_until
    if first is None:
        yield "valid_from", _("Enter the date from which it is valid.")
    elif first < EARLIEST:
        yield "valid_from", _("This date is too early. Check the year.")
    elif first > _in_years(today, AHEAD):
        yield (
            "valid_from",
            _("This date is more than a year ahead. Record a decision after it has been taken."),
        )
    if first is not None and last is not None and last < first:
        yield "valid_until", _("The end date must not be before the start date.")
    elif first is not None and last is not None and last > _in_years(first, LONGEST):
        yield (
            "valid_until",
            _("This period is longer than 50 years. Check the year, or leave it empty if there is no end."),
        )


def _in_years(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _words(decision: Decision) -> Iterator[tuple[str, str]]:
    if not any(text.strip() for text in decision.title.values()):
        yield "title", _("Enter the title of the decision in at least one language.")
    if not decision.agency.strip():
        yield "agency", _("Enter the agency that decided.")
    if decision.kind not in dict(ACCREDITATION.choices):
        yield "kind", _("Choose one of the types of decision.")
    if decision.decision not in SEVERITY:
        yield "decision", _("Choose positive, positive with conditions, or negative.")
    if decision.decision == Ruling.CONDITIONS and not decision.conditions.strip():
        yield "conditions", _("Enter the conditions. Anyone who relies on the decision will see them.")
    if decision.decision != Ruling.CONDITIONS and decision.conditions.strip():
        yield (
            "conditions",
            _(
                "Only a decision with conditions can have conditions. Choose “Positive with conditions”, or "
                "clear this field."
            ),
        )
    yield from _addresses(decision)


def _addresses(decision: Decision) -> Iterator[tuple[str, str]]:
    if decision.agency_id and not is_address(agency_id(decision.agency_id)):
        yield (
            "agency_id",
            _("Enter the agency's number in DEQAR, such as 21, or an address that begins with https://."),
        )
    if decision.report_url and not is_address(decision.report_url):
        yield (
            "report_url",
            _("This is not a web address. Enter one that begins with https:// and names a host."),
        )


def is_address(text: str) -> bool:
    """Whether a text is a web address that people can follow: http or https, a host with a dot, no blanks."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and "." in host.strip(".") and "@" not in parts.netloc
    return is_web and not re.search(r"[\s\x00-\x1f<>\"]", text)
