"""What stands beside every step of the studio: the way through it, the report, what can be chosen."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from mcx.core import clock
from mcx.core.text import CONTENT_LANGUAGES, in_language
from mcx.design import checks, selectors
from mcx.design.models import Project
from mcx.design.rules.draft import Draft
from mcx.design.rules.sections import SECTIONS, state_of_sections
from mcx.network.rules.course_fields import Section
from mcx.network.rules.terms import CharterTerms
from mcx.network.selectors.charter import public_terms_on
from mcx.web.design.forms import Offered
from mcx.web.forms.fields import language_choices
from microcred.report import Conclusion, Report
from microcred.vocabulary import EQF


def live(project: Project, section: Section, draft: Draft) -> dict[str, Any]:
    """The report on the draft, the steps with what fails in each, and the step after this one."""
    report = checks.check_project(project, on=clock.today(), draft=draft)
    order = list(Section)
    place = order.index(section)
    return {
        "project": project,
        "section": section,
        "heading": SECTIONS[section],
        "report": report,
        "steps": ways(project, section, report),
        "before": order[place - 1] if place else None,
        "after": order[place + 1] if place + 1 < len(order) else None,
    }


def ways(project: Project, section: Section, report: Report) -> list[dict[str, str]]:
    """The studio's steps as `parts/steps.html` shows them; done is a step in which nothing fails, the last
    one when nothing fails anywhere.
    """
    failing = state_of_sections(report)
    ready = report.conclusion is not Conclusion.FAILED
    return [
        {
            "label": gettext(label),
            "state": "now"
            if each is section
            else _state(failing[each] == 0 and (ready or each is not Section.CHECK)),
            "url": reverse("design:section", args=[project.pk, each]),
            "note": ngettext("{count} to fix", "{count} to fix", failing[each]).format(count=failing[each])
            if failing[each]
            else "",
        }
        for each, label in SECTIONS.items()
    ]


def _state(is_done: bool) -> str:
    return "done" if is_done else "next"


def offered(project: Project) -> Offered:
    """The scales, languages and levels that the institution can choose from (two queries)."""
    terms = public_terms_on(clock.today())
    scales = [
        (each.slug, in_language(each.title, get_language() or "en"))
        for each in selectors.scales_of(project.institution)
    ]
    return Offered(scales, _languages(terms, project), _levels(terms))


def _languages(terms: CharterTerms, project: Project) -> list[tuple[str, str]]:
    """The languages in which the members exchange; all of Europe's where no cluster is agreed."""
    agreed = [*terms.language_clusters, project.institution.language_cluster]
    codes = [code for code in CONTENT_LANGUAGES if code in agreed] if terms.language_clusters else []
    return language_choices(codes or CONTENT_LANGUAGES)


def _levels(terms: CharterTerms) -> list[tuple[str, str]]:
    notes = {str(level): gettext("offered by the network") for level in terms.eqf_levels}
    notes |= {str(level): gettext("planned by the network") for level in terms.planned_eqf_levels}
    named = [(term.code, f"{gettext('EQF')} {term.code}") for term in EQF.terms]
    return [(code, f"{name} ({notes[code]})" if code in notes else name) for code, name in named]
