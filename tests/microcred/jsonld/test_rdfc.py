"""RDFC-1.0: the official suite where it is at hand, graphs in disguise, and graphs made to be hard."""

import itertools
import json
import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.jsonld import TooMuchWork
from microcred.jsonld.rdfc import canonical, labels
from tests.microcred.jsonld.nquads import read
from tests.spec import SUITES, of_suite

P, Q = "<urn:p>", "<urn:q>"
Quad = tuple[str, str, str, str]


def canonical_of(quads: list[Quad]) -> str:
    """The canonical form of quads of which the fourth part may be empty."""
    return canonical(read("\n".join(" ".join((*quad, ".")) for quad in quads))).decode()


def test_blank_nodes_are_named_in_the_order_of_their_hashes() -> None:
    written = canonical_of([("_:x", P, '"1"', ""), ("_:y", P, '"2"', ""), ("<urn:s>", Q, "_:x", "")])

    assert sorted(written.splitlines()) == written.splitlines()
    assert written.count("_:c14n0") + written.count("_:c14n1") == 3


def test_statements_made_twice_count_once() -> None:
    assert canonical_of([("_:x", P, '"1"', ""), ("_:x", P, '"1"', "")]) == '_:c14n0 <urn:p> "1" .\n'


names = st.sampled_from(["_:a", "_:b", "_:c", "_:d", "<urn:s>"])
quads_of_all_kinds = st.lists(
    st.tuples(
        names, st.sampled_from([P, Q]), names | st.just('"1"'), st.sampled_from(["", "_:a", "_:g", "<urn:g>"])
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=150, deadline=None)
@given(
    quads_of_all_kinds,
    st.permutations(["_:v", "_:w", "_:x", "_:y", "_:z"]),
    st.randoms(use_true_random=False),
)
def test_a_graph_under_other_names_and_in_another_order_has_the_same_form(
    quads: list[Quad], disguise: list[str], random: Random
) -> None:
    renamed = dict(zip(["_:a", "_:b", "_:c", "_:d", "_:g"], disguise, strict=True))
    others = [tuple(renamed.get(part, part) for part in quad) for quad in quads]
    random.shuffle(others)

    assert canonical_of(others) == canonical_of(quads)  # type: ignore[arg-type]


@settings(max_examples=100, deadline=None)
@given(quads_of_all_kinds)
def test_the_canonical_form_is_the_graph_itself_under_other_names(quads: list[Quad]) -> None:
    written = canonical_of(quads)
    statements = {tuple(line.rstrip(" .").split(" ")) for line in written.splitlines()}
    originals = {tuple(part for part in quad if part) for quad in quads}
    used = sorted({part for quad in originals for part in quad if part.startswith("_:")})

    disguises = itertools.permutations([f"_:c14n{number}" for number in range(len(used))])
    assert any(
        {tuple(dict(zip(used, disguise, strict=True)).get(part, part) for part in quad) for quad in originals}
        == statements
        for disguise in disguises
    )


@pytest.mark.parametrize("size", [10, 40])
def test_a_clique_of_blank_nodes_is_refused_in_bounded_time(size: int) -> None:
    clique = [(f"_:n{a}", P, f"_:n{b}", "") for a in range(size) for b in range(size) if a != b]
    started = time.process_time()

    with pytest.raises(TooMuchWork):
        canonical_of(clique)
    assert time.process_time() - started < 5


def test_a_long_ring_of_blank_nodes_is_refused_by_name() -> None:
    ring = [(f"_:n{at}", P, f"_:n{(at + 1) % 3000}", "") for at in range(3000)]

    with pytest.raises(TooMuchWork):
        canonical_of(ring)


def test_many_equal_leaves_are_no_trouble() -> None:
    leaves = [("<urn:s>", P, f"_:n{at}", "") for at in range(200)]

    assert canonical_of(leaves).count("\n") == 200


def official_suite() -> list[dict[str, str]]:
    """The entries of the official test suite, if MCX_SUITES_DIR leads to a copy of it."""
    manifest = Path(SUITES, "rdf-canon", "tests", "manifest.jsonld")
    if not manifest.exists():
        return []
    entries = json.loads(manifest.read_text("utf-8"))["entries"]
    return [entry | {"folder": str(manifest.parent)} for entry in entries]


@pytest.mark.clause("W3C test suite rdf-canon")
@pytest.mark.parametrize(
    "entry", of_suite("rdf-canon", official_suite()), ids=lambda entry: entry and entry["id"]
)
def test_the_official_suite(entry: dict[str, str]) -> None:
    folder = Path(entry["folder"])
    graphs = read((folder / entry["action"]).read_bytes().decode("utf-8"))

    digest = entry.get("hashAlgorithm", "SHA256").lower()
    if entry["type"] == "rdfc:RDFC10NegativeEvalTest":
        with pytest.raises(TooMuchWork):
            canonical(graphs)
    elif entry["type"] == "rdfc:RDFC10EvalTest":
        assert canonical(graphs, digest) == (folder / entry["result"]).read_bytes()
    else:
        assert entry["type"] == "rdfc:RDFC10MapTest"
        named = {node[2:]: name[2:] for node, name in labels(graphs, digest).items()}
        assert named == json.loads((folder / entry["result"]).read_text("utf-8"))
