"""What an award costs in processor time: signed in all formats, by one worker and two, verified and shown.

python -m bench.signing [--quick] [--json FILE]

A demonstration network in a folder of its own, each part in a process of its own (`bench.awards`), so that nothing is
remembered from another. Costs are milliseconds of processor time; only where it says so, the clock is read. The aims are
multiples of what the library alone needs for the same, measured in the same run.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.awards import MOST
from bench.table import Table, run

MEMBERS = 60
LOGO = 20.0  # kB that the picture of a university may have
FORMS = ("openbadge", "jwt", "pdf", "sdjwt", "european")


def measure(quick: bool) -> Table:
    """Everything in a network of its own, which is removed at the end."""
    table = Table(
        "Awards",
        "Signed in all five formats and verified, in the demonstration; milliseconds of processor time an award, "
        "the quicker quarter.",
    )
    number = 40 if quick else 200
    with tempfile.TemporaryDirectory(prefix="mcx-signing-", ignore_cleanup_errors=True) as folder:
        place = Place(Path(folder))
        _signing(table, place, number)
        _workers(table, place, number)
        _verifying(table, place, 20 if quick else 100)
    return table


class Place:
    """A network in a folder, and what is done in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        own = {"MCX_DATA_DIR": str(folder / "data"), "MCX_LOG_LEVEL": "ERROR", "DATABASE_URL": ""}
        self.environment = {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "mcx.settings"}
        for command in ("prepare", "issue_pending"):
            asked = [sys.executable, "-m", "django", command]
            subprocess.run(asked, check=True, env=self.environment, capture_output=True)

    def begin(self, part: str, value: str) -> subprocess.Popen[bytes]:
        """A process that does one part."""
        command = [sys.executable, "-m", "bench.awards", part, value]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE)

    def do(self, part: str, number: int) -> dict[str, Any]:
        """What one part found."""
        return found_by(self.begin(part, str(number)))


def found_by(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """What a process prints last."""
    lines, _errors = process.communicate()
    if process.returncode:
        raise RuntimeError("a part of the benchmark failed; its reason stands above")
    found: dict[str, Any] = json.loads(lines.splitlines()[-1])
    return found


def _signing(table: Table, place: Place, number: int) -> None:
    library, signed = place.do("library", 5 * number), place.do("sign", number)
    for form, took in library.items():
        table.add(f"the library alone: {form}", took, "ms")
    alone = table.add("the library alone: all that it signs", sum(library.values()), "ms")
    table.add("signed in all formats and kept", signed["ms"], "ms", aim=25)
    table.add(
        "signed in all formats and kept, against the library", signed["ms"] / alone, "×", aim=6, most=True
    )
    table.add("queries", signed["queries"], "")
    for form in FORMS:
        table.add(f"kept of {form}", signed[f"kB {form}"], "kB")
    table.add("kept of an award, its course in two languages", signed["kB"], "kB")
    # The largest that a picture can add: to the page, as it is.
    table.add(f"kept of an award, with room for a picture of {LOGO:g} kB", signed["kB"] + LOGO, "kB", aim=100)


def _workers(table: Table, place: Place, number: int) -> None:
    each = {}
    for workers in (1, 2):
        place.do("queue", number)
        folder = place.folder / f"workers-{workers}"
        folder.mkdir()
        begun = [place.begin("work", f"{folder}:{workers}") for _ in range(workers)]
        found = [found_by(process) for process in begun]
        clocked = max(one["clock"] for one in found)
        each[workers] = sum(one["cpu"] for one in found) / number * 1000
        waited = sum(one["waited"] for one in found) / sum(one["clock"] for one in found)
        name = "one worker" if workers == 1 else "two workers"
        table.add(f"{name}, with all that a job takes", each[workers], "ms")
        table.add(f"{name}: awards by the clock", number / clocked)
        table.add(f"{name}: of the clock's time waiting for a lock", waited * 100, "%", aim=10)
    table.add("an award by two workers, against one worker", each[2] / each[1], "×", aim=1.15, most=True)


def _verifying(table: Table, place: Place, number: int) -> None:
    few = place.do("verify", number)
    place.do("grow", MEMBERS)
    many = place.do("verify", number)
    for found in (few, many):
        members = f"{found['members']} members"
        for form in FORMS:
            alone = found[f"library {form}"]
            table.add(f"{form} verified by the library alone, {members}", alone, "ms")
            for way, aim in (("examine", 1.0), ("API", 2.5), ("page", 6.0)):
                beyond = found[f"{way} {form}"] - alone
                table.add(f"{form} verified, {way}, beyond the library, {members}", beyond, "ms", aim=aim)
        item = (found[f"share {MOST}"] - found["share 1"]) / (MOST - 1)
        table.add(f"page of a link, each item, {members}", item, "ms")
        beyond = item - found["examine openbadge"]
        table.add(f"page of a link, each item beyond its verification, {members}", beyond, "ms", aim=2)


if __name__ == "__main__":
    run(measure, __doc__)
