"""What the benchmarks share: measuring rates, naming the machine, and showing figures with their aims."""

import argparse
import functools
import importlib.metadata
import json
import platform
import sysconfig
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

TURNS = 60
NOTHING: Mapping[str, int] = {}
COSTS = frozenset({"s", "ms", "kB", "%", "requests"})  # units of which less is better
Work = tuple[Callable[[Any], object], Sequence[Any]]
"""Something to do, and with what: one input after the other, then from the beginning."""


@dataclass(slots=True)
class Figure:
    """One figure: a rate in operations a second of processor time, a ratio `×`, or a cost in `COSTS`.

    `aim` is what it should reach at least; a cost, and a ratio of costs (`most`), is to be so much at most.
    """

    name: str
    value: float
    unit: str = "/s"
    aim: float | None = None
    note: str = ""
    most: bool = False

    @property
    def verdict(self) -> str:
        """Whether the aim is met, in words; empty where there is none."""
        if self.aim is None:
            return ""
        if self.most or self.unit in COSTS:
            return f"aim: at most {self.aim:g} {self.unit}, {'met' if self.value <= self.aim else 'NOT met'}"
        return f"aim: {self.aim:g} {self.unit}, {'met' if self.value >= self.aim else 'NOT met'}"

    @property
    def shown(self) -> str:
        """The value with the digits that mean something."""
        is_whole = self.unit in {"ms", "requests"} or (self.unit == "/s" and self.value >= 100)
        digits = 0 if is_whole else 1 if self.unit in {"s", "/s", "kB", "%"} else 2
        return f"{self.value:,.{digits}f}"


@dataclass(slots=True)
class Table:
    """The figures of one benchmark run, and what is to be said about them."""

    title: str
    about: str = ""
    figures: list[Figure] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(
        self,
        name: str,
        value: float,
        unit: str = "/s",
        *,
        aim: float | None = None,
        note: str = "",
        most: bool = False,
    ) -> float:
        """Keep a figure and hand it back."""
        self.figures.append(Figure(name, value, unit, aim, note, most))
        return value

    def measure(
        self, works: Mapping[str, Work], seconds: float, at_once: Mapping[str, int] = NOTHING
    ) -> dict[str, float]:
        """Measure the rates of all works, keep them and hand them back; `at_once` are done in one call."""
        found = rates(works, seconds).items()
        return {name: self.add(name, value * at_once.get(name, 1)) for name, value in found}

    def compare(self, name: str, value: float, peer: float, aim: float | None = None) -> None:
        """Keep the ratio of a figure to that of a peer measured in the same run."""
        self.add(name, value / peer, "×", aim=aim)

    def show(self) -> None:
        """Print figures and remarks."""
        print(f"\n{self.title}. {self.about}\n{machine()}\n")
        for one in self.figures:
            print(f"  {one.name:62} {one.shown:>12} {one.unit:2}  {one.verdict or one.note}")
        for remark in self.remarks:
            print(f"  {remark}")


def rates(works: Mapping[str, Work], seconds: float) -> dict[str, float]:
    """How often a second of processor time each work is done, each measured for so many seconds.

    All take turns and each counts its best one, so that a busy moment of the machine strikes all alike.
    """
    turns = {name: _turn(work, inputs) for name, (work, inputs) in works.items()}
    best = dict.fromkeys(works, 0.0)
    for _ in range(TURNS):
        for name, turn in turns.items():
            best[name] = max(best[name], turn(seconds / TURNS))
    return best


def _turn(work: Callable[[Any], object], inputs: Sequence[Any]) -> Callable[[float], float]:
    work(inputs[0])
    rest = list(inputs)

    def turn(seconds: float) -> float:
        nonlocal rest
        count, started = 0, time.process_time()
        while (passed := time.process_time() - started) < seconds:
            for one in rest[:16]:
                work(one)
            count += len(rest[:16])
            rest = [*rest[16:], *rest[:16]]
        return count / passed

    return turn


def versions(*packages: str) -> str:
    """The versions of installed packages, as a list in words."""
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)


@functools.cache
def machine() -> str:
    """Processor, system and interpreter of this run; one that was built without profiles is slower."""
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = [line for line in information.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
        model = f"{len(names) or '?'} × {model}"
    is_quick = "--enable-optimizations" in str(sysconfig.get_config_var("CONFIG_ARGS"))
    built = "" if is_quick else " built without profile-guided optimisation"
    interpreter = f"{platform.python_implementation()} {platform.python_version()}{built}"
    return f"{model}, {platform.system()}, {interpreter}"


def run(measure: Callable[[bool], Table], description: str | None) -> None:
    """The command line of a benchmark: measure, show, and write the figures where asked to."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="end within a minute")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    chosen = parser.parse_args()
    table = measure(chosen.quick)
    table.show()
    if chosen.json:
        chosen.json.write_text(json.dumps({"machine": machine(), **asdict(table)}, indent=2) + "\n", "utf-8")
