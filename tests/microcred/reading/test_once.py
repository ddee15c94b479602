"""A file is opened once (decision 0007): whoever checks or explains it uses what reading has opened."""

import sys
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from microcred.explain import explain
from microcred.guards import parse_json
from microcred.reading import Kind, read
from microcred.report import Outcome
from microcred.verification import examine
from tests.attacks.cast import AT, TRUST
from tests.attacks.changes import CONTROL
from tests.attacks.dresses import SIGNED_AS


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counter[bytes]:
    """How often which text was taken for JSON since now, anywhere in the library."""
    found: Counter[bytes] = Counter()

    def counted(data: bytes, *limits: Any) -> Any:
        found[bytes(data)] += 1
        return parse_json(data, *limits)

    for name, module in list(sys.modules.items()):
        if name.startswith("microcred.") and getattr(module, "parse_json", None) is parse_json:
            monkeypatch.setattr(module, "parse_json", counted)
    return found


@pytest.mark.parametrize("name", SIGNED_AS)
def test_nothing_in_a_file_is_parsed_twice(parsed: Counter[bytes], name: str) -> None:
    form, make = SIGNED_AS[name]
    data = form(CONTROL, make)

    parsed.clear()
    reading = read(data)
    opened = Counter(parsed)
    examine(reading, at=AT, trust=replace(TRUST, documents={}))
    explain(reading)

    assert opened or name == "address"
    assert {text[:80]: times for text, times in parsed.items() if times > 1} == {}


def test_a_wallet_token_and_a_seal_are_handed_on_as_they_were_opened() -> None:
    wallet, sealed = (read(SIGNED_AS[name][0](CONTROL, SIGNED_AS[name][1])) for name in ("SD-JWT", "seal"))

    assert wallet.wallet is not None
    assert wallet.document is wallet.wallet.claims
    assert sealed.sealed is not None
    assert sealed.document is sealed.sealed.document


def test_of_a_wallet_token_that_nobody_opened_everything_stays_open() -> None:
    reading = replace(read(SIGNED_AS["SD-JWT"][0](CONTROL, SIGNED_AS["SD-JWT"][1])), wallet=None)

    report = examine(reading, at=AT, trust=TRUST).report

    assert reading.kind is Kind.SD_JWT
    assert {one.code for one in report.only(Outcome.UNKNOWN)} >= {"format", "proof", "key", "issuer", "dates"}
    assert not report.only(Outcome.PASSED)
