"""Whatever bytes come in, reading ends soon, with a reading or a named error, and verifying with a report."""

import copy
import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microcred.errors import MicrocredError, TooLarge
from microcred.explain import explain
from microcred.guards import b64url_encode
from microcred.openbadges import write, write_clr
from microcred.reading import read
from microcred.report import Report
from microcred.verification import verify
from tests.microcred.cast import RECORD
from tests.spec import spec

AT = datetime(2026, 11, 23, tzinfo=UTC)
BADGE: dict[str, Any] = write(RECORD)[0]
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


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"[" * 100_000,
        lambda: b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        lambda: json.dumps({**BADGE, "issuer": _nested({}, 400)}).encode(),
        lambda: json.dumps({**BADGE, "issuer": _nested({}, 55)}).encode(),
        lambda: json.dumps(_matryoshka(12)).encode(),
        lambda: json.dumps({**BADGE, "evidence": [{"type": "Evidence"}] * 60_000}).encode(),
        lambda: json.dumps({**BADGE, "name": "x" * 9_000_000}).encode(),
        lambda: b'{"type": "VerifiableCredential", "n": 1' + b"0" * 1_000_000 + b"}",
        lambda: b'{"type": "VerifiableCredential", "n": 1e999999}',
        lambda: b'{"type": "VerifiableCredential", "type": "Other"}',
        lambda: b'{"type": "Verifiable\xffCredential"}',
        lambda: b'{"type": "\\ud800"}',
        lambda: b"\xef\xbb\xbf" + json.dumps(BADGE).encode(),
        lambda: json.dumps(BADGE).encode("utf-16"),
        lambda: json.dumps({**BADGE, "validFrom": "2026-99-99T99:99:99Z"}).encode(),
        lambda: json.dumps({**BADGE, "validFrom": "9999-12-31T23:59:59-14:00"}).encode(),
        lambda: json.dumps({**BADGE, "validUntil": "0001-01-01T00:00:00+14:00"}).encode(),
        lambda: b"https://uni.example/" + b"x" * 9_000_000,
        lambda: b"." * 1_000_000,
        lambda: b"a.b.c~" * 100_000,
        lambda: b"<" * 1_000_000,
        lambda: b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><elmo>&b;</elmo>',
    ],
)
def test_bombs_end_soon(make: Callable[[], bytes]) -> None:
    data = make()
    began = time.process_time()

    survives(data)

    assert time.process_time() - began < 5


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
