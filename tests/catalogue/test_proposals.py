"""A proposal is stored and comes back as it was; prices and codes have one spelling."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcx.catalogue.rules import (
    Proposal,
    code_of,
    identifier_of,
    is_code,
    price,
    proposal_from_json,
    proposal_json,
    value_of,
)
from microcred.errors import Malformed
from tests.catalogue.cast import WATER

PROPOSAL = Proposal(
    specification=WATER,
    summary={"en": "Find the leak."},
    cost={"members": "0", "others": "120"},
    criteria={"a1": {"en": "Passed when found."}},
    cover="water",
    scale="joint",
    valid_days=365,
)


def test_it_comes_back_from_json_as_it_was() -> None:
    stored = json.loads(json.dumps(proposal_json(PROPOSAL)))

    assert proposal_from_json(stored) == PROPOSAL
    assert proposal_from_json({**stored, "valid_days": None}).valid_days is None


def test_it_has_the_agreed_keys() -> None:
    assert set(proposal_json(PROPOSAL)) == {
        "specification",
        "summary",
        "cost",
        "criteria",
        "cover",
        "scale",
        "valid_days",
    }


def test_what_is_stored_is_a_copy_and_so_is_what_comes_back() -> None:
    stored = proposal_json(PROPOSAL)
    back = proposal_from_json(stored)

    stored["cost"]["others"] = "1"
    stored["criteria"]["a1"]["en"] = "Passed in any case."

    assert PROPOSAL.cost == back.cost == {"members": "0", "others": "120"}
    assert PROPOSAL.criteria == back.criteria == {"a1": {"en": "Passed when found."}}


def test_a_field_is_the_specifications_own_or_offered_beside_it() -> None:
    assert value_of("title", WATER, PROPOSAL) == WATER.title
    assert value_of("cover", WATER, PROPOSAL) == "water"


def test_a_damaged_specification_is_called_malformed() -> None:
    stored = proposal_json(PROPOSAL) | {"specification": {"title": {"en": "Only a title"}}}

    with pytest.raises(Malformed):
        proposal_from_json(stored)


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("0", "0"),
        (" 60 ", "60"),
        ("49.5", "49.50"),
        ("120.00", "120"),
        ("1E+2", "100"),
        ("999999.99", "999999.99"),
    ],
)
def test_a_price_has_one_spelling(given_: str, kept: str) -> None:
    assert price(given_) == kept


@pytest.mark.parametrize("wrong", ["", "free", "-1", "NaN", "Infinity", "1e99", "1000000", "0.001", "12,50"])
def test_it_refuses_what_is_no_price(wrong: str) -> None:
    with pytest.raises(ValueError, match="no price"):
        price(wrong)


@given(st.text(max_size=40))
def test_a_price_is_an_amount_or_refused(text: str) -> None:
    try:
        kept = price(text)
    except ValueError:
        return

    assert 0 <= Decimal(kept) < 1_000_000
    assert price(kept) == kept


@pytest.mark.parametrize("code", ["a", "mu-data-1", "2026"])
def test_it_takes_codes_that_fit_an_address(code: str) -> None:
    assert is_code(code)


@pytest.mark.parametrize("code", ["", "-a", "a-", "a--b", "A", "ä", "a b", "a/b", "a\n", "<script>"])
def test_it_refuses_codes_that_do_not_fit_an_address(code: str) -> None:
    assert not is_code(code)


NETWORK = "https://mcx.example"


@pytest.mark.parametrize(
    ("identifier", "code"),
    [
        ("https://mcx.example/catalogue/mu-data-1/2", "mu-data-1"),
        ("https://mcx.example/courses/mu-data-1/2", "https://mcx.example/courses/mu-data-1/2"),
        ("https://other.example/catalogue/mu-data-1/2", "https://other.example/catalogue/mu-data-1/2"),
    ],
)
def test_an_identifier_of_the_networks_own_says_the_code(identifier: str, code: str) -> None:
    assert code_of(identifier, NETWORK) == code
    assert code_of(identifier_of("mu-data-1", 2, NETWORK), NETWORK) == "mu-data-1"
