"""What people write, as it is stored."""

from mcx.core.text import as_kept, cleaned


def test_a_text_is_kept_without_nul_and_surrounding_blanks() -> None:
    assert as_kept(" a\x00b c\n") == "ab c"


def test_a_blank_around_nul_is_a_blank_around_the_text() -> None:
    assert as_kept(" \x00 a") == "a"


def test_a_text_in_several_languages_is_kept_in_the_same_way() -> None:
    assert cleaned({"fi": " \x00", "en": " a\x00b ", "de": ""}) == {"en": "ab"}
