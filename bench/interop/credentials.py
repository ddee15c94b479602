"""Credentials both ways with npm's libraries: `python -m bench.interop.credentials`.

Data Integrity proofs with `@digitalbazaar/vc` and `@digitalcredentials/vc`, tokens with `jose`: they verify
what we sign, refuse it altered, and we do the same with theirs. Installed at run time (bench/peers). Exits 0
if every trial went as expected, 1 if one did not, and says so and exits 0 where they cannot be had.
"""

import sys
from collections.abc import Iterator
from typing import Any

from bench import peers
from bench.credentials import JWT, keys, task
from microcred import jose, proofs
from microcred.report import Outcome

Trial = tuple[str, bool]


def main() -> int:
    """Run the trials and print what came of each."""
    given = task(0)
    try:
        answer = peers.run(given)
    except peers.NoPeers as missing:
        print("skipped:", missing)
        return 0
    results = list(trials(given, answer))
    for name, went_well in results:
        print("ok    " if went_well else "FAILED", name)
    return 0 if all(went_well for _, went_well in results) else 1


def trials(given: dict[str, Any], answer: dict[str, Any]) -> Iterator[Trial]:
    """What each library found of ours, and what we find of its own."""
    for name, theirs in answer["signed"].items():
        suite = name.partition(" ")[0]
        yield f"{name} verifies what we sign", answer["holds"][name] == len(given["signed"][suite])
        yield f"{name} refuses it altered", answer["refused"][name] == len(given["altered"][suite])
        yield f"{name}: we verify what it signs", all(holds(one) for one in theirs)
        yield f"{name}: we refuse it altered", not any(holds(altered(one)) for one in theirs)
        if suite != JWT:
            ours = [one["proof"]["proofValue"] for one in given["signed"][suite]]
            same = ours == [one["proof"]["proofValue"] for one in theirs]
            yield f"{name}: both signatures of one credential are the same", same


def holds(signed: Any) -> bool:
    """Whether nothing is found against a credential or token."""
    found = jose.check(signed, keys) if isinstance(signed, str) else proofs.check(signed, keys)
    return {check.outcome for check in found} == {Outcome.PASSED}


def altered(signed: Any) -> Any:
    """The same with another name, or another letter in its middle."""
    if isinstance(signed, str):
        header, payload, signature = signed.split(".")
        return f"{header}.{payload[:99]}{'B' if payload[99] == 'A' else 'A'}{payload[100:]}.{signature}"
    return signed | {"name": "Another course"}


if __name__ == "__main__":
    sys.exit(main())
