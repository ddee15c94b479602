"""The record as claims and back, and what of other issuers' credentials is read."""

from dataclasses import replace
from datetime import UTC, datetime
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
    assert {"name", "sub", "email"} & write(replace(RECORD, learner=Person(full_name="Ada"))).keys() == {
        "name"
    }


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


OTHERS: dict[str, Any] = {
    "vct": "urn:example:diploma:1",
    "iss": "https://other.example",
    "jti": "urn:uuid:1",
    "nbf": 1782898200,
    "exp": 1782898300,
    "sub": "did:key:z1",
    "given_name": "Ada",
    "family_name": "Byron",
    "name": "Ada Byron",
    "birthdate": "2001-02-03",
    "email": "ada@uni.example",
    "learner_identifiers": [{"scheme": "x", "value": "y"}],
}


def test_every_registered_claim_of_another_type_has_its_place() -> None:
    record, understood = parse(OTHERS)

    learner = record.learner
    assert (record.id, record.issuer.id, record.specification.id) == (
        "urn:uuid:1",
        "https://other.example",
        "urn:example:diploma:1",
    )
    assert record.awarding_bodies == (record.issuer,)
    assert record.issued_at == record.awarded_at == record.valid_from
    assert record.valid_until == datetime.fromtimestamp(1782898300, UTC)
    assert (learner.id, learner.given_name, learner.family_name) == ("did:key:z1", "Ada", "Byron")
    assert (learner.full_name, str(learner.birth_date), learner.email) == (
        "Ada Byron",
        "2001-02-03",
        "ada@uni.example",
    )
    assert learner.identifiers == ()
    assert understood == tuple(sorted(OTHERS))


def test_a_credential_was_issued_when_it_says_so_and_else_when_it_began() -> None:
    both, _names = parse({**OTHERS, "iat": 1782898201})

    assert both.issued_at == datetime.fromtimestamp(1782898201, UTC)
    assert both.valid_from == datetime.fromtimestamp(1782898200, UTC)


@pytest.mark.parametrize("claim", ["iat", "nbf", "exp"])
@pytest.mark.parametrize("seconds", ["soon", True, 1e18, -1e18, None])
def test_a_date_that_is_none_is_named(claim: str, seconds: Any) -> None:
    with pytest.raises(Malformed) as refused:
        parse({**OTHERS, claim: seconds})

    assert refused.value.at == claim


def test_a_record_without_date_or_with_two_issuers_is_named_by_its_place() -> None:
    dateless = {name: value for name, value in OTHERS.items() if name != "nbf"}

    for claims, at in ((dateless, "iat"), ({**write(RECORD), "iss": "did:web:evil.example"}, "iss")):
        with pytest.raises(Malformed) as refused:
            parse(claims)
        assert refused.value.at == at


def test_what_another_type_says_without_meaning_it_so_is_not_understood() -> None:
    record, understood = parse({**OTHERS, "grade": "A", "awarded_at": "2020-01-01T00:00:00Z", "cnf": {}})

    assert record.grade is None
    assert record.awarded_at == record.issued_at
    assert understood == tuple(sorted([*OTHERS, "cnf"]))


def test_what_another_type_does_not_say_stays_empty() -> None:
    record, understood = parse({"vct": "urn:example:diploma:1", "nbf": 1.5})

    assert record.learner == Person()
    assert (record.id, record.issuer.id, record.valid_until) == ("", "", None)
    assert record.issued_at == datetime.fromtimestamp(1.5, UTC)
    assert understood == ("nbf", "vct")
