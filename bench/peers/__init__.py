"""Other implementations, run by Node: installed at run time into `var/bench`, never part of the product."""

import functools
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

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
    question, answer = FOLDER / "task.json", FOLDER / "answer.json"
    question.write_text(json.dumps(task), "utf-8")
    command = ["node", script, question.name, answer.name]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=LIMIT, check=False)
    if done.returncode:
        raise RuntimeError(f"{script} failed: {done.stderr.strip()[-1000:]}")
    found: dict[str, Any] = json.loads(answer.read_text("utf-8"))
    return found
