"""How words are compared: without capitals, accents and control characters."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcx.catalogue.rules import search_text, summary_of, words_of
from mcx.core.text import folded
from tests.catalogue.test_proposals import PROPOSAL


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Informática", "informatica"),
        ("Straße", "strasse"),
        ("ÄÄNI  työ", "aani tyo"),
        ("Łódź", "lodz"),
        ("Ærøskøbing", "aeroskobing"),
        ("ΔΊΚΤΥΟ", "δικτυο"),
        ("ϓ", "υ"),
        ("a\x00b\tc", "a b c"),
    ],
)
def test_it_compares_without_capitals_and_accents(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=60))
def test_folded_text_can_be_stored_anywhere(text: str) -> None:
    assert "\x00" not in folded(text)


def test_everything_an_edition_is_found_by_is_in_it_once() -> None:
    assert search_text(PROPOSAL, ["TUNI"]) == (
        " water data for city engineers vesidata kaupunki-insinooreille tuni find the leak."
        " analyse flow series to locate leaks. analysoida virtaamasarjoja. judge the quality of a sensor."
        " analyse water data"
        " sensors, series and leaks. learners find a leak in real flow data."
    )


def test_a_card_without_a_sentence_takes_the_first_one_of_the_description() -> None:
    unsaid = replace(PROPOSAL, summary={"en": " "})
    long = replace(unsaid, specification=replace(PROPOSAL.specification, description={"en": "x" * 161}))

    assert summary_of(PROPOSAL) == {"en": "Find the leak."}
    assert summary_of(unsaid) == {"en": "Sensors, series and leaks"}
    assert summary_of(long) == {"en": "x" * 160}


def test_titles_in_all_languages_come_before_the_description() -> None:
    text = search_text(PROPOSAL, ["tuni-water-data", "TUNI"])

    assert text.startswith(" water data for city engineers vesidata kaupunki-insinooreille")
    assert text.index("tuni-water-data") < text.index("find the leak") < text.index("sensors, series")
    assert "analyse water data" in text


def test_a_search_has_few_different_words() -> None:
    assert words_of("Leak leak LEAK series") == ("leak", "series")
    assert len(words_of(" ".join(f"w{number}" for number in range(500)))) == 8
    assert words_of("   ") == ()
    assert words_of("x" * 199 + " y") == ("x" * 199,)
    assert words_of("x" * 198 + " yz") == ("x" * 198, "y")
