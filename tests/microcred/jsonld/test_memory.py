"""What the engine remembers: within limits, in the memory it was given, and never needed for the result."""

import sys
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred import proofs, verify
from microcred.errors import Malformed
from microcred.jsonld import MEMORY, Memory, TooMuchWork, canonical_digest, canonise
from microcred.jsonld.documents import LEARNT
from microcred.jsonld.fast.editions import RUN
from microcred.jsonld.fast.shapes import COUNTED, SEEN_BEFORE, Shapes
from microcred.jsonld.memo import Memo
from microcred.jsonld.walk import CONTEXTS
from tests.microcred.jsonld.oracle import SAMPLES, canonical, sample
from tests.microcred.jsonld.test_canonise import EXAMPLES, OB, V2, credential
from tests.microcred.proofs.cast import KEY, METHOD, SIGNED_AT
from tests.spec import spec

AT = datetime(2026, 11, 23, tzinfo=UTC)
SIGNED = (
    "openbadges/ob30/simple-eddsa-2022.json",
    "openbadges/ob30/simple.json",
    "openbadges/ob30/simple-err-proof-value.json",
    "vc-vectors/vc-di-eddsa/eddsa-rdfc-2022/signedDataInt.json",
    "vc-vectors/vc-di-eddsa/Ed25519Signature2020/signedEdSig.json",
    "vc-vectors/vc-di-eddsa/proof-set-chain/signedProofChain2.json",
)


@given(st.lists(st.integers(0, 12)), st.integers(1, 5))
def test_a_memo_keeps_the_newest_and_no_more_than_it_may(keys: list[int], limit: int) -> None:
    memo: Memo[int, str] = Memo(limit)

    for key in keys:
        assert memo.keep(key, str(key)) == str(key)
        assert len(memo) <= limit
        assert memo[key] == str(key)


def test_what_is_kept_again_drives_nothing_else_out() -> None:
    memo: Memo[str, int] = Memo(2)
    for number in range(10):
        memo.keep("a", number)
        memo.keep("b", number)

    assert memo == {"a": 9, "b": 9}


def test_a_memory_has_only_what_it_was_shown() -> None:
    one, other = Memory(), Memory()
    for _ in range(SEEN_BEFORE + 1):
        canonise(credential(), memory=one)

    assert has_plan(one, credential())
    assert not has_plan(other, credential())
    one.forget()
    assert not has_plan(one, credential())


def has_plan(memory: Memory, document: dict[str, Any]) -> bool:
    """Whether the document can be put in canonical form without compiling anything."""
    return memory.shapes.render(orjson.dumps(document), not_compiled) is not None


def not_compiled(_document: Any) -> Any:
    """Stands for the general way where it must not be gone."""
    raise Malformed("This was to be known.")


def test_with_the_fast_way_off_no_plan_is_made_and_none_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    for _ in range(SEEN_BEFORE + 1):
        canonise(credential(), memory=memory)
    expected = canonise(credential(name="other"), memory=memory)
    memory.is_fast = False
    monkeypatch.setattr(memory, "shapes", None)

    assert canonise(credential(name="other"), memory=memory) == expected


def test_switched_off_from_the_start_it_learns_no_shape() -> None:
    memory = Memory(is_fast=False)
    for _ in range(SEEN_BEFORE + RUN + 3):
        canonise(credential(), memory=memory)

    memory.is_fast = True
    assert not has_plan(memory, credential())


@pytest.mark.parametrize("name", SAMPLES)
def test_each_official_sample_has_the_form_of_the_standard_with_the_fast_way_off(name: str) -> None:
    memory = Memory(is_fast=False)
    document = sample(name)

    assert canonise(document, memory=memory) == canonical(document)
    assert canonise(document, memory=memory) == canonical(document)  # the second time with what it remembers
    assert canonical_digest(document, memory=memory) == canonical_digest(document)


def test_a_signature_is_the_same_with_the_fast_way_off(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [credential(id=f"urn:uuid:{number}") for number in range(SEEN_BEFORE + RUN + 3)]
    fast = [proofs.sign(one, KEY, method=METHOD, created=SIGNED_AT) for one in documents]

    monkeypatch.setattr(MEMORY, "is_fast", False)

    assert [proofs.sign(one, KEY, method=METHOD, created=SIGNED_AT) for one in documents] == fast


@pytest.mark.parametrize("name", SIGNED)
def test_a_report_is_the_same_with_the_fast_way_off(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = spec(name).read_bytes()
    for _ in range(SEEN_BEFORE + 1):
        fast = verify(data, at=AT)

    monkeypatch.setattr(MEMORY, "is_fast", False)

    assert list(verify(data, at=AT)) == list(fast)


@pytest.fixture
def _hasty() -> Iterator[None]:
    """Threads take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


def at_once(work: Callable[[int], None]) -> None:
    """The work done by several threads; raises what any of them raises."""
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(work, range(4))) == [None] * 4


@pytest.mark.usefixtures("_hasty")
def test_threads_that_meet_a_new_shape_at_once_do_not_fail_each_other() -> None:
    documents = [b'{"a":%d}' % number for number in range(3 * COUNTED)]
    shapes = Shapes()

    def meet_all(_thread: int) -> None:
        for data in documents:
            for _ in range(SEEN_BEFORE + 2):
                shapes.render(data, not_compiled)

    at_once(meet_all)


@pytest.mark.usefixtures("_hasty")
def test_threads_that_fill_a_memo_at_once_do_not_fail_each_other() -> None:
    memo: Memo[str, list[int]] = Memo(3)

    def fill(thread: int) -> None:
        for number in range(20_000):
            memo.keep(f"{thread} {number}", [number])
            memo.drop(f"{thread} {number // 2}")

    at_once(fill)

    assert len(memo) <= memo.limit


def test_long_names_of_types_are_not_remembered() -> None:
    memory = Memory()
    tracemalloc.start()
    try:
        for number in range(20):
            kind = f"https://uni.example/{number}" + "a" * 1_000_000
            canonise(credential(type=["VerifiableCredential", kind]), memory=memory)
        remembered, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert remembered < 4_000_000


def of_many_contexts(count: int, start: int = 0) -> dict[str, Any]:
    """A document of nodes that each have contexts of their own, no two in the same order."""
    known = (V2, OB, EXAMPLES)
    orders = (
        [known[(number // 3**place) % 3] for place in range(8)] for number in range(start, start + count)
    )
    nodes = [{"@context": order, "id": f"urn:{at}", "name": "n"} for at, order in enumerate(orders)]
    return {"@context": [V2, EXAMPLES], "id": "urn:x", "nodes": nodes}


@pytest.mark.parametrize(
    "document",
    [
        {"@context": [V2] * (CONTEXTS + 1), "id": "urn:x", "name": "n"},
        {"@context": [V2, {"@context": [OB] * (CONTEXTS + 1)}], "id": "urn:x", "name": "n"},
        of_many_contexts(CONTEXTS // 8),
    ],
    ids=["in one node", "inside a context", "in many nodes"],
)
def test_a_document_that_changes_the_meaning_of_its_words_without_end_is_too_much_work(
    document: dict[str, Any],
) -> None:
    with pytest.raises(TooMuchWork):
        canonise(document, memory=Memory())


def test_contexts_are_forgotten_before_they_fill_the_memory() -> None:
    memory = Memory()
    roots = set()
    for start in range(0, LEARNT // 4, 100):
        canonise(of_many_contexts(100, start), memory=memory)
        roots.add(id(memory.root))
        assert len(scopes_below(memory)) <= LEARNT + CONTEXTS

    assert len(roots) > 1


def scopes_below(memory: Memory) -> set[int]:
    """The scopes that a memory leads to."""
    found: set[int] = set()
    waiting = [memory.root.scope] if memory.root.scope else []
    while waiting:
        scope = waiting.pop()
        if id(scope) not in found:
            found.add(id(scope))
            waiting += [*scope.within.values(), *(inner for inner, _heads in scope.typed.values())]
            waiting += [one._inner for one in scope.properties.values() if one._inner is not None]
    return found
