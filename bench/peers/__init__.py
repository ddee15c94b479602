"""Other implementations, run by Node: installed at run time into `var/bench`, never part of the product."""

import functools
import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.sample import CREATED, ISSUER, credential
from microcred import multibase
from microcred.instants import write_instant
from microcred.jsonld import tables
from microcred.keys import SigningKey

HERE = Path(__file__).parent
FOLDER = Path("var/bench/peers")
LIMIT = 900  # seconds


class NoPeers(Exception):
    """Node, npm or a package cannot be had here; the message says what."""


@functools.cache
def install() -> None:
    """Put the pinned packages of package.json into `var/bench/peers`; raises NoPeers."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise NoPeers("Node is not installed here")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in (HERE / "package.json", *HERE.glob("*.mjs")):
        shutil.copy(path, FOLDER / path.name)
    command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=LIMIT, check=False)
    if done.returncode:
        raise NoPeers(f"npm could not install the peers: {done.stderr.strip().splitlines()[-1:]}")


def run(script: str, task: dict[str, Any]) -> dict[str, Any]:
    """Let the peers do a task; raises NoPeers where they cannot be had."""
    install()
    with tempfile.TemporaryDirectory() as folder:
        question, answer = Path(folder, "task.json"), Path(folder, "answer.json")
        question.write_text(json.dumps(task), "utf-8")
        command = ["node", script, str(question), str(answer)]
        done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=LIMIT, check=False)
        if done.returncode:
            raise RuntimeError(f"{script} failed: {done.stderr.strip()[-1000:]}")
        found: dict[str, Any] = json.loads(answer.read_text("utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Suite:
    """What we signed with a suite, and what was altered afterwards."""

    signed: list[Any]
    altered: list[Any] = field(default_factory=list)


def credentials(
    suites: Mapping[str, Suite], keys: Mapping[str, SigningKey], seconds: float
) -> dict[str, Any]:
    """Let npm's libraries verify and sign, and measure each for so many seconds; raises NoPeers."""
    return run(
        "credentials.mjs",
        {
            "contexts": {url: {"@context": context} for url, context in tables.known().items()},
            "credentials": [credential(number) for number in range(64)],
            "suites": {name: asdict(suite) for name, suite in suites.items()},
            "issuer": ISSUER,
            "created": write_instant(CREATED),
            "seconds": seconds,
            "keys": {kind: _written(kind, key) for kind, key in keys.items()},
        },
    )


def method(kind: str) -> str:
    """The verification method of the issuer's key of this kind."""
    return f"{ISSUER}#key" if kind == "Ed25519" else f"{ISSUER}#{kind}"


def _written(kind: str, key: SigningKey) -> dict[str, str]:
    pems = {"id": method(kind), "pem": key.pem().decode(), "publicPem": key.public.pem().decode()}
    if isinstance(key.native, Ed25519PrivateKey):
        secret = b"\x80\x26" + key.native.private_bytes_raw()
    elif isinstance(key.native, EllipticCurvePrivateKey):
        secret = b"\x86\x26" + key.native.private_numbers().private_value.to_bytes(32, "big")
    else:
        return pems
    return {
        **pems,
        "publicKeyMultibase": key.public.multikey(),
        "secretKeyMultibase": multibase.encode(secret),
    }
