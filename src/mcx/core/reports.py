"""What a report says to its reader: sentences in their language, days and names as they write them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from babel import Locale
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from mcx.core.text import CONTENT_LANGUAGES
from microcred.report import Check

ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<time>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?: ?UTC|Z|\+00:00))?"
)
# Values that are sentences or words of ours, with what divides several; all others are facts.
OURS = {"cycle": "", "forms": ", ", "kinds": ", ", "named": "; ", "reason": "", "term": "", "why": ""}

# Values in which titles stand in quotation marks, which every language writes in its own way.
QUOTING, QUOTED = {"decisions"}, re.compile(r"“([^”]*)”")


def translated(text: object) -> str:
    """A text that was marked for translation where it was written, in the reader's language."""
    return gettext(str(text)) if text else ""


def message(check: Check) -> str:
    """What a check found, in the reader's language."""
    return _filled(check.text, check.values)


def advice(check: Check) -> str:
    """What a check advises, in the reader's language."""
    return _filled(check.fix, check.values)


def messages(checks: Iterable[Check]) -> str:
    """What several checks found, one sentence after the other."""
    return " ".join(message(check) for check in checks)


def _filled(sentence: str, values: Mapping[str, str]) -> str:
    said = translated(sentence)
    return said.format_map({name: _value(name, value) for name, value in values.items()}) if values else said


def _value(name: str, value: str) -> str:
    if name in {"language", "languages"}:
        return ", ".join(CONTENT_LANGUAGES.get(code, code) for code in value.split(", "))
    if name == "countries":
        return ", ".join(country_name(code) for code in value.split(", "))
    if name in QUOTING:
        return QUOTED.sub(lambda found: gettext("“{title}”").format(title=found[1]), value)
    if name in OURS:
        divider = OURS[name]
        return divider.join(map(translated, value.split(divider))) if divider else translated(value)
    return written(value)


def written(value: str) -> str:
    """A day or an instant in ISO 8601 as the reader writes it; any other text as it is."""
    found = ISO.fullmatch(value)
    if not found:
        return value
    try:
        day = date.fromisoformat(found["day"])
    except ValueError:
        return value
    shown = date_format(day, "DATE_FORMAT")
    return f"{shown}, {found['time']} UTC" if found["time"] else shown


def country_name(code: str) -> str:
    """The country's name in the reader's language; the code itself where it is unknown."""
    return str(_locale().territories.get(code.upper(), code)) if code else ""


def language_name(code: str) -> str:
    """The same of a language."""
    return str(_locale().languages.get(code, code))


def _locale() -> Locale:
    return Locale.parse(get_language() or "en", sep="-")
