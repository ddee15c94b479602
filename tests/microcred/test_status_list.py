"""Status lists: bits, encoding, the credential around them, and lists made to hurt."""

import gzip
import random
import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred import multibase, status_list
from microcred.errors import Malformed, NotWritable, TooLarge
from microcred.jsonld import unmapped_terms
from microcred.status_list import ENTRIES, LARGEST, LONGEST_LIFE, StatusList

URL = "https://uni.example/status/revocation/1"
ALL_ZERO = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def listing(statuses: StatusList, **members: Any) -> dict[str, Any]:
    """The list as the university publishes it."""
    made = status_list.credential(
        statuses,
        url=URL,
        issuer="did:web:uni.example",
        purpose="revocation",
        valid_from=datetime(2026, 11, 23, 10, tzinfo=UTC),
    )
    return made | {"credentialSubject": made["credentialSubject"] | members}


def test_the_example_of_the_recommendation_is_an_empty_list() -> None:
    statuses = StatusList.decode(ALL_ZERO)

    assert len(statuses) == 131_072
    assert not any(bytes(statuses))


@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(0, ENTRIES - 1), max_size=50))
def test_what_was_set_is_set_after_encoding(indexes: set[int]) -> None:
    statuses = StatusList()
    for index in indexes:
        statuses[index] = True

    again = StatusList.decode(statuses.encode())

    assert {index for index in indexes | {0, 1, ENTRIES - 1} if again[index]} == indexes
    assert again.encode() == statuses.encode()


def test_the_first_bit_is_the_leftmost() -> None:
    statuses = StatusList()
    statuses[0] = True

    assert bytes(statuses)[:1] == b"\x80"
    statuses[0] = False
    assert not statuses[0]
    statuses[94_567] = True
    assert bytes(statuses)[94_567 // 8] == 1


@pytest.mark.parametrize("index", [-1, ENTRIES, 10**12])
def test_an_index_outside_the_list_is_a_range_error(index: int) -> None:
    with pytest.raises(Malformed, match="RANGE_ERROR") as refused:
        StatusList()[index]

    assert refused.value.message.values == {"count": str(ENTRIES), "index": str(index)}


def test_a_list_is_never_too_small_to_hide_in() -> None:
    with pytest.raises(Malformed):
        StatusList(ENTRIES - 8)
    with pytest.raises(Malformed):
        StatusList.decode(multibase.encode(gzip.compress(bytes(100)), "u"))


def test_a_list_may_be_as_large_as_we_unpack_and_no_larger() -> None:
    largest = StatusList(LARGEST)

    assert len(StatusList.decode(largest.encode())) == LARGEST
    with pytest.raises(Malformed) as refused:
        StatusList(LARGEST + 8)
    assert refused.value.message.values == {
        "least": str(ENTRIES),
        "most": str(LARGEST),
        "count": str(LARGEST + 8),
    }


def test_an_encoded_list_does_not_tell_when_it_was_made() -> None:
    assert multibase.decode(StatusList().encode(), bases="u")[4:8] == bytes(4)


def test_a_list_is_refused_with_the_one_base_that_it_may_have() -> None:
    with pytest.raises(Malformed, match="not multibase in u: "):
        StatusList.decode("\xfc")


def test_a_list_that_unpacks_to_gigabytes_is_refused_in_little_memory() -> None:
    bomb = multibase.encode(gzip.compress(bytes(50_000_000)), "u")
    tracemalloc.start()

    with pytest.raises(TooLarge):
        StatusList.decode(bomb)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 12_000_000


@pytest.mark.parametrize(
    "text",
    [
        None,
        5,
        "",
        "u",
        "uAAAA",
        "zH4sI",
        "H4sI====",
        ALL_ZERO[:-8],
        ALL_ZERO + "AAAA",
        multibase.encode(b"\x1f\x8b\x08" + bytes(30), "u"),
    ],
)
def test_damaged_lists_are_refused(text: Any) -> None:
    with pytest.raises(Malformed):
        StatusList.decode(text)


def test_a_list_without_multibase_prefix_is_read_as_older_issuers_write_it() -> None:
    assert len(StatusList.decode(ALL_ZERO[1:])) == ENTRIES


def test_the_published_list_has_no_unmapped_terms_and_answers_about_its_entries() -> None:
    statuses = StatusList()
    statuses[94567] = True
    made = listing(statuses)

    assert unmapped_terms(made) == ()
    assert made["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert status_list.is_set(status_list.entry(url=URL, index=94567, purpose="revocation"), made)
    assert not status_list.is_set(status_list.entry(url=URL, index=94568, purpose="revocation"), made)


@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
def test_a_list_serves_each_of_its_purposes_and_need_not_repeat_its_address(purpose: str) -> None:
    made = listing(StatusList(), statusPurpose=["revocation", "suspension"])
    del made["id"]

    assert not status_list.is_set(status_list.entry(url=URL, index=1, purpose=purpose), made)


def test_a_list_and_its_entry_are_written_as_the_recommendation_has_them() -> None:
    since = datetime(2026, 11, 23, 10, tzinfo=UTC)
    asked: dict[str, Any] = {
        "url": URL,
        "issuer": "did:web:uni.example",
        "purpose": "suspension",
        "valid_from": since,
    }
    subject = {
        "id": f"{URL}#list",
        "type": "BitstringStatusList",
        "statusPurpose": "suspension",
        "encodedList": StatusList().encode(),
    }
    always = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "did:web:uni.example",
        "validFrom": "2026-11-23T10:00:00Z",
        "credentialSubject": subject,
    }

    ending = status_list.credential(StatusList(), **asked, valid_until=since + timedelta(days=1))

    assert status_list.credential(StatusList(), **asked) == always
    assert ending == {
        **always,
        "validUntil": "2026-11-24T10:00:00Z",
        "credentialSubject": {**subject, "ttl": 86_400_000},
    }
    assert isinstance(ending["credentialSubject"]["ttl"], int)
    assert status_list.entry(url=URL, index=7, purpose="suspension") == {
        "id": f"{URL}#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "suspension",
        "statusListIndex": "7",
        "statusListCredential": URL,
    }


@pytest.mark.parametrize(
    ("said", "life"),
    [
        ({"credentialSubject": {"ttl": 0}}, timedelta(0)),
        ({"credentialSubject": {"ttl": 1500}}, timedelta(seconds=1.5)),
        ({"credentialSubject": {"ttl": 0.5}}, timedelta(microseconds=500)),
        ({"credentialSubject": {"ttl": LONGEST_LIFE}}, timedelta(milliseconds=LONGEST_LIFE)),
        ({"credentialSubject": {"ttl": None}}, None),
        ({"credentialSubject": {}}, None),
        ({"credentialSubject": []}, None),
        ({}, None),
    ],
)
def test_a_list_says_in_milliseconds_how_long_a_copy_of_it_may_be_kept(
    said: dict[str, Any], life: timedelta | None
) -> None:
    assert status_list.time_to_live(said) == life


@pytest.mark.parametrize("life", [-1, LONGEST_LIFE + 1, True, "1500", [1]])
def test_a_life_that_is_no_number_of_milliseconds_is_refused(life: Any) -> None:
    with pytest.raises(Malformed):
        status_list.time_to_live({"credentialSubject": {"ttl": life}})


@pytest.mark.parametrize(
    ("status", "members"),
    [
        ({"statusPurpose": "suspension"}, {}),
        ({"statusListCredential": "https://uni.example/status/other"}, {}),
        ({"statusListIndex": 94567}, {}),
        ({"statusListIndex": "-1"}, {}),
        ({"statusListIndex": "0000000001"}, {}),
        ({"statusListIndex": "\u0661"}, {}),
        ({"statusListIndex": "1" * 5000}, {}),
        ({"statusListIndex": "131072"}, {}),
        ({"statusSize": 2}, {}),
        ({}, {"type": "StatusList"}),
        ({}, {"encodedList": "u"}),
        ({}, {"statusPurpose": []}),
    ],
)
def test_an_entry_and_a_list_that_do_not_fit_are_refused(
    status: dict[str, Any], members: dict[str, Any]
) -> None:
    asked = {**status_list.entry(url=URL, index=1, purpose="revocation"), **status}

    with pytest.raises(Malformed):
        status_list.is_set(asked, listing(StatusList(), **members))


def test_a_free_index_is_random_and_not_taken() -> None:
    dice = random.Random(5)
    taken = set(range(ENTRIES // 2))

    found = [status_list.free_index(taken, dice.randrange) for _ in range(50)]

    assert not taken & set(found)
    assert found != sorted(found)


def test_a_full_list_says_so() -> None:
    with pytest.raises(NotWritable):
        status_list.free_index(range(ENTRIES))


def test_a_list_is_full_when_more_than_nine_tenths_of_it_are_taken() -> None:
    assert status_list.free_index(range(9), lambda _entries: 9, entries=10) == 9
    with pytest.raises(NotWritable):
        status_list.free_index(range(10), lambda _entries: 10, entries=10)
