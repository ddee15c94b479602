"""A text finds the skills it may mean, exact labels first, and never one that is not there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from mcx.core.errors import NotFound
from mcx.core.text import folded
from mcx.skills import selectors
from mcx.skills.models import Skill, SkillLabel
from mcx.skills.rules.matching import LEAST, similarity

ESCO = "http://data.europa.eu/esco/skill/"


def skill(name: str, *alternatives: str, **more: str | bool) -> Skill:
    """A skill with an English label, alternative ones, and a Spanish label if given as `es`."""
    spanish = more.pop("es", "")
    found = Skill.objects.create(uri=f"{ESCO}{folded(name).replace(' ', '-')}", labels={"en": name}, **more)
    terms = [
        ("en", name, 0),
        *(("en", each, 1) for each in alternatives),
        *([("es", str(spanish), 0)] if spanish else []),
    ]
    for language, term, rank in terms:
        SkillLabel.objects.create(skill=found, language=language, term=folded(term), rank=rank)
    return found


def found(text: str, language: str = "en") -> list[tuple[str, str]]:
    """What a look-up answers: label and how it was found."""
    return [(str(match.skill), match.how) for match in selectors.public_matches(text, language=language)]


@pytest.mark.django_db
def test_the_exact_label_comes_first_then_the_alternative_then_the_near() -> None:
    skill("teach statistics")
    skill("data analysis", "statistics")
    skill("Statistics")

    assert found("statistics") == [
        ("Statistics", "label"),
        ("data analysis", "alternative"),
        ("teach statistics", "near"),
    ]


@pytest.mark.django_db
def test_capitals_and_accents_do_not_matter() -> None:
    skill("physics", es="Física")

    assert found("  FISICA ", "es") == [("physics", "label")]


@pytest.mark.django_db
def test_a_label_of_any_language_is_found_exactly() -> None:
    skill("physics", es="física")

    assert found("física", "de") == [("physics", "label")]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["statistc process contrl", "process control stat", "statistical proc"])
def test_beginnings_and_misspellings_are_near(text: str) -> None:
    skill("statistical process control")
    skill("control traffic")

    assert found(text)[0] == ("statistical process control", "near")


@pytest.mark.django_db
def test_a_misspelt_beginning_is_near_too() -> None:
    skill("photovoltaics")

    assert found("fotovoltaics") == [("photovoltaics", "near")]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "   ", "zzzz", "%", "_", "quantum basket weaving", "x" * 5000, "\x00"])
def test_what_is_not_there_is_not_invented(text: str) -> None:
    skill("statistical process control")

    assert found(text) == []


@pytest.mark.django_db
def test_an_obsolete_skill_is_not_suggested_but_still_known() -> None:
    alchemy = skill("alchemy", is_obsolete=True)

    assert found("alchemy") == []
    assert selectors.public_skill(alchemy.uri) == alchemy


@pytest.mark.django_db
def test_languages_are_those_of_the_names_of_current_skills() -> None:
    assert selectors.public_languages() == []

    skill("analyse water")
    skill("analyse air", is_obsolete=True)
    SkillLabel.objects.filter(term="analyse air").update(language="fi")

    assert selectors.public_languages() == ["en"]


@pytest.mark.django_db
def test_an_unknown_uri_is_not_found() -> None:
    with pytest.raises(NotFound):
        selectors.public_skill(f"{ESCO}nothing")


@pytest.mark.django_db
def test_a_look_up_asks_the_database_a_bounded_number_of_times(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(30):
        skill(f"control of process {number}")

    with django_assert_max_num_queries(4):
        matches = selectors.public_matches("process control", limit=500)

    assert len(matches) == 30


words = st.text(alphabet="abcdefgh ", max_size=20).map(folded)


@given(words, words)
def test_likeness_is_between_nought_and_one_and_one_only_for_equals(text: str, label: str) -> None:
    score = similarity(text, label)

    assert 0 <= score <= 1
    assert (score == 1) == (text == label)


def test_another_thing_is_not_alike() -> None:
    assert similarity("communication", "teach communication") > LEAST
    assert similarity("welding", "poetry") < LEAST


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
