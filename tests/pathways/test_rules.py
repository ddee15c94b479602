"""A micro-degree's rule as it is stored, and each line of its reports; without a database."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mcx.network.rules.terms import CharterTerms
from mcx.pathways.rules import (
    NEVER_A_DEGREE,
    Block,
    Component,
    ComponentState,
    Needs,
    blocks_of,
    check_micro_degree,
    progress,
    shortfall,
)
from microcred.report import Check, Outcome

PASSED, FAILED, WARNING = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING
STORED = {"title": {"en": "Core"}, "codes": ["data", "spc"]}
CORE = Block({"en": "Core"}, ("data", "spc"))
TWO = Block({"en": "Two of three"}, ("water", "energy", "people"), Needs.NUMBER, Decimal(2))
FIVE = Block({"en": "Five"}, ("law", "art"), Needs.ECTS, Decimal(5))
OWN = "The micro-degree's own rule"


def _line(check: Check) -> tuple[str, Outcome, str, dict[str, str], bool]:
    assert check.message
    return check.code, check.outcome, check.source, dict(check.values), bool(check.fix)


@pytest.mark.parametrize(
    ("more", "block"),
    [
        ({}, CORE),
        ({"codes": ("data", "spc"), "amount": "0"}, CORE),
        ({"needs": "number", "amount": 1}, replace(CORE, needs=Needs.NUMBER, amount=Decimal(1))),
        ({"needs": "number", "amount": 2}, replace(CORE, needs=Needs.NUMBER, amount=Decimal(2))),
        ({"needs": "ects", "amount": "7.5"}, replace(CORE, needs=Needs.ECTS, amount=Decimal("7.5"))),
        ({"needs": "ects", "amount": 360}, replace(CORE, needs=Needs.ECTS, amount=Decimal(360))),
    ],
)
def test_a_block_is_read_as_it_was_stored(more: dict[str, Any], block: Block) -> None:
    assert blocks_of({"blocks": [STORED | more]}) == (block,)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"title": "Core"}, "a title by language"),
        ({"title": {"en": 1}}, "a title by language"),
        ({"codes": "data"}, "a list of codes"),
        ({"codes": ["data", 1]}, "a list of codes"),
        ({"codes": []}, "says how many"),
        ({"needs": "most"}, "all, number or ects"),
        ({"needs": "number"}, "says how many"),
        ({"needs": "ects", "amount": 0}, "says how many"),
        ({"needs": "number", "amount": 3}, "more than it lists"),
        ({"amount": "many"}, "an amount is a number"),
        ({"amount": -1}, "an amount is a number of"),
        ({"amount": "NaN"}, "an amount is a number of"),
        ({"amount": "360.1"}, "an amount is a number of"),
    ],
)
def test_a_block_that_cannot_be_met_is_refused(wrong: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        blocks_of({"blocks": [STORED | wrong]})


@pytest.mark.parametrize("rule", [{}, {"blocks": []}, {"blocks": "all"}, {"blocks": [STORED, "more"]}])
def test_a_rule_is_made_of_blocks(rule: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is made of blocks"):
        blocks_of(rule)


@pytest.mark.parametrize(
    ("total", "blocks", "missing"),
    [
        (9, [], 0),
        (10, [], 1),
        (9, [CORE, FIVE], 1),
        (11, [FIVE], 2),
        (9, [replace(FIVE, needs=Needs.ALL)], 0),
    ],
)
def test_what_is_asked_for_beyond_what_is_listed(total: int, blocks: list[Block], missing: int) -> None:
    listed = {"data": Decimal(3), "spc": Decimal(2), "law": Decimal(2), "art": Decimal(2)}

    assert shortfall(Decimal(total), blocks, listed) == Decimal(missing)


@pytest.mark.parametrize(
    ("ects", "outcome"), [("14.9", FAILED), ("15.0", PASSED), ("30", PASSED), ("30.1", FAILED)]
)
def test_a_micro_degree_has_the_size_that_the_charter_says(ects: str, outcome: Outcome) -> None:
    terms, values = CharterTerms(version=3), {"ects": ects.removesuffix(".0"), "span": "15–30"}

    assert [_line(check) for check in check_micro_degree(Decimal(ects), 6, terms)] == [
        ("pathway.credits", outcome, terms.clause("micro_degree_ects"), values, outcome is FAILED),
        ("pathway.no-degree", PASSED, NEVER_A_DEGREE, {}, False),
    ]


@pytest.mark.parametrize(("level", "smallest"), [(5, 120), (6, 180), (7, 60)])
def test_a_micro_degree_stays_below_the_smallest_degree_of_its_level(level: int, smallest: int) -> None:
    below, degree = (
        _line(check_micro_degree(Decimal(ects), level, CharterTerms()).checks[1])
        for ects in (smallest - 1, smallest)
    )

    values = {"ects": str(smallest), "level": str(level), "degree": str(smallest)}
    assert below == ("pathway.no-degree", PASSED, NEVER_A_DEGREE, {}, False)
    assert degree == ("pathway.no-degree", FAILED, NEVER_A_DEGREE, values, True)


def _held(*codes: str, state: ComponentState = ComponentState.COUNTED) -> dict[str, Component]:
    return {code: Component(code, Decimal("2.50"), state) for code in codes}


def test_progress_is_told_in_all_and_block_by_block() -> None:
    found = progress(Decimal(10), (CORE, TWO, FIVE), _held("data", "water", "energy", "people"))

    assert (found.counted, found.needed) == (Decimal(10), Decimal(10))
    assert (found.percent, found.is_complete) == (100, False)
    assert [_line(check) for check in found.report] == [
        ("pathway.total", PASSED, OWN, {"counted": "10", "needed": "10"}, False),
        ("pathway.block-1", WARNING, OWN, {"title": "Core", "done": "1", "needed": "2"}, False),
        ("pathway.block-2", PASSED, OWN, {"title": "Two of three", "done": "3", "needed": "2"}, False),
        ("pathway.block-3", WARNING, OWN, {"title": "Five", "done": "0", "needed": "5"}, False),
    ]


def test_what_is_missing_is_told_with_what_to_do() -> None:
    found = progress(Decimal(10), (FIVE,), _held("law", "art") | _held("law", state=ComponentState.EARNED))

    total, block = (_line(check) for check in found.report)
    assert total == ("pathway.total", WARNING, OWN, {"counted": "2.5", "needed": "10"}, True)
    assert block[3] == {"title": "Five", "done": "2.5", "needed": "5"}
    assert found.blocks[0].components[0].state is ComponentState.EARNED
    assert (found.percent, found.has_earned) == (25, True)


def test_a_block_is_complete_as_soon_as_its_need_is_met() -> None:
    assert progress(Decimal(5), (FIVE,), _held("law", "art")).is_complete
    assert not progress(Decimal("5.1"), (FIVE,), _held("law", "art")).is_complete


@pytest.mark.parametrize(
    ("state", "has_earned"),
    [
        (ComponentState.MISSING, False),
        (ComponentState.ENROLLED, False),
        (ComponentState.EARNED, True),
        (ComponentState.COUNTED, True),
    ],
)
def test_what_is_only_begun_is_not_earned(state: ComponentState, has_earned: bool) -> None:
    assert progress(Decimal(5), (CORE,), _held("spc", state=state)).has_earned is has_earned


def test_what_nobody_holds_is_missing_and_a_share_of_nothing_is_nothing() -> None:
    found = progress(Decimal(0), (CORE,), {})

    assert found.blocks[0].components[0] == Component("data", Decimal(0), ComponentState.MISSING)
    assert (found.percent, found.has_earned) == (0, False)
    assert progress(Decimal(2), (CORE,), _held("data")).percent == 100
