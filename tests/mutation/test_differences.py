"""Which mutants change words only, and how a change is named."""

import pytest

from tests.mutation.differences import described, is_text

RULE = """
def check(age, text):
    if age < 18:
        raise ValueError(f"too young: {age}")
    if not text:
        return failed("age.text", _("Say something."), SOURCE, _("Write a sentence."), age=age)
    return passed("age", _("Old enough."), SOURCE)
"""


def _mutant(old: str, new: str) -> str:
    assert old in RULE
    return RULE.replace("def check", "def x_check__mutmut_1").replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"Old enough."', '"XXOld enough.XX"', True),
        ('_("Old enough.")', "None", True),
        (', _("Write a sentence.")', "", True),
        ('f"too young: {age}"', "None", True),
        ('"too young', '"TOO YOUNG', True),
        ("ValueError(", "TypeError(", False),
        ('"age"', '"AGE"', False),
        ("age=age", "age=None", False),
        (", SOURCE)", ")", False),
        ("<", "<=", False),
        ("18", "19", False),
        ("not text", "text", False),
    ],
)
def test_only_words_for_people_are_passed_over(old: str, new: str, expected: bool) -> None:
    assert is_text(RULE, _mutant(old, new)) is expected


def test_a_change_is_named_with_what_surrounds_it() -> None:
    assert described(RULE, _mutant("18", "19")) == ("age < 18", "age < 19")
    assert described(RULE, _mutant(", SOURCE)", ")")) == (
        "passed('age', _(...), SOURCE)", "passed('age', _(...))",
    )  # fmt: skip
