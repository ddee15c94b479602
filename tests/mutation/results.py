"""What mutmut kept about the mutants of an area, read from its folder."""

import json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.mutation.differences import described, is_text

PASSED_OVER = 34  # mutmut's own codes: skipped,
BY_TYPES = 37  # caught by the type checker,
OPEN = (0, 5, 33, None)  # survived, no test (twice), not asked yet


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one function; `key` is mutmut's name of it, `code` what it kept of its tests."""

    key: str
    function: str
    before: str
    after: str
    code: int | None

    @property
    def change(self) -> tuple[str, str, str]:
        """What names it in the list of those explained."""
        return (self.function, *described(self.before, self.after))


def mutants(area: Path) -> Iterator[Mutant]:
    """All mutants of an area."""
    for meta in sorted((area / "mutants").rglob("*.py.meta")):
        kept, sources = json.loads(meta.read_text()), Sources(meta)
        for name, code in kept["exit_code_by_key"].items():
            yield sources.mutant(name, code)


def mark(area: Path) -> None:
    """Pass over the mutants that change texts only; open those again that survived before."""
    for meta in (area / "mutants").rglob("*.py.meta"):
        kept, sources = json.loads(meta.read_text()), Sources(meta)
        for name, code in kept["exit_code_by_key"].items():
            if code in OPEN:
                mutant = sources.mutant(name, code)
                kept["exit_code_by_key"][name] = PASSED_OVER if is_text(mutant.before, mutant.after) else None
        meta.write_text(json.dumps(kept, indent=4))


def settle(area: Path, keys: set[str]) -> None:
    """Keep that these mutants were killed."""
    for meta in (area / "mutants").rglob("*.py.meta"):
        kept = json.loads(meta.read_text())
        kept["exit_code_by_key"].update(dict.fromkeys(keys & set(kept["exit_code_by_key"]), 1))
        meta.write_text(json.dumps(kept, indent=4))


class Sources:
    """The functions of one mutated file, found by the lines that mutmut kept beside it."""

    def __init__(self, meta: Path) -> None:
        file = meta.with_suffix("")
        self._lines = file.read_text().splitlines()
        self._spans: dict[str, Any] = json.loads(file.with_name(f"{file.name}.spans").read_text())["spans"]

    def mutant(self, key: str, code: int | None) -> Mutant:
        """The mutant that mutmut calls `key`."""
        module, name = key.rsplit(".", 1)
        stem = name.partition("__mutmut_")[0]
        function = stem.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
        before, after = self._source(f"{stem}__mutmut_orig"), self._source(name)
        return Mutant(key, f"{module}.{function}", before, after, code)

    def _source(self, name: str) -> str:
        start, end = self._spans[name]
        return textwrap.dedent("\n".join(self._lines[start - 1 : end]))
