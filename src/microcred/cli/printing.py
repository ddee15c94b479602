"""Reports and explanations as plain text, readable in any terminal and by a screen reader."""

import textwrap
from collections.abc import Iterable

from microcred.explain import Section
from microcred.openbadges.texts import best
from microcred.reading import LABELS, Reading
from microcred.report import Check, Conclusion, Outcome, Report

WIDTH = 100
CODE_WIDTH = 22
MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.WARNING: "!", Outcome.UNKNOWN: "?"}
WORDS = {
    Conclusion.PASSED: "VERIFIED: all checks passed.",
    Conclusion.FAILED: "FAILED: do not rely on this credential. See the lines marked ✗.",
    Conclusion.INCONCLUSIVE: "INCONCLUSIVE: nothing is wrong, but see the lines marked ?.",
}


def report_text(reading: Reading, report: Report) -> str:
    """The report: what it is about, each check with its fix, and the conclusion."""
    lines = [_heading(reading), ""]
    for check in report:
        lines += _check_lines(check)
    return "\n".join([*lines, "", WORDS[report.conclusion], ""])


def _heading(reading: Reading) -> str:
    heading = reading.heading
    title, issuer = best(heading.title), best(heading.issuer.legal_name) or heading.issuer.id
    words = (title, heading.holder, issuer, LABELS[reading.kind])
    return " · ".join(word for word in words if word)


def _check_lines(check: Check) -> Iterable[str]:
    source = f" [{check.source}]" if check.source and check.outcome is not Outcome.PASSED else ""
    lead = f"{MARKS[check.outcome]} {check.code.ljust(CODE_WIDTH)} "
    yield from _wrapped(check.message + source, lead)
    if check.advice and check.outcome is not Outcome.PASSED:
        yield from _wrapped(f"→ {check.advice}", " " * len(lead))


def sections_text(sections: Iterable[Section]) -> str:
    """The explanation, section by section."""
    lines: list[str] = []
    for section in sections:
        lines += [section.title, "-" * len(section.title)]
        for fact in section.facts:
            lines += _wrapped(fact.value, f"{fact.label}: ")
        lines.append("")
    return "\n".join(lines)


def printable(text: str) -> str:
    """The text without characters that could command a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _wrapped(text: str, lead: str) -> list[str]:
    """The text after its lead, further lines under its beginning."""
    safe = printable(text)
    indent = " " * min(len(lead), CODE_WIDTH + 3)
    wrapper = textwrap.TextWrapper(WIDTH, lead, indent, break_long_words=False, break_on_hyphens=False)
    return wrapper.wrap(safe) or [lead]
