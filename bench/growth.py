"""What every page and endpoint costs as the network grows: `python -m bench.growth --data DIR [--write]`.

Each size is loaded below DIR the first time (M takes minutes, L an hour; on PostgreSQL into a server that lives
as long as the command), at the tests' present instant. Every address is opened by whom it shows most, warm: the
least of several openings, in processor time on SQLite and by the clock on both. The exponent is log10 of what
the largest size costs over what the one before costs, exactly a tenth of it; the demonstration, S, is the floor.
`--write` puts tables and curves into docs/growth.md, where all addresses stand that take at least half a millisecond.
"""

import argparse
import datetime
import json
import math
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django

from bench.curves import Line, by_size, picture
from bench.table import machine
from tests.postgres import cluster

PAGE = Path(__file__).resolve().parents[1] / "docs" / "growth.md"
PICTURE = PAGE.parent / "images" / "growth.svg"
OPENINGS = 5
FLAT = 0.1  # the exponent up to which a cost is called flat
MOST = 10_000_000  # bytes of memory that one request may take
SLOWER, EACH = 1.5, 0.4  # how many times SQLite's time, or how many milliseconds a query more
LEAST = 0.5  # milliseconds: what costs less is not told one by one
WORSE = 1.25  # times the figure on the page before: more than one machine's quiet days differ
DATABASES = ("sqlite", "postgresql")
# Milliseconds of processor time before narrow tables, sets of bits, kept counts and pages of lists
# (measured on 2026-11-29 on SQLite, on another machine of this kind).
BEFORE: Mapping[str, Mapping[str, float]] = {
    "industry:gaps": {"S": 13, "M": 830, "L": 11_998},
    "home": {"S": 13, "M": 782, "L": 10_700},
    "catalogue:list": {"S": 22, "M": 208, "L": 4_671},
    "network:steps": {"S": 12, "M": 422, "L": 8_596},
    "network:audit": {"S": 15, "M": 704, "L": 6_821},
    "get /api/catalogue/facets": {"S": 4, "M": 127, "L": 2_990},
    "recognition:agreements": {"S": 11, "M": 85, "L": 2_336},
    "get /api/catalogue/editions": {"S": 7, "M": 72, "L": 1_466},
    "design:list": {"S": 10, "M": 73, "L": 1_004},
    "recognition:desk": {"S": 15, "M": 50, "L": 841},
    "protocols:trust": {"S": 4, "M": 17, "L": 311},
    "credentials:registry": {"S": 9, "M": 28, "L": 218},
    "learning:classes": {"S": 8, "M": 25, "L": 141},
    "learning:admissions": {"S": 8, "M": 19, "L": 104},
}
DRAWN = ("industry:gaps", "catalogue:list", "network:steps", "recognition:agreements")
ROW = re.compile(r"^\| (?P<name>[^|]+) \|.*\| (?P<cpu>[\d,.]+) / \d+ / \d+ \| -?[\d.]+ \|$", re.M)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one address cost: milliseconds of processor time and by the clock, queries, rows, bytes, memory."""

    cpu: float
    clock: float
    queries: int
    rows: int
    size: int
    memory: int


Costs = Mapping[str, Cost]
Sizes = Mapping[str, Costs]


def main() -> None:
    """Load what is not there, measure each size in a process of its own, and show what grows."""
    parser = argparse.ArgumentParser("python -m bench.growth", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder for the networks")
    parser.add_argument("--sizes", nargs="+", default=["S", "TENTH", "M"])
    parser.add_argument("--databases", nargs="+", default=list(DATABASES), choices=DATABASES)
    parser.add_argument("--write", action="store_true", help="into docs/growth.md")
    parser.add_argument("--measure", nargs=2, metavar=("PAGES", "OUT"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        _measure(*(Path(each) for each in chosen.measure))
        return
    earlier = earlier_figures(PAGE.read_text("utf-8")) if PAGE.exists() else {}
    found = measured(chosen.data, chosen.sizes, chosen.databases)
    text = "\n".join(page(found, earlier)) + "\n"
    print(text)
    if chosen.write:
        PAGE.write_text(text, "utf-8")
        PICTURE.write_text(curves(found["sqlite"]), "utf-8")


def measured(data: Path, sizes: Sequence[str], databases: Sequence[str]) -> dict[str, dict[str, Costs]]:
    """The costs on each database at each size, by page or endpoint."""
    found: dict[str, dict[str, Costs]] = {each: {} for each in databases}
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages.json"
        for database in databases:
            for size in dict.fromkeys(["S", *sizes]):
                with ExitStack() as stack:
                    environment = _environment(data / f"{database}-{size}")
                    if database == "postgresql":
                        environment["DATABASE_URL"] = stack.enter_context(cluster())
                    out = Path(folder) / f"{database}-{size}.json"
                    _load_and_measure(size, pages, out, environment)
                costs = json.loads(out.read_text())
                found[database][size] = {name: Cost(**cost) for name, cost in costs.items()}
    return found


def _environment(place: Path) -> dict[str, str]:
    now = "2026-11-23T12:00:00+00:00"  # tests.cast.NOW, which is read only where Django is set up
    settings = {"MCX_DATA_DIR": str(place), "MCX_FIXED_NOW": now, "DJANGO_SETTINGS_MODULE": "mcx.settings"}
    return os.environ | settings | {"MCX_LOG_LEVEL": "ERROR"}


def _load_and_measure(size: str, pages: Path, out: Path, environment: Mapping[str, str]) -> None:
    place = Path(environment["MCX_DATA_DIR"])
    if "DATABASE_URL" in environment or not (place / "mcx.sqlite3").exists():
        loading = ["bench.network", "--size", size, "--data", str(place)]
        subprocess.run([sys.executable, "-m", *loading], check=True, env=environment)
    measuring = ["bench.growth", "--data", str(place), "--measure", str(pages), str(out)]
    subprocess.run([sys.executable, "-m", *measuring], check=True, env=environment)


def _measure(pages: Path, out: Path) -> None:
    """Measure every address in the network of the settings; the first process chooses who opens each."""
    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415 - needs Django to be set up
    from django.test import override_settings  # noqa: PLC0415

    from tests import busy  # noqa: PLC0415
    from tests.walk import growth  # noqa: PLC0415
    from tests.walk.recording import Recording  # noqa: PLC0415

    if connection.vendor == "postgresql":
        # What autovacuum does on a server that has been up for longer than the loading took.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    tasks = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with override_settings(ALLOWED_HOSTS=["*"], TASKS=tasks), transaction.atomic():
        busy.prepare()
        if not pages.exists():
            chosen = list(growth.pages(Recording(pages.parent)))
            pages.write_text(json.dumps([[each.name, each.walker, each.at] for each in chosen]))
        opened = [growth.Opened(*each) for each in json.loads(pages.read_text())]
        costs = {name: _cost(open_it) for name, open_it in growth.openings(opened)}
        transaction.set_rollback(True)
    out.write_text(json.dumps({name: asdict(cost) for name, cost in costs.items()}))


def _cost(open_it: Callable[[], Any]) -> Cost:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer, cpu, clock = open_it(), math.inf, math.inf
    for _ in range(OPENINGS):
        started, ticked = time.process_time(), time.perf_counter()
        open_it()
        cpu = min(cpu, time.process_time() - started)
        clock = min(clock, time.perf_counter() - ticked)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    return Cost(cpu * 1000, clock * 1000, answer.queries, answer.rows, answer.size, memory)


def page(found: Mapping[str, Sizes], earlier: Mapping[str, float]) -> Iterator[str]:
    """The page: what misses an aim, before and after, then every address, the dearest first."""
    day = datetime.datetime.now(datetime.UTC).date()
    about = " ".join((__doc__ or "").partition("\n\n")[2].split())
    yield "# What pages cost as the network grows"
    yield ""
    yield f"Written by `python -m bench.growth --data DIR --write`. {about}"
    yield f"Measured on {day} on {machine()}. No test asserts a time."
    yield ""
    yield "![Processor time of four pages over the size of the network, before and after](images/growth.svg)"
    yield ""
    for database, sizes in found.items():
        yield from _aims(database, sizes, found, earlier)
    if "sqlite" in found:
        yield from _before_and_after(found["sqlite"])
        yield from _all(found["sqlite"])
    if len(found) == len(DATABASES):
        yield from _both(found)


def _aims(
    database: str, sizes: Sizes, found: Mapping[str, Sizes], earlier: Mapping[str, float]
) -> Iterator[str]:
    """What misses an aim on this database."""
    last = sizes[list(sizes)[-1]]
    missed = {
        f"grow with more than the exponent {FLAT}": [n for n in last if exponent(sizes, n) > FLAT],
        "ask more queries": [n for n in last if len({costs[n].queries for costs in _two(sizes)}) > 1],
        "grow in bytes": [n for n in last if exponent(sizes, n, "size") > FLAT],
        "take more than 10 MB of memory": [n for n in last if last[n].memory > MOST],
    }
    if database == "sqlite" and earlier:
        above = [n for n in last if n in earlier and last[n].cpu > max(WORSE * earlier[n], LEAST)]
        missed["cost more than on this page before"] = above
    elif database == "postgresql" and "sqlite" in found:
        missed[f"take more than {SLOWER} × SQLite's time and {EACH} ms a query more"] = [
            n for size in sizes for n in sizes[size] if is_slower(found["sqlite"][size][n], sizes[size][n])
        ]
    yield f"Of {len(last)} addresses on {database}:"
    yield ""
    for what, names in missed.items():
        told = f": {', '.join(f'`{name}`' for name in sorted(set(names)))}" if names else ""
        yield f"- {len(set(names))} {what}{told}"
    yield ""


def _two(sizes: Sizes) -> list[Costs]:
    """The last two sizes, of which one is a tenth of the other."""
    return list(sizes.values())[-2:]


def exponent(sizes: Sizes, name: str, what: str = "cpu") -> float:
    """log10 of the last size's cost over that of the one before, a tenth of it; times below 0.1 ms are 0.1."""
    before, after = (max(getattr(costs[name], what), 0.1) for costs in _two(sizes))
    return math.log10(after / before)


def is_slower(sqlite: Cost, postgresql: Cost) -> bool:
    """Whether PostgreSQL takes too long by the clock, whichever bound is the larger."""
    return postgresql.clock > max(SLOWER * sqlite.clock, sqlite.clock + EACH * sqlite.queries)


def _before_and_after(sizes: Sizes) -> Iterator[str]:
    names = [*BEFORE["home"], *(size for size in sizes if size not in BEFORE["home"])]
    shown = [size for size in ("S", "TENTH", "M", "L", "XL") if size in names]
    yield "## Before and after, milliseconds of processor time on SQLite"
    yield ""
    yield "| Address | " + " | ".join(f"{size} before | {size}" for size in shown) + " |"
    yield "|---|" + "---:|" * 2 * len(shown)
    for name, old in BEFORE.items():
        cells = [(old.get(size), sizes[size][name].cpu if size in sizes else None) for size in shown]
        yield f"| {name} | " + " | ".join(_number(each) for pair in cells for each in pair) + " |"
    yield ""


def _all(sizes: Sizes) -> Iterator[str]:
    last = sizes[list(sizes)[-1]]
    dear = sorted((name for name in last if last[name].cpu >= LEAST), key=lambda name: -last[name].cpu)
    yield "## Every address on SQLite"
    yield ""
    yield "| Address | " + " | ".join(f"{size}: ms / queries / kB" for size in sizes) + " | exponent |"
    yield "|---|" + "---:|" * (len(sizes) + 1)
    for name in dear:
        cells = [
            f"{_number(cost.cpu)} / {cost.queries} / {cost.size / 1000:.0f}"
            for cost in (costs[name] for costs in sizes.values())
        ]
        yield f"| {name} | " + " | ".join(cells) + f" | {exponent(sizes, name):.2f} |"
    yield ""
    yield f"The {len(last) - len(dear)} others take less than {LEAST} ms each."
    yield ""


def _both(found: Mapping[str, Sizes]) -> Iterator[str]:
    """The dearest by the clock on both databases."""
    sizes = [size for size in found["postgresql"] if size in found["sqlite"]]
    last = found["postgresql"][sizes[-1]]
    yield "## By the clock, milliseconds on SQLite / PostgreSQL"
    yield ""
    yield "| Address | " + " | ".join(sizes) + " |"
    yield "|---|" + "---:|" * len(sizes)
    for name in sorted(last, key=lambda name: -last[name].clock)[:40]:
        cells = [" / ".join(_number(found[each][size][name].clock) for each in DATABASES) for size in sizes]
        yield f"| {name} | " + " | ".join(cells) + " |"
    yield ""


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def earlier_figures(text: str) -> dict[str, float]:
    """Milliseconds at the largest size by address, as the page has them until now."""
    return {row["name"]: float(row["cpu"].replace(",", "")) for row in ROW.finditer(text)}


def curves(sizes: Sizes) -> str:
    """The picture of some pages, before and after."""
    shown = [size for size in ("S", "TENTH", "M", "L") if size in {*sizes, *BEFORE["home"]}]
    lines = []
    for name in DRAWN:
        lines.append(Line(name, by_size(BEFORE[name], shown), is_old=True))
        lines.append(Line(name, by_size({size: costs[name].cpu for size, costs in sizes.items()}, shown)))
    return picture("Milliseconds of processor time, before (dashed) and after", shown, lines)


if __name__ == "__main__":
    main()
