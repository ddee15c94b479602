"""Credentials that others made: what this verifier says of each official sample."""

from pathlib import Path

import pytest

from mcx.credentials.checks.verification import examine
from mcx.credentials.rules import Verdict
from microcred.report import Outcome
from tests.cast import NOW
from tests.credentials import cast
from tests.spec import spec

SIGNED = "elm/samples/Sample-MC-Annex1-signed.jsonld"


def files(folder: str) -> list[Path]:
    """The official files of a folder."""
    return sorted(path for path in spec(folder).rglob("*") if path.is_file())


@pytest.mark.django_db
def test_every_official_badge_gets_an_answer_in_words() -> None:
    cast.key()

    found = {path.name: examine(path.read_bytes(), at=NOW) for path in files("openbadges")}

    assert {name for name, one in found.items() if one.reading is None} == set()
    assert all(check.message for one in found.values() for check in one.report)
    assert all(one.issuer is None for one in found.values()), "no register of ours knows them"


@pytest.mark.django_db
def test_the_commissions_sample_is_told_precisely() -> None:
    cast.key()

    found = examine(spec(SIGNED).read_bytes(), at=NOW)

    signature, messages = found.report.check("seal.signature"), " ".join(c.message for c in found.report)
    assert signature is not None
    assert signature.outcome is Outcome.PASSED
    assert "expired" in messages
    assert found.reading is not None
    assert found.reading.record is not None
    assert found.reading.record.specification.title
    assert found.verdict in {Verdict.INCOMPLETE, Verdict.FAILED}


@pytest.mark.django_db
def test_a_genuine_badge_of_an_unknown_issuer_is_not_called_wrong() -> None:
    cast.key()

    found = examine(spec("openbadges/ob30/simple.json").read_bytes(), at=NOW)

    proof, issuer = found.report.check("proof"), found.report.check("issuer")
    assert proof is not None
    assert issuer is not None
    assert (proof.outcome, issuer.outcome) == (Outcome.PASSED, Outcome.UNKNOWN)
    assert found.verdict is Verdict.INCOMPLETE
