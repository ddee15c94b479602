"""How alike two texts are, counted by hand; without a database."""

import pytest

from mcx.skills.rules.matching import LEAST, probes, similarity


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("physics", "physics", 1.0),
        ("", "physics", 0.0),
        ("physics", "", 0.0),
        ("phys", "applied physics", 0.55 + 0.4 * 4 / 15),  # each word begins one of the label
        ("physics app", "applied physics", 0.55 + 0.4 * 11 / 15),
        ("plans plan", "plans", 0.55 + 0.4),  # longer than the label: never more than this
        ("hysics", "physics", 0.9 * 2 * 5 / (7 + 8)),  # "ysi", "sic" and so on are shared
        ("abcx", "abcy", 0.9 * 2 * 3 / (5 + 5)),  # "  a", " ab" and "abc"
        ("ab", "cd", 0.0),
        ("ab xy", "cd ab", 0.9 * 2 * 3 / (6 + 6)),
    ],
)
def test_likeness_counts_words_first_then_shared_runs_of_three(
    text: str, label: str, expected: float
) -> None:
    assert similarity(text, label) == pytest.approx(expected)


def test_a_misspelling_is_near_and_another_word_is_not() -> None:
    assert similarity("statistcs", "statistics") > LEAST > similarity("welding", "poetry")


@pytest.mark.parametrize(
    ("text", "every", "some"),
    [
        ("planning", ("plan",), ("plan", "ning")),
        ("plan it", ("plan", "it"), ("plan",)),
        ("of it", ("of", "it"), ("of", "it")),
        ("control control", ("cont",), ("cont", "trol")),
        ("a b c d e f g h i", (*"abcdefgh",), (*"abcdefgh",)),
        ("", (), ()),
    ],
)
def test_labels_are_looked_for_by_beginnings_and_ends(
    text: str, every: tuple[str, ...], some: tuple[str, ...]
) -> None:
    assert probes(text) == (every, some)
