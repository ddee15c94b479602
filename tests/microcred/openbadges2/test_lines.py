"""Each answer about an old badge: its outcome, its clause, its values, and whether it says what to do."""

from datetime import timedelta
from typing import Any

import pytest

from microcred.errors import Malformed
from microcred.openbadges2 import check, check_recipient, examine, payload
from microcred.openbadges2.checking import DATES, PROOF, SCHEMA, STATUS
from microcred.openbadges2.hosting import SCOPE
from microcred.openbadges2.hosting import SOURCE as HOSTED
from microcred.openbadges2.recipients import SOURCE as RECIPIENT
from microcred.openbadges2.signing import SOURCE as KEY_SOURCE
from microcred.report import Outcome
from tests.microcred.lines import Line, line
from tests.microcred.openbadges2.badges import (
    ADA,
    ASSERTION,
    BADGE,
    EMBEDDED,
    HOME,
    ISSUER,
    NOW,
    OTHER_KEY,
    PUBLISHED_KEY,
    SIGNED,
    server,
    sign,
)

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
URL, KEY_URL, WHO = f"{HOME}/assertion/1", f"{HOME}/key", f"{HOME}/issuer"
Answers = dict[str, Any]


def hosted(assertion: Answers = ASSERTION, **answers: Any) -> dict[str, Line]:
    """What is found out about a hosted badge, by code, with some of the server's answers changed."""
    load = server({f"{HOME}/{name}": answer for name, answer in answers.items()})
    return by_code(assertion, load)


def signed(assertion: Answers = SIGNED, jws: bytes | None = None, **answers: Any) -> dict[str, Line]:
    """The same of a signed one."""
    load = server({f"{HOME}/{name}": answer for name, answer in answers.items()})
    return by_code(assertion, load, sign(assertion) if jws is None else jws)


def by_code(assertion: Answers, load: Any = None, jws: bytes = b"", at: Any = NOW) -> dict[str, Line]:
    """Each check without its words; every code is there once."""
    found = [line(one) for one in check(assertion, at=at, load=load, jws=jws)]
    lines = {one[0]: one for one in found}
    assert len(lines) == len(found)
    return lines


def without(document: Answers, *names: str, **more: Any) -> Answers:
    """The document without these members, with others."""
    return {name: value for name, value in document.items() if name not in names} | more


SCHEMA_HOLDS: Line = ("schema", PASSED, SCHEMA, {}, False)
CONFIRMED: Line = ("proof", PASSED, PROOF, {}, False)
NOT_REVOKED: Line = ("status", PASSED, STATUS, {}, False)
UNLISTED: Line = ("status", WARNING, STATUS, {}, True)
IN_TIME: Line = ("dates", PASSED, DATES, {"on": "2026-06-30"}, False)


def test_all_that_is_found_out_about_a_hosted_badge_that_stands() -> None:
    assert [*hosted().values()] == [
        SCHEMA_HOLDS,
        CONFIRMED,
        ("proof.hosted", PASSED, HOSTED, {"url": URL}, False),
        ("proof.badge", PASSED, HOSTED, {"url": f"{HOME}/badge"}, False),
        ("proof.issuer", PASSED, HOSTED, {"url": WHO}, False),
        ("proof.scope", PASSED, SCOPE, {"issuer": WHO}, False),
        NOT_REVOKED,
        IN_TIME,
    ]


def test_all_that_is_found_out_about_a_signed_badge_that_stands() -> None:
    assert [*signed().values()] == [
        SCHEMA_HOLDS,
        CONFIRMED,
        ("proof.badge", PASSED, HOSTED, {"url": f"{HOME}/badge"}, False),
        ("proof.issuer", PASSED, HOSTED, {"url": WHO}, False),
        ("key", PASSED, KEY_SOURCE, {"url": KEY_URL, "issuer": WHO}, False),
        ("proof.signature", PASSED, KEY_SOURCE, {}, False),
        UNLISTED,
        IN_TIME,
    ]


def test_without_a_signed_badge_around_it_an_assertion_is_asked_as_a_hosted_one() -> None:
    assert examine(ASSERTION, at=NOW, load=server()).owners == (WHO,)


@pytest.mark.parametrize(
    ("assertion", "url"),
    [
        (ASSERTION, URL),
        (without(ASSERTION, "id"), "?"),
        (without(ASSERTION, "id", "verification", verify={"type": "hosted", "url": URL}), URL),
    ],
)
def test_without_network_the_address_is_named_that_could_confirm_it(assertion: Answers, url: str) -> None:
    found = by_code(assertion)

    assert found["proof"] == ("proof", UNKNOWN, PROOF, {}, True)
    assert found["proof.hosted"] == ("proof.hosted", UNKNOWN, PROOF, {"url": url}, True)
    assert found["status"] == ("status", UNKNOWN, STATUS, {}, True)


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ({"creator": KEY_URL, "url": URL}, KEY_URL),
        ({"url": URL}, URL),
        ({}, "?"),
    ],
)
def test_without_network_the_address_of_the_key_is_named(said: Answers, url: str) -> None:
    assertion = {**SIGNED, "verification": {"type": "SignedBadge", **said}}

    found = by_code(assertion, jws=sign(assertion))

    assert found["proof.signature"] == ("proof.signature", UNKNOWN, PROOF, {"url": url}, True)
    assert found["key"] == ("key", UNKNOWN, PROOF, {}, True)


@pytest.mark.parametrize(
    ("jws", "source", "values"),
    [
        (b"", PROOF, {}),
        (sign({**SIGNED, "narrative": "Other"}), PROOF, {}),
        (b"a.b", PROOF, {"reason": "A token has three parts with two dots between them."}),
        (sign(SIGNED, OTHER_KEY), KEY_SOURCE, {}),
    ],
)
def test_what_is_wrong_with_the_signature_is_told_with_what_to_do(
    jws: bytes, source: str, values: dict[str, str]
) -> None:
    found = signed(jws=jws)

    assert found["proof"] == ("proof", FAILED, PROOF, {}, True)
    assert found["proof.signature"] == ("proof.signature", FAILED, source, values, True)


NAMELESS = {**SIGNED, "verification": {"type": "SignedBadge"}}
UNNAMED = {**SIGNED, "badge": {**BADGE, "id": "urn:uuid:3", "issuer": {"name": "Somebody"}}}
NO_KEY = without(ISSUER, "publicKey")


@pytest.mark.parametrize(
    ("assertion", "answers", "expected"),
    [
        (SIGNED, {"issuer": None}, (UNKNOWN, {}, False)),
        (SIGNED, {"key": None}, (UNKNOWN, {"url": KEY_URL, "reason": "no answer"}, True)),
        (NAMELESS, {"issuer": NO_KEY}, (UNKNOWN, {"url": "?", "reason": "it is not a web address"}, True)),
        (NAMELESS, {"issuer": {**ISSUER, "publicKey": [KEY_URL, URL]}}, (UNKNOWN, {"url": "?"}, True)),
        (NAMELESS, {}, (PASSED, {"url": KEY_URL, "issuer": WHO}, False)),
        (SIGNED, {"key": {}}, (FAILED, {"url": KEY_URL, "reason": "There is no publicKeyPem."}, False)),
        (
            SIGNED,
            {"key": {**PUBLISHED_KEY, "owner": "https://evil.example"}},
            (FAILED, {"url": KEY_URL, "issuer": WHO}, True),
        ),
        (UNNAMED, {}, (FAILED, {"url": KEY_URL, "issuer": "?"}, True)),
        (
            SIGNED,
            {"issuer": NO_KEY, "key": b"\n" + PUBLISHED_KEY["publicKeyPem"].encode()},
            (PASSED, {"url": KEY_URL, "issuer": WHO}, False),
        ),
    ],
)
def test_whose_key_it_is_is_told_with_its_address(
    assertion: Answers, answers: Answers, expected: tuple[Outcome, dict[str, str], bool]
) -> None:
    code, outcome, source, values, is_told_what_to_do = signed(assertion, **answers)["key"]

    assert (code, source) == ("key", KEY_SOURCE)
    assert outcome is expected[0]
    assert expected[1].items() <= values.items()
    assert is_told_what_to_do is expected[2]


@pytest.mark.parametrize(
    ("header", "at", "words"),
    [
        ({"alg": "x" * 41}, "alg", f"The algorithm “{'x' * 40}” is not allowed for signed badges."),
        ({"alg": "none"}, "alg", "The algorithm “none” is not allowed for signed badges."),
        ({"crit": []}, "crit", "The signature requires extensions that signed badges do not have."),
        ({"b64": True}, "crit", "The signature requires extensions that signed badges do not have."),
    ],
)
def test_a_header_that_is_not_allowed_is_named(header: Answers, at: str, words: str) -> None:
    with pytest.raises(Malformed) as refused:
        payload(sign(SIGNED, **header))

    assert (refused.value.at, refused.value.message) == (at, words)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (
            {"type": "Other", "badge": {**BADGE, "name": "", "criteria": None}},
            "type, badge.name, badge.criteria",
        ),
        ({"badge": {**BADGE, "issuer": {"id": WHO}}}, "badge.issuer.name, badge.issuer.url"),
        ({"@context": 5}, "@context"),
        ({"recipient": {"type": "email", "hashed": False, "identity": ""}}, "recipient"),
        ({"recipient": {"type": "email", "hashed": True, "identity": ADA}}, "recipient"),
        ({"recipient": "nobody", "verification": {}}, "recipient"),
        ({"recipient": 5}, "recipient"),
    ],
)
def test_what_a_badge_lacks_is_told_with_what_to_do(change: Answers, names: str) -> None:
    found = by_code({**ASSERTION, **change})["schema"]

    assert found == ("schema", FAILED, SCHEMA, {"names": names}, True)


HASHED = "sha256$" + "AB" * 32


@pytest.mark.parametrize(
    "assertion",
    [
        {**ASSERTION, "recipient": {"type": "email", "hashed": False, "identity": ADA}},
        {**ASSERTION, "recipient": {"type": "email", "hashed": True, "identity": HASHED}},
        {**ASSERTION, "@context": {"badge": "https://w3id.org/openbadges#badge"}},
        {**ASSERTION, "recipient": ADA, "verification": {}},
        {**ASSERTION, "recipient": HASHED, "verification": {}},
        without(ASSERTION, "issuedOn", issued_on="2026-06-30"),
        {**ASSERTION, "badge": {**BADGE, "issuer": {"origin": "https://uni.example"}}},
        {**ASSERTION, "badge": without(BADGE, "id")},
        {"type": "Assertion", "id": URL, "revoked": True},
    ],
)
def test_what_the_versions_call_otherwise_is_not_missed(assertion: Answers) -> None:
    assert by_code(assertion)["schema"] == SCHEMA_HOLDS


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"issuedOn": None}, (UNKNOWN, {}, False)),
        ({"issuedOn": "2026-06-30"}, (PASSED, {"on": "2026-06-30"}, False)),
        ({"issuedOn": NOW.isoformat()}, (PASSED, {"on": "2026-11-23"}, False)),
        ({"issuedOn": (NOW + timedelta(days=1)).isoformat()}, (FAILED, {"on": "2026-11-24"}, True)),
        ({"expires": "2026-06-30T10:00:00Z"}, (FAILED, {"on": "2026-06-30"}, True)),
        ({"expires": "2026-06-30T10:00:01Z"}, (FAILED, {"on": "2026-06-30"}, True)),
        ({"expires": NOW.isoformat()}, (FAILED, {"on": "2026-11-23"}, True)),
        ({"expires": (NOW + timedelta(seconds=1)).isoformat()}, (PASSED, {"on": "2026-06-30"}, False)),
    ],
)
def test_the_dates_are_told_with_the_day(
    dates: Answers, expected: tuple[Outcome, dict[str, str], bool]
) -> None:
    assert by_code({**ASSERTION, **dates})["dates"] == ("dates", expected[0], DATES, *expected[1:])


def test_the_older_name_of_the_date_counts_too_and_a_badge_that_lasts_no_time_never_stood() -> None:
    older = without(ASSERTION, "issuedOn", issued_on="2026-06-30")
    never = {**ASSERTION, "expires": ASSERTION["issuedOn"]}

    assert by_code(older)["dates"] == IN_TIME
    [told] = [one for one in check(never, at=NOW) if one.code == "dates"]
    assert told.message == "The badge expires on 2026-06-30, before it was issued."


@pytest.mark.parametrize(
    ("reason", "values", "words"),
    [
        ("Error", {"reason": "Error"}, "The issuer has revoked the badge: Error"),
        ("", {}, "The issuer has revoked the badge."),
    ],
)
def test_a_revocation_is_told_with_its_reason(reason: str, values: dict[str, str], words: str) -> None:
    revoked = {"id": URL, "type": "Assertion", "revoked": True, "revocationReason": reason}

    [told] = [one for one in check(ASSERTION, at=NOW, load=server({URL: revoked})) if one.code == "status"]
    code, outcome, source, said, is_told_what_to_do = line(told)

    assert (code, outcome, source, is_told_what_to_do) == ("status", FAILED, STATUS, True)
    assert values.items() <= said.items()
    assert told.message == words
    assert hosted(**{"assertion/1": revoked})["proof.hosted"] == (
        "proof.hosted", PASSED, HOSTED, {"url": URL}, False,
    )  # fmt: skip


def test_a_status_that_could_not_be_asked_says_why() -> None:
    found = by_code(ASSERTION, server({URL: None}))["status"]

    assert found == ("status", UNKNOWN, STATUS, {"reason": "no answer"}, True)


LIST = f"{HOME}/revoked"
LISTING = {**ISSUER, "revocationList": LIST}


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ({"id": LIST, "abc": "Error"}, "Error"),
        ({"id": "abc"}, None),
        ({"revokedAssertions": [], "abc": "Error"}, None),
        ({"issuer": WHO, "revokedAssertions": [{"uid": "abc", "revocationReason": "Wrong"}]}, "Wrong"),
        ({"revokedAssertions": [{"uid": ""}]}, None),
    ],
)
def test_a_list_of_revoked_badges_names_them_in_either_form(entries: Answers, reason: str | None) -> None:
    found = signed({**SIGNED, "uid": "abc"}, issuer=LISTING, revoked=entries)["status"]

    assert found == (("status", FAILED, STATUS, {"reason": reason}, True) if reason else NOT_REVOKED)


def test_an_issuer_without_an_address_may_name_its_list_and_no_badge_is_meant_by_an_empty_number() -> None:
    embedded = {**BADGE, "issuer": without(LISTING, "id")}
    alone, empty = {"revokedAssertions": ["abc"]}, {"revokedAssertions": [{"uid": ""}]}

    assert signed({**SIGNED, "uid": "abc", "badge": embedded}, revoked=alone)["status"][1] is FAILED
    assert signed({**SIGNED, "uid": "abc", "badge": embedded}, revoked=empty)["status"][1] is UNKNOWN
    assert signed({**SIGNED, "uid": ""}, issuer=LISTING, revoked=empty)["status"] == NOT_REVOKED
    assert signed({**SIGNED, "uid": "id"}, issuer=LISTING, revoked={"id": LIST})["status"] == NOT_REVOKED


@pytest.mark.parametrize(
    ("assertion", "answers", "expected"),
    [
        (ASSERTION, {"badge": None}, (UNKNOWN, {"url": f"{HOME}/badge", "reason": "no answer"}, True)),
        (
            {**ASSERTION, "badge": None},
            {"assertion/1": {**ASSERTION, "badge": None}},
            (UNKNOWN, {"url": "?"}, True),
        ),
        (
            EMBEDDED,
            {"badge": {**BADGE, "name": "Other"}},
            (FAILED, {"url": f"{HOME}/badge", "where": "name"}, True),
        ),
        (
            {**ASSERTION, "badge": {**BADGE, "id": "urn:uuid:2"}},
            {"assertion/1": {**ASSERTION, "badge": {**BADGE, "id": "urn:uuid:2"}}},
            (PASSED, {}, False),
        ),
        (
            {**ASSERTION, "badge": f"{HOME}/old"},
            {"old": BADGE, "assertion/1": {**ASSERTION, "badge": f"{HOME}/old"}},
            (WARNING, {"url": f"{HOME}/old", "name": f"{HOME}/badge"}, False),
        ),
    ],
)
def test_a_part_is_told_with_its_address(
    assertion: Answers, answers: Answers, expected: tuple[Outcome, dict[str, str], bool]
) -> None:
    code, outcome, source, values, is_told_what_to_do = hosted(assertion, **answers)["proof.badge"]

    assert (code, source, outcome) == ("proof.badge", HOSTED, expected[0])
    assert expected[1].items() <= values.items()
    assert is_told_what_to_do is expected[2]


def test_where_a_badge_may_be_hosted_is_told_with_both_addresses() -> None:
    elsewhere = {**ISSUER, "verification": {"allowedOrigins": "uni.example"}}
    alone = {**ASSERTION, "badge": {**BADGE, "id": "urn:uuid:2", "issuer": {"name": "Somebody"}}}

    assert hosted(issuer=elsewhere)["proof.scope"] == (
        "proof.scope", FAILED, SCOPE, {"url": URL, "issuer": WHO}, True,
    )  # fmt: skip
    assert hosted(alone, **{"assertion/1": alone})["proof.scope"] == (
        "proof.scope",
        UNKNOWN,
        SCOPE,
        {},
        False,
    )
    assert hosted({**ASSERTION, "id": "urn:uuid:1"})["proof.hosted"] == (
        "proof.hosted", FAILED, HOSTED, {}, True,
    )  # fmt: skip


def test_an_issuer_that_only_the_assertion_names_is_not_asked_in_the_hosted_ones_place() -> None:
    other = {**ISSUER, "id": f"{HOME}/other"}
    given = {**ASSERTION, "badge": {**BADGE, "issuer": other}}

    found = hosted(given, **{"assertion/1": given, "other": other})

    assert found["proof.badge"][1:4] == (FAILED, HOSTED, {"url": f"{HOME}/badge", "where": "issuer"})
    assert found["proof.issuer"] == ("proof.issuer", PASSED, HOSTED, {"url": WHO}, False)


HASH_OF_ADA = ASSERTION["recipient"]["identity"]


@pytest.mark.parametrize(
    ("assertion", "identity", "expected"),
    [
        ({}, ADA, (UNKNOWN, {}, False)),
        ({"recipient": {"identity": ""}}, ADA, (UNKNOWN, {}, False)),
        ({"recipient": {"identity": 5}}, ADA, (UNKNOWN, {}, False)),
        ({"recipient": {"hashed": True, "identity": "sha9$00"}}, ADA, (UNKNOWN, {}, False)),
        (ASSERTION, ADA, (PASSED, {"identity": ADA}, False)),
        ({"recipient": HASH_OF_ADA, "salt": "pepper"}, ADA, (PASSED, {"identity": ADA}, False)),
        ({"recipient": HASH_OF_ADA}, ADA, (FAILED, {"identity": ADA}, True)),
        ({"recipient": ADA}, ADA, (PASSED, {"identity": ADA}, False)),
        ({"recipient": {"hashed": False, "identity": HASH_OF_ADA}}, ADA, (FAILED, {"identity": ADA}, True)),
        (
            {
                "recipient": {
                    "identity": "sha256$9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "salt": None,
                }
            },
            "TEST",
            (PASSED, {"identity": "TEST"}, False),
        ),
        (ASSERTION, "Eva\ud800", (FAILED, {"identity": "Eva\ud800"}, True)),
    ],
)
def test_whose_badge_it_is_is_told_with_the_one_who_was_asked_about(
    assertion: Answers, identity: str, expected: tuple[Outcome, dict[str, str], bool]
) -> None:
    found = line(check_recipient(assertion, identity))

    assert found == ("recipient", expected[0], RECIPIENT, *expected[1:])
