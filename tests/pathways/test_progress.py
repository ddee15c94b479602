"""When a micro-degree is complete."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from mcx.core.reports import message
from mcx.network.rules.terms import CharterTerms, Span
from mcx.pathways.rules import (
    EXPIRY,
    Block,
    Component,
    ComponentState,
    Needs,
    blocks_of,
    check_micro_degree,
    progress,
)
from microcred.report import Outcome

CORE = Block({"en": "Core"}, ("data", "spc"))
CHOICE = Block({"en": "Choice"}, ("water", "energy", "people"), Needs.ECTS, Decimal(5))
BLOCKS = (CORE, CHOICE)


def _counted(code: str, ects: int, state: ComponentState = ComponentState.COUNTED) -> Component:
    return Component(code, Decimal(ects), state)


def test_ten_of_fifteen_credits_are_ten_of_fifteen() -> None:
    earned = {"data": _counted("data", 5), "spc": _counted("spc", 5)}

    found = progress(Decimal(15), BLOCKS, earned)

    assert (found.counted, found.needed, found.percent) == (Decimal(10), Decimal(15), 66)
    assert [part.is_complete for part in found.blocks] == [True, False]
    assert not found.is_complete


def test_what_is_earned_but_not_recognised_does_not_count_yet() -> None:
    earned = {"data": _counted("data", 5), "spc": _counted("spc", 5, ComponentState.EARNED)}

    found = progress(Decimal(15), BLOCKS, earned)

    assert found.counted == Decimal(5)


def test_what_has_expired_does_not_count_and_the_report_names_it() -> None:
    earned = {"data": _counted("data", 5), "spc": _counted("spc", 5, ComponentState.EXPIRED)}

    found = progress(Decimal(15), BLOCKS, earned)
    check = found.report.check("pathway.expired")

    assert (found.counted, found.has_earned) == (Decimal(5), True)
    assert check is not None
    assert (check.outcome, check.source, dict(check.values)) == (Outcome.WARNING, EXPIRY, {"name": "spc"})
    assert check.message == "The credential “spc” has expired, so it does not count."
    assert check.fix
    assert progress(Decimal(15), BLOCKS, {}).report.check("pathway.expired") is None


def test_what_has_expired_is_called_by_its_title_in_the_language_of_the_reader() -> None:
    title = {"en": "Process control", "de": "Prozesslenkung"}
    spc = Component("spc", Decimal(5), ComponentState.EXPIRED, title)

    check = progress(Decimal(15), BLOCKS, {"spc": spc}).report.check("pathway.expired")

    assert check is not None
    assert check.message == "The credential “Process control” has expired, so it does not count."
    with translation.override("de"):
        assert "„Prozesslenkung“" in message(check)


def test_it_is_complete_only_when_every_block_is() -> None:
    without_core = {code: _counted(code, 5) for code in ("water", "energy", "people")}

    assert not progress(Decimal(15), BLOCKS, without_core).is_complete
    assert progress(Decimal(15), BLOCKS, without_core | {c: _counted(c, 5) for c in CORE.codes}).is_complete


@pytest.mark.parametrize(
    ("ects", "conclusion"), [(14, "failed"), (15, "passed"), (30, "passed"), (31, "failed")]
)
def test_its_size_is_what_the_charter_says(ects: int, conclusion: str) -> None:
    report = check_micro_degree(Decimal(ects), 6, CharterTerms())

    assert report.conclusion == conclusion


@pytest.mark.parametrize(
    ("ects", "level", "is_below"), [(179, 6, True), (180, 6, False), (59, 7, True), (60, 7, False)]
)
def test_no_vote_makes_a_degree_out_of_credits(ects: int, level: int, is_below: bool) -> None:
    anything = CharterTerms(micro_degree_ects=Span(Decimal(1), Decimal(300)))

    check = check_micro_degree(Decimal(ects), level, anything).check("pathway.no-degree")

    assert check is not None
    assert (check.outcome is Outcome.PASSED) is is_below
    assert is_below or "towards a degree programme" in check.fix


def test_a_micro_credential_stands_in_one_block_only() -> None:
    block = {"title": {"en": "x"}, "codes": ["data"]}

    with pytest.raises(ValueError, match="nothing counts twice"):
        blocks_of({"blocks": [block, block]})


def test_a_block_cannot_ask_for_more_than_it_lists() -> None:
    with pytest.raises(ValueError, match="more than it lists"):
        blocks_of({"blocks": [{"title": {"en": "x"}, "codes": ["data"], "needs": "number", "amount": 2}]})


@given(st.dictionaries(st.sampled_from(["data", "spc", "water", "energy", "people"]), st.integers(1, 5)))
def test_more_credentials_never_mean_less_progress(held: dict[str, int]) -> None:
    earned = {code: _counted(code, ects) for code, ects in held.items()}

    with_all = progress(Decimal(15), BLOCKS, earned)
    with_fewer = progress(Decimal(15), BLOCKS, dict(list(earned.items())[1:]))

    assert with_all.counted >= with_fewer.counted
    assert with_all.percent <= 100
