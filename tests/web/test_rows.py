"""The rows that are written without a template: every text in them is escaped, and said to its reader."""

import pytest
from django.template import engines
from django.utils import translation

from microcred.explain import Fact, Section
from microcred.report import failed, passed
from microcred.saying import Said

HOSTILE = "<script>alert('&\")</script>"
SAFE = "&lt;script&gt;alert(&#x27;&amp;&quot;)&lt;/script&gt;"


def shown(source: str, **values: object) -> str:
    """What a template shows."""
    return engines["django"].from_string(source).render(values)


def test_a_check_shows_nothing_of_others_as_html() -> None:
    checks = [failed("x", "It names {name}.", HOSTILE, "Ask {name}.", name=HOSTILE)]

    html = shown("{{ checks|check_list }}", checks=checks)

    assert html.count("<script") == 0
    assert html.count(SAFE) == 3
    assert html.count("<li ") == html.count("<svg ") == 1


def test_facts_show_nothing_of_others_as_html() -> None:
    sections = [Section(HOSTILE, (Fact(HOSTILE, HOSTILE),))]

    html = shown("{{ sections|cards_of_facts }}", sections=sections)

    assert html.count("<script") == 0
    assert html.count(SAFE) == 3


@pytest.mark.parametrize(("language", "outcome"), [("en", "Not met"), ("de", "Nicht erfüllt")])
def test_a_check_is_said_in_the_readers_language(language: str, outcome: str) -> None:
    with translation.override(language):
        html = shown("{{ checks|check_list }}", checks=[failed("x", "It does not say who issued it.")])
        said = translation.gettext("It does not say who issued it.")

    assert f"{outcome}: </span>{said}</p>" in html


def test_a_check_without_advice_or_source_leaves_their_lines_out() -> None:
    html = shown("{{ checks|check_list }}", checks=[passed("x", Said("Good."))])

    assert "check-fix" not in html
    assert "check-source" not in html
