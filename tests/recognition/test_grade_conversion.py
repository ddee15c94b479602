"""Grade conversion by distribution: examples worked by hand, and what must hold for all tables."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcx.network.rules.scales import ScaleFacts, bands
from mcx.network.rules.terms import CharterTerms, Policy
from mcx.recognition.rules.grades import Agreed, Distribution, convert, policy_for
from mcx.recognition.rules.terms import AgreementTerms, Clause

ITALIAN = Distribution(
    "it",
    "2024–2026",
    (
        ("30L", 56), ("30", 157), ("29", 5), ("28", 123), ("27", 118), ("26", 90), ("25", 82),
        ("24", 113), ("23", 27), ("22", 55), ("21", 23), ("20", 62), ("19", 17), ("18", 72),
    ),
)  # fmt: skip
GERMAN = Distribution(
    "de",
    "2024–2026",
    (
        ("1.0", 6), ("1.3", 10), ("1.7", 14), ("2.0", 15), ("2.3", 16),
        ("2.7", 13), ("3.0", 10), ("3.3", 7), ("3.7", 5), ("4.0", 4),
    ),
)  # fmt: skip
tables = st.lists(st.integers(0, 20), min_size=2, max_size=9).filter(any)
policies = st.sampled_from([Policy.MAX, Policy.AVERAGE, Policy.MIN])


def _table(name: str, counts: list[int]) -> Distribution:
    return Distribution(name, "", tuple((f"{name}{place}", count) for place, count in enumerate(counts)))


@pytest.mark.parametrize(
    ("policy", "expected"), [(Policy.MAX, "1.0"), (Policy.AVERAGE, "1.3"), (Policy.MIN, "1.7")]
)
def test_an_italian_30_becomes_what_the_agreed_policy_takes_of_the_overlap(
    policy: Policy, expected: str
) -> None:
    found = convert("30", ITALIAN, GERMAN, policy)

    assert found is not None
    assert found.converted == expected
    assert [name for name, _share in found.candidates] == ["1.0", "1.3", "1.7"]
    assert sum(share for _name, share in found.candidates) == 1


def test_the_worst_pass_becomes_the_worst_pass() -> None:
    found = convert("4.0", GERMAN, ITALIAN, Policy.AVERAGE)

    assert found is not None
    assert found.converted == "18"


def test_it_converts_nothing_where_nothing_can_be_calculated() -> None:
    empty = Distribution("x", "", (("a", 0), ("b", 0)))

    assert convert("5.0", GERMAN, ITALIAN, Policy.AVERAGE) is None
    assert convert("1.0", GERMAN, empty, Policy.AVERAGE) is None
    assert convert("a", empty, GERMAN, Policy.AVERAGE) is None
    assert convert("1.0", GERMAN, ITALIAN, Policy.NONE) is None


@given(tables, tables, policies)
def test_a_better_grade_never_becomes_a_worse_one(host: list[int], home: list[int], policy: Policy) -> None:
    source, target = _table("s", host), _table("t", home)
    order = [name for name, _count in target.counts]

    found = [convert(name, source, target, policy) for name, _count in source.counts]
    places = [order.index(conversion.converted) for conversion in found if conversion]

    assert places == sorted(places)
    assert len(places) == len(source.counts)


@given(tables, policies)
def test_equal_distributions_keep_every_grade_that_was_given(counts: list[int], policy: Policy) -> None:
    table = _table("s", counts)

    for name, count in table.counts:
        found = convert(name, table, table, policy)
        assert found is not None
        assert count == 0 or found.converted == name


@given(tables)
def test_the_bands_cover_the_whole_group(counts: list[int]) -> None:
    bands = _table("s", counts).bands()

    assert bands[0][1] == 0
    assert bands[-1][2] == Fraction(1)
    assert all(before[2] == after[1] for before, after in itertools.pairwise(bands))


def test_only_grades_down_to_the_lowest_pass_pass() -> None:
    assert bands(ScaleFacts({}, ("1", "2", "3", "4", "5"), "4")) == ("1", "2", "3", "4")


CHARTER = CharterTerms(version=2, grade_conversion=Policy.MIN)
CITED = Clause("4.1", "conversion", {"en": "The best matching grade."})


@pytest.mark.parametrize(
    ("agreement", "agreed"),
    [
        (None, Agreed(Policy.MIN, "Charter 2, grade_conversion")),
        (AgreementTerms(), Agreed(Policy.MIN, "Charter 2, grade_conversion")),
        (AgreementTerms(conversion=Policy.MAX), Agreed(Policy.MAX, "Agreement a")),
        (AgreementTerms(conversion=Policy.NONE), Agreed(Policy.NONE, "Agreement a")),
        (AgreementTerms(conversion=Policy.MAX, clauses=(CITED,)), Agreed(Policy.MAX, "Agreement a cl. 4.1")),
    ],
)
def test_an_agreement_that_names_a_policy_comes_before_the_charter(
    agreement: AgreementTerms | None, agreed: Agreed
) -> None:
    assert policy_for(CHARTER, agreement, "Agreement a") == agreed


def test_without_an_agreement_the_charter_is_asked_and_an_agreement_without_a_name_cites_no_other() -> None:
    unnamed = AgreementTerms(conversion=Policy.MAX)

    assert policy_for(CHARTER) == Agreed(Policy.MIN, "Charter 2, grade_conversion")
    assert policy_for(CHARTER, unnamed) == Agreed(Policy.MAX, "")
