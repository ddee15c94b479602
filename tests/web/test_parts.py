"""The parts that pages are made of: whole, escaped, and tied together for those who listen."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from mcx.core.keyset import Part
from mcx.web.forms.dates import DayField
from mcx.web.forms.languages import LanguagesField
from mcx.web.glossary import explained
from mcx.web.paging import ListPage
from microcred.report import Report, failed, passed, unknown, warning
from tests import cast

EVIL = "<script>alert(1)</script>"
LEFTOVER = re.compile(r"\{\{|\{%|\{#|<c-")
EDITION = {
    "title": {"en": EVIL},
    "summary": {"en": EVIL},
    "ects": Decimal("2.5"),
    "eqf_level": 6,
    "languages": [EVIL],
    "cover": EVIL,
    "micro_credential": {"code": "code", "institution": {"short_name": EVIL, "city": EVIL, "country": EVIL}},
}
HOSTILE: dict[str, dict[str, Any]] = {
    "tag": {"tone": "good", "label": EVIL},
    "notice": {"tone": "bad", "title": EVIL, "text": EVIL},
    "status_badge": {"status": EVIL, "label": EVIL},
    "facts": {"facts": [(EVIL, EVIL)]},
    "steps": {"steps": [{"label": EVIL, "state": "now", "note": EVIL}]},
    "timeline": {"events": [{"at": cast.NOW, "title": EVIL, "text": EVIL, "by": EVIL}]},
    "breadcrumbs": {"crumbs": [(EVIL, "/"), (EVIL, "")]},
    "empty": {"title": EVIL, "text": EVIL, "url": "/", "action": EVIL},
    "bars": {"title": EVIL, "unit": EVIL, "bars": [{"label": EVIL, "value": 1}]},
    "progress_ring": {"value": 1, "total": 2, "label": EVIL, "unit": EVIL},
    "radar": {"title": EVIL, "series": [EVIL], "axes": [{"label": EVIL, "values": (1,)}]},
    "report": {"title": EVIL, "report": Report.of([failed(EVIL, "{x}", EVIL, "{x}", x=EVIL)])},
    "micro_credential_card": {"edition": EDITION, "url": "/", "label": EVIL},
    "credential_card": {
        "title": {"en": EVIL},
        "institution": EVIL,
        "learner": EVIL,
        "label": EVIL,
        "kind": EVIL,
    },
}


def sign_of(html: str) -> str:
    """The drawing in a report's head."""
    found = re.search(r'class="report-verdict">\s*<svg.*?</svg>', html, re.DOTALL)
    return found[0] if found else ""


class EverythingForm(forms.Form):
    """A field of each kind that parts/field.html tells apart."""

    name = forms.CharField(help_text="As on the credential.")
    mode = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect, help_text="One of them.")
    agreed = forms.BooleanField()
    title = LanguagesField(("en", "fi"), help_text="In two languages.")


@pytest.mark.parametrize("part", sorted(HOSTILE))
def test_a_part_is_whole_and_escapes_what_people_wrote(part: str) -> None:
    html = render_to_string(f"parts/{part}.html", HOSTILE[part])

    assert not LEFTOVER.search(html)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_verdict_is_one_text_beside_its_drawing_even_with_an_explained_term_in_it() -> None:
    report = Report.of([failed("a", "No.", "b", "Do.")])
    with translation.override("en"):
        html = explained(render_to_string("parts/report.html", {"report": report, "failed": "A revoked run"}))

    verdict = re.search(r'class="report-verdict">(.*?)</p>', html, re.DOTALL)

    assert verdict
    assert 'class="term"' in verdict[1]
    assert re.fullmatch(r"\s*<svg.*</svg><span>A .*</span>\s*", verdict[1], re.DOTALL)


@pytest.mark.django_db
def test_the_style_guide_shows_every_part_and_only_in_a_demonstration(client: Client) -> None:
    network = cast.network()

    html = client.get("/styleguide").content.decode()
    network.is_demonstration = False
    network.save()

    assert not LEFTOVER.search(html)
    assert html.count('class="card mc-card"') == 3
    assert "<input" in html
    assert "&lt;input" not in html
    assert client.get("/styleguide").status_code == 404


def test_errors_are_told_at_the_field_and_in_the_summary() -> None:
    form = EverythingForm({"name": ""})

    field = render_to_string("parts/field.html", {"field": form["name"]})
    summary = render_to_string("parts/form_errors.html", {"form": form})

    assert 'aria-describedby="id_name_helptext id_name_error"' in field
    assert 'id="id_name_helptext"' in field
    assert 'id="id_name_error"' in field
    assert 'href="#id_name"' in summary


@pytest.mark.parametrize("name", ["mode", "title"])
def test_fields_of_several_inputs_are_groups_with_their_notes(name: str) -> None:
    form = EverythingForm({})

    field = render_to_string("parts/field.html", {"field": form[name]})

    assert "<fieldset" in field
    described = re.search(r'<fieldset[^>]*aria-describedby="([^"]*)"', field)
    assert described is not None
    assert all(f'id="{name}"' in field for name in described[1].split())
    assert '<label for=""' not in field


def test_a_link_of_the_summary_leads_to_something() -> None:
    form = EverythingForm({})

    summary = render_to_string("parts/form_errors.html", {"form": form})
    html = "".join([summary, *(render_to_string("parts/field.html", {"field": field}) for field in form)])

    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == 4
    assert [target for target in targets if f'id="{target}"' not in html] == []


def test_a_report_says_what_is_open_first_and_in_words() -> None:
    report = Report.of(
        [passed("a", "Fine."), unknown("b", "Who knows?"), failed("c", "Wrong.", "", "Mend it.")]
    )

    html = render_to_string("parts/report.html", {"report": report})

    assert html.index("Who knows?") < html.index("Fine.")
    assert "Not met" in html
    assert "Mend it." in html
    assert "report-failed" in html


def test_a_pass_with_warnings_says_so_with_a_sign_of_its_own() -> None:
    clean = Report.of([passed("a", "Fine.")])
    remarked = Report.of([passed("a", "Fine."), warning("b", "Mind the step.")])

    plain = render_to_string("parts/report.html", {"report": clean})
    html = render_to_string("parts/report.html", {"report": remarked})

    assert "Conditions met, with notes" in html
    assert "All conditions are met" not in html
    assert sign_of(html) != sign_of(plain)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["page", "offered"])
def test_pages_keep_the_search_and_where_other_lists_are(name: str) -> None:
    request = RequestFactory().get(f"/catalogue/?q=water&other=o&{name}=here")
    page = ListPage(Part([*range(10)], previous="back", next="on", count=100), name)

    html = render_to_string("parts/pages.html", {"page": page}, request=request)

    links = re.findall(r'href="([^"]*)"(?: rel="(\w+)")?', html)
    kept = "?q=water&amp;other=o"
    assert links == [(kept, ""), (f"{kept}&amp;{name}=back", "prev"), (f"{kept}&amp;{name}=on", "next")]
    assert "10 of 100" in html


@pytest.mark.parametrize(("previous", "following", "links"), [("", "", 0), ("", "on", 1), ("back", "", 2)])
@pytest.mark.django_db
def test_at_either_end_no_link_leads_further(previous: str, following: str, links: int) -> None:
    page = ListPage(Part([1], previous=previous, next=following, count=None), "page")

    html = render_to_string("parts/pages.html", {"page": page}, request=RequestFactory().get("/"))

    assert html.count("<a ") == links
    assert ("1 of more than 10,000" in html) is bool(links)


def test_a_text_in_another_language_is_marked_so() -> None:
    with translation.override("de"):
        foreign = render_to_string("parts/credential_card.html", {"title": {"fi": "Vesi"}, "label": "x"})
        own = render_to_string("parts/credential_card.html", {"title": {"de": "Wasser"}, "label": "x"})

    assert '<span lang="fi">Vesi</span>' in foreign
    assert "<span lang" not in own


def test_one_text_in_several_languages_comes_back_as_a_map() -> None:
    filled = EverythingForm({"name": "x", "mode": "a", "agreed": "on", "title_en": " Water ", "title_fi": ""})
    empty = EverythingForm({"name": "x", "mode": "a", "agreed": "on"})

    assert filled.is_valid()
    assert filled.cleaned_data["title"] == {"en": "Water"}
    assert list(empty.errors) == ["title"]
    assert 'lang="fi"' in str(EverythingForm(initial={"title": {"fi": "Vesi"}})["title"])


def test_a_day_is_written_for_the_browser_in_every_language() -> None:
    class DayForm(forms.Form):
        day = DayField()

    with translation.override("de"):
        form = DayForm(initial={"day": cast.TODAY})

        assert 'type="date"' in str(form["day"])
        assert 'value="2026-11-23"' in str(form["day"])
