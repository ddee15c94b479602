"""How fast credentials are issued and verified, beside npm's libraries, PyLD and the bare signature.

`python -m bench.credentials [--quick] [--json FILE]`. The same Open Badge 3.0 of about 3 KB everywhere, one
at a time, a new learner each time. Most lines are warm: hundreds of learners of one edition follow each other.
Beside them stand the cold ones: of credentials that are each the first of its kind, and of those for which
the engine remembers nothing at all (docs/internals/jsonld.md). Seconds are of processor time, so that a busy
machine measures alike; only the batch over all cores is by the clock. npm's libraries are installed at run
time (bench/peers).
"""

import functools
import itertools
import resource
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyld import jsonld

from bench import peers
from bench.batch import Edition
from bench.sample import (
    CREATED,
    CREDENTIAL,
    KEY,
    METHOD,
    PATHS,
    PUBLISHED,
    TRUST,
    VERIFIED_AT,
    credential,
    learner,
)
from bench.table import Table, Work, run, versions
from microcred import jose, proofs
from microcred import verify as verify_whole
from microcred.did import DatedKey
from microcred.jsonld import MEMORY, canonise, tables
from microcred.jsonld.fast.shapes import COUNTED
from microcred.report import Conclusion, Outcome

RDFC, JCS, JWT = "eddsa-rdfc-2022", "eddsa-jcs-2022", "vc+jwt"
SIGN, VERIFY = "bare Ed25519 signature of 64 bytes", "bare Ed25519 verification of 64 bytes"
DIGEST = "bare SHA-256 of the canonical form"
SODIUM = "{}, by libsodium, which we use"
BATCH = f"{RDFC} issue, a batch of one edition"
FORM, FIRST, NOTHING = "canonical form", "first of its kind", "nothing remembered"
WHOLE, WHOLE_JWT = f"whole verification of a file, {RDFC}", f"whole verification of a file, {JWT}"
MESSAGES = [bytes([number]) * 64 for number in range(256)]  # of one alone the processor learns the way


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


def sign_token(document: Mapping[str, Any]) -> bytes:
    """The document as a token."""
    return jose.sign_vc(document, KEY, kid=METHOD).encode()


def verify_token(token: bytes) -> None:
    """All checks of the token; none may find anything."""
    checks = jose.check(token, keys)
    if any(one.outcome is not Outcome.PASSED for one in checks):
        raise AssertionError([one.message for one in checks])


def verify_file(data: bytes) -> None:
    """Everything anybody asks about a file; nothing may be open."""
    report = verify_whole(data, at=VERIFIED_AT, trust=TRUST)
    if report.conclusion is not Conclusion.PASSED or report.check("status") is None:
        raise AssertionError([one.message for one in report])


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


def works() -> dict[str, Work]:
    """Our own work and the bare operations, each with what it is done to."""
    documents = [credential(number) for number in range(256)]
    signed = [(KEY.sign(message), message) for message in MESSAGES]
    private, public = KEY.native, KEY.public.native
    if not isinstance(private, Ed25519PrivateKey) or not isinstance(public, Ed25519PublicKey):
        raise TypeError
    made: dict[str, Work] = {
        SIGN: (private.sign, MESSAGES),
        VERIFY: (lambda pair: public.verify(*pair), signed),
        SODIUM.format(SIGN): (KEY.sign, MESSAGES),
        SODIUM.format(VERIFY): (lambda pair: KEY.public.verify(*pair), signed),
        DIGEST: (lambda data: sha256(data).digest(), [canonise(document) for document in documents]),
        FORM: (canonise, documents),
        f"{FORM}, other words in a known shape": (
            canonise,
            [reworded(one, n) for n, one in enumerate(documents)],
        ),
        f"{FORM} by PyLD": (pyld_canonical, documents[:16]),
    }
    for suite in (RDFC, JCS):
        made[f"{suite} issue"] = functools.partial(sign, suite=suite), documents
        made[f"{suite} verify"] = verify, [sign(document, suite) for document in documents]
    tokens = [sign_token(document) for document in documents]
    return made | {
        f"{JWT} issue": (sign_token, documents),
        f"{JWT} verify": (verify_token, tokens),
        WHOLE: (verify_file, [orjson.dumps(document) for document in made[f"{RDFC} verify"][1]]),
        WHOLE_JWT: (verify_file, tokens),
    }


def reworded(value: Any, number: int, name: str = "") -> Any:
    """The same with other texts nearly everywhere: of the same shape, and of no edition that was seen."""
    if isinstance(value, dict):
        return {inner: reworded(one, number, inner) for inner, one in value.items()}
    if isinstance(value, list):
        return [reworded(one, number, name) for one in value]
    return f"{value}{number}" if isinstance(value, str) and name not in ("type", "@context") else value


def firsts(start: int) -> list[dict[str, Any]]:
    """Credentials that each are the first of their kind, even when their turn comes again.

    A number is part of a shape, and shapes that are only counted are forgotten before that.
    """
    documents = [credential(number) for number in range(2 * COUNTED)]
    for number, document in enumerate(documents, start):
        document["credentialSubject"]["creditsEarned"] = 2 + number / 4096
    return documents


def cold_works() -> dict[str, Work]:
    """Our own work without any plan; each with kinds of its own, or one would make the other's known."""
    forms, issued, verified, whole = (firsts(number * 2 * COUNTED) for number in range(4))
    return {
        f"{FORM}, {FIRST}": (canonise, forms),
        f"{RDFC} issue, {FIRST}": (sign, issued),
        f"{RDFC} verify, {FIRST}": (verify, [sign(one) for one in verified]),
        f"{WHOLE}, {FIRST}": (verify_file, [orjson.dumps(sign(one)) for one in whole]),
    }


def forgetful_works() -> dict[str, Work]:
    """The same as if it were the first document of a process; to be measured apart, as all is forgotten."""
    documents = [credential(number) for number in range(16)]
    signed = [sign(document) for document in documents]
    files = [orjson.dumps(document) for document in signed]
    ours: dict[str, tuple[Callable[[Any], object], list[Any]]] = {
        FORM: (canonise, documents),
        f"{RDFC} issue": (sign, documents),
        f"{RDFC} verify": (verify, signed),
        WHOLE: (verify_file, files),
    }
    made: dict[str, Work] = {f"{name}, {NOTHING}": (_forgetting(do), to) for name, (do, to) in ours.items()}
    return made | {"tables of all known contexts read, once in a process": (_read_tables, [None])}


def _forgetting(work: Callable[[Any], object]) -> Callable[[Any], object]:
    def after_all_is_forgotten(one: Any) -> object:
        MEMORY.forget()
        return work(one)

    return after_all_is_forgotten


def _read_tables(_one: None) -> object:
    return tables.known.__wrapped__()


def batch() -> Work:
    """Learners of one edition signed in chunks on one core, every learner another one."""
    edition = Edition(CREDENTIAL, PATHS, KEY, method=METHOD, created=CREATED)
    numbers = itertools.count()
    chunks = [[learner(number) for number in itertools.islice(numbers, CHUNK)] for _ in range(80)]
    return lambda chunk: edition.sign(*chunk), chunks


CHUNK = 25  # learners signed between two looks at the clock


def measure_all_cores(table: Table, count: int) -> None:
    """A streamed batch over all cores by the clock, and how much memory this process had at its end."""
    edition = Edition(CREDENTIAL, PATHS, KEY, method=METHOD, created=CREATED)
    next(edition.sign_all(map(learner, range(1)), processes=1))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    written = sum(len(one) for one in edition.sign_all(map(learner, range(count))))
    passed = time.perf_counter() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    name = f"{RDFC} issue, {count:,} on all cores by the clock"
    table.add(name, count / passed, note=f"{written / 1e6:,.0f} MB, start of the processes included")
    table.remarks.append(
        f"Memory of the coordinating process grew by {grown:,.0f} MB over {count:,} credentials."
    )


def compare_with_bare(table: Table, figures: Mapping[str, float]) -> None:
    """The ratios to the bare operations: to OpenSSL's, which are aimed at, and to libsodium's."""
    signing = {BATCH: 0.5, f"{JWT} issue": 0.6}
    verifying = {f"{JWT} verify": 0.7, WHOLE: 0.22, WHOLE_JWT: 0.22, f"{RDFC} verify": None}
    for aims, bare, done in ((signing, SIGN, "signatures"), (verifying, VERIFY, "verification")):
        for name, aim in aims.items():
            table.compare(f"{name}, against bare {done}", figures[name], figures[bare], aim)
            sodium = figures[SODIUM.format(bare)]
            table.compare(f"{name}, against bare {done} by libsodium", figures[name], sodium)


def suites() -> dict[str, peers.Suite]:
    """What the peers verify: our signatures."""
    documents = [credential(number) for number in range(8)]
    made = {suite: peers.Suite([sign(document, suite) for document in documents]) for suite in (RDFC, JCS)}
    return made | {JWT: peers.Suite([sign_token(document).decode() for document in documents])}


def compare_with_peers(table: Table, figures: Mapping[str, float], seconds: float) -> None:
    """The peers' figures and the ratios that are aimed at; says so where they cannot be had."""
    try:
        answer = peers.credentials(suites(), {"Ed25519": KEY}, seconds)
    except peers.NoPeers as missing:
        table.remarks.append(f"npm's libraries were not measured: {missing}")
        return
    for name, value in answer["rates"].items():
        table.add(f"{name} (Node {answer['node']})", value)
    aims = {(RDFC, "issue"): 40, (RDFC, "verify"): 25, (JWT, "issue"): 2}
    for suite, done in itertools.product((RDFC, JCS, JWT), ("issue", "verify")):
        rates = (value for name, value in answer["rates"].items() if name.split()[::2] == [suite, done])
        name = f"{suite} {done}"
        best = max(rates)
        table.compare(f"{name}, against the best of npm", figures[name], best, aims.get((suite, done)))
        if suite == RDFC:
            first = f"{name}, {FIRST}"
            table.compare(f"{first}, against the best of npm", figures[first], best)


def measure(quick: bool) -> Table:
    """All figures of one run."""
    seconds = 0.6 if quick else 6.0
    size, packages = len(orjson.dumps(CREDENTIAL)), versions("cryptography", "orjson", "PyLD")
    table = Table("Credentials", f"An Open Badge 3.0 of {size:,} bytes; {packages}.")
    figures = table.measure(works() | cold_works() | {BATCH: batch()}, seconds, {BATCH: CHUNK})
    table.measure(forgetful_works(), seconds)
    compare_with_bare(table, figures)
    measure_all_cores(table, 5_000 if quick else 1_000_000)
    compare_with_peers(table, figures, seconds)
    return table


if __name__ == "__main__":
    run(measure, __doc__)
