"""PostgreSQL on two machines: a primary and its streaming replica, each in a folder, on a port of this one.

PostgreSQL refuses to run as root: root hands it to the system's `postgres` (`tests.postgres`).
"""

import os
import pwd
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.faults.site import free_port
from bench.rehearsal.deployed import DEPLOY, HOST
from tests.postgres import as_server, binaries

USER = DATABASE = "mcx"
ENDS_WITHIN = 30  # seconds


@contextmanager
def open_folder(prefix: str) -> Iterator[Path]:
    """A temporary folder through which other accounts reach theirs."""
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


def owned(folder: Path) -> Path:
    """The folder, made for whoever runs the servers and for nobody else."""
    folder.mkdir(parents=True)
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    return folder


class Machine:
    """One server of PostgreSQL."""

    def __init__(self, folder: Path, settings: str, options: str = "") -> None:
        self.port, self._options = free_port(), options
        self._folder, self._data, self._settings = folder, folder / "data", settings

    @property
    def url(self) -> str:
        """The address of its database."""
        return self.address(DATABASE)

    def address(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgres://{USER}@{HOST}:{self.port}/{database}"

    def ask(self, question: str) -> object:
        """The first value of the first row that it answers, as its administrator.

        A replica breaks off what is in the way of what it has to replay; it is asked again.
        """
        try:
            return self._asked(question)
        except psycopg.errors.SerializationFailure:
            return self._asked(question)

    def _asked(self, question: str) -> object:
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as server:
            found = server.execute(question.encode())
            row = found.fetchone() if found.description else None
            return row[0] if row else None

    def make(self) -> None:
        """An empty cluster."""
        as_server(
            binaries() / "initdb", "-D", self._data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"
        )

    def follow(self, primary: "Machine") -> None:
        """A copy of the primary that is told of every change."""
        source = ("-h", HOST, "-p", primary.port, "-U", USER, "-D", self._data)
        as_server(
            binaries() / "pg_basebackup", *source, "--write-recovery-conf", "-X", "stream", "-c", "fast"
        )

    def start(self) -> None:
        """Start it with its settings out of `deploy/` and wait until it answers."""
        own = f"-c port={self.port} -c listen_addresses={HOST} -c unix_socket_directories={self._folder} {self._options}"
        self._tell()
        config = self._data / "postgresql.conf"
        said = config.read_text("utf-8").partition("# deploy\n")[0]
        config.write_text(f"{said}# deploy\ninclude '{self._folder / 'deploy.conf'}'\n", "utf-8")
        as_server(
            *(binaries() / "pg_ctl", "-D", self._data, "-w", "-t", ENDS_WITHIN),
            *("-l", self._folder / "log", "-o", own, "start"),
        )

    def _tell(self) -> None:
        file = self._folder / "deploy.conf"
        file.write_text((DEPLOY / "postgresql" / self._settings).read_text("utf-8"), "utf-8")
        file.chmod(0o644)

    def become(self, settings: str) -> None:
        """Take other settings out of `deploy/`, while it runs."""
        self._settings = settings
        self._tell()
        as_server(binaries() / "pg_ctl", "-D", self._data, "reload")

    def kill(self) -> None:
        """Kill it at once, as if its machine were gone."""
        process = self._process()
        os.kill(process, signal.SIGKILL)
        end = time.monotonic() + ENDS_WITHIN
        while Path(f"/proc/{process}").exists() and time.monotonic() < end:
            time.sleep(0.01)
        (self._data / "postmaster.pid").unlink()

    def _process(self) -> int:
        """The number of its first process, which ends all others; 0 where it does not run."""
        file = self._data / "postmaster.pid"
        number = int(file.read_text().split()[0]) if file.exists() else 0
        return number if Path(f"/proc/{number}").exists() else 0

    @property
    def runs(self) -> bool:
        """Whether it runs."""
        return bool(self._process())

    def promote(self) -> None:
        """Let the replica take the primary's place."""
        as_server(binaries() / "pg_ctl", "-D", self._data, "-w", "-t", ENDS_WITHIN, "promote")

    def remove(self) -> None:
        """End it, if it still runs, and remove what it has."""
        if self.runs:
            as_server(binaries() / "pg_ctl", "-D", self._data, "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)


def replica_of(primary: Machine, folder: Path, options: str = "") -> Machine:
    """A new machine that follows this one, in a folder that is not there yet."""
    made = Machine(owned(folder), "replica.conf", options)
    made.follow(primary)
    made.start()
    return made


@contextmanager
def pair(folder: Path, options: str = "") -> Iterator[tuple[Machine, Machine]]:
    """A primary with its database, and a replica that follows it; `options` are the servers' besides."""
    primary = Machine(owned(folder / "primary"), "primary.conf", options)
    machines = [primary]
    try:
        primary.make()
        primary.start()
        with psycopg.connect(primary.address("postgres"), autocommit=True) as server:
            server.execute("SET synchronous_commit = local")  # there is nobody yet to wait for
            server.execute(f"CREATE DATABASE {DATABASE}")
        machines.append(replica_of(primary, folder / "replica", options))
        yield primary, machines[1]
    finally:
        for machine in machines:
            machine.remove()
