"""A program of the system that listens at a port of this machine: started, stopped for a while, killed."""

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from bench.rehearsal.deployed import HOST

BEGINS_WITHIN = 60  # seconds on a busy machine


class Daemon:
    """One program, in a process group of its own; what it says is in `log`."""

    def __init__(self, words: list[str], port: int, log: Path) -> None:
        self._words, self.port, self._log = words, port, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it listens."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._words, stdout=log, stderr=log, cwd="/", start_new_session=True
            )
        end = time.monotonic() + BEGINS_WITHIN
        while time.monotonic() < end and self._process.poll() is None:
            with socket.socket() as caller:
                if caller.connect_ex((HOST, self.port)) == 0:
                    return
            time.sleep(0.02)
        raise RuntimeError(f"{self._words[0]} did not start: {self._log.read_text('utf-8')[-1000:]}")

    def send(self, what: signal.Signals) -> None:
        """A signal, to it and its children."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, what)

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        self.send(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
            self._process = None
