"""What the benchmarks share: measuring rates, naming the machine, and showing figures with their ratios."""

import argparse
import importlib.metadata
import json
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Row:
    """A figure in operations a second of processor time, and what it is to be compared with."""

    name: str
    rate: float
    note: str = ""


@dataclass(slots=True)
class Table:
    """The figures of one benchmark run; `ratios` compare two of them, with the ratio aimed at."""

    title: str
    rows: list[Row] = field(default_factory=list)
    ratios: list[tuple[str, float, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, name: str, rate: float, note: str = "") -> float:
        """Keep a figure and hand it back."""
        self.rows.append(Row(name, rate, note))
        return rate

    def compare(self, name: str, figure: float, peer: float, aim: str = "") -> None:
        """Keep the ratio of a figure to that of a peer measured in the same run."""
        self.ratios.append((name, figure / peer, aim))

    def show(self) -> None:
        """Print figures, ratios and remarks."""
        print(f"\n{self.title}\n{machine()}\n")
        for row in self.rows:
            print(f"  {row.name:58} {row.rate:12,.0f} /s  {row.note}")
        if self.ratios:
            print()
        for name, ratio, aim in self.ratios:
            print(f"  {name:58} {ratio:12.2f} x   {f'(aim: {aim})' if aim else ''}")
        for remark in self.remarks:
            print(f"  {remark}")

    def as_json(self) -> dict[str, Any]:
        """The run as `--json` writes it."""
        ratios = [{"name": name, "ratio": ratio, "aim": aim} for name, ratio, aim in self.ratios]
        rows = [asdict(row) for row in self.rows]
        return {
            "title": self.title,
            "machine": machine(),
            "rows": rows,
            "ratios": ratios,
            "remarks": self.remarks,
        }


def rate(work: Callable[[Any], object], inputs: Sequence[Any], seconds: float) -> float:
    """How often a second of processor time the work is done, input by input: the best of three shares."""
    work(inputs[0])
    best = 0.0
    for _ in range(3):
        count, started = 0, time.process_time()
        while (passed := time.process_time() - started) < seconds / 3:
            for one in inputs[:16]:
                work(one)
            count += len(inputs[:16])
            inputs = [*inputs[16:], *inputs[:16]]
        best = max(best, count / passed)
    return best


def versions(packages: Sequence[str]) -> Mapping[str, str]:
    """The versions of installed packages."""
    return {name: importlib.metadata.version(name) for name in packages}


def machine() -> str:
    """Processor, system and interpreter of this run."""
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = [line for line in information.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
        model = f"{len(names) or '?'} × {model}"
    return f"{model}, {platform.system()}, {platform.python_implementation()} {platform.python_version()}"


def options(description: str | None) -> argparse.Namespace:
    """The options that every benchmark has."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="end within a minute")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    return parser.parse_args()


def finish(table: Table, file: Path | None) -> None:
    """Show a table, and write it where asked to."""
    table.show()
    if file is not None:
        file.write_text(json.dumps(table.as_json(), indent=2) + "\n", "utf-8")
