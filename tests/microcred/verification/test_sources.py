"""Where keys come from, in which order, and how much one file may have fetched."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from microcred import did
from microcred.did import DatedKey, did_key
from microcred.errors import KeyProblem, Malformed
from microcred.guards import LIMITS
from microcred.keys import generate
from microcred.trust import Trust
from microcred.verification.sources import ADDRESSES, Sources, methods_of
from tests.microcred.verification.test_signed import ADDRESS, DATED, MEMBER, PUBLISHED

NAME = MEMBER.id
OTHER = DatedKey(f"{NAME}#other", generate().public)
UNKEYED = replace(MEMBER, keys=())
HOME = "https://uni.example/issuer"
KEY = generate()
METHOD = f"{HOME}#{KEY.public.multikey()}"
CLAIMED = DatedKey(METHOD, KEY.public, is_claimed=True)


class Server:
    """A loader that notes what it is asked."""

    def __init__(self, answer: bytes | Exception = b"{}") -> None:
        self.answer, self.asked = answer, list[str]()

    def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def at_hand(*issuers: Any, **documents: bytes) -> Trust:
    """Trust in these, with the university's keys as it publishes them."""
    return Trust(issuers, documents={ADDRESS: PUBLISHED, **documents})


def published(*keys: DatedKey, name: str = NAME) -> bytes:
    """What somebody publishes of their keys."""
    return json.dumps(did.document(name, keys)).encode()


def test_the_keys_that_a_register_lists_come_before_those_that_are_published() -> None:
    listed = replace(MEMBER, keys=(OTHER,))

    assert Sources(at_hand(listed), Server())(NAME) == (OTHER,)
    assert Sources(at_hand(UNKEYED), None)(NAME) == (DATED,)
    assert Sources(at_hand(), None)(NAME) == (DATED,)
    assert Sources(Trust((UNKEYED,)), Server(published(OTHER)))(NAME) == (OTHER,)
    assert Sources(Trust((UNKEYED,)), None)(NAME) is None


def test_an_identifier_that_spells_out_its_key_needs_nobody_to_ask() -> None:
    server, name = Server(), did_key(KEY.public)

    assert Sources(Trust(), server)(name) == did.resolve(name)
    assert server.asked == []


def test_each_controller_is_looked_up_once() -> None:
    server = Server(OSError("no answer"))
    sources = Sources(Trust(), server)

    assert [sources(NAME), sources(NAME), sources(HOME), sources(HOME)] == [None] * 4
    assert server.asked == [ADDRESS, HOME]


@pytest.mark.parametrize("name", ["http://uni.example/issuer", "urn:uuid:1", "did:example:1", ""])
def test_only_secure_addresses_are_asked_for_keys(name: str) -> None:
    server = Server(published(OTHER, name="urn:uuid:1"))

    assert Sources(Trust(), server)(name) is None
    assert server.asked == []


@pytest.mark.parametrize("answer", [b"[]", b'{"id": "urn:other"}', b"{}", published(OTHER, name="urn:other")])
def test_what_is_published_has_to_be_about_the_one_whom_it_was_asked_of(answer: bytes) -> None:
    with pytest.raises(KeyProblem, match=f"What {ADDRESS} publishes is not about {NAME}"):
        Sources(Trust(), Server(answer))(NAME)
    with pytest.raises(Malformed):
        Sources(Trust(), Server(b"<html>"))(NAME)


def test_who_publishes_no_key_has_none() -> None:
    assert Sources(Trust(), Server(published()))(NAME) is None


@pytest.mark.parametrize(
    ("methods", "found"),
    [
        ((METHOD,), (CLAIMED,)),
        ((METHOD, f"{HOME}#2026", "urn:other#z6", f"{HOME}#z", METHOD), (CLAIMED, CLAIMED)),
        ((f"https://elsewhere.example#{KEY.public.multikey()}",), None),
        ((HOME,), None),
        ((), None),
    ],
)
def test_a_key_that_only_the_credential_names_is_marked_so(
    methods: tuple[str, ...], found: tuple[DatedKey, ...] | None
) -> None:
    assert Sources(Trust(), None, methods)(HOME) == found


def test_the_owner_of_a_key_stands_before_the_first_number_sign() -> None:
    method = f"{HOME}#a#{KEY.public.multikey()}"

    assert Sources(Trust(), None, (method,))(f"{HOME}#a") is None


def test_a_key_that_only_the_credential_names_counts_less_than_a_published_one() -> None:
    key = DatedKey(METHOD, generate().public)

    assert Sources(Trust(), Server(published(key, name=HOME)), (METHOD,))(HOME) == (key,)
    assert Sources(Trust(), Server(published(name=HOME)), (METHOD,))(HOME) == (CLAIMED,)


def test_what_is_at_hand_is_not_fetched_but_may_be_asked_anew() -> None:
    server = Server(b"new")
    sources = Sources(at_hand(), server)

    assert (sources.fetch(ADDRESS), server.asked) == (PUBLISHED, [])
    assert [sources.ask(ADDRESS), sources.ask(ADDRESS)] == [b"new", b"new"]
    assert sources.fetch(HOME) == b"new"
    assert server.asked == [ADDRESS, HOME]
    assert Sources(at_hand(), None).ask(ADDRESS) is None
    assert Sources(at_hand(), None).fetch(HOME) is None


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (OSError("no answer"), None),
        (TimeoutError(), None),
        (Malformed("odd"), None),
        (b"x" * LIMITS.bytes, b"x" * LIMITS.bytes),
        (b"x" * (LIMITS.bytes + 1), None),
    ],
)
def test_an_address_that_is_silent_or_answers_too_much_answers_nothing(
    answer: bytes | Exception, found: bytes | None
) -> None:
    assert Sources(Trust(), Server(answer)).ask(HOME) == found


def test_one_file_has_so_many_addresses_asked_wherever_in_it_they_stand() -> None:
    server = Server(b"answer")
    sources = Sources(Trust(), server)
    inner = sources.for_document({"proof": {"verificationMethod": METHOD}})

    answers = [(sources, inner)[one % 2].ask(f"{HOME}/{one}") for one in range(ADDRESSES + 1)]

    assert answers == [b"answer"] * ADDRESSES + [None]
    assert len(server.asked) == ADDRESSES
    assert inner.ask(f"{HOME}/0") == b"answer"


def test_for_another_credential_its_own_keys_are_looked_for() -> None:
    server = Server()
    sources = Sources(at_hand(UNKEYED), server, (METHOD,))
    inner = sources.for_document({"proof": {"verificationMethod": DATED.id}})

    assert sources.for_document({"proof": [{"verificationMethod": METHOD}]}) is sources
    assert (inner.trust, inner.load, inner.methods) == (sources.trust, server, (DATED.id,))
    assert inner(NAME) == (DATED,)


def test_only_what_no_loader_may_have_brought_is_remembered() -> None:
    trust, times = Trust(), list[int]()

    def work_out() -> int:
        times.append(1)
        return len(times)

    def remembered(load: Callable[[str], bytes] | None) -> list[int]:
        sources = Sources(trust, load)
        return [sources.remember("question", work_out) for _ in "ab"]

    assert remembered(Server()) == [1, 2]
    assert remembered(None) == [3, 3]


@pytest.mark.parametrize(
    ("proof", "methods"),
    [
        ({"verificationMethod": METHOD}, (METHOD,)),
        ([{"verificationMethod": METHOD}, "text", {}, {"verificationMethod": 5}], (METHOD,)),
        ([{"verificationMethod": METHOD}, {"verificationMethod": DATED.id}], (METHOD, DATED.id)),
        (None, ()),
        ("text", ()),
    ],
)
def test_the_methods_of_a_document_are_those_of_its_proofs(proof: Any, methods: tuple[str, ...]) -> None:
    assert methods_of({"proof": proof}) == methods
