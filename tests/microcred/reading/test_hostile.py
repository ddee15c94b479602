"""Whatever bytes come in, reading ends soon, with a reading or a named error, and verifying with a report."""

import copy
import json
import time
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microcred import jose, proofs
from microcred.did import did_key
from microcred.errors import MicrocredError, TooLarge
from microcred.explain import explain
from microcred.guards import b64url_encode
from microcred.keys import generate
from microcred.openbadges import write, write_clr
from microcred.reading import read
from microcred.report import Conclusion, Report
from microcred.verification import verify
from tests.microcred.baking.test_png import itxt, png
from tests.microcred.cast import RECORD
from tests.microcred.pdf.files import WHOLE, packed, pdf
from tests.spec import spec

AT = datetime(2026, 11, 23, tzinfo=UTC)
BADGE: dict[str, Any] = write(RECORD)[0]
KEY = generate()
V2 = "https://www.w3.org/ns/credentials/v2"
PNG = b"\x89PNG\r\n\x1a\n"
EAGER = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
STRANGE: list[Any] = [
    *[None, True, -1, 1e300, "", "\x00", "x" * 5000, [], {}, [[]], [None], {"id": {}}, [{"type": 3}]],
]
NAMES = sorted(
    {"type", "proof", "@context", "issuer", "credentialSubject", "vc", "payload", "signatures", *BADGE}
)


def survives(data: bytes) -> None:
    """Read and verify these bytes; anything but a reading, a report or a named error is a defect."""
    report = verify(data, at=AT)
    assert isinstance(report, Report)
    assert report.checks
    assert all(check.message for check in report)
    with suppress(MicrocredError):
        assert explain(read(data))


@EAGER
@given(st.binary(max_size=300))
def test_random_bytes(data: bytes) -> None:
    survives(data)


@EAGER
@given(
    st.sampled_from([PNG, b"%PDF-1.7\n", b"<svg ", b"PK\x03\x04", b"<?xml ", b'{"', b"eyJ"]),
    st.binary(max_size=200),
)
def test_random_bytes_behind_a_known_beginning(beginning: bytes, data: bytes) -> None:
    survives(beginning + data)


@EAGER
@given(JSON)
def test_random_json(value: Any) -> None:
    survives(json.dumps(value).encode())


@EAGER
@given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6))
def test_random_values_under_the_names_of_credentials(document: dict[str, Any]) -> None:
    survives(json.dumps({"type": ["VerifiableCredential"], **document}).encode())


@EAGER
@given(JSON, JSON)
def test_random_tokens(header: Any, payload: Any) -> None:
    parts = (json.dumps(header).encode(), json.dumps(payload).encode(), b"x")

    survives(".".join(b64url_encode(part) for part in parts).encode())


def _places(value: Any) -> list[tuple[Any, Any]]:
    found = []
    keys: Any = (
        list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    )
    for key in keys:
        found += [(value, key), *_places(value[key])]
    return found


@pytest.mark.parametrize(
    "name",
    [
        "openbadges/ob30/complete.json",
        "openbadges/clr20/simple.json",
        "openbadges/ob20/basic-assertion.json",
        "elm/samples/Sample-MC-Annex1-unsigned.jsonld",
    ],
)
def test_samples_with_anything_in_any_place(name: str) -> None:
    document = json.loads(spec(name).read_text())
    document.pop("displayParameter", None)
    random = Random(name)
    for _ in range(60):
        damaged = copy.deepcopy(document)
        container, key = random.choice(_places(damaged))
        container[key] = random.choice(STRANGE)

        survives(json.dumps(damaged).encode())


def test_cut_samples() -> None:
    for name in (
        "openbadges/ob30/simple-json.png",
        "openbadges/ob30/simple-jwt.svg",
        "openbadges/ob30/simple.jwt",
    ):
        data = spec(name).read_bytes()
        for cut in range(0, len(data), max(1, len(data) // 40)):
            survives(data[:cut])


def _nested(value: Any, depth: int) -> Any:
    for _ in range(depth):
        value = {"type": ["Profile"], "id": "did:web:uni.example", "parentOrg": value}
    return value


def _matryoshka(depth: int) -> dict[str, Any]:
    """A learner record in a learner record in …"""
    document = BADGE
    for level in range(depth):
        document = write_clr(RECORD, [document], identifier=f"urn:example:{level}")[0]
    return document


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
BOMBS: dict[str, Callable[[], bytes]] = {
    "brackets": lambda: b"[" * 100_000,
    "objects in objects": lambda: b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "organisations in organisations": lambda: json.dumps({**BADGE, "issuer": _nested({}, 400)}).encode(),
    "as deep as allowed": lambda: json.dumps({**BADGE, "issuer": _nested({}, 55)}).encode(),
    "learner records in learner records": lambda: json.dumps(_matryoshka(12)).encode(),
    "presentations in presentations": lambda: json.dumps(_shown(12)).encode(),
    "a thousand credentials": lambda: json.dumps(
        _shown(1) | {"verifiableCredential": [BADGE] * 1000}
    ).encode(),
    "much evidence": lambda: json.dumps({**BADGE, "evidence": [{"type": "Evidence"}] * 30_000}).encode(),
    "a long name": lambda: json.dumps({**BADGE, "name": "x" * 9_000_000}).encode(),
    "a huge integer": lambda: b'{"type": "VerifiableCredential", "n": 1' + b"0" * 1_000_000 + b"}",
    "a huge exponent": lambda: b'{"type": "VerifiableCredential", "n": 1e999999}',
    "a name twice": lambda: b'{"type": "VerifiableCredential", "type": "Other"}',
    "invalid UTF-8": lambda: b'{"type": "Verifiable\xffCredential"}',
    "half a character": lambda: b'{"type": "\\ud800"}',
    "a byte order mark": lambda: b"\xef\xbb\xbf" + json.dumps(BADGE).encode(),
    "UTF-16": lambda: json.dumps(BADGE).encode("utf-16"),
    "no date": lambda: json.dumps({**BADGE, "validFrom": "2026-99-99T99:99:99Z"}).encode(),
    "the last date": lambda: json.dumps({**BADGE, "validFrom": "9999-12-31T23:59:59-14:00"}).encode(),
    "the first date": lambda: json.dumps({**BADGE, "validUntil": "0001-01-01T00:00:00+14:00"}).encode(),
    "a long address": lambda: b"https://uni.example/" + b"x" * 9_000_000,
    "dots": lambda: b"." * 1_000_000,
    "a token in pieces": lambda: b"a.b.c~" * 100_000,
    "a token of nobody": lambda: jose.sign_vc(BADGE, generate(), kid="#1").replace("EdDSA", "none").encode(),
    "angle brackets": lambda: b"<" * 1_000_000,
    "entities in XML": f"<!DOCTYPE x [<!ENTITY l0 'ha'>{LAUGHS}]><elmo>&l9;</elmo>".encode,
    "entities in a picture": f"<!DOCTYPE svg [<!ENTITY l0 'ha'>{LAUGHS}]><svg>&l9;</svg>".encode,
    "a script in a picture": lambda: (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    ),
    "a picture that inflates": lambda: png(itxt(bytes(200_000_000), packed=True)),
    "a picture of many pixels": lambda: png(itxt(b"{}"), width=100_000, height=100_000),
    "a picture cut off": lambda: png(itxt(json.dumps(BADGE).encode()))[:-20],
    "a PDF that inflates": lambda: pdf({**WHOLE, 4: packed(bytes(200_000_000))}),
    "an archive": lambda: b"PK\x03\x04" + zlib.compress(bytes(50_000_000)),
    "contexts that draw in contexts": lambda: _proven({"@context": _contexts(25)}),
    "a context somewhere else": lambda: _proven({"@context": [*BADGE["@context"], "https://evil.example/c"]}),
    "blank nodes in disguise": lambda: _proven({"evidence": _entangled(40)}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_soon_and_takes_little_memory(name: str) -> None:
    data = BOMBS[name]()
    began = time.process_time()
    survives(data)
    took = time.process_time() - began
    tracemalloc.start()
    try:
        verify(data, at=AT)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert took < 5
    assert peak < 200_000_000


def _shown(depth: int) -> dict[str, Any]:
    """A presentation of a presentation of … a badge."""
    document = BADGE
    for _level in range(depth):
        shown = {"@context": [V2], "type": ["VerifiablePresentation"], "holder": "did:web:uni.example"}
        document = {**shown, "verifiableCredential": [document]}
    return document


def _contexts(depth: int) -> Any:
    context: Any = {"term": "https://uni.example/term"}
    for level in range(depth):
        context = {f"term{level}": {"@id": "https://uni.example/term", "@context": context}}
    return [V2, context]


def _entangled(size: int) -> list[dict[str, Any]]:
    """Evidence in which everything knows everything else, and nothing has a name."""
    names = [f"_:n{number}" for number in range(size)]
    knows = "https://uni.example/knows"
    return [{"id": one, knows: [{"id": other} for other in names if other != one]} for one in names]


def _proven(changes: dict[str, Any]) -> bytes:
    """The badge with these changes and a signature, so that its words are followed to the end."""
    issuer = did_key(KEY.public)
    method = f"{issuer}#{KEY.public.multikey()}"
    badge = proofs.sign({**BADGE, "issuer": issuer}, KEY, method=method, created=AT)
    return json.dumps({**badge, **changes}).encode()


class Loops:
    """A net in which every address leads to a document that leads back to itself."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        status = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "1"}
        document = {
            "@context": [V2],
            "id": url,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": "did:web:uni.example",
            "credentialStatus": status | {"statusListCredential": url},
            "credentialSubject": {"type": "BitstringStatusList", "encodedList": "u"},
            "verificationMethod": [url],
            "assertionMethod": [url],
            "badge": url,
        }
        return json.dumps(document).encode()


@pytest.mark.parametrize(
    "document",
    [
        {**BADGE, "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation",
         "statusListIndex": "1", "statusListCredential": "https://uni.example/list"}},
        {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://uni.example/1",
         "badge": "https://uni.example/1", "recipient": {}, "verification": {"type": "HostedBadge"},
         "issuedOn": "2026-01-01T00:00:00Z"},
        {**_shown(3), "proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022",
         "verificationMethod": "did:web:uni.example#1", "proofPurpose": "authentication",
         "proofValue": "z1"}},
    ],
)  # fmt: skip
def test_credentials_that_lead_back_to_themselves_end(document: dict[str, Any]) -> None:
    net = Loops()

    report = verify(json.dumps(document).encode(), at=AT, load=net)

    assert report.conclusion is not Conclusion.PASSED
    assert 0 < len(net.asked) < 8


def test_a_file_beyond_every_limit_is_refused_unread() -> None:
    with pytest.raises(TooLarge):
        read(b" " * 40_000_000)


def test_braces_in_a_credential_are_not_mistaken_for_slots() -> None:
    document = copy.deepcopy(BADGE)
    document["issuer"] |= {"name": "{name} {0} {at.__class__}", "translation": None}

    report = verify(json.dumps(document).encode(), at=AT)

    issuer = report.check("issuer")
    assert issuer is not None
    assert "{name} {0} {at.__class__}" in issuer.message
