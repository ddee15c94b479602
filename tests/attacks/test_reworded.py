"""The JSON of a genuine badge changes while its graph does not: what was signed would go unseen.

Whoever holds a badge may write it in other words, and a signature over the graph still holds. The control is
the same badge as its issuer wrote it.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microcred import openbadges, proofs
from microcred.jsonld import canonise, tables
from microcred.keys import Kind
from microcred.reading import read
from microcred.report import Conclusion, Outcome
from microcred.verification import verify
from microcred.verification.signatures import WORDS
from tests.attacks.cast import AT, SIGNED_AT, TRUST, VICTIM
from tests.attacks.dresses import Document, Dress
from tests.microcred.lines import line

SUITES: Mapping[str, Kind] = {"eddsa-rdfc-2022": "Ed25519", "ecdsa-rdfc-2019": "P-256"}
KNOWN = tables.known()
MICRO = "https://w3id.org/microcred#"
CREDENTIAL = "https://www.w3.org/2018/credentials#"


def signed(suite: str = "eddsa-rdfc-2022", **more: Any) -> Document:
    """A genuine badge of the victim."""
    document = {**openbadges.write(Dress().achievement(**more))[0]}
    key, method = next(kept for kind, kept in VICTIM.keys.items() if kind == SUITES[suite])
    return proofs.sign(document, key, method=method, created=SIGNED_AT, suite=suite)


def micro(document: Document) -> Document:
    """What makes the achievement a microcredential."""
    found: Document = document["credentialSubject"]["achievement"]["microCredential"]
    return found


def swapped(it: Document) -> Document:
    own = dict(KNOWN["https://w3id.org/microcred/v1"]["MicroCredential"]["@context"])
    own.pop("@protected", None)
    own["ects"], own["hours"] = own["hours"], own["ects"]
    it["@context"].append(own)
    inner = micro(it)
    inner["type"] = f"{MICRO}MicroCredential"
    inner["ects"], inner["hours"] = inner["hours"], inner["ects"]
    return it


def hidden_end(it: Document) -> Document:
    end = {"@value": it.pop("validUntil"), "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
    return {**it, f"{CREDENTIAL}validUntil": end}


def end_as_object(it: Document) -> Document:
    return {
        **it,
        "validUntil": {"@value": it["validUntil"], "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    }


def end_in_list(it: Document) -> Document:
    return {**it, "validUntil": [it["validUntil"]]}


def prefixed_id(it: Document) -> Document:
    achievement = it["credentialSubject"]["achievement"]
    base, _slash, rest = achievement["id"].rpartition("/")
    it["@context"].append({"zz": {"@id": f"{base}/", "@prefix": True}})
    achievement["id"] = f"zz:{rest}"
    return it


def alias_of_id(it: Document) -> Document:
    it["credentialSubject"]["achievement"]["@id"] = it["credentialSubject"]["achievement"].pop("id")
    return it


def vocabulary(it: Document) -> Document:
    it["@context"].append({"@vocab": f"{CREDENTIAL}valid"})
    it["Until"] = {"@value": it.pop("validUntil"), "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
    return it


def blank_id(it: Document) -> Document:
    micro(it)["id"] = "_:x"
    return it


CHANGES: dict[str, Callable[[Document], Document]] = {
    "credits and hours change places": swapped,
    "the end under its IRI": hidden_end,
    "the end as an object": end_as_object,
    "the end in a list": end_in_list,
    "an identifier by a prefix": prefixed_id,
    "an identifier under its keyword": alias_of_id,
    "a vocabulary that completes a name": vocabulary,
    "a name for what has none": blank_id,
}
ENDING: dict[str, Any] = {"valid_until": AT + timedelta(days=900)}


def copy(document: Document) -> Document:
    """A copy to change."""
    copied: Document = json.loads(json.dumps(document))
    return copied


@pytest.mark.parametrize("suite", SUITES)
def test_the_badge_as_its_issuer_wrote_it_is_verified(suite: str) -> None:
    assert verdict(signed(suite, **ENDING)) is Conclusion.PASSED


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("change", CHANGES)
def test_a_badge_in_other_words_is_not(suite: str, change: str) -> None:
    genuine = signed(suite, **ENDING)
    forged = CHANGES[change](copy(genuine))
    assert same_graph(genuine, forged)

    report = verify(json.dumps(forged).encode(), at=AT, trust=TRUST)

    assert report.conclusion is not Conclusion.PASSED
    terms = [one for one in report if one.code == "terms"]
    assert [one.outcome for one in terms] == [Outcome.FAILED]
    assert "is not written as in the credential's own vocabulary" in terms[0].message
    _code, _outcome, source, values, has_fix = line(terms[0])
    assert (source, list(values), has_fix) == (WORDS, ["name"], True)
    assert values["name"] != "None"


def test_words_of_ones_own_do_no_harm() -> None:
    own = {"room": "https://uni.example/words/room"}
    document = openbadges.write(Dress().achievement())[0]
    document = {**document, "@context": [*document["@context"], own], "room": "B 1.04"}
    key, method = VICTIM.keys["Ed25519"]

    report = verify(
        json.dumps(proofs.sign(document, key, method=method, created=SIGNED_AT)).encode(), at=AT, trust=TRUST
    )

    assert [one.outcome for one in report if one.code in ("terms", "proof")] == [Outcome.PASSED] * 2


def verdict(document: Document) -> Conclusion:
    """What the verifier concludes of it."""
    return verify(json.dumps(document).encode(), at=AT, trust=TRUST).conclusion


def same_graph(one: Document, other: Document) -> bool:
    """Whether both say the same to who reads the graph."""
    bare = ({name: value for name, value in it.items() if name != "proof"} for it in (one, other))
    first, second = (canonise(it) for it in bare)
    return first == second


GENUINE = signed("eddsa-rdfc-2022", **ENDING)
assert read(json.dumps(GENUINE).encode()).record is not None
IRIS = {
    name: definition if isinstance(definition, str) else definition["@id"]
    for url in GENUINE["@context"]
    for name, definition in KNOWN[url].items()
    if name[:1] != "@"
}


def names(value: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """The places of all names whose IRI is known without more."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in items:
        if step not in ("@context", "proof"):
            yield from [(*path, step)] if step in IRIS and ":" in IRIS[step] else []
            yield from names(inner, *path, step)


PLACES = list(names(GENUINE))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(places=st.sets(st.sampled_from(PLACES), min_size=1, max_size=3))
def test_no_name_that_is_read_can_become_its_iri(places: set[tuple[str | int, ...]]) -> None:
    forged = copy(GENUINE)
    for *outer, last in sorted(places, key=len, reverse=True):
        node: Any = forged
        for step in outer:
            node = node[step]
        node[IRIS[str(last)]] = node.pop(last)

    assert verdict(forged) is not Conclusion.PASSED
