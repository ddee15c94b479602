"""A register knows who was a member when, and a trust file says so or is refused."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from microcred.accreditation import ConditionalRule, Decision
from microcred.did import DatedKey, document
from microcred.errors import Malformed
from microcred.jades import issue_test_seal
from microcred.keys import generate
from microcred.trust import (
    REMEMBERED,
    KnownIssuer,
    KnownSeal,
    Trust,
    is_within,
    read_trust,
    write_trust,
)
from tests.microcred.elm.cast import SEAL_HOLDER

UNIVERSITY = KnownIssuer(
    "did:web:uni.example",
    "Example University",
    "Example Network",
    member_from=date(2024, 1, 1),
    member_until=date(2026, 12, 31),
    also=("https://uni.example/",),
)
KEY = generate()
PUBLISHED = document("did:web:uni.example", [DatedKey("did:web:uni.example#1", KEY.public)])
FILE: dict[str, Any] = {
    "as_of": "2026-11-01",
    "issuers": [
        {
            "id": "did:web:uni.example",
            "name": "Example University",
            "registry": "Example Network",
            "also": ["https://uni.example/"],
            "member_from": "2024-01-01",
            "accreditations": [
                {
                    "title": "Institutional accreditation",
                    "kind": "institutional",
                    "agency": "Example Agency",
                    "valid_until": "2030-01-01",
                }
            ],
            "did_document": PUBLISHED,
        }
    ],
}


@pytest.mark.parametrize(
    ("day", "is_member"),
    [
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_membership_counts_both_its_first_and_its_last_day(day: date, is_member: bool) -> None:
    assert UNIVERSITY.is_member_on(day) is is_member


@pytest.mark.parametrize(
    ("day", "is_member"),
    [
        (date(2025, 6, 30), True),
        (date(2025, 7, 1), False),
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
    ],
)
def test_between_two_memberships_it_is_no_member(day: date, is_member: bool) -> None:
    came_back = replace(UNIVERSITY, away=((date(2025, 7, 1), date(2025, 12, 31)),))

    (read,) = read_trust(write_trust(Trust((came_back,)))).issuers

    assert came_back.is_member_on(day) is is_member
    assert read.is_member_on(day) is is_member


def test_an_open_end_is_no_limit() -> None:
    assert is_within(date(1900, 1, 1), None, None)


def test_an_institution_is_found_under_each_of_its_identifiers() -> None:
    trust = Trust((UNIVERSITY,))

    assert trust.known("did:web:uni.example") is UNIVERSITY
    assert trust.known("https://uni.example/") is UNIVERSITY
    assert trust.known("did:web:uni.example.evil") is None


def test_the_first_register_that_knows_an_identifier_answers() -> None:
    other = replace(UNIVERSITY, registry="Another network", also=())

    assert Trust((UNIVERSITY, other)).known("did:web:uni.example") is UNIVERSITY
    assert Trust((other, UNIVERSITY)).known("https://uni.example/") is UNIVERSITY


def test_an_answer_is_worked_out_once_and_the_oldest_is_forgotten() -> None:
    trust, asked = Trust(), Counter[int]()

    def work_out(question: int) -> str:
        asked[question] += 1
        return str(question)

    for question in (1, 1, *range(2, REMEMBERED + 2), 2, 1):
        assert trust.remember(question, partial(work_out, question)) == str(question)

    assert asked[1] == 2
    assert asked[2] == 1
    assert len(trust._answers) <= REMEMBERED


def test_what_is_known_of_an_issuer_on_a_day_is_said_of_no_other_issuer_and_no_other_day() -> None:
    other, day = replace(UNIVERSITY, id="did:web:other.example", also=()), date(2026, 1, 1)
    trust = Trust((UNIVERSITY, other))
    asked = [(UNIVERSITY, day), (other, day), (UNIVERSITY, date(2026, 1, 2))]

    answers = [trust.remember_issuer(*one, partial(str, number)) for number, one in enumerate(asked)]

    assert answers == ["0", "1", "2"]


def test_another_trust_remembers_nothing() -> None:
    trust = Trust((UNIVERSITY,))
    trust.remember("question", lambda: "old")

    assert replace(trust, documents={}).remember("question", lambda: "new") == "new"
    assert replace(trust, issuers=()).known("did:web:uni.example") is None


def test_with_other_documents_it_knows_the_same_issuers_and_nothing_of_the_old_documents() -> None:
    trust = Trust((UNIVERSITY,), documents={"urn:a": b"old"}, as_of=date(2026, 1, 1))
    trust.remember("what is in it?", lambda: "old")
    trust.remember_issuer(UNIVERSITY, date(2026, 1, 2), lambda: "accredited")
    trust.remember_issuers("names", lambda: "one")

    other = trust.with_documents({"urn:b": b"new"}, as_of=date(2026, 1, 2))

    assert other == Trust((UNIVERSITY,), documents={"urn:b": b"new"}, as_of=date(2026, 1, 2))
    assert other.known(UNIVERSITY.id) is UNIVERSITY
    assert other.remember("what is in it?", lambda: "new") == "new"
    assert other.remember_issuer(UNIVERSITY, date(2026, 1, 2), lambda: "asked again") == "accredited"
    assert other.remember_issuers("names", lambda: "asked again") == "one"
    assert trust.remember("what is in it?", lambda: "asked again") == "old"
    assert (trust.documents, trust.as_of) == ({"urn:a": b"old"}, date(2026, 1, 1))


def test_a_trust_file_is_read() -> None:
    trust = read_trust(json.dumps(FILE).encode())

    (issuer,) = trust.issuers
    assert trust.as_of == date(2026, 11, 1)
    assert issuer.accreditations[0].valid_until == date(2030, 1, 1)
    assert issuer.keys[0].public == KEY.public


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ({"issuers": {}}, "“issuers” is not a list"),
        ({"issuers": ["did:web:uni.example"]}, "an issuer is not an object"),
        ({"issuers": [{"id": "did:web:uni.example"}]}, "“name” is missing"),
        ({"issuers": [{**FILE["issuers"][0], "name": ""}]}, "“name” is missing"),
        ({"issuers": [{**FILE["issuers"][0], "name": 5}]}, "“name” is missing"),
        ({"as_of": "soon"}, "soon"),
        ({"certificates": ["-----BEGIN CERTIFICATE-----"]}, "PEM"),
        ({"issuers": [{**FILE["issuers"][0], "did_document": {"id": 1}}]}, "no id"),
        ({"documents": []}, "documents is not an object"),
    ],
)
def test_a_wrong_trust_file_is_refused(damage: dict[str, Any], reason: str) -> None:
    with pytest.raises(Malformed, match=f"The trust file is wrong: .*{reason}"):
        read_trust(json.dumps({**FILE, **damage}).encode())


def test_a_trust_file_is_an_object() -> None:
    with pytest.raises(Malformed, match="the file is not an object"):
        read_trust(b"[]")


def test_what_a_register_knows_goes_into_a_file_and_comes_back() -> None:
    at = datetime(2026, 7, 1, tzinfo=UTC)
    seals = [issue_test_seal(SEAL_HOLDER, at=at, algorithm="ES256").chain[0] for _time in range(3)]
    accreditation = Decision({"en": "Audit"}, "institutional", "Agency", valid_from=date(2020, 1, 1))
    known = replace(
        UNIVERSITY,
        keys=(DatedKey("did:web:uni.example#1", KEY.public, valid_from=at),),
        accreditations=(accreditation,),
        seals=(KnownSeal(seals[0]), KnownSeal(seals[1], at, at + timedelta(days=1)), KnownSeal(seals[2], at)),
    )
    documents = {
        "https://uni.example/list": b'{"id":"https://uni.example/list"}',
        "https://uni.example/t": b"a.b.c",
    }
    trust = Trust((known,), (seals[0],), date(2026, 7, 1), documents)

    assert read_trust(write_trust(trust)) == trust


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ({"de": "Prüfung", "en": "Audit"}, "Audit"),
        ({"de": "Prüfung"}, "Prüfung"),
        ({}, "institutional"),
    ],
)
def test_a_decision_is_written_by_its_english_title_or_another_or_its_kind(
    title: dict[str, str], written: str
) -> None:
    audited = replace(UNIVERSITY, accreditations=(Decision(title, "institutional", "Agency"),))

    issuer = json.loads(write_trust(Trust((audited,))))["issuers"][0]

    assert issuer["accreditations"][0]["title"] == written


def test_a_file_can_be_read_by_people_and_names_no_keys_where_none_are_known() -> None:
    file = write_trust(Trust((UNIVERSITY,)))

    assert b'\n  "issuers": [\n    {' in file
    assert "did_document" not in json.loads(file)["issuers"][0]


def test_decisions_come_back_with_their_end_and_conditions_and_the_rule_about_them() -> None:
    decision = Decision(
        {"en": "Audit"},
        "institutional",
        "Agency",
        agency_id="https://data.deqar.eu/agency/63",
        decision="conditions",
        conditions="Hire a librarian.",
        valid_from=date(2020, 1, 1),
        ended_from=date(2026, 1, 1),
        overruled_by="Second audit",
    )
    rules = (ConditionalRule(True), ConditionalRule(False, date(2026, 1, 1), "Charter 2"))
    trust = Trust((replace(UNIVERSITY, accreditations=(decision,)),), conditional=rules)

    assert read_trust(write_trust(trust)) == trust


def test_a_file_of_before_says_nothing_of_ends_or_rules() -> None:
    trust = read_trust(json.dumps(FILE).encode())
    [decision] = trust.issuers[0].accreditations

    assert decision == Decision(
        {"en": "Institutional accreditation"},
        "institutional",
        "Example Agency",
        valid_until=date(2030, 1, 1),
    )
    assert trust.conditional == ()


@pytest.mark.parametrize("rule", [{}, {"counts": "yes"}, {"counts": True, "since": "soon"}, "counts"])
def test_a_rule_about_conditions_that_is_none_makes_the_file_wrong(rule: Any) -> None:
    with pytest.raises(Malformed, match="trust file is wrong"):
        read_trust(json.dumps({"conditional_accreditation": [rule]}).encode())


@pytest.mark.parametrize(
    "seal",
    [{}, {"certificate": "no PEM"}, {"certificate": 7}, "PEM", {"certificate": "x", "ended_at": "soon"}],
)
def test_a_seal_that_is_none_makes_the_file_wrong(seal: Any) -> None:
    issuer = FILE["issuers"][0] | {"seals": [seal]}

    with pytest.raises(Malformed, match="trust file is wrong"):
        read_trust(json.dumps({"issuers": [issuer]}).encode())
