"""`python -m tests.conformance` runs every test that shows a clause of a standard and writes the table.

The table is `docs/standards/conformance.md`: clause, test, result. A test names its clauses with
`@pytest.mark.clause("VC-DM 2.0 §4.9")`; one that runs a whole suite says how many of its tests passed
(`record_property("counted", …)`). Exit code 1 if any of them failed.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "standards" / "conformance.md"
SHOWN = ["tests/microcred", "tests/w3c"]
HEAD = """# Conformance: clause, test, result

Written by `python -m tests.conformance`; not edited by hand. Tests that compare with official files are
skipped where those files are absent (`MCX_SPEC_DIR`), tests that run W3C's suites where those are
(`MCX_SUITES_DIR`, see `w3c-suites.md`), and then say so here.

| Clause | Test | Result |
|---|---|---|
"""


class Results:
    """Collects the outcome of each test that shows a clause; a pytest plugin."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], list[str]] = {}
        self.notes: dict[tuple[str, str], str] = {}
        self._clauses: dict[str, tuple[str, ...]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the tests that show a clause."""
        for item in items:
            names = tuple(str(one) for mark in item.iter_markers("clause") for one in mark.args)
            if names:
                self._clauses[item.nodeid] = names
        items[:] = [item for item in items if item.nodeid in self._clauses]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what came out, for every variant of a test together."""
        if report.when == "call" or report.outcome != "passed":
            for clause in self._clauses[report.nodeid]:
                row = (clause, _named(report.nodeid))
                self.rows.setdefault(row, []).append(report.outcome)
                if counted := dict(report.user_properties).get("counted"):
                    self.notes[row] = str(counted)

    def table(self) -> Iterator[str]:
        """The rows, by clause."""
        for row, outcomes in sorted(self.rows.items(), key=lambda row: _natural(row[0][0])):
            clause, test = row
            yield f"| {clause} | {test} | {self.notes.get(row) or _result(outcomes)} |"


def _named(node: str) -> str:
    """The test as a sentence, with its file."""
    file, _colons, name = node.partition("::")
    words = re.sub(r"\[.*", "", name).removeprefix("test_").replace("_", " ")
    return f"{words} (`{file.removeprefix('tests/')}`)"


def _result(outcomes: list[str]) -> str:
    counted = {outcome: outcomes.count(outcome) for outcome in ("passed", "failed", "skipped")}
    return ", ".join(f"{count} {outcome}" for outcome, count in counted.items() if count)


def _natural(clause: str) -> list[tuple[int, str]]:
    """So that §10 comes after §9."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", clause)]


def main(arguments: list[str]) -> int:
    """Run the tests, write the table, and answer as pytest does."""
    results = Results()
    code = int(pytest.main(["-q", "-p", "no:xdist", *(arguments or SHOWN)], plugins=[results]))
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(HEAD + "\n".join(results.table()) + "\n")
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
