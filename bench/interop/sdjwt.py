"""SD-JWT VC both ways with npm's `@sd-jwt/sd-jwt-vc`: `python -m bench.interop.sdjwt`.

The npm package is installed at run time into `var/interop/sdjwt`. Exits 0 if every trial went as expected,
1 if one did not, and says so and exits 0 where Node or the package cannot be had.
"""

import itertools
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from microcred import sdjwt
from microcred.did import DatedKey
from microcred.keys import SigningKey, generate
from microcred.keys.public import Kind
from microcred.record import AchievementRecord, Grade, GradingScale, Organisation, Person, Specification
from microcred.report import Outcome

PACKAGE = "@sd-jwt/sd-jwt-vc@0.19.0"
FOLDER = Path("var/interop/sdjwt")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ISSUER = "https://university.example"
REQUEST = sdjwt.Request("https://verifier.example", "a-nonce-of-the-trial")
THEIR_CLAIMS = {
    "iss": ISSUER,
    "vct": "urn:example:membership:1",
    "name": "Ada Exämple",
    "address": {"street": "Main Street 1", "country": "AT"},
    "languages": ["de", "en", "fi"],
}
RECORD = AchievementRecord(
    id="urn:uuid:5a3c0b14-5cd1-4a4c-9d1f-0a4a4d1b7c11",
    specification=Specification(
        "https://university.example/edition/1",
        "1.0",
        {"en": "Predictive Maintenance", "de": "Vorausschauende Wartung"},
        {"en": "Plan the upkeep of machines from data."},
        (),
        Decimal("2.5"),
        Decimal(70),
        7,
        ("online",),
        (),
    ),
    learner=Person(given_name="Ada", family_name="Exämple"),
    issuer=Organisation(ISSUER, {"en": "Example University"}),
    awarding_bodies=(Organisation(ISSUER, {"en": "Example University"}),),
    awarded_at=NOW,
    issued_at=NOW,
    grade=Grade("5", GradingScale("https://university.example/scale", {"en": "Five points"})),
)


def main() -> int:
    """Run the trials with both algorithms and print what came of each."""
    if not _installed():
        print("skipped: Node or the package", PACKAGE, "cannot be had here")
        return 0
    results = [result for kind in ("P-256", "Ed25519") for result in _trials(kind)]
    for name, went_well in results:
        print("ok    " if went_well else "FAILED", name)
    return 0 if all(went_well for _, went_well in results) else 1


def _installed() -> bool:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return False
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "package.json").write_text('{"private": true}', encoding="utf-8")
    shutil.copy(Path(__file__).with_name("sdjwt.mjs"), FOLDER / "trial.mjs")
    install = [npm, "install", "--silent", "--no-audit", "--no-fund", PACKAGE]
    return subprocess.run(install, cwd=FOLDER, check=False).returncode == 0


def _trials(kind: Kind) -> Iterator[tuple[str, bool]]:
    """Each trial with whether it went as expected."""
    issuer, holder = generate(kind), generate(kind)
    issued = sdjwt.issue(RECORD, issuer, salt=_salts(), holder=holder.public)
    presented = sdjwt.present(
        issued, ["grade"], holder=holder, audience=REQUEST.audience, nonce=REQUEST.nonce, at=NOW
    )
    tampered = [presented[:-4] + b"AAAA", presented.replace(b".", b".e", 1), _without_a_disclosure(presented)]
    answer = _ask_node(issuer, holder, issued, presented, tampered)
    ours, ours_shown = sdjwt.read(issued).claims, sdjwt.read(presented).claims
    yield f"{kind}: npm verifies what we issue", answer["issued"].get("claims") == ours
    yield f"{kind}: npm verifies what we present", answer["presented"].get("claims") == ours_shown
    yield f"{kind}: npm refuses it tampered with", all("error" in one for one in answer["tampered"])
    yield f"{kind}: we verify what npm issues", _accepted(answer["theirs"], issuer, None)
    yield f"{kind}: we verify what npm presents", _accepted(answer["shown"], issuer, REQUEST)
    claims = sdjwt.read(answer["shown"].encode()).claims
    shown = {name: claims.get(name) for name in ("name", "address", "languages")}
    expected = {"name": "Ada Exämple", "address": {"country": "AT"}, "languages": ["en", "fi"]}
    yield f"{kind}: we read what npm discloses, no more and no less", shown == expected
    forged = answer["shown"][:-4] + "AAAA"
    yield f"{kind}: we refuse it tampered with", not _accepted(forged, issuer, REQUEST)


def _salts() -> Any:
    return (f"a-salt-of-the-trials-{number:04}" for number in itertools.count()).__next__


def _without_a_disclosure(presented: bytes) -> bytes:
    first, *_, last = presented.split(b"~")
    return first + b"~" + last


def _accepted(token: str, issuer: SigningKey, request: sdjwt.Request | None) -> bool:
    keys = (DatedKey(f"{ISSUER}#key", issuer.public),)
    found = sdjwt.check(token.encode(), at=NOW, keys=lambda _: keys, request=request)
    return {check.outcome for check in found} == {Outcome.PASSED}


def _ask_node(
    issuer: SigningKey, holder: SigningKey, issued: bytes, presented: bytes, tampered: list[bytes]
) -> dict[str, Any]:
    question = {
        "algorithm": issuer.algorithm,
        "now": int(NOW.timestamp()),
        "audience": REQUEST.audience,
        "nonce": REQUEST.nonce,
        "issuer": _pems(issuer),
        "holder": {**_pems(holder), "jwk": holder.public.jwk()},
        "claims": THEIR_CLAIMS,
        "issued": issued.decode(),
        "presented": presented.decode(),
        "tampered": [one.decode() for one in tampered],
    }
    node = shutil.which("node") or "node"
    text = json.dumps(question)
    asked = subprocess.run(
        [node, "trial.mjs"], cwd=FOLDER, input=text, text=True, check=True, capture_output=True
    )
    answer: dict[str, Any] = json.loads(asked.stdout)
    return answer


def _pems(key: SigningKey) -> dict[str, str]:
    return {"private": key.pem().decode(), "public": key.public.pem().decode()}


if __name__ == "__main__":
    sys.exit(main())
