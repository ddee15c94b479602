"""W3C's own suites pass, where Node and the folder with them are (`MCX_SUITES_DIR`)."""

from collections.abc import Callable

import pytest

from tests.w3c.suites import SUITES, Result, missing, run


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.clause(f"W3C test suite {name}")) for name in SUITES]
)
def test_a_suite_passes_all_its_required_tests(
    name: str, record_property: Callable[[str, object], None]
) -> None:
    reason = missing(SUITES[name])
    if reason:
        pytest.skip(reason)

    result = run(SUITES[name])

    said = [f"{len(result.passed)} of {result.required} passed"]
    said += [f"{len(result.skipped)} not asked by the suite"] if result.skipped else []
    said += [f"{len(result.refused)} refused: {why}" for why in sorted(set(result.refused.values()))]
    record_property("counted", "; ".join(said))
    assert result.failed == ()
    assert result.is_met


@pytest.mark.parametrize(
    ("passed", "failed", "without_server", "met"),
    [
        (("a", "b"), (), (), True),
        (("a", "b"), (), ("a",), True),
        (("a", "b"), (), ("a", "b"), False),
        (("a",), (), (), False),
        (("a", "b"), ("c",), (), False),
    ],
)
def test_a_suite_that_would_pass_without_a_server_shows_nothing(
    passed: tuple[str, ...], failed: tuple[str, ...], without_server: tuple[str, ...], met: bool
) -> None:
    assert Result("a suite", 2, passed, failed, (), {}, without_server).is_met is met
