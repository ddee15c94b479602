"""A disk that fills while many bring files along: a database on a small disk of its own, in memory."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from bench.faults.chaos import Verdict
from bench.faults.room import LEARNERS, filled
from bench.faults.site import Site
from bench.rehearsal.postgres import DATABASE, Machine, owned

MEGABYTES = 200
SPARE = 256 * 1024  # bytes that are left when the load begins
TITLE = "a disk that fills under PostgreSQL"
# Nobody follows it, and what it writes ahead stays small.
ALONE = "-c synchronous_standby_names='' -c wal_keep_size=0 -c max_wal_size=32MB -c min_wal_size=32MB"


def tried(folder: Path) -> Verdict:
    """Fill the disk, free it, and look what is there; not tried where no disk can be made."""
    try:
        with _disk(folder) as disk, _server(disk) as server:
            site = Site(folder.with_name("full-data"), server.url)
            site.folder.mkdir()
            site.prepare(LEARNERS)
            ballast = disk / "ballast"
            _fill(ballast)

            def more_room() -> None:
                ballast.unlink()
                if not server.runs:
                    server.start()

            return filled(site, TITLE, more_room)
    except PermissionError:
        return Verdict(TITLE, missed=[f"{TITLE}: no disk can be made here, which needs root"])


@contextmanager
def _disk(folder: Path) -> Iterator[Path]:
    owned(folder)
    size = f"size={MEGABYTES}m,mode=0755"
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=False, capture_output=True
    )
    if done.returncode:
        raise PermissionError(done.stderr.decode())
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def _server(disk: Path) -> Iterator[Machine]:
    server = Machine(owned(disk / "server"), "primary.conf", ALONE)
    try:
        server.make()
        server.start()
        with psycopg.connect(server.address("postgres"), autocommit=True) as asked:
            asked.execute(f"CREATE DATABASE {DATABASE}")
        yield server
    finally:
        server.remove()


def _fill(ballast: Path) -> None:
    """Leave only so much free."""
    with suppress(OSError), ballast.open("wb") as file:
        while True:
            file.write(b"x" * 65_536)
            file.flush()
    with ballast.open("r+b") as file:
        file.truncate(ballast.stat().st_size - SPARE)
