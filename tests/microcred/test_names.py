"""Names of organisations: the same but for spaces and case, or only alike to the eye."""

import pytest

from microcred.names import foreign_characters, is_same_name, skeleton, words_of

UNIVERSITY = "Universität Größe"


@pytest.mark.parametrize(
    "name", ["UNIVERSITÄT GRÖSSE", " universität  größe ", "Universita\u0308t\u00a0Gro\u0308\u00dfe"]
)
def test_space_case_and_composition_make_no_other_name(name: str) -> None:
    assert is_same_name(name, UNIVERSITY)
    assert foreign_characters(name, [UNIVERSITY]) == ""


@pytest.mark.parametrize(
    ("name", "strange"),
    [
        ("Univ\u0435rsität Größe", "\u0435"),  # Cyrillic
        ("Universität Gr\u03bfße", "\u03bf"),  # Greek
        ("Universität\u200b Größe", "\u200b"),  # nobody sees it
        ("Univ\u202eersität Größe", "\u202e"),  # turns what follows around
    ],
)
def test_what_only_looks_alike_is_named(name: str, strange: str) -> None:
    assert not is_same_name(name, UNIVERSITY)
    assert foreign_characters(name, [UNIVERSITY]) == strange


@pytest.mark.parametrize(
    "name",
    [
        "Univеrsität Größe",  # Cyrillic
        "UΝΙVERSITÄT GRÖßE",  # Greek capitals
        "Universität\u200b Größe",
        "Universitat-Große",
        "Unıversltät Gr0ße",
    ],
)
def test_look_alikes_have_one_skeleton(name: str) -> None:
    assert skeleton(name) == skeleton(UNIVERSITY)
    assert skeleton(name) != skeleton("Universität Größer")


def test_a_skeleton_is_the_letters_and_digits_alone() -> None:
    assert skeleton("A-b 2") == "ab2"


def test_every_character_that_is_foreign_is_named_once() -> None:
    assert foreign_characters("\u0430b\u0435\u0430", ["Abe"]) == "\u0430\u0435"
    assert foreign_characters("A\U00017000", ["Abe"]) == "\U00017000"  # Tangut, in which letters have no name


def test_a_name_may_be_in_any_script_that_the_institution_writes_itself_in() -> None:
    assert foreign_characters("\u0423\u043d\u0438\u0432\u0435\u0440", ["Univer", "\u0423\u043d\u0456"]) == ""


@pytest.mark.parametrize(
    ("name", "other", "is_same"),
    [
        ("Ane Etxeberria", "ETXEBERRIA, Ane", True),
        ("José Ángel Núñez", "Jose\u0301 Angel Nunez", True),
        ("Groß", "GROSS", True),
        ("\uff21ne", "Ane", True),
        ("Ane Etxeberria", "Ana Etxeberria", False),
        ("Ane", "Ane Etxeberria", False),
    ],
)
def test_a_person_is_called_the_same_whatever_the_order_and_the_accents(
    name: str, other: str, is_same: bool
) -> None:
    assert (words_of(name) == words_of(other)) is is_same
