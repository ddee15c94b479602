"""Whoever rewrites a signed badge at random changes no fact that readers show, or is refused."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microcred.errors import MicrocredError
from microcred.proofs.signing import listed
from microcred.report import Conclusion
from tests.attacks.dresses import Document
from tests.attacks.test_moved import facts, ours
from tests.attacks.test_reworded import copy, same_graph, verdict

GENUINE = ours()
SHOWN = facts(GENUINE)


class Place(NamedTuple):
    """A name of an object or a position of an array."""

    around: Any
    step: Any

    @property
    def value(self) -> Any:
        """What stands there."""
        return self.around[self.step]


def places(value: Any) -> Iterator[Place]:
    """All places in a document but those in its contexts and proofs."""
    for step, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
        if step not in ("@context", "proof"):
            yield Place(value, step)
            if isinstance(inner, dict | list):
                yield from places(inner)


def wrap(at: Place) -> None:
    at.around[at.step] = [at.value]


def unwrap(at: Place) -> None:
    if isinstance(at.value, list) and len(at.value) == 1:
        at.around[at.step] = at.value[0]


def turn(at: Place) -> None:
    if isinstance(at.value, list):
        at.value.reverse()


def twice(at: Place) -> None:
    if isinstance(at.value, list):
        at.value.extend(at.value[:1])


def as_object(at: Place) -> None:
    if isinstance(at.value, str):
        at.around[at.step] = {"id": at.value}


WAYS: tuple[Callable[[Place], None], ...] = (wrap, unwrap, turn, twice, as_object)


def of_one_thing(document: Document) -> list[list[Document]]:
    """The objects that speak of the same thing, for each that several speak of."""
    found: dict[str, list[Document]] = {}
    for one in (document, *(at.value for at in places(document))):
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            found.setdefault(one["id"], []).append(one)
    return [same for same in found.values() if len(same) > 1]


def move(data: st.DataObject, document: Document) -> None:
    """Something that is said of a thing at one place is said at another."""
    shared = of_one_thing(document)
    if not shared:
        return
    source, target = data.draw(st.permutations(data.draw(st.sampled_from(shared))))[:2]
    names = sorted(source.keys() - {"id", "@context", "proof"} - target.keys())
    if names:
        name = data.draw(st.sampled_from(names))
        target[name] = source.pop(name)
        known = listed(target.get("type"))
        target["type"] = [*known, *(one for one in listed(source.get("type")) if one not in known)]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whoever_rewrites_a_badge_changes_no_fact_or_is_refused(data: st.DataObject) -> None:
    written = copy(GENUINE)
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.sampled_from(list(places(written))))
        data.draw(st.sampled_from(WAYS))(at)
    for _ in range(data.draw(st.integers(0, 2))):
        move(data, written)
    with contextlib.suppress(MicrocredError):
        if same_graph(GENUINE, written) and verdict(written) is Conclusion.PASSED:
            assert facts(written) == SHOWN
