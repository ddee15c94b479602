"""What stands on a page by the dozen: the checks of a report, the facts of a credential.

A template takes many times as long for each as one format that is filled, and a page of shared credentials
has hundreds.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mcx.core import reports
from mcx.web.templatetags.icons import heroicon_mini
from mcx.web.templatetags.mcx import cited
from microcred.explain import Section
from microcred.report import Check, Outcome

register = template.Library()

OUTCOMES = {
    Outcome.PASSED: ("check-circle", _("Met")),
    Outcome.FAILED: ("x-circle", _("Not met")),
    Outcome.WARNING: ("exclamation-triangle", _("Note")),
    Outcome.UNKNOWN: ("question-mark-circle", _("Not checked")),
}
CHECK = (
    '<li class="check check-{}">{}<div>'
    '<p class="check-text"><span class="visually-hidden">{}: </span>{}</p>{}{}</div></li>'
)
FIX = '<p class="check-fix">{}</p>'
SOURCE = '<p class="check-source" data-plain>{} {}</p>'
SECTION = '<div class="card card-quiet"><h3>{}</h3><dl class="facts">{}</dl></div>'
FACT = "<div><dt>{}</dt><dd>{}</dd></div>"


@register.filter
def outcome_icon(check: Check) -> str:
    """The icon of what a check found."""
    return OUTCOMES[check.outcome][0]


@register.filter
def outcome_name(check: Check) -> str:
    """What a check found, as people say it."""
    return str(OUTCOMES[check.outcome][1])


@register.filter
def check_list(checks: Iterable[Check]) -> SafeString:
    """Checks one below the other: what each found, what to do about it, what it rests on."""
    word = escape(gettext("Source:"))
    rows = "".join(_row(check, word) for check in checks)
    return mark_safe(f'<ul class="checks" role="list">{rows}</ul>')  # noqa: S308 - every text is escaped


def _row(check: Check, word: str) -> str:
    icon, name = OUTCOMES[check.outcome]
    fix = FIX.format(escape(reports.advice(check))) if check.fix else ""
    source = SOURCE.format(word, escape(cited(check.source))) if check.source else ""
    drawn = heroicon_mini(icon, aria_hidden="true")
    return CHECK.format(check.outcome, drawn, escape(str(name)), escape(reports.message(check)), fix, source)


@register.filter
def cards_of_facts(sections: Iterable[Section]) -> SafeString:
    """Sections of facts, each a card."""
    cards = (SECTION.format(escape(reports.translated(each.title)), _facts(each)) for each in sections)
    return mark_safe("".join(cards))  # noqa: S308 - every text is escaped


def _facts(section: Section) -> str:
    facts = ((reports.translated(one.label), reports.written(one.value)) for one in section.facts)
    return "".join(FACT.format(escape(label), escape(value)) for label, value in facts)
