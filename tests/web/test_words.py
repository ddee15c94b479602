"""Codes, days and headings stand on pages as people write them."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext

import mcx
from mcx.core.reports import message, written
from mcx.network.rules.terms import CharterTerms, Span, shown
from mcx.web.forms.fields import language_choices
from mcx.web.templatetags.mcx import cited, deed, languages, open_checks, sentence_case
from mcx.web.words import DEEDS
from microcred.accreditation import Decision, accredited
from microcred.report import Report, _, failed, passed, unknown, warning
from microcred.saying import Country, Language, Listed, Moment, Said

SOURCES = Path(mcx.__file__).parent


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2026-11-23", "23 November 2026"),
        ("2026-11-23T09:30:21Z", "23\u00a0November 2026, 09:30 UTC"),
        ("2026-11-23 09:30 UTC", "23\u00a0November 2026, 09:30 UTC"),
        ("2026-13-45", "2026-13-45"),
        ("Charter 2026-11-23", "Charter 2026-11-23"),
        ("", ""),
    ],
)
def test_days_are_written_as_the_reader_writes_them(stored: str, shown: str) -> None:
    assert written(Moment(stored)) == shown
    assert written(stored) == stored  # a text is a fact, also one that looks like a day


def test_a_value_is_written_by_its_kind() -> None:
    check = warning(
        "x",
        "Until {x}, {y} ECTS in {reason}, from {name}: {term}.",
        x=date(2026, 11, 23),
        y=Decimal("2.5"),
        reason=Listed([Language("es"), Language("fi")]),
        name=Country("FI"),
        term="2026-11-23",
    )

    assert message(check) == "Until 23 November 2026, 2.5 ECTS in Spanish, Finnish, from Finland: 2026-11-23."
    with translation.override("de"):
        said = message(check)
    assert said == "Until 23. November 2026, 2,5 ECTS in Spanisch, Finnisch, from Finnland: 2026-11-23."


def test_a_value_is_translated_because_it_was_marked_and_not_for_the_name_of_its_slot() -> None:
    marked = passed("x", "{anything}", anything=Listed([_("Portfolio"), "Portfolio"], "; "))
    fact = passed("x", "{reason}", reason="Portfolio")

    with translation.override("de"):
        word = gettext("Portfolio")
        assert message(marked) == f"{word}; Portfolio"
        assert message(fact) == "Portfolio"


def test_a_sentence_inside_a_sentence_is_translated_with_its_own_values() -> None:
    inner = Said("{problem} (at {place})", problem=_("Portfolio"), place=Moment("2026-11-23"))
    outer = failed("x", "It cannot be read: {why}", why=inner)

    with translation.override("de"):
        assert "23. November 2026" in message(outer)
        assert gettext("Portfolio") in message(outer)


def test_terms_of_the_charter_are_shown_in_the_readers_language() -> None:
    terms = CharterTerms(
        micro_credential_ects=Span(Decimal("2.5"), Decimal(5)), extra_elements=("cost", "description")
    )

    with translation.override("de"):
        named = f"{gettext('Description')}; {gettext('Cost')}"
        assert written(shown(terms, "extra_elements")) == named
        assert written(shown(terms, "micro_credential_ects")) == "2,5–5"


def test_languages_are_named_in_the_readers_language() -> None:
    assert languages(["es", "fi"]) == "Spanish, Finnish"
    assert languages("xx") == "xx"
    with translation.override("de"):
        assert languages("en") == "Englisch"


def test_no_page_shows_the_code_of_a_language() -> None:
    templates = (SOURCES / "web/templates").rglob("*.html")

    assert [
        each for each in templates if re.search(r"languages?\|(join|upper)|code\|upper", each.read_text())
    ] == []


def test_titles_stand_in_the_readers_own_quotation_marks() -> None:
    titles = {"Audit {2}": "AQ", "Licence": "Ministry"}
    decisions = [Decision({"en": title}, "institutional", agency) for title, agency in titles.items()]
    check = accredited("UNI", decisions, date(2026, 1, 1), registry="MCX").check

    assert message(check) == "UNI was accredited on 1 January 2026: “Audit {2}”, AQ; “Licence”, Ministry."
    with translation.override("de"):
        one, other = (
            gettext("“{title}”, {agency}").format(title=title, agency=agency)
            for title, agency in titles.items()
        )
        assert f"{one}; {other}" in message(check)


def test_terms_of_the_charter_are_cited_by_name() -> None:
    assert cited("Charter 3, hours_per_ects") == "Charter, version 3: Hours of work per ECTS credit"
    assert cited("Council Recommendation 2022/C 243/02, Annex I") == (
        "Council Recommendation 2022/C 243/02, Annex I"
    )
    assert cited("") == ""


def _written_in_services() -> tuple[set[str], set[str]]:
    """The actions that services name, and the beginnings of those that end with a state of their subject."""
    domains = "|".join(path.parent.name for path in SOURCES.glob("*/apps.py"))
    action = re.compile(rf"({domains})\.(?P<end>[a-z]+(-[a-z]+)*|([a-z]+-)*)")
    whole, begun = set[str](), set[str]()
    for path in (*SOURCES.rglob("services/*.py"), *SOURCES.rglob("services.py")):
        for found in map(action.fullmatch, _texts(ast.parse(path.read_text(encoding="utf-8")))):
            if found:
                (begun if found["end"][-1:] in {"", "-"} else whole).add(found[0])
    return whole, begun


def _texts(tree: ast.AST) -> Iterator[str]:
    """Every text in it but those that something is compared with, which are others' words."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif not isinstance(node, ast.Compare):
            yield from _texts(node)


def test_every_deed_that_a_service_writes_has_words_and_no_words_are_left_over() -> None:
    whole, begun = _written_in_services()

    assert len(whole) > 60
    assert begun == {"governance.charter-", "learning.application-", "quality."}
    assert not whole - set(DEEDS)
    assert not [each for each in set(DEEDS) - whole if not each.startswith(tuple(begun))]


@pytest.mark.parametrize(
    "action",
    [
        *(f"learning.application-{status}" for status in ("admitted", "refused", "withdrawn")),
        *(f"governance.charter-{status}" for status in ("adopted", "rejected", "withdrawn")),
        *(f"quality.{status}" for status in ("approved", "returned")),
    ],
)
def test_deeds_that_end_with_a_state_have_words_too(action: str) -> None:
    assert action in DEEDS


def test_a_deed_of_a_later_version_says_what_its_code_says() -> None:
    assert deed("learning.enrolled") == "gave a place"
    assert deed("learning.never-heard-of") == "never heard of"


@pytest.mark.parametrize(
    ("heading", "shown"),
    [("Two-Factor Authentication", "Two-factor authentication"), ("Email", "Email"), ("QR Code", "QR code")],
)
def test_an_english_heading_has_the_capitals_of_a_sentence(heading: str, shown: str) -> None:
    assert sentence_case(heading) == shown
    with translation.override("de"):
        assert sentence_case("Passwort Ändern") == "Passwort Ändern"


def test_languages_are_offered_by_their_names_in_the_readers_language() -> None:
    assert language_choices(["fi", "de", "xx"]) == [("fi", "Finnish"), ("de", "German"), ("xx", "xx")]
    with translation.override("de"):
        assert dict(language_choices())["fi"] == "Finnisch"


def test_what_fails_stands_before_what_is_only_to_be_noted() -> None:
    report = Report.of(
        [warning("a", "Mind."), passed("b", "Fine."), unknown("c", "Who?"), failed("d", "No.")]
    )

    assert [check.code for check in open_checks(report)] == ["d", "c", "a"]
