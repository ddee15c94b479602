"""The record as claims and back, and what of other issuers' credentials is read."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.errors import Malformed
from microcred.record import AchievementRecord, Person
from microcred.sdjwt import SELECTIVE, VCT, parse
from microcred.sdjwt.claims import write
from tests.microcred.cast import RECORD
from tests.microcred.records import GRADES, INSTANTS, SPECIFICATIONS


def test_the_record_comes_back_exactly() -> None:
    record, understood = parse(write(RECORD))

    assert record == RECORD
    assert set(understood) == set(write(RECORD))


@settings(max_examples=30)
@given(SPECIFICATIONS, INSTANTS, st.none() | INSTANTS, st.none() | GRADES)
def test_any_record_comes_back_exactly(specification: Any, issued: Any, until: Any, grade: Any) -> None:
    record = replace(
        RECORD,
        specification=specification,
        issued_at=issued,
        valid_from=None,
        valid_until=until,
        grade=grade,
        learner=Person(full_name="Ada"),
        parts=(RECORD,),
    )

    assert parse(write(record))[0] == record


def test_what_is_only_a_default_is_left_out() -> None:
    claims = write(RECORD)

    assert "nqf_level" in claims["micro_credential"]
    assert "parts" not in claims
    assert "region" not in claims["awarding_bodies"][1]


def test_names_are_those_of_openid_connect() -> None:
    claims = write(RECORD)

    assert (claims["given_name"], claims["birthdate"]) == ("Ada", "2001-02-03")
    assert (claims["iss"], claims["vct"], claims["iat"]) == ("did:web:uni.example", VCT, 1782898200)


@pytest.mark.parametrize("name", SELECTIVE)
def test_a_record_without_the_claims_that_may_be_hidden_is_still_a_record(name: str) -> None:
    claims = {claim: value for claim, value in write(RECORD).items() if claim != name}

    record, _ = parse(claims)

    assert isinstance(record, AchievementRecord)
    assert record.specification == RECORD.specification


FOREIGN: dict[str, Any] = {
    "vct": "urn:example:diploma:1",
    "iss": "https://other.example",
    "iat": 1782898200,
    "given_name": "Ada",
    "birthdate": "2001-02-03",
    "grade": "A",
    "issuer": "somebody",
}


def test_of_another_type_the_registered_claims_are_read() -> None:
    record, understood = parse(FOREIGN)

    assert record.issuer.id == "https://other.example"
    assert record.specification.id == "urn:example:diploma:1"
    assert record.learner.given_name == "Ada"
    assert record.grade is None
    assert understood == ("birthdate", "given_name", "iat", "iss", "vct")


@pytest.mark.parametrize(
    "change", [{"birthdate": "yesterday"}, {"given_name": 5}, {"iss": {}}, {"jti": None}]
)
def test_odd_claims_of_another_type_are_read_over(change: dict[str, Any]) -> None:
    record, _ = parse({**FOREIGN, **change})

    assert record.awarded_at.year == 2026


@pytest.mark.parametrize("iat", [None, "now", True, 1e18, -1e18])
def test_without_a_usable_date_there_is_no_record(iat: Any) -> None:
    claims = {name: value for name, value in {**FOREIGN, "iat": iat}.items() if value is not None}

    with pytest.raises(Malformed):
        parse(claims)


def test_two_issuers_are_refused() -> None:
    with pytest.raises(Malformed, match="two issuers"):
        parse({**write(RECORD), "iss": "did:web:evil.example"})


def test_an_issuer_that_only_calls_itself_so_is_refused() -> None:
    with pytest.raises(Malformed, match="two issuers"):
        parse({claim: value for claim, value in write(RECORD).items() if claim != "iss"})


@pytest.mark.parametrize(
    "change", [{"micro_credential": 5}, {"grade": "A"}, {"awarded_at": 5}, {"birthdate": "x"}]
)
def test_a_damaged_record_of_our_own_type_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        parse({**write(RECORD), **change})
