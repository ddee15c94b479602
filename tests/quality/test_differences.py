"""A reviewer sees at once what a new edition changes."""

from dataclasses import replace
from decimal import Decimal

from mcx.design.rules.proposal import proposal_of
from mcx.quality.rules import Difference, differences
from tests.design.drafts import COMPLETE, EXAM, PROJECT, draft

BEFORE = proposal_of(COMPLETE)


def test_the_same_proposal_has_no_differences() -> None:
    assert differences(BEFORE, proposal_of(COMPLETE)) == ()


def test_changed_texts_are_shown_by_language() -> None:
    after = proposal_of(draft(title={"en": "SPC", "es": "Control estadístico de procesos"}))

    assert differences(BEFORE, after) == (
        Difference("Title", "", "en", ("Statistical process control",), ("SPC",)),
    )


def test_a_new_language_and_a_lost_one_are_shown() -> None:
    title = {"en": "Statistical process control", "fi": "Tilastollinen prosessi"}
    after = proposal_of(draft(texts_in=("en", "es", "fi"), title=title))

    changed = {difference.language: difference for difference in differences(BEFORE, after)}
    assert changed["fi"].before == ()
    assert changed["es"].after == ()


def test_changed_facts_are_shown_by_their_names() -> None:
    after = proposal_of(
        draft(
            ects="4", assessments=(PROJECT, replace(EXAM, supervision="supervised-online")), cost_others="99"
        )
    )

    found = {
        difference.name: (difference.before, difference.after) for difference in differences(BEFORE, after)
    }
    assert found == {
        "Credits (ECTS)": (("3",), ("4",)),
        "Supervision": (("Supervised on site",), ("Supervised online",)),
        "Cost (EUR)": (("150",), ("99",)),
    }


def test_a_row_that_is_gone_is_shown_with_all_it_said() -> None:
    after = proposal_of(draft(assessments=(replace(PROJECT, outcomes=("o1", "o2")),)))

    rows = {difference.row for difference in differences(BEFORE, after)}
    assert rows == {"a1", "a2"}


def test_numbers_that_only_look_different_are_the_same() -> None:
    spec = BEFORE.specification
    after = replace(BEFORE, specification=replace(spec, ects=Decimal("3.0"), hours=Decimal("82.50")))

    assert differences(BEFORE, after) == ()
