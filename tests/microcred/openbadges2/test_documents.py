"""What the versions call the same things, and where a given document says more than the hosted one."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from microcred.errors import Unreadable
from microcred.guards import LIMITS
from microcred.openbadges2 import gather
from microcred.openbadges2.documents import (
    LONGEST_URL,
    address,
    authority,
    identifier,
    is_assertion,
    issuer_id,
    moment,
)
from microcred.openbadges2.hosting import NotLoaded, check_part, difference, fetch, fetch_bytes
from microcred.report import Outcome
from tests.microcred.openbadges2.badges import BADGE, HOME, server

URL = "https://uni.example/1"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"badge": BADGE, "recipient": "a@b.example"}, True),
        ({"badge": BADGE}, False),
        ({"recipient": "a@b.example"}, False),
        ({"type": "Assertion", "revoked": True}, True),
        ({"type": ["Assertion"], "revoked": False}, True),
        ({"type": "Assertion"}, False),
        ({"type": "BadgeClass", "revoked": True}, False),
        ({"revoked": True}, False),
        ({"badge": BADGE, "recipient": "a@b.example", "credentialSubject": {}}, False),
        (["badge", "recipient"], False),
    ],
)
def test_an_assertion_has_a_badge_and_a_recipient_or_was_revoked(document: Any, expected: bool) -> None:
    assert is_assertion(document) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (URL, URL),
        ({"id": URL}, URL),
        ({"@id": URL}, URL),
        ({"id": URL, "@id": "urn:uuid:1"}, URL),
        ({"id": 5}, ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_an_id_stands_alone_or_in_its_object(value: Any, expected: str) -> None:
    assert identifier(value) == expected


@pytest.mark.parametrize(
    ("assertion", "expected"),
    [
        ({"id": URL, "verify": {"url": f"{URL}/other"}}, URL),
        ({"verify": {"url": URL}}, URL),
        ({"verification": {"url": URL}}, URL),
        ({}, ""),
    ],
)
def test_an_assertion_lives_at_its_id_or_where_it_says_it_can_be_verified(
    assertion: Any, expected: str
) -> None:
    assert address(assertion) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Uni.Example:8443/a", "uni.example:8443"),
        ("http://uni.example/a", "uni.example"),
        ("ftp://uni.example/a", ""),
        ("urn:uuid:1", ""),
        ("https://[", ""),
        ("https://x/".ljust(LONGEST_URL, "a"), "x"),
        ("https://x/".ljust(LONGEST_URL + 1, "a"), ""),
    ],
)
def test_only_a_web_address_of_sensible_length_has_an_authority(url: str, expected: str) -> None:
    assert authority(url) == expected


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ({"id": "a", "@id": "b", "origin": "c", "url": "d"}, "a"),
        ({"@id": "b", "origin": "c", "url": "d"}, "b"),
        ({"origin": "c", "url": "d"}, "c"),
        ({"url": "d"}, "d"),
        ({"name": "e"}, ""),
    ],
)
def test_an_issuer_goes_by_its_id_or_by_what_older_versions_call_it(issuer: Any, expected: str) -> None:
    assert issuer_id(issuer) == expected


DAY = datetime(2026, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-06-30", DAY),
        ("2026-06-30T00:00:00", DAY),
        ("2026-06-30T02:00:00+02:00", DAY),
        (int(DAY.timestamp()), DAY),
        (DAY.timestamp(), DAY),
        (str(int(DAY.timestamp())), DAY),
        (True, None),
        (None, None),
        ("some day", None),
        (10**30, None),
    ],
)
def test_an_instant_is_in_utc_however_it_was_written(value: Any, expected: datetime | None) -> None:
    found = moment(value)

    assert found == expected
    assert found is None or found.tzinfo is UTC


@pytest.fixture
def far_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose own time is nine hours ahead of UTC."""
    monkeypatch.setenv("TZ", "JST-9")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("far_east")
@pytest.mark.parametrize("value", ["2026-06-30", "2026-06-30T00:00:00", int(DAY.timestamp())])
def test_an_instant_is_in_utc_wherever_the_machine_stands(value: Any) -> None:
    assert moment(value) == DAY


def test_an_answer_may_be_as_large_as_anything_that_is_read_and_no_larger() -> None:
    assert len(fetch_bytes(URL, lambda _url: bytes(LIMITS.bytes))) == LIMITS.bytes
    with pytest.raises(NotLoaded, match="too large"):
        fetch_bytes(URL, lambda _url: bytes(LIMITS.bytes + 1))


def test_what_an_address_answers_is_known_by_it_unless_it_names_itself() -> None:
    assert fetch(URL, lambda _url: b'{"a":1}') == {"a": 1, "id": URL}
    assert fetch(URL, lambda _url: b'{"a":1,"id":"urn:x"}') == {"a": 1, "id": "urn:x"}
    assert fetch(URL, lambda _url: b'{"a":1,"@id":"urn:x"}') == {"a": 1, "@id": "urn:x"}
    with pytest.raises(NotLoaded, match="JSON"):
        fetch(URL, lambda _url: b"{")


def test_a_badge_that_cannot_be_fetched_names_its_address() -> None:
    with pytest.raises(Unreadable, match="The badge could not be fetched: no answer") as refused:
        gather(f"{HOME}/nowhere", server())

    assert refused.value.at == f"{HOME}/nowhere"


@pytest.mark.parametrize(
    ("given", "hosted", "where"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, ""),
        ({"a": 1, "b": 2}, {"a": 1}, "b"),
        ({"@context": "x", "a": 1}, {"@context": "y", "a": 1}, ""),
        ({"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 2}}}, "a.b.c"),
        ({"Xa": {"bX": 1}}, {"Xa": {"bX": 2}}, "Xa.bX"),
        ({"a": [1, 2]}, {"a": [1, 2]}, ""),
        ({"a": [1, 2]}, {"a": [1, 3]}, "a"),
        ({"a": [1, 2]}, {"a": [3, 2]}, "a"),
        ({"a": [1]}, {"a": 1}, ""),
        ({"a": 1}, {"a": [1]}, ""),
        ({"a": [1]}, {"a": 2}, "a"),
        ({"a": [1, 2]}, {"a": 1}, "a"),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, "a.b"),
        ({"a": [{"b": 1}]}, {"a": [{"b": 1, "c": 2}]}, ""),
        ({"a": URL}, {"a": {"id": URL, "b": 1}}, ""),
        ({"a": f"{URL}/other"}, {"a": {"id": URL}}, "a"),
        ({"badge": {"id": URL}}, {"badge": URL}, ""),
        ({"badge": {"id": URL}}, {"badge": f"{URL}/other"}, "badge"),
        ({"badge": {"id": "urn:uuid:1"}}, {"badge": "urn:uuid:1"}, "badge"),
        ({"evidence": {"id": URL}}, {"evidence": URL}, "evidence"),
        ({"badge": {"id": URL, "issuer": {"id": URL}}}, {"badge": {"id": URL, "issuer": URL}}, ""),
    ],
)
def test_what_was_given_says_nothing_that_the_hosted_document_does_not(
    given: Any, hosted: Any, where: str
) -> None:
    assert difference(given, hosted) == where


def test_an_embedded_part_without_an_address_is_as_true_as_what_it_stands_in() -> None:
    embedded = {"id": "urn:uuid:1", "name": "Data"}
    check, part = check_part("proof.badge", embedded, server())

    assert (check.outcome, part) == (Outcome.PASSED, embedded)
    nothing, left = check_part("proof.badge", 5, server())
    assert (nothing.outcome, nothing.values["url"], left) == (Outcome.UNKNOWN, "?", {})
