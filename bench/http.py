"""What serving costs: requests a second of processor time of the web server, against a bare view of Django.

python -m bench.http [--quick] [--json FILE]

The demonstration and the bare view (`bench/bare.py`) are served by granian, each in one process, and asked in
turns over one connection that is kept open; the processor time is that of the serving processes alone. Linux
says it (`/proc`); elsewhere nothing is measured.
"""

import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from bench.faults.site import Site, serving
from bench.table import Table, run
from bench.visit import pages, served

BARE = "bare view"
# What each costs against the bare view at least; what verifiers fetch has to be cheap, as everybody may ask.
AIMS = {"healthz": 0.25, "DID document": 0.2, "status list": 0.2}
PROCESSES = Path("/proc")


@dataclass
class Asked:
    """An address of a server that is asked over and over."""

    site: Site
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    best: float = 0

    def turn(self, seconds: float) -> None:
        """Ask for so many seconds by the clock; the best turn counts."""
        connection = HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        self._ask(connection)
        count, end, before = 0, time.monotonic() + seconds, used(self.site)
        while time.monotonic() < end:
            self._ask(connection)
            count += 1
        self.best = max(self.best, count / (used(self.site) - before))
        connection.close()

    def _ask(self, connection: HTTPConnection) -> None:
        connection.request("GET", self.path, headers=dict(self.headers))
        answer = connection.getresponse()
        answer.read()
        assert answer.status in {200, 304}, (self.path, answer.status)


def used(site: Site) -> float:
    """Seconds of processor time that the processes of the web server had, to the nanosecond."""
    group, found = str(site.running["web"].pid), 0
    for process in PROCESSES.glob("[0-9]*"):
        try:
            if process.joinpath("stat").read_text().rpartition(")")[2].split()[2] == group:
                tasks = process.glob("task/*/schedstat")
                found += sum(int(task.read_text().split()[0]) for task in tasks)
        except OSError:
            continue  # it ended meanwhile
    return found / 1e9


def measure(quick: bool) -> Table:
    """Pages, endpoints and what verifiers fetch, and for aims their ratio to the bare view."""
    table = Table("Serving", "Requests a second of processor time of one serving process.")
    if not (PROCESSES / "self" / "schedstat").exists():
        table.remarks.append("Nothing was measured: this system does not say what a process used.")
        return table
    with ExitStack() as stack:
        site = stack.enter_context(served())
        bare = stack.enter_context(serving(Site(site.folder, serves="bench.bare:application"), "web"))
        if not bare.wait():
            raise TimeoutError("the bare view did not begin")
        asked = {BARE: Asked(bare, "/healthz")} | {
            name: Asked(site, at) for name, at in addresses(site).items()
        }
        again = Asked(site, "/catalogue/", {"If-None-Match": site.tag("/catalogue/")})
        asked["catalogue, unchanged since it was read"] = again
        for _turn in range(3 if quick else 12):
            for each in asked.values():
                each.turn(1.0)
    for name, each in asked.items():
        table.add(name, each.best)
    for name, aim in AIMS.items():
        table.compare(f"{name}, against the {BARE}", asked[name].best, asked[BARE].best, aim)
    return table


def addresses(site: Site) -> dict[str, str]:
    """What is asked for, by its name."""
    member = "/institutions/mu"
    return {
        "healthz": "/healthz",
        "DID document": f"{member}/did.json",
        "status list": f"{member}/status/revocation/1",
        "trust file": "/trust.json",
        "OpenAPI document": "/api/openapi.json",
        "description of the API": "/api/docs",
        "list of editions": "/api/catalogue/editions",
        **pages(site),
    }


if __name__ == "__main__":
    run(measure, __doc__)
