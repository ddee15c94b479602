"""Which suites are run, how each is told where our VC-API is, and what came of it.

The suites lie in the folder `MCX_SUITES_DIR`, each installed with npm (docs/standards/w3c-suites.md); they
are never part of the product. With no server at all some of their tests “pass”, because a refused connection
looks to them like a refused credential: the control run counts these.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.w3c.api import Api
from tests.w3c.server import serving, this_moment

MOCHA = "node_modules/mocha/bin/mocha.js"
NOWHERE = "https://localhost:1"  # a port where nobody answers
MINUTES = 10


@dataclass(frozen=True, slots=True)
class Suite:
    """A suite, how many tests it has to pass, and the tags under which it looks for which way of signing."""

    name: str
    required: int
    endpoints: tuple[tuple[str, Mapping[str, Any]], ...]
    refused: Mapping[str, str] = field(default_factory=dict)  # how tests begin that we mean to fail, and why

    @property
    def folder(self) -> Path:
        """Where it is installed."""
        return Path(os.environ.get("MCX_SUITES_DIR", "")) / f"{self.name}-test-suite"


@dataclass(frozen=True, slots=True)
class Result:
    """The tests of a suite by their outcome; `without_server` are those that pass when nobody answers."""

    suite: str
    required: int
    passed: tuple[str, ...]
    failed: tuple[str, ...]
    skipped: tuple[str, ...]
    refused: Mapping[str, str]
    without_server: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        """Whether all required tests pass, and not just because nobody answered."""
        return not self.failed and len(self.passed) >= self.required > len(self.without_server)


ECDSA = ("ecdsa-rdfc-2019", "ecdsa-jcs-2019")
FOREIGN_KEY = "the credential names a web address as its issuer and is signed with a key of nobody known"
SUITES = {
    suite.name: suite
    for suite in (
        Suite("vc-data-model-2.0", 65, (("vc2.0", {}), ("EnvelopingProof", {"envelope": True}))),
        Suite(
            "vc-di-eddsa",
            57,
            (("eddsa-rdfc-2022", {}), ("eddsa-jcs-2022", {"cryptosuite": "eddsa-jcs-2022"})),
        ),
        Suite(
            "vc-di-ecdsa",
            98,
            tuple(
                (suite, {"cryptosuite": suite, "key": key}) for suite in ECDSA for key in ("P-256", "P-384")
            ),
            {f"Algorithms - Verify Proof ({suite})": FOREIGN_KEY for suite in ECDSA},
        ),
        # Seven more tests are about optional members that lists of one bit have not; the suite skips them.
        Suite("vc-bitstring-status-list", 19, (("BitstringStatusList", {"status": True}),)),
    )
}


def missing(suite: Suite) -> str:
    """Why a suite cannot be run here, in one line; empty if it can."""
    if not os.environ.get("MCX_SUITES_DIR"):
        return "MCX_SUITES_DIR names no folder with W3C's suites"
    if shutil.which("node") is None:
        return "Node is not here"
    if not (suite.folder / MOCHA).exists():
        return f"{suite.name} is not installed in MCX_SUITES_DIR (docs/standards/w3c-suites.md)"
    return ""


def run(suite: Suite) -> Result:
    """Run a suite against our VC-API, and once more against nobody."""
    control = _mocha(suite, _settings(suite, Api(NOWHERE, this_moment)))
    with serving() as api:
        found = _mocha(suite, _settings(suite, api))
    failures = {one["fullTitle"]: one["err"].get("message", "") for one in found["failures"]}
    refused = {
        title: why for start, why in suite.refused.items() for title in failures if title.startswith(start)
    }
    return Result(
        suite.name,
        suite.required,
        _titles(found["passes"]),
        tuple(f"{title}: {message}" for title, message in failures.items() if title not in refused),
        _titles(found["pending"]),
        refused,
        _titles(control["passes"]),
    )


def _titles(tests: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(test["fullTitle"] for test in tests)


def _settings(suite: Suite, api: Api) -> dict[str, Any]:
    """What the suites read from `localConfig.cjs`."""

    def endpoints(path: str) -> list[dict[str, Any]]:
        return [
            {
                "id": api.id_of(options.get("key", "Ed25519")),
                "endpoint": api.address + path,
                "supports": {"vc": ["1.1", "2.0"]},
                "supportedEcdsaKeyTypes": [options.get("key", "")],
                "tags": [tag],
                "options": options,
            }
            for tag, options in suite.endpoints
        ]

    return {
        "settings": {"enableInteropTests": True, "testAllImplementations": False},
        "implementations": [
            {
                "name": "microcred",
                "implementation": "microcred",
                "issuers": endpoints("/credentials/issue"),
                "verifiers": endpoints("/credentials/verify"),
                "vpVerifiers": endpoints("/presentations/verify"),
            }
        ],
    }


def _mocha(suite: Suite, settings: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Run the suite's tests and read mocha's own account of them."""
    text = f"module.exports = {json.dumps(settings, indent=1)};\n"
    (suite.folder / "localConfig.cjs").write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = ["node", MOCHA, "tests/", "--reporter", "json", "--reporter-option", f"output={report}"]
        command += ["--timeout", "15000", "--preserve-symlinks", "--exit"]
        subprocess.run(
            command, cwd=suite.folder, capture_output=True, timeout=60 * MINUTES, check=False, text=True
        )
        found: dict[str, list[dict[str, Any]]] = json.loads(report.read_text(encoding="utf-8"))
    return found
