"""Whether an institution is accredited today, as its own page says it: in the present, to its readers."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from microcred.accreditation import Answer
from microcred.report import Check, Outcome, Report

# What the rules say of any day, and how it is said of today.
TODAY = {
    "{name} was accredited on {day}: {decisions}.": gettext_noop(
        "{name} is accredited today, {day}: {decisions}."
    ),
    "{name} was accredited on {day} with conditions: {decisions}.": gettext_noop(
        "{name} is accredited today, {day}, with conditions: {decisions}."
    ),
    "{name} was accredited on {day} only with conditions, which do not count here: "
    "“{title}”, {agency} ({conditions}).": gettext_noop(
        "{name} is accredited today, {day}, only with conditions, which do not count here: "
        "“{title}”, {agency} ({conditions})."
    ),
    "{name} was not accredited on {day}: “{title}” of {agency} was ended from {ended}.": gettext_noop(
        "{name} is not accredited today, {day}: “{title}” of {agency} was ended from {ended}."
    ),
    "{name} was not accredited on {day}: “{title}” of {agency} was overruled from {ended} "
    "by “{later}”.": gettext_noop(
        "{name} is not accredited today, {day}: “{title}” of {agency} was overruled from {ended} "
        "by “{later}”."
    ),
    "{name} was not accredited on {day}: “{title}” of {agency} is valid only from {since}.": gettext_noop(
        "{name} is not accredited today, {day}: “{title}” of {agency} is valid only from {since}."
    ),
    "{name} was not accredited on {day}: {agency} decided negatively, “{title}”, from {since}.": gettext_noop(
        "{name} is not accredited today, {day}: {agency} decided negatively, “{title}”, from {since}."
    ),
    "{name} was not accredited on {day}: “{title}” of {agency} was valid until {until}.": gettext_noop(
        "{name} is not accredited today, {day}: “{title}” of {agency} was valid until {until}."
    ),
}
HEADLINES = {
    Outcome.PASSED: _("Accredited today"),
    Outcome.WARNING: _("Accredited with conditions"),
    Outcome.FAILED: _("Not accredited today"),
    Outcome.UNKNOWN: _("No accreditation is recorded yet"),
}


@dataclass(frozen=True, slots=True)
class Today:
    """The answer for today: its headline, and the report below it."""

    headline: Promise
    report: Report


def today(answer: Answer) -> Today:
    """The answer as the institution's page shows it; whom to ask is said there of a credential alone."""
    said = Report.of([_today(answer.check), *(replace(each, fix="") for each in answer.remarks)])
    return Today(HEADLINES[answer.check.outcome], said)


def _today(check: Check) -> Check:
    return replace(check, text=TODAY.get(check.text, check.text), fix="")
