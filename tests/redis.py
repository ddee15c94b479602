"""A private Redis for the tests that need one: in a temporary folder, on a socket in it, removed at the end.

Without the server (Debian: apt-get install redis-server) those tests skip, in CI they fail.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from mcx.core import redis as counters

SERVER = "redis-server"


class Server:
    """A server that can be stopped and started again; what it held is then gone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{folder}/socket"

    def start(self) -> None:
        """Start it and wait until it listens."""
        words = [SERVER, "--port", "0", "--unixsocket", f"{self._folder}/socket", "--dir", str(self._folder)]
        words += ["--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _each in range(200):
            if (self._folder / "socket").exists():
                return
            time.sleep(0.05)
        pytest.fail("redis-server did not start within ten seconds")

    def stop(self) -> None:
        """End it at once, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            (self._folder / "socket").unlink(missing_ok=True)
            self._process = None


@pytest.fixture
def redis() -> Iterator[Server]:
    """A running Redis of this test alone."""
    if shutil.which(SERVER) is None:
        if os.environ.get("CI"):
            pytest.fail(f"{SERVER} is not installed (Debian: apt-get install {SERVER})")
        pytest.skip(f"{SERVER} is not installed here (Debian: apt-get install {SERVER})")
    with tempfile.TemporaryDirectory(prefix="mcx-redis-") as folder:
        server = Server(Path(folder))
        server.start()
        yield server
        server.stop()


@contextmanager
def use(server: Server, settings: Settings) -> Iterator[None]:
    """Count in that Redis."""
    settings.REDIS_URL = server.url
    try:
        yield
    finally:
        counters.at(server.url).close()
        counters.at.cache_clear()
