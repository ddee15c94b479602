"""Canonical form beside npm's `jsonld` and `rdf-canonize`: `python -m bench.interop.canonical [--quick]`.

Official samples (where they are at hand, with the official contexts) and credentials of our own are changed
at random; both sides put the results in canonical form. A difference is another canonical form, or one of
ours where the other side refuses. What only we refuse, by name, is counted. `--seed` repeats a run. Exits 1 if there is a difference, and says so and exits 0 where Node or the packages cannot
be had.
"""

import argparse
import copy
import difflib
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from bench import peers, sample
from microcred import openbadges
from microcred.errors import MicrocredError
from microcred.jsonld import canonise, tables
from tests.microcred.cast import RECORD
from tests.microcred.jsonld import oracle
from tests.microcred.jsonld.test_canonise import at, places
from tests.microcred.jsonld.test_mutations import TERMS, VALUES
from tests.spec import ROOT

Document = dict[str, Any]
KINDS = ("add", "remove", "replace", "repeat", "rename")
CHARACTERS = 'aZ0 :/#.-_%"\\\n\r\t\b\f\x00\x1f\x7f\x80éß…😀'  # no U+2028: jsonld allows none in IRIs
SPECIAL = re.compile(r"'[^']*'|\[[^]]*\]| \(at .*")  # what differs from one refusal to the next
CHANGES = tuple(value for value in VALUES if value != -1e-7)  # jsonld takes this for the integer -0


def main() -> int:
    """Change, compare and print."""
    parser = argparse.ArgumentParser("python -m bench.interop.canonical", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few seconds instead of some minutes")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    chosen = parser.parse_args()
    return compare(40 if chosen.quick else 1_000, chosen.seed)


def compare(changes: int, seed: int) -> int:
    """So many changes of every sample, compared; 1 if there is a difference."""
    chance = random.Random(seed)
    found: Counter[str] = Counter()
    differences = 0
    for original in samples():
        documents = list(changed(original, changes, chance))
        try:
            answer = peers.run("canonical.mjs", {"contexts": contexts(), "documents": documents})
        except peers.NoPeers as missing:
            print(f"skipped: {missing}")
            return 0
        for document, theirs in zip(documents, answer["results"], strict=True):
            verdict, difference = judged(document, theirs)
            found[verdict] += 1
            if difference:
                differences += 1
                print(f"FAILED {verdict}\n{difference}\n{json.dumps(document)}")
    print(f"{found.total()} documents, seed {seed}: {differences} differences")
    for verdict, count in found.most_common():
        print(f"  {count:6} {verdict}")
    return 1 if differences else 0


def samples() -> Iterator[Document]:
    """What is changed: credentials of our own, and the official samples where they are at hand."""
    yield openbadges.write(RECORD)[0]
    yield sample.CREDENTIAL
    yield json.loads(sample.revocations())
    yield from (oracle.sample(name) for name in oracle.SAMPLES if (ROOT / name).exists())


def contexts() -> Mapping[str, Any]:
    """Our own contexts, and instead of them the official ones where these are at hand."""
    ours = {url: {"@context": context} for url, context in tables.known().items()}
    return ours | {
        url: oracle.official(url) for url, name in oracle.OFFICIAL.items() if (ROOT / name).exists()
    }


def changed(document: Document, number: int, chance: random.Random) -> Iterator[Document]:
    """The document, and so many copies with one to three changes."""
    yield document
    for _ in range(number):
        copied = copy.deepcopy(document)
        for _ in range(chance.randint(1, 3)):
            change(at(copied, chance.choice(list(places(copied)))), chance)
        yield copied


def change(node: Document, chance: random.Random) -> None:
    """Put something in, take something out, replace, repeat or rename it, or write other words."""
    names = [name for name in node if name != "@context"]
    texts = [name for name in names if isinstance(node[name], str) and name not in ("id", "type")]
    match chance.choice([*KINDS, *(["reword"] * len(KINDS) if texts else [])]) if names else "add":
        case "reword":
            node[chance.choice(texts)] = "".join(chance.choices(CHARACTERS, k=chance.randint(0, 8)))
        case "remove":
            del node[chance.choice(names)]
        case "replace":
            node[chance.choice(names)] = copy.deepcopy(chance.choice(CHANGES))
        case "repeat":
            name = chance.choice(names)
            node[name] = [copy.deepcopy(node[name]) for _ in range(chance.randint(1, 3))]
        case "rename":
            node[chance.choice(TERMS)] = node.pop(chance.choice(names))
        case _:
            node[chance.choice(TERMS)] = copy.deepcopy(chance.choice(CHANGES))


def judged(document: Document, theirs: Mapping[str, str]) -> tuple[str, str]:
    """What became of a document on both sides, and the difference if it is one."""
    try:
        ours = canonise(document).decode()
    except MicrocredError as error:
        if "nquads" not in theirs:
            return "refused by both", ""
        return f"only we refuse: {SPECIAL.sub('…', str(error))}", ""
    if "nquads" not in theirs:
        return "only they refuse", f"{theirs['refused']} {theirs['details']}"
    if ours == theirs["nquads"]:
        return "the same canonical form", ""
    lines = difflib.unified_diff(ours.splitlines(), theirs["nquads"].splitlines(), "ours", "theirs", n=0)
    return "another canonical form", "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
