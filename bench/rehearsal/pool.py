"""PgBouncer with the file of `deploy/`, in front of a primary and its replica."""

import re
import signal
from pathlib import Path
from types import TracebackType

from bench.faults.site import free_port
from bench.rehearsal.daemon import Daemon
from bench.rehearsal.deployed import DEPLOY, HOST
from bench.rehearsal.postgres import DATABASE, USER, Machine, owned
from tests.postgres import server_words

PASSWORD = "rehearsal"
INI = DEPLOY / "pgbouncer" / "pgbouncer.ini"


class Pool:
    """One PgBouncer; its addresses stay while the machines behind it change."""

    def __init__(self, folder: Path, primary: Machine, replica: Machine) -> None:
        self.port = free_port()
        self._folder, self._primary, self._replica = owned(folder), primary, replica
        words = server_words("pgbouncer", folder / "pgbouncer.ini")
        self._daemon = Daemon(words, self.port, folder / "log")

    @property
    def url(self) -> str:
        """Where the database is reached."""
        return f"postgres://{USER}:{PASSWORD}@{HOST}:{self.port}/{DATABASE}"

    @property
    def replica_url(self) -> str:
        """Where the replica is reached."""
        return f"{self.url}_replica"

    def start(self) -> None:
        """Start it and wait until it listens."""
        self._write()
        self._daemon.start()

    def kill(self) -> None:
        """End it at once, in the middle of whatever it carries."""
        self._daemon.kill()

    def lead_to(self, primary: Machine, replica: Machine) -> None:
        """Name other machines and have it read that, as `systemctl reload` does."""
        self._primary, self._replica = primary, replica
        self._write()
        self._daemon.send(signal.SIGHUP)

    def _write(self) -> None:
        users, ini = self._folder / "userlist.txt", self._folder / "pgbouncer.ini"
        users.write_text(f'"{USER}" "{PASSWORD}"\n', "utf-8")
        text = INI.read_text("utf-8")
        for name, machine in ((DATABASE, self._primary), (f"{DATABASE}_replica", self._replica)):
            there = f"{name} = host={HOST} port={machine.port} "
            text, number = re.subn(rf"^{name} = host=\S+ port=\d+ ", there, text, flags=re.MULTILINE)
            assert number == 1, name
        text = text.replace("listen_port = 6432", f"listen_port = {self.port}\nunix_socket_dir =")
        ini.write_text(text.replace("/etc/pgbouncer/userlist.txt", str(users)), "utf-8")
        for file in (users, ini):
            file.chmod(0o644)

    def __enter__(self) -> "Pool":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
