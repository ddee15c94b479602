"""What every page and endpoint costs as the network grows: `python -m bench.growth --data DIR [--sizes S TENTH M]`.

Each size is loaded into its own folder below DIR the first time (M takes minutes, L an hour), at the tests'
present instant. Every address is opened by whom it shows most, warm: processor time is the least of several
openings. The exponent is log10 of what M costs over what exactly a tenth of it costs; the demonstration, S, is
the floor. `--write` puts the table into docs/growth.md.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django

from bench.table import machine

PAGE = Path(__file__).resolve().parents[1] / "docs" / "growth.md"
OPENINGS = 3
SHOWN = 40
FLAT, LARGEST = (
    0.1,
    10_000_000,
)  # the exponent that counts as flat, and the most memory of one request in bytes


@dataclass(frozen=True, slots=True)
class Cost:
    """What one address cost: milliseconds of processor time, queries, rows, bytes, growth of memory in bytes."""

    cpu: float
    queries: int
    rows: int
    size: int
    memory: int


Costs = dict[str, Cost]


def main() -> None:
    """Load what is not there, measure each size in a process of its own, and show what grows."""
    parser = argparse.ArgumentParser("python -m bench.growth", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder for the networks")
    parser.add_argument("--sizes", nargs="+", default=["S", "TENTH", "M"])
    parser.add_argument("--write", action="store_true", help="into docs/growth.md")
    parser.add_argument("--measure", nargs=2, metavar=("PAGES", "OUT"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        _measure(*(Path(each) for each in chosen.measure))
        return
    found = measured(chosen.data, chosen.sizes)
    lines = list(_lines(found))
    print("\n".join(lines))
    if chosen.write:
        PAGE.write_text("\n".join(lines) + "\n", "utf-8")


def measured(data: Path, sizes: list[str]) -> dict[str, Costs]:
    """The costs at each size, by page or endpoint."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages.json"
        for size in dict.fromkeys(["S", *sizes]):
            place, out = data / size, Path(folder) / f"{size}.json"
            environment = _environment(place)
            if not (place / "mcx.sqlite3").exists():
                loading = [sys.executable, "-m", "bench.network", "--size", size, "--data", str(place)]
                subprocess.run(loading, check=True, env=environment)
            asked = [
                sys.executable,
                "-m",
                "bench.growth",
                "--data",
                str(data),
                "--measure",
                str(pages),
                str(out),
            ]
            subprocess.run(asked, check=True, env=environment)
            found[size] = {name: Cost(**cost) for name, cost in json.loads(out.read_text()).items()}
    return found


def _environment(place: Path) -> dict[str, str]:
    now = "2026-11-23T12:00:00+00:00"  # tests.cast.NOW, which is read only where Django is set up
    settings = {"MCX_DATA_DIR": str(place), "MCX_FIXED_NOW": now, "DJANGO_SETTINGS_MODULE": "mcx.settings"}
    return os.environ | settings | {"MCX_LOG_LEVEL": "ERROR"}


def _measure(pages: Path, out: Path) -> None:
    """Measure every address in the network of the settings; the first process chooses who opens each."""
    django.setup()
    from django.db import transaction  # noqa: PLC0415 - needs Django to be set up
    from django.test import override_settings  # noqa: PLC0415

    from tests.walk import growth  # noqa: PLC0415
    from tests.walk.recording import Recording  # noqa: PLC0415

    tasks = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with override_settings(ALLOWED_HOSTS=["*"], TASKS=tasks):
        if not pages.exists():
            chosen = list(growth.pages(Recording(pages.parent)))
            pages.write_text(json.dumps([[each.name, each.walker, each.at] for each in chosen]))
        opened = [growth.Opened(*each) for each in json.loads(pages.read_text())]
        with transaction.atomic():
            costs = {name: _cost(open_it) for name, open_it in growth.openings(opened)}
            transaction.set_rollback(True)
    out.write_text(json.dumps({name: asdict(cost) for name, cost in costs.items()}))


def _cost(open_it: Callable[[], Any]) -> Cost:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer, best = open_it(), math.inf
    for _ in range(OPENINGS):
        started = time.process_time()
        open_it()
        best = min(best, time.process_time() - started)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    return Cost(best * 1000, answer.queries, answer.rows, answer.size, memory)


def _lines(found: dict[str, Costs]) -> Iterator[str]:
    """The page: what misses an aim, then every address, the dearest first."""
    yield "# What pages cost as the network grows"
    yield ""
    yield "Written by `python -m bench.growth --data DIR --write`. " + " ".join(
        (__doc__ or "").split("\n\n")[1].split()
    )
    yield f"Measured on {machine()}."
    yield ""
    last = list(found)[-1]
    dearest = sorted(found[last], key=lambda name: -found[last][name].cpu)
    grown = [name for name in dearest if _exponent(found, name) > FLAT]
    big = [name for name in dearest if found[last][name].memory > LARGEST]
    yield f"Of {len(dearest)} addresses {len(grown)} grow with more than the exponent {FLAT}, {len(big)} take more than 10 MB."
    yield ""
    heads = [f"{size}: ms / queries / kB" for size in found]
    yield "| Address | " + " | ".join(heads) + " | exponent |"
    yield "|---|" + "---:|" * (len(found) + 1)
    for name in dearest[:SHOWN]:
        cells = [_shown(costs.get(name)) for costs in found.values()]
        yield f"| {name} | " + " | ".join(cells) + f" | {_exponent(found, name):.2f} |"
    yield ""
    yield f"The {len(dearest) - SHOWN} others take less than {found[last][dearest[SHOWN - 1]].cpu:.1f} ms at {last}."


def _shown(cost: Cost | None) -> str:
    return f"{cost.cpu:.1f} / {cost.queries} / {cost.size / 1000:.0f}" if cost else "–"


def _exponent(found: dict[str, Costs], name: str) -> float:
    """log10 of the last size's cost over that of the one before, a tenth of it."""
    *_rest, before, after = found.values()
    return math.log10(max(after[name].cpu, 0.1) / max(before[name].cpu, 0.1)) if name in before else 0.0


if __name__ == "__main__":
    main()
