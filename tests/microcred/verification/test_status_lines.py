"""Each answer about a status: its outcome, its clause and its values, and when a list is believed."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from microcred import jose, status_list
from microcred.did import DatedKey
from microcred.keys import generate
from microcred.report import Check, Outcome, failed, passed
from microcred.trust import KnownIssuer, Trust
from microcred.verification.dates import show
from microcred.verification.sources import Sources
from microcred.verification.statuses import (
    LIMIT,
    NO_STATUS,
    REVOCATION_LIST,
    SOURCE,
    STANDS,
    UNDATED,
    UNPROVEN,
    UNRELIABLE,
    check_status,
    entries_of,
    unvouched,
)
from tests.microcred.cast import UNIVERSITY, record
from tests.microcred.lines import Line, line
from tests.microcred.verification.test_signed import AT, DATED, KEY, MEMBER, TRUST
from tests.microcred.verification.test_status import (
    INDEX,
    LISTED_AT,
    URL,
    kept_by,
    listing,
    living,
    published,
)

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
ENTRY = status_list.entry(url=URL, index=INDEX, purpose="revocation")
UNSAID: Line = ("status", WARNING, "VC-DM 2.0 §4.10", {}, True)
DAY, MILLISECOND, SINCE = timedelta(days=1), timedelta(milliseconds=1), show(LISTED_AT)
LISTED = {"id": URL, "type": "1EdTechRevocationList"}


def asked(
    entry: Any,
    data: bytes | None = None,
    *,
    issuer: str = UNIVERSITY.id,
    proven: KnownIssuer | None = None,
    trust: Trust | None = None,
    answer: bytes | None = None,
) -> list[Check]:
    """What is found of a credential of the university with this list at hand, or answered by its address."""
    known = trust or Trust((MEMBER,), documents={} if data is None else {URL: data})
    sources = Sources(known, None if answer is None else {URL: answer}.__getitem__)
    document = {"id": "urn:badge", "issuer": {"id": issuer}, "credentialStatus": entry}
    return list(check_status(document, sources, AT, proven))


def told(entry: Any, data: bytes | None = None, **more: Any) -> Line:
    """The one answer."""
    (check,) = asked(entry, data, **more)
    return line(check)


def entry(**changes: Any) -> dict[str, Any]:
    """The credential's entry with these changes."""
    return {**ENTRY, **changes}


def test_a_record_names_its_entries_as_a_document_does() -> None:
    named = entries_of(record())

    assert named == {
        "issuer": {"id": UNIVERSITY.id},
        "credentialStatus": [
            {
                "type": "BitstringStatusListEntry",
                "statusPurpose": one.purpose,
                "statusListIndex": str(one.index),
                "statusListCredential": one.list_url,
            }
            for one in record().status
        ],
    }
    assert named["credentialStatus"]


@pytest.mark.parametrize("nothing", [None, [], {}, "", [None], [None, None]])
def test_a_credential_that_names_no_place_is_warned_of_once(nothing: Any) -> None:
    (check,) = asked(nothing)

    assert line(check) == UNSAID
    assert check.text == NO_STATUS


@pytest.mark.parametrize("odd", ["https://uni.example/status", 5, ["https://uni.example/status"], [[]]])
def test_a_place_that_is_no_object_leaves_it_open(odd: Any) -> None:
    assert told(odd) == ("status", UNKNOWN, SOURCE, {}, True)


@pytest.mark.parametrize(
    ("types", "kind"),
    [({"type": ["Second", "First"]}, "First, Second"), ({"type": "Other"}, "Other"), ({}, "?")],
)
def test_a_place_of_another_kind_leaves_it_open_and_is_named(types: dict[str, Any], kind: str) -> None:
    assert told({"id": "urn:status", **types}) == ("status", UNKNOWN, SOURCE, {"kind": kind}, True)


def test_so_many_places_are_asked_and_no_more() -> None:
    data = published(listing())

    found = asked([entry()] * (LIMIT + 1), data)

    assert [one.outcome for one in asked([entry()] * LIMIT, data)] == [PASSED] * LIMIT
    assert [one.outcome for one in found[:-1]] == [PASSED] * LIMIT
    assert line(found[-1]) == ("status", UNKNOWN, SOURCE, {"count": "9", "limit": "8"}, True)


@pytest.mark.parametrize(
    ("other", "is_unsaid"),
    [
        ({"statusPurpose": "suspension"}, True),
        ({"statusPurpose": "revocation"}, False),
        ({"type": "StatusList2021Entry", "statusPurpose": "suspension"}, False),
    ],
)
def test_only_a_place_that_could_tell_of_a_revocation_counts(other: dict[str, Any], is_unsaid: bool) -> None:
    found = [line(one) for one in asked(entry(**other))]

    assert (UNSAID in found) is is_unsaid
    assert UNSAID not in [line(one) for one in asked([entry(), entry(**other)])]
    assert UNSAID not in [line(one) for one in asked([entry(**other), "urn:status"])]


@pytest.mark.parametrize(("address", "said"), [(URL, URL), (None, "None"), (5, "5")])
@pytest.mark.parametrize("place", ["statusListCredential", "id"])
def test_a_list_that_nobody_brings_is_named(place: str, address: Any, said: str) -> None:
    named = {**(ENTRY if place == "statusListCredential" else LISTED), place: address}

    assert told(named) == ("status", UNKNOWN, SOURCE, {"url": said}, True)


@pytest.mark.parametrize("named", [{**ENTRY, "statusListCredential": 5}, {**LISTED, "id": 5}])
def test_what_is_no_address_is_not_asked(named: dict[str, Any]) -> None:
    assert told(named, answer=b"") == ("status", UNKNOWN, SOURCE, {"url": "5"}, True)


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"{", "This is not valid JSON."),
        (published(living("a day")), "The status list does not say in milliseconds how long it may be kept."),
        (published({**listing(), "id": f"{URL}0"}), "The status list is published under another address."),
    ],
)
def test_a_list_that_cannot_be_read_says_why(document: bytes, reason: str) -> None:
    assert told(entry(), document) == ("status", UNKNOWN, SOURCE, {"reason": reason}, True)


def _doubted(data: bytes, **more: Any) -> str:
    code, outcome, source, values, has_fix = told(entry(), data, **more)
    assert (code, outcome, source, list(values), has_fix) == ("status", UNKNOWN, SOURCE, ["reason"], True)
    return values["reason"]


STRANGERS = "It is kept by someone other than the issuer."
TOO_OLD = "This copy may be older than its publisher allows."


def test_a_list_is_believed_only_of_the_one_who_is_proven_to_have_issued() -> None:
    data, other = published(listing()), replace(MEMBER, id="urn:other")

    assert _doubted(data, issuer="") == "Nothing proves who issued the credential."
    assert _doubted(data, issuer="urn:other") == STRANGERS
    assert _doubted(data, proven=other) == STRANGERS
    for proven in (MEMBER, replace(other, also=(UNIVERSITY.id,))):
        assert told(entry(), data, issuer="", proven=proven)[1] is PASSED


def test_a_list_may_be_kept_under_any_name_that_the_register_has_for_its_issuer() -> None:
    key, name = generate(), "did:web:lists.example"
    keys = (DATED, DatedKey(f"{name}#1", key.public))
    data = kept_by(name, key)

    def trust(*also: str) -> Trust:
        return Trust((replace(MEMBER, keys=keys, also=also),), documents={URL: data})

    assert told(entry(), trust=trust(name))[1] is PASSED
    assert told(entry(), trust=trust(name), issuer=name)[1] is PASSED
    assert told(entry(), trust=trust())[1] is UNKNOWN


def test_a_list_out_of_date_or_too_old_says_so() -> None:
    over, aged = published(listing(valid_until=AT - DAY)), published(living(1))
    undated = living(1)
    del undated["validFrom"]

    assert _doubted(over) == "It is out of date."
    assert (
        _doubted(aged) == _doubted(published(undated)) == "This copy may be older than its publisher allows."
    )
    assert told(entry(), answer=aged)[1] is told(entry(), answer=published(undated))[1] is PASSED
    assert _doubted(over, answer=over) == "It is out of date."


def test_a_list_whose_signature_does_not_count_says_why_before_what_else_is_odd() -> None:
    unsigned = json.dumps({**listing(), "validUntil": "soon"}).encode()
    stolen = Trust(
        (replace(MEMBER, keys=(replace(DATED, revoked_at=AT),)),), documents={URL: published(listing())}
    )

    assert _doubted(unsigned).startswith("The credential is not signed")
    assert _doubted(published({**listing(), "validUntil": "soon"})) == "Its end date cannot be read."
    assert "Nothing but the signer's own date" in _doubted(b"", trust=stolen)


def test_a_list_whose_signature_has_ended_by_then_is_not_believed() -> None:
    payload = json.dumps({**listing(), "exp": int(AT.timestamp())}).encode()
    token = jose.sign_compact({"typ": "JWT", "kid": DATED.id}, payload, KEY).encode()

    for found in (_doubted(token), _doubted(b"", trust=TRUST, answer=token)):
        assert found.startswith("The signature expired on")


def test_a_list_is_asked_at_its_address_only_where_the_copy_at_hand_is_too_old() -> None:
    good, old = published(listing(valid_until=AT + DAY)), published(listing(valid_until=AT - DAY))
    revoked = published(listing(INDEX))

    assert told(entry(), good, answer=revoked)[1] is PASSED
    assert told(entry(), old, answer=revoked)[1] is FAILED
    assert told(entry(), old)[1] is UNKNOWN


def test_two_lists_at_hand_each_give_their_own_answer() -> None:
    other = f"{URL}0"
    documents = {URL: published(listing(INDEX)), other: published({**listing(), "id": other})}
    trust = Trust((MEMBER,), documents=documents)

    found = asked([entry(), entry(statusListCredential=other)], trust=trust)

    assert [one.outcome for one in found] == [FAILED, PASSED]


@pytest.mark.parametrize("purpose", STANDS)
def test_a_list_that_does_not_name_it_says_how_fresh_that_is(purpose: str) -> None:
    named = entry(statusPurpose=purpose)
    plain = published(listing(purpose=purpose))
    until = published(listing(purpose=purpose, valid_until=AT + DAY))

    def stands(**more: Any) -> tuple[str, Line]:
        first, *_unsaid = asked(named, **more)
        return first.text, line(first)

    fine: tuple[str, Outcome, str] = ("status", PASSED, SOURCE)
    assert stands(data=plain) == (STANDS[purpose].since, (*fine, {"since": SINCE}, False))
    assert stands(data=until) == (STANDS[purpose].until, (*fine, {"until": show(AT + DAY)}, False))
    assert stands(answer=until) == stands(answer=plain) == (STANDS[purpose].now, (*fine, {}, False))


def _undated(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "validFrom"}


@pytest.mark.parametrize(
    ("purpose", "outcome", "values"),
    [
        ("revocation", FAILED, {"since": SINCE}),
        ("suspension", FAILED, {"since": SINCE}),
        ("message", WARNING, {"purpose": "message"}),
    ],
)
def test_a_list_that_names_it_says_for_what_and_since_when(
    purpose: str, outcome: Outcome, values: dict[str, str]
) -> None:
    named = published(listing(INDEX, purpose=purpose))

    first, *_unsaid = asked(entry(statusPurpose=purpose), named)

    assert line(first) == ("status", outcome, SOURCE, values, True)


def test_a_list_without_a_date_says_since_when_it_does_not_know() -> None:
    named = told(entry(), published(_undated(listing(INDEX))))
    unnamed = told(entry(), published(_undated(listing())))

    assert (named[1], named[3]) == (FAILED, {"since": "?"})
    assert unnamed == ("status", UNKNOWN, SOURCE, {"reason": UNDATED}, True)


def test_a_copy_that_says_how_long_it_is_good_or_lives_is_believed_that_long() -> None:
    days = 2 * DAY
    good, lives = listing(valid_until=AT + DAY, valid_from=AT - days), living(3 * DAY // MILLISECOND)
    del good["credentialSubject"]["ttl"]
    lives["validFrom"] = good["validFrom"]

    assert told(entry(), published(good))[1] is told(entry(), published(lives))[1] is PASSED
    assert told(entry(), published(listing(valid_from=AT - days)))[1] is UNKNOWN


def test_of_a_credential_that_nothing_proves_no_list_says_that_it_stands() -> None:
    stands = passed("status", "It stands.", REVOCATION_LIST)
    others = [failed("status", "Revoked.", SOURCE), passed("dates", "Valid.", SOURCE)]

    first, *rest = unvouched([stands, *others])

    assert line(first) == ("status", UNKNOWN, REVOCATION_LIST, {"reason": UNPROVEN}, True)
    assert first.text == UNRELIABLE
    assert rest == others


def revocations(*entries: Any, **more: Any) -> bytes:
    """1EdTech's list of the university with these entries."""
    return json.dumps({"issuer": UNIVERSITY.id, "revokedCredential": list(entries), **more}).encode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "This is not valid JSON."),
        (b"[]", STRANGERS),
        (revocations(issuer="urn:other"), STRANGERS),
    ],
)
def test_a_revocation_list_that_does_not_count_says_why(data: bytes, reason: str) -> None:
    assert told(LISTED, data) == ("status", UNKNOWN, REVOCATION_LIST, {"reason": reason}, True)


OTHER = {"id": "urn:other", "revoked": True}


@pytest.mark.parametrize("entries", [(), (OTHER,), (OTHER, {"id": "urn:badge", "revoked": False})])
def test_a_revocation_list_that_does_not_name_it_lets_it_stand(entries: tuple[Any, ...]) -> None:
    now, kept = told(LISTED, answer=revocations(*entries)), told(LISTED, revocations(*entries))

    assert now == ("status", PASSED, REVOCATION_LIST, {}, False)
    assert kept == ("status", UNKNOWN, REVOCATION_LIST, {"reason": UNDATED}, True)


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ({"revoked": True, "revocationReason": "Error"}, "Error"),
        ({"revoked": True}, "—"),
        ({}, "—"),
        ({"revoked": None}, "—"),
    ],
)
def test_a_revocation_list_that_names_it_says_why(named: dict[str, Any], reason: str) -> None:
    data = revocations(OTHER, {"id": "urn:badge", **named})

    expected = ("status", FAILED, REVOCATION_LIST, {"reason": reason}, True)
    assert told(LISTED, data) == told(LISTED, answer=data) == expected
