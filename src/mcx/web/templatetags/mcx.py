"""Template words of our own."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mcx.accounts.models import Person
from mcx.accounts.rules import ROLE_NAMES, SCOPE_NAMES, Scope
from mcx.accounts.selectors import require_proof
from mcx.core import clock, reports, writing
from mcx.core.errors import DomainError, NotAllowed
from mcx.core.reading import read
from mcx.core.text import best_language
from mcx.network.rules.terms import TERMS, Span
from mcx.network.selectors import offices
from mcx.network.selectors.offices import public_demonstration_person
from mcx.recognition.models import Agreement
from mcx.recognition.rules.terms import AgreementState, agreement_state
from mcx.web import words
from mcx.web.access import way_on, where_from
from mcx.web.paging import ListPage
from microcred.report import Check, Conclusion, Outcome, Report

register = template.Library()
for one in (reports.translated, reports.message, reports.advice, reports.written, reports.country_name):
    register.filter(one)
for each in (
    writing.percent,
    writing.credits_of,
    writing.hours_of,
    writing.period,
    writing.instant,
    writing.size,
):
    register.filter(each)

TAG_ICONS = {
    "good": "check-circle",
    "warn": "exclamation-triangle",
    "bad": "x-circle",
    "info": "information-circle",
    "muted": "minus-circle",
}
LOOKED_AT = (Outcome.FAILED, Outcome.UNKNOWN, Outcome.WARNING)
# Django names the level of a message; we name its tone.
LEVEL_TONES = {"success": "good", "warning": "warn", "error": "bad", "debug": "muted"}


def _reading() -> str:
    return get_language() or "en"


register.filter("grade_name", reports.grade_name)


@register.filter
def text(value: Mapping[str, str] | None) -> str:
    """The reader's language of a text in several languages."""
    return read(value or {})


@register.filter
def text_language(value: Mapping[str, str] | None) -> str:
    """The language that `text` shows, for a `lang` attribute; empty for no text."""
    return best_language(value or {}, _reading())


@register.filter
def foreign_language(value: Mapping[str, str] | None) -> str:
    """The name of the language that `text` shows, where it is not the page's; empty where it is."""
    language = text_language(value)
    is_own = not language or language == _reading().split("-", maxsplit=1)[0]
    return "" if is_own else reports.language_name(language)


@register.filter
def marked_text(value: Mapping[str, str] | None) -> str:
    """The text for the reader, marked with its language where that is not the page's (WCAG 3.1.2)."""
    language = text_language(value)
    if not language or language == _reading().split("-", maxsplit=1)[0]:
        return text(value)
    return format_html('<span lang="{}">{}</span>', language, text(value))


@register.filter
def state_on(agreement: Agreement, day: date) -> AgreementState:
    """Where the agreement stands that day."""
    return agreement_state(agreement.status, agreement.valid_from, agreement.valid_until, on=day)


@register.filter
def credits_between(span: Span) -> str:
    """A range of credits with its unit."""
    return writing.with_credits(writing.span(span.low, span.high))


@register.filter
def hours_between(span: Span) -> str:
    """A range of hours with its unit."""
    return writing.with_hours(writing.span(span.low, span.high))


@register.filter
def cited(source: str) -> str:
    """The clause that a check rests on, in the reader's language; a term of the Charter by its name."""
    document, blank, key = source.rpartition(", ")
    if blank and key in TERMS:
        return f"{words.cited(document)}: {reports.translated(TERMS[key].label)}"
    return words.cited(source)


@register.filter
def deed(action: str) -> str:
    """What an entry of the audit log says was done."""
    return words.deed(action)


@register.filter
def scheme_name(scheme: str) -> str:
    """What a scheme of identifiers is called; its code where nobody has named it."""
    return str(words.SCHEMES.get(scheme, scheme))


@register.filter
def languages(codes: str | Iterable[str]) -> str:
    """The name of a language in the reader's language, or of several; what is no known code stays."""
    named = [codes] if isinstance(codes, str) else codes
    return ", ".join(reports.language_name(code) for code in named)


@register.filter
def sentence_case(heading: str) -> str:
    """An English heading with capitals only where a sentence has them; other languages have none to lose."""
    first, blank, rest = str(heading).strip().partition(" ")
    if not blank or not _reading().startswith("en"):
        return str(heading)
    kept = (word if word.isupper() else word.lower() for word in rest.split(" "))
    return f"{first[:1]}{first[1:].lower() if not first.isupper() else first[1:]} {' '.join(kept)}"


@register.filter
def notice_tone(tone: str) -> str:
    """The tone of a notice, or of a message by its level."""
    return LEVEL_TONES.get(tone, tone)


@register.filter
def tone_icon(tone: str) -> str:
    """The icon of a tone, or of a message's level."""
    return TAG_ICONS.get(notice_tone(tone), "information-circle")


@register.filter
def verdict(report: Report) -> str:
    """What a report amounts to, as its head says it: a pass with warnings is one `remarks` stand beside."""
    if report.conclusion is Conclusion.PASSED and report.only(Outcome.WARNING):
        return "remarks"
    return report.conclusion


@register.filter
def open_checks(report: Report) -> tuple[Check, ...]:
    """The checks somebody should look at, all that did not simply pass: what fails stands first."""
    return tuple(check for outcome in LOOKED_AT for check in report.only(outcome))


@register.filter
def passed_checks(report: Report) -> tuple[Check, ...]:
    """The checks that passed."""
    return report.only(Outcome.PASSED)


@register.filter
def initials(name: str) -> str:
    """Up to two letters that stand for a name."""
    words = name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


@register.filter
def is_choice(field: BoundField) -> bool:
    """Whether the field is one of several boxes or buttons, which need a group and a legend."""
    return bool(field.field.widget.use_fieldset)


@register.filter
def first_input(field: BoundField) -> str:
    """The id of the input that somebody is led to; of several, the first."""
    return f"{field.auto_id}_0" if is_choice(field) else field.id_for_label


@register.simple_tag
def once() -> SafeString:
    """A hidden field that makes a form count once, however often it is sent."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4().hex)


@register.simple_tag(takes_context=True)
def page_at(context: Context, page: ListPage, cursor: str) -> str:
    """The address of another page of this list; where the page has other lists, they stay where they are."""
    asked = context["request"].GET.copy()
    asked.pop(page.name, None)
    if cursor:
        asked[page.name] = cursor
    return f"?{asked.urlencode()}"


@register.inclusion_tag("accounts/demonstration.html", takes_context=True)
def demonstration_people(context: Context) -> dict[str, Any]:
    """One press per role to look around as somebody; nothing outside of a demonstration."""
    people = offices.public_demonstration_people(on=clock.today()) if settings.DEMO else []
    return {
        "people": [(reports.translated(ROLE_NAMES[role]), person) for role, person in people],
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("accounts/demonstration_proof.html", takes_context=True)
def demonstration_proof(context: Context) -> dict[str, Any]:
    """One press to confirm that a visitor is the fictional person; nothing outside of a demonstration."""
    person = context["user"]
    try:
        found = public_demonstration_person(person.email, on=clock.today()) if settings.DEMO else None
    except NotAllowed:
        found = None
    return {"person": found} | {name: context.get(name, "") for name in ("csrf_token", "redirect_field")}


@register.inclusion_tag("parts/proof.html", takes_context=True)
def proof_for(context: Context, scope: str, form: BaseForm | None = None) -> dict[str, Any]:
    """What the person still has to show before the buttons of this page work; nothing when all is shown.

    Beside a form the way there opens in a tab of its own; a form that was refused says it all itself.
    """
    person, is_refused = context["user"], bool(form and form.non_field_errors())
    back = where_from(context["request"]) if form is None else reverse("accounts:proven")
    try:
        if isinstance(person, Person) and not is_refused:
            require_proof(person, Scope(scope))
    except DomainError as error:
        return {"error": error, "way": way_on(error, back), "is_beside": form is not None}
    return {}


@register.filter
def scope_name(scope: str) -> str:
    """What a token may do within a scope, in the reader's language."""
    return reports.translated(SCOPE_NAMES[Scope(scope)])
