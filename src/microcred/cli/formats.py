"""The formats that `convert` and `issue` write, by their names on the command line."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from microcred import elm, openbadges, proofs
from microcred.did import DatedKey, controller_of
from microcred.errors import KeyProblem
from microcred.keys import SigningKey
from microcred.record import AchievementRecord
from microcred.record_json import to_json
from microcred.report import Conclusion, Report

Written = tuple[bytes, tuple[str, ...]]
Write = Callable[[AchievementRecord], Written]
Sign = Callable[[AchievementRecord, SigningKey, str, datetime], Written]


def _json(document: Any, losses: tuple[str, ...] = ()) -> Written:
    return json.dumps(document, indent=2, ensure_ascii=False).encode(), losses


FORMATS: Mapping[str, Write] = {
    "european": lambda record: _json(*elm.write(record)),
    "open-badge": lambda record: _json(*openbadges.write(record)),
    "record": lambda record: _json(to_json(record)),
}


def _with_proof(record: AchievementRecord, key: SigningKey, method: str, at: datetime) -> Written:
    """An Open Badge with an embedded proof, checked once more before it is let out of the house."""
    if controller_of(method) != record.issuer.id:
        raise KeyProblem(f"The key {method} is not one of the issuer, {record.issuer.id}.")
    document, losses = openbadges.write(record)
    suite = "eddsa-rdfc-2022" if key.kind == "Ed25519" else "ecdsa-rdfc-2019"
    signed = proofs.sign(document, key, method=method, created=at, suite=suite)
    found = Report.of(proofs.check(signed, lambda _controller: (DatedKey(method, key.public),)))
    if found.conclusion is not Conclusion.PASSED:
        raise KeyProblem("The signature just made does not verify; nothing was written.")
    return _json(signed, losses)


SIGNATURES: Mapping[str, Sign] = {"proof": _with_proof}
