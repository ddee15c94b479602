"""Other implementations, run by Node: installed at run time into `var/bench`, never part of the product."""

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


def install() -> None:
    """Put the pinned packages of package.json into `var/bench/peers`; raises NoPeers."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise NoPeers("Node is not installed here")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "credentials.mjs"):
        shutil.copy(HERE / name, FOLDER / name)
    command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=LIMIT, check=False)
    if done.returncode:
        raise NoPeers(f"npm could not install the peers: {done.stderr.strip().splitlines()[-1:]}")


def run(task: dict[str, Any]) -> dict[str, Any]:
    """Let the peers do a task; raises NoPeers where they cannot be had."""
    install()
    question, answer = FOLDER / "task.json", FOLDER / "answer.json"
    question.write_text(json.dumps(task), "utf-8")
    command = ["node", "credentials.mjs", question.name, answer.name]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=LIMIT, check=False)
    if done.returncode:
        raise NoPeers(f"the peers failed: {done.stderr.strip()[-300:]}")
    found: dict[str, Any] = json.loads(answer.read_text("utf-8"))
    return found
