"""Every benchmark, into docs/benchmarks.md: `python -m bench [--quick] [--without NAME …]`.

Measure on a machine that does nothing else; `--quick` is for trying, its figures vary by a tenth.
"""

import argparse
import datetime
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bench import credentials, edc, first_page, http, readers, signing, visit
from bench.table import Figure, Table, machine

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
BENCHMARKS: Mapping[str, Callable[[bool], Table]] = {
    "credentials": credentials.measure,
    "edc": edc.measure,
    "readers": readers.measure,
    "signing": signing.measure,
    "first_page": first_page.measure,
    "http": http.measure,
    "visit": visit.measure,
}
PREFACE = """# Benchmarks

Written by `make bench` (`python -m bench`); each part alone: `python -m bench.<name> [--quick] [--json FILE]`.
Peers are measured in the same run and the ratios count: rates are operations a second of processor time on
one core, each the best of several turns that all works take alternately. What cannot be had where this runs
is named under its table. No test asserts a time.
"""


def main() -> None:
    """Run, show and write."""
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="each benchmark ends within a minute")
    parser.add_argument("--without", action="append", default=[], choices=list(BENCHMARKS), metavar="NAME")
    chosen = parser.parse_args()
    tables = {}
    for name, measure in BENCHMARKS.items():
        if name not in chosen.without:
            tables[name] = measure(chosen.quick)
            tables[name].show()
    PAGE.write_text(page(tables, quick=chosen.quick), "utf-8")
    print(f"\nwritten: {PAGE.name}")


def page(tables: Mapping[str, Table], *, quick: bool) -> str:
    """The page with all figures."""
    length = " A quick run: figures vary by a tenth." if quick else ""
    day = datetime.datetime.now(datetime.UTC).date()
    parts = [PREFACE, f"Measured on {day} on {machine()}.{length}\n", _aims(tables)]
    parts += ["\n".join(_section(name, table)) for name, table in tables.items()]
    return "\n".join(parts)


def _aims(tables: Mapping[str, Table]) -> str:
    """How many aims are met, and which are not."""
    aimed = [one for table in tables.values() for one in table.figures if one.aim is not None]
    missed = [f"- {one.name}: {_value(one)}, {one.verdict}" for one in aimed if "NOT" in one.verdict]
    count = f"{len(aimed) - len(missed)} of {len(aimed)} aims are met."
    return "\n".join([count, *(["Not met:", "", *missed] if missed else []), ""])


def _section(name: str, table: Table) -> Iterator[str]:
    yield f"## {table.title}\n\n`python -m bench.{name}`. {table.about}\n"
    yield "| What | Figure | |\n|---|---:|---|"
    yield from (f"| {one.name} | {_value(one)} | {one.verdict or one.note} |" for one in table.figures)
    yield ""
    yield from (f"{remark}  " for remark in table.remarks)
    if table.remarks:
        yield ""


def _value(one: Figure) -> str:
    return f"{one.shown} {one.unit}"


if __name__ == "__main__":
    main()
