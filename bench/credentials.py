"""How fast credentials are issued and verified, beside npm's libraries, PyLD and the bare signature.

`python -m bench.credentials [--quick] [--json FILE]`. The same Open Badge 3.0 of about 3 KB everywhere, one
at a time, a new learner each time. Seconds are of processor time, so that a busy machine measures alike;
only the batch over all cores is by the clock. npm's libraries are installed at run time (bench/peers).
"""

import functools
import itertools
import resource
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from pyld import jsonld

from bench import peers
from bench.sample import CREDENTIAL, ISSUER, METHOD, PATHS, credential, learner
from bench.table import Table, finish, options, rate, versions
from microcred import jose, multibase, proofs
from microcred.did import DatedKey
from microcred.guards import b64url_encode
from microcred.jsonld import canonise, tables
from microcred.keys import generate
from microcred.report import Outcome

CREATED = datetime(2026, 11, 23, 10, tzinfo=UTC)
RDFC, JCS, JWT = "eddsa-rdfc-2022", "eddsa-jcs-2022", "vc+jwt"
KEY = generate()
PUBLISHED = (DatedKey(METHOD, KEY.public),)


def keys(_controller: str) -> tuple[DatedKey, ...]:
    """The keys of the issuer."""
    return PUBLISHED


def sign(document: Mapping[str, Any], suite: str = RDFC) -> dict[str, Any]:
    """The document with its proof."""
    return proofs.sign(document, KEY, method=METHOD, created=CREATED, suite=suite)


def verify(document: Mapping[str, Any]) -> None:
    """All checks of the proof; none may find anything."""
    checks = proofs.check(document, keys)
    if any(one.outcome is not Outcome.PASSED for one in checks):
        raise AssertionError([one.message for one in checks])


def verify_token(token: bytes) -> None:
    """All checks of the token; none may find anything."""
    checks = jose.check(token, keys)
    if any(one.outcome is not Outcome.PASSED for one in checks):
        raise AssertionError([one.message for one in checks])


def sign_token(document: Mapping[str, Any]) -> bytes:
    """The document as a token."""
    return jose.sign_vc(document, KEY, kid=METHOD).encode()


@functools.cache
def _context(url: str) -> dict[str, Any]:
    return {"@context": tables.known()[url]}


def pyld_canonical(document: Mapping[str, Any]) -> bytes:
    """The canonical N-Quads by PyLD."""
    load = {"contentType": "application/ld+json", "contextUrl": None}
    loader = lambda url, _options=None: load | {"documentUrl": url, "document": _context(url)}  # noqa: E731
    settings = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": loader}
    written: str = jsonld.normalize(document, settings)
    return written.encode()


def measure(table: Table, seconds: float) -> dict[str, float]:
    """Our own figures and those of the bare operations."""
    documents = [credential(number) for number in range(256)]
    message = bytes(64)
    signature = KEY.sign(message)
    raw = {
        "sign": table.add("bare Ed25519 signature of 64 bytes", rate(KEY.sign, [message], seconds)),
        "verify": table.add(
            "bare Ed25519 verification of 64 bytes",
            rate(lambda data: KEY.public.verify(signature, data), [message], seconds),
        ),
    }
    table.add("canonical form", rate(canonise, documents, seconds))
    table.add("canonical form by PyLD", rate(pyld_canonical, documents[:16], seconds))
    figures = dict(raw)
    for suite in (RDFC, JCS):
        made = [sign(document, suite) for document in documents]
        issue = functools.partial(sign, suite=suite)
        figures[f"{suite} issue"] = table.add(f"{suite} issue", rate(issue, documents, seconds))
        figures[f"{suite} verify"] = table.add(f"{suite} verify", rate(verify, made, seconds))
    tokens = [sign_token(document) for document in documents]
    figures[f"{JWT} issue"] = table.add(f"{JWT} issue", rate(sign_token, documents, seconds))
    figures[f"{JWT} verify"] = table.add(f"{JWT} verify", rate(verify_token, tokens, seconds))
    figures["batch"] = table.add(f"{RDFC} issue, a batch of one edition", batch_rate(seconds))
    return figures


def batch_rate(seconds: float) -> float:
    """Learners of one edition signed in chunks on one core, every learner another one."""
    edition = proofs.Edition(CREDENTIAL, PATHS, KEY, method=METHOD, created=CREATED)
    numbers = itertools.count()
    chunks = [[learner(number) for number in itertools.islice(numbers, 250)] for _ in range(80)]
    return 250 * rate(lambda chunk: edition.sign(*chunk), chunks, seconds)


def measure_all_cores(table: Table, count: int) -> None:
    """A streamed batch over all cores by the clock, and how much memory this process had at its end."""
    edition = proofs.Edition(CREDENTIAL, PATHS, KEY, method=METHOD, created=CREATED)
    next(edition.sign_all(map(learner, range(1)), processes=1))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    written = sum(len(one) for one in edition.sign_all(map(learner, range(count))))
    passed = time.perf_counter() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    table.add(
        f"{RDFC} issue, {count:,} on all cores by the clock", count / passed, f"{written / 1e6:,.0f} MB"
    )
    table.remarks.append(
        f"memory of the coordinating process grew by {grown:,.0f} MB over {count:,} credentials"
    )


def task(seconds: float) -> dict[str, Any]:
    """What the peers get: contexts, credentials, our signatures, altered ones, and the key."""
    documents = [credential(number) for number in range(64)]
    proved = {suite: [sign(document, suite) for document in documents[:8]] for suite in (RDFC, JCS)}
    tokens = [sign_token(document).decode() for document in documents[:8]]
    altered = {suite: [one | {"name": "Another course"} for one in proved[suite]] for suite in proved}
    altered[RDFC] += [one | {"injectedTerm": "30 ECTS"} for one in proved[RDFC]]
    secret = KEY.native.private_bytes_raw()  # type: ignore[union-attr]
    return {
        "contexts": {url: {"@context": context} for url, context in tables.known().items()},
        "credentials": documents,
        "signed": {**proved, JWT: tokens},
        "altered": {**altered, JWT: [token[:-8] + "AAAAAAAA" for token in tokens]},
        "method": METHOD,
        "issuer": ISSUER,
        "created": "2026-11-23T10:00:00Z",
        "seconds": seconds,
        "publicKeyMultibase": KEY.public.multikey(),
        "secretKeyMultibase": multibase.encode(b"\x80\x26" + secret),
        "publicJwk": KEY.public.jwk(),
        "privateJwk": KEY.public.jwk() | {"d": b64url_encode(secret)},
    }


def measure_peers(table: Table, figures: Mapping[str, float], seconds: float) -> None:
    """The peers' figures and the ratios that are aimed at; says so where they cannot be had."""
    _compare_with_bare(table, figures)
    try:
        answer = peers.run(task(seconds))
    except peers.NoPeers as missing:
        table.remarks.append(f"npm's libraries were not measured: {missing}")
        return
    for name, value in answer["rates"].items():
        table.add(f"{name} (Node {answer['node']})", value)
    aims = {(RDFC, "issue"): "40", (RDFC, "verify"): "25", (JWT, "issue"): "2"}
    for suite, work in itertools.product((RDFC, JCS, JWT), ("issue", "verify")):
        best = max(
            value for name, value in answer["rates"].items() if name.startswith(suite) and name.endswith(work)
        )
        table.compare(
            f"{suite} {work} against the best of npm",
            figures[f"{suite} {work}"],
            best,
            aims.get((suite, work), ""),
        )


def _compare_with_bare(table: Table, figures: Mapping[str, float]) -> None:
    table.compare("batch of one edition against bare signatures", figures["batch"], figures["sign"], "0.5")
    table.compare("vc+jwt issue against bare signatures", figures[f"{JWT} issue"], figures["sign"], "0.6")
    table.compare(
        "vc+jwt verify against bare verification", figures[f"{JWT} verify"], figures["verify"], "0.7"
    )
    table.compare(
        "eddsa-rdfc-2022 verify against bare verification", figures[f"{RDFC} verify"], figures["verify"]
    )


def main() -> None:
    """Run, show and keep the figures."""
    chosen = options(__doc__)
    seconds = 1.2 if chosen.quick else 6.0
    packages = versions(["cryptography", "orjson", "PyLD"])
    size = len(orjson.dumps(CREDENTIAL))
    title = f"Credentials of {size:,} bytes; " + ", ".join(
        f"{name} {version}" for name, version in packages.items()
    )
    table = Table(title)
    figures = measure(table, seconds)
    measure_all_cores(table, 5_000 if chosen.quick else 1_000_000)
    measure_peers(table, figures, seconds)
    finish(table, chosen.json)


if __name__ == "__main__":
    main()
