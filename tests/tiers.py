"""What a test asks for is its tier: a browser makes it a `journey`, a database `db`, neither `pure`.

`pytest -m pure`, `-m db` and `-m journey` each run one. A run ends with the tests and minutes of each, and
adds these lines to the file that `TIMES` names.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

# In the order in which they run: the two workers end together when small tests come last.
TIERS = ("journey", "db", "pure")
BROWSERS = {"browser"}
# A deployment is processes with a database of their own beside that of the tests.
DATABASES = {"db", "transactional_db", "live_server", "deployment"}
# Whole paths in a browser, everybody at every address, processes that start and stop.
LONG = {"walk", "recording", "deployment"}
COLLECTED = pytest.StashKey[list[pytest.Item]]()


def tier_of(item: pytest.Item) -> str:
    """The tier of a test, by its fixtures and marks."""
    asked = _fixtures(item)
    if asked & BROWSERS:
        return "journey"
    return "db" if asked & DATABASES or item.get_closest_marker("django_db") else "pure"


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def order_of(item: pytest.Item) -> tuple[int, bool]:
    """Longest first: tier by tier, and whole paths before single pages.

    Of workers that steal (`--dist worksteal`) the first begins here, and the others take from its end.
    """
    return TIERS.index(tier_of(item)), not LONG & _fixtures(item)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Mark each test with its tier before `-m` chooses, then put them in order."""
    config.stash[COLLECTED] = list(items)
    for item in items:
        item.add_marker(tier_of(item))
        item.user_properties.append(("tier", tier_of(item)))
    yield
    items.sort(key=order_of)


def pytest_configure(config: pytest.Config) -> None:
    """Count from the beginning, in the one process that hears of every test."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Times())


class Times:
    """What each tier took, whichever process ran it; minutes are of work, not of waiting for the end."""

    def __init__(self) -> None:
        self.tests, self.seconds = Counter[str](), defaultdict[str, float](float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add a part of a test; a worker that died reports none."""
        tier = dict(report.user_properties).get("tier")
        if isinstance(tier, str):
            self.tests[tier] += report.when == "setup"
            self.seconds[tier] += report.duration

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say it, and keep it where somebody collects it."""
        lines = [
            f"{tier:8} {self.tests[tier]:6} tests {self.seconds[tier] / 60:6.1f} minutes of work"
            for tier in TIERS
            if self.tests[tier]
        ]
        terminalreporter.section("tiers")
        terminalreporter.write_line("\n".join(lines))
        if kept := os.environ.get("TIMES"):
            with Path(kept).open("a", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in lines)
