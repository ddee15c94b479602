"""Codes, days and headings stand on pages as people write them."""

import pytest
from django.utils import translation

from mcx.core.reports import message, written
from mcx.web.templatetags.mcx import cited, deed, native_name, open_checks, sentence_case
from microcred.report import Report, failed, passed, unknown, warning


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2026-11-23", "23 November 2026"),
        ("2026-11-23T09:30:21Z", "23 November 2026, 09:30 UTC"),
        ("2026-11-23 09:30 UTC", "23 November 2026, 09:30 UTC"),
        ("2026-13-45", "2026-13-45"),
        ("Charter 2026-11-23", "Charter 2026-11-23"),
        ("", ""),
    ],
)
def test_days_are_written_as_the_reader_writes_them(stored: str, shown: str) -> None:
    assert written(stored) == shown


def test_a_check_tells_days_and_languages_in_words() -> None:
    check = warning("x", "Until {closes}, in {languages}.", closes="2026-11-23", languages="es, fi")

    assert message(check) == "Until 23 November 2026, in español, suomi."
    with translation.override("de"):
        assert "23. November 2026" in message(check)


def test_terms_of_the_charter_are_cited_by_name() -> None:
    assert cited("Charter 3, hours_per_ects") == "Charter 3: Hours of work per ECTS credit"
    assert cited("Council Recommendation 2022/C 243/02, Annex I") == (
        "Council Recommendation 2022/C 243/02, Annex I"
    )
    assert cited("") == ""


def test_deeds_have_words_and_new_ones_say_what_their_code_says() -> None:
    assert deed("learning.enrolled") == "gave a place"
    assert deed("keys.seal-added") == "seal added"


@pytest.mark.parametrize(
    ("heading", "shown"),
    [("Two-Factor Authentication", "Two-factor authentication"), ("Email", "Email"), ("QR Code", "QR code")],
)
def test_an_english_heading_has_the_capitals_of_a_sentence(heading: str, shown: str) -> None:
    assert sentence_case(heading) == shown
    with translation.override("de"):
        assert sentence_case("Passwort Ändern") == "Passwort Ändern"


def test_an_unknown_language_keeps_its_code() -> None:
    assert (native_name("fi"), native_name("eu")) == ("suomi", "eu")


def test_what_fails_stands_before_what_is_only_to_be_noted() -> None:
    report = Report.of(
        [warning("a", "Mind."), passed("b", "Fine."), unknown("c", "Who?"), failed("d", "No.")]
    )

    assert [check.code for check in open_checks(report)] == ["d", "c", "a"]
