"""The marker that ties a test to the clause of a standard it shows."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Let tests name the clauses they show; `python -m tests.conformance` tells the results."""
    config.addinivalue_line("markers", "clause(*clauses): the clauses of a standard that this test shows")
