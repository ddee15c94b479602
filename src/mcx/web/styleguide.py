"""Every part of the design system on one page, with made-up content; only demonstrations show it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mcx.core.keyset import Part
from mcx.network.selectors import institutions
from mcx.web.forms.dates import DayField
from mcx.web.forms.languages import LanguagesField
from mcx.web.forms.skills import SkillsField
from mcx.web.paging import ListPage
from microcred.report import Report, failed, passed, unknown, warning

ANNEX = "Council Recommendation 2022/C 243/02, Annex I"


class SampleForm(forms.Form):
    """One field of each kind."""

    title = LanguagesField(("en", "fi"), label="Title", help_text="As it will stand on the credential.")
    code = forms.CharField(label="Code", help_text="Small letters, digits and hyphens.")
    level = forms.ChoiceField(label="EQF level", choices=[("6", "EQF 6"), ("7", "EQF 7")])
    starts_on = DayField(label="Starts on")
    summary = forms.CharField(label="Summary", widget=forms.Textarea, required=False)
    mode = forms.ChoiceField(
        label="Participation",
        choices=[("online", "Online"), ("blended", "Blended"), ("onsite", "On site")],
        widget=forms.RadioSelect,
    )
    languages = forms.MultipleChoiceField(
        label="Languages",
        choices=[("en", "English"), ("fi", "suomi")],
        widget=forms.CheckboxSelectMultiple,
    )
    skills = SkillsField(
        most=3, label="Skills", required=False, help_text="Type a few letters and choose what is found."
    )
    confirmed = forms.BooleanField(label="I have read the Charter.")
    evidence = forms.FileField(label="Evidence", required=False)


def _report() -> Report:
    return Report.of(
        (
            failed(
                "annex.cost",
                "The cost for learners of other universities is missing.",
                f"{ANNEX} (x)",
                "Add the fee, or say that there is none.",
            ),
            warning(
                "design.hours",
                "The activities add up to {hours} hours for {ects} ECTS.",
                "Charter 3, hours_per_ects",
                "Plan between 125 and 150 hours.",
                hours="96",
                ects="5",
            ),
            unknown("issuer.accreditation", "The register of agencies could not be checked.", "DEQAR"),
            passed("annex.title", "The micro-credential has a title in English.", f"{ANNEX} (i)"),
            passed("annex.outcomes", "Every outcome is assessed.", f"{ANNEX} (vi)"),
        )
    )


def _edition(title: str, summary: str, cover: str, **institution: str) -> dict[str, Any]:
    return {
        "title": {"en": title},
        "summary": {"en": summary},
        "ects": Decimal("3.0"),
        "eqf_level": 6,
        "languages": ["en", "fi"],
        "cover": cover,
        "micro_credential": {"code": cover, "institution": institution},
    }


def _editions() -> list[dict[str, Any]]:
    tampere = {"short_name": "TUNI", "city": "Tampere"}
    mondragon = {"short_name": "MU", "city": "Arrasate"}
    return [
        _edition(
            "Water Quality Data: From Sample to Statement",
            "Sample a lake, analyse what you took, and learn to say how clean it is.",
            "water",
            **tampere,
        ),
        _edition(
            "Statistical Process Control for Small Series",
            "Tell chance from change when there are only twelve parts.",
            "factory",
            **mondragon,
        ),
        _edition("Green Computing", "Measure what software costs the planet.", "energy", **mondragon),
    ]


def _charts() -> dict[str, Any]:
    return {
        "bars": [
            {"label": "Interpret sensor data", "value": 42},
            {"label": "Programme industrial robots", "value": 31, "tone": "warn"},
            {"label": "Write life-cycle assessments", "value": 12, "tone": "bad"},
        ],
        "series": ["Needed by industry", "Covered by the catalogue"],
        "axes": [
            {"label": label, "values": values}
            for label, values in (
                ("Data", (4, 3)),
                ("Automation", (5, 4)),
                ("Energy", (4, 2)),
                ("Water", (2, 3)),
                ("Teamwork", (3, 4)),
                ("Languages", (3, 3)),
            )
        ],
    }


def _way() -> dict[str, Any]:
    return {
        "crumbs": [("Catalogue", "/"), ("Water", "/"), ("Edition 2", "")],
        "steps": [
            {"label": "Analyse the need", "state": "done", "url": "/"},
            {"label": "Write the outcomes", "state": "now", "note": "4 outcomes"},
            {"label": "Ask for review", "state": "next"},
        ],
        "events": [
            {"at": date(2026, 9, 1), "title": "Applied", "icon": "paper-airplane", "by": "Ane Etxeberria"},
            {"at": date(2026, 9, 4), "title": "Admitted", "icon": "check", "tone": "good"},
            {"at": date(2026, 11, 20), "title": "Passed with 4", "icon": "academic-cap", "tone": "info"},
        ],
        "page": ListPage(Part([*range(10)], previous="b", next="c", count=200), "page"),
        "facts": [("ECTS", "3"), ("EQF level", "6"), ("Assessment", "Portfolio, supervised on site")],
        "statuses": ["issued", "submitted", "appealed", "revoked", "withdrawn"],
        "covers": ["factory", "energy", "data", "people", "software", "design", "water", "logistics"],
        "colours": ["brand", "saffron", "terracotta", "moss", "plum", "sky", "good", "warn", "bad", "info"],
    }


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """The style guide of a demonstration network; elsewhere there is no such page."""
    network = institutions.public_network()
    if network is None or not network.is_demonstration:
        raise Http404
    form = SampleForm({"code": "Water Data", "mode": "online"})
    context = {"form": form, "report": _report(), "good": Report.of(_report().checks[3:])}
    context["remarked"] = Report.of(check for check in _report() if check.outcome in ("warning", "passed"))
    context |= {"editions": _editions(), "issued_on": date(2026, 11, 20)} | _charts() | _way()
    return render(request, "styleguide/styleguide.html", context)
