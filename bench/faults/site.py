"""A network of its own in a folder, whose web server and workers are started, killed and started again."""

import json
import os
import resource
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.faults.client import Client, Ledger

ROOT = Path(__file__).resolve().parents[2]
BEGINS_WITHIN = 300  # seconds on a busy machine
PORTS = range(20_000, 30_000)
THREADS = 4  # of the web server: as many as clients, so that what is sent is worked on
UNKEPT = ("MCX_", "DATABASE", "PYTHONDONTWRITEBYTECODE")  # without compiled files every start is slow
PATIENCE = 5  # seconds after which a worker takes over what another left; a minute in earnest


def free_port() -> int:
    """A port that nobody listens at, nor is given to an outgoing connection while the server is away."""
    while True:
        port = PORTS.start + secrets.randbelow(len(PORTS))
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port


def inherited() -> dict[str, str]:
    """What this process was told, but for what is a site's own."""
    return {name: text for name, text in os.environ.items() if not name.startswith(UNKEPT)}


@dataclass
class Site:
    """The processes of one network; `database` is the address of an empty one, empty for a file of SQLite."""

    folder: Path
    database: str = ""
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    limit: int = 0
    serves: str = "mcx.wsgi:application"

    @property
    def address(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told, and nothing of what this one was."""
        own = {
            "MCX_DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database,
            "MCX_PUBLIC_URL": self.address,
            "MCX_LOG_LEVEL": "ERROR",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        return {**inherited(), **own, **self.extra}

    def run(self, *words: object) -> str:
        """Run a module or a command of the project to its end and hand back what it printed."""
        command = [sys.executable, *map(str, words)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=False, capture_output=True)
        if done.returncode:
            raise RuntimeError(done.stderr.decode()[-2000:])
        return done.stdout.decode()

    def prepare(self, learners: int) -> None:
        """Set up the network with so many learners."""
        self._cast.write_text(self.run("-m", "bench.faults.prepare", learners), "utf-8")

    @property
    def cast(self) -> dict[str, Any]:
        """Who may do what in it, as `bench.faults.prepare` says."""
        found: dict[str, Any] = json.loads(self._cast.read_text("utf-8"))
        return found

    @property
    def _cast(self) -> Path:
        return self.folder / "cast.json"

    def client(self, ledger: Ledger, deadline: float) -> Client:
        """Somebody who talks to it until then."""
        return Client(self.port, ledger, deadline)

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """Start `web` or a worker in a process group of its own."""
        with (self.folder / f"{name}.log").open("ab") as log:
            made = subprocess.Popen(
                self._command(name),
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=self._bounded if self.limit else None,  # noqa: PLW1509
            )
        self.running[name] = made
        return made

    def _bounded(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.limit, self.limit))

    def _command(self, name: str) -> list[str]:
        if name != "web":
            patience = ("--interval", "0.1", "--patience", str(PATIENCE))
            return [sys.executable, "manage.py", "worker", *patience]
        granian = str(Path(sys.executable).parent / "granian")
        served = ("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port))
        speed = ("--workers", "1", "--blocking-threads", str(THREADS), "--log-level", "error")
        return [granian, *served, *speed, self.serves]

    def kill(self, name: str) -> None:
        """Kill it and all its children, at once and without a word."""
        process = self.running.pop(name, None)
        if process is not None:
            with suppress(ProcessLookupError):  # it ended by itself, as with a wrong key it has to
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def answers(self) -> bool:
        """Whether the web server serves."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def page(self, path: str) -> str:
        """What the web server answers to somebody who is not signed in."""
        with urllib.request.urlopen(self.address + path, timeout=60) as answer:
            return str(answer.read().decode())

    def tag(self, path: str) -> str:
        """The ETag of what it answers there."""
        with urllib.request.urlopen(self.address + path, timeout=60) as answer:
            return str(answer.headers["ETag"])

    def wait(self, until: Callable[[], bool] | None = None, seconds: float = BEGINS_WITHIN) -> bool:
        """Wait until it answers, or until something else holds; False when it never did."""
        holds = until or self.answers
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if holds():
                return True
            time.sleep(0.05)
        return False


@contextmanager
def serving(site: Site, *names: str) -> Iterator[Site]:
    """The site with these processes running; all of them are gone afterwards."""
    try:
        for name in names:
            site.start(name)
        yield site
    finally:
        for name in list(site.running):
            site.kill(name)
