"""Signatures both ways with npm's libraries: `python -m bench.interop.proofs`.

`@digitalbazaar/vc`, `@digitalcredentials/vc` and `jose` verify what we sign and refuse it altered; we verify
what they sign and refuse it altered. Ed25519 proofs of the same moment are equal byte for byte. The packages
are installed at run time (bench/peers). Exits 0 if every trial went as expected, 1 if one did not, and says
so and exits 0 where Node or the packages cannot be had.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from bench import peers
from bench.sample import CREATED, KEY, credential
from microcred import jose, proofs
from microcred.did import DatedKey
from microcred.keys import SigningKey, generate
from microcred.report import Check, Outcome

COUNT = 8
KINDS = {
    "eddsa-rdfc-2022": "Ed25519",
    "eddsa-jcs-2022": "Ed25519",
    "ecdsa-rdfc-2019": "P-256",
    "vc+jwt": "Ed25519",
    "vc+jwt/ES256": "P-256",
    "vc+jwt/RS256": "RSA",
}
KEYS: Mapping[str, SigningKey] = {"Ed25519": KEY, "P-256": generate("P-256"), "RSA": generate("RSA")}
PUBLISHED = tuple(DatedKey(peers.method(kind), key.public) for kind, key in KEYS.items())

Signed = dict[str, Any] | str


def main() -> int:
    """Run the trials with every suite and print what came of each."""
    suites = {name: peers.Suite(*_signed_and_altered(name)) for name in KINDS}
    try:
        answer = peers.credentials(suites, KEYS, 0)
    except peers.NoPeers as missing:
        print(f"skipped: {missing}")
        return 0
    trials = [trial for name in answer["signed"] for trial in _trials(name, suites, answer)]
    for name, went_well in trials:
        print("ok    " if went_well else "FAILED", name)
    if not all(went_well for _, went_well in trials):
        print("the last error of the libraries:", answer.get("lastError"))
        return 1
    return 0


def _trials(
    name: str, suites: Mapping[str, peers.Suite], answer: Mapping[str, Any]
) -> Iterator[tuple[str, bool]]:
    suite = name.partition(" ")[0]
    ours, theirs = suites[suite], answer["signed"][name]
    yield f"{name} verifies what we sign", answer["holds"][name] == len(ours.signed) == COUNT
    yield f"{name} refuses it altered", answer["refused"][name] == len(ours.altered) > COUNT
    yield f"{name}: we verify what it signs", len(theirs) == COUNT and all(map(_holds, theirs))
    yield (
        f"{name}: we refuse it altered",
        not any(_holds(one) for signed in theirs for one in _altered(signed)),
    )
    if suite.startswith("eddsa"):
        values = [[one["proof"]["proofValue"] for one in signed] for signed in (ours.signed, theirs)]
        yield f"{name} makes the same proofs, byte for byte", values[0] == values[1]


def _signed_and_altered(suite: str) -> tuple[list[Signed], list[Signed]]:
    signed = [_sign(credential(number), suite) for number in range(COUNT)]
    return signed, [altered for one in signed for altered in _altered(one)]


def _sign(document: dict[str, Any], suite: str) -> Signed:
    kind = KINDS[suite]
    if suite.startswith("vc+jwt"):
        return jose.sign_vc(document, KEYS[kind], kid=peers.method(kind))
    return proofs.sign(document, KEYS[kind], method=peers.method(kind), created=CREATED, suite=suite)


def _altered(signed: Signed) -> Iterator[Signed]:
    """The same with another name, with a signature of something else, and with an injected word."""
    if isinstance(signed, str):
        header, payload, signature = signed.split(".")
        swapped = ("A" if signature[0] != "A" else "B") + signature[1:]
        yield f"{header}.{payload}.{swapped}"
        yield f"{header}.{payload[:-8]}AAAAAAAA.{signature}"
        return
    yield signed | {"name": "Another course"}
    yield signed | {"proof": signed["proof"] | {"created": "2026-11-23T10:00:01Z"}}
    yield signed | {"injectedTerm": "30 ECTS"}


def _holds(signed: Signed) -> bool:
    """Whether all our checks of it pass."""
    return {check.outcome for check in _checks(signed)} == {Outcome.PASSED}


def _checks(signed: Signed) -> tuple[Check, ...]:
    if isinstance(signed, str):
        return jose.check(signed, lambda _: PUBLISHED)
    return proofs.check(json.loads(json.dumps(signed)), lambda _: PUBLISHED)


if __name__ == "__main__":
    sys.exit(main())
