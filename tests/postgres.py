"""Runs a command against a private PostgreSQL that lives only as long as the command.

python -m tests.postgres pytest …

The cluster is made from the installed server binaries in a temporary folder, listens only on a socket in
it, and is removed at the end. PostgreSQL refuses to run as root: root hands it to the system's `postgres`.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# Nothing has to outlast the command, and certificates do not become smaller however long one tries.
QUICK = "-c fsync=off -c full_page_writes=off -c default_toast_compression=lz4"


def binaries() -> Path:
    """The folder of the newest installed server.

    :raises SystemExit: when there is none, saying how to get it
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    if on_path:
        return Path(on_path).resolve().parent
    sys.exit("PostgreSQL's server is not installed (Debian: apt-get install postgresql).")


def as_server(*command: object) -> None:
    """Run a server program to its end, as `postgres` where we are root."""
    subprocess.run(server_words(*command), check=True, stdout=subprocess.DEVNULL, cwd="/")


def server_words(*command: object) -> list[str]:
    """The command that runs a server program as `postgres` where we are root, else as it is."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *words]
    return words


@contextmanager
def cluster() -> Iterator[str]:
    """A running cluster's DATABASE_URL."""
    programs = binaries()
    with tempfile.TemporaryDirectory(prefix="mcx-pg-") as folder:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data = Path(folder) / "data"
        as_server(programs / "initdb", "-D", data, "-U", "mcx", "-A", "trust", "-E", "UTF8", "--no-sync")
        quick = f"-c listen_addresses='' -c unix_socket_directories={folder} {QUICK}"
        control = (programs / "pg_ctl", "-D", data, "-w", "-l", Path(folder) / "log")
        as_server(*control, "-o", quick, "start")
        try:
            yield f"postgres://mcx@{quote(folder, safe='')}/postgres"
        finally:
            as_server(*control, "-m", "immediate", "stop")


def main() -> int:
    """Run the command line's command with DATABASE_URL set; its exit code is ours."""
    with cluster() as url:
        print(f"PostgreSQL from {binaries()}", flush=True)
        environment = {**os.environ, "DATABASE_URL": url}
        program = Path(sys.executable).parent / sys.argv[1]
        return subprocess.run([str(program), *sys.argv[2:]], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
