"""Each test has one tier, and what CI calls runs each of them."""

import subprocess

import pytest

from mcx.core.environment import ROOT
from tests.tiers import COLLECTED, TIERS, Times, order_of


def _tiers(item: pytest.Item) -> list[str]:
    return [mark.name for mark in item.iter_markers() if mark.name in TIERS]


def test_each_collected_test_is_in_exactly_one_tier(request: pytest.FixtureRequest) -> None:
    collected = request.config.stash[COLLECTED]

    assert request.node in collected
    assert [item.nodeid for item in collected if len(_tiers(item)) != 1] == []


def test_whoever_opens_a_browser_is_a_journey_and_nobody_else(request: pytest.FixtureRequest) -> None:
    collected = request.config.stash[COLLECTED]

    in_the_folder = {item for item in collected if "journeys" in item.path.parts}

    assert {item for item in collected if _tiers(item) == ["journey"]} == in_the_folder


def test_what_asks_for_nothing_is_pure(request: pytest.FixtureRequest) -> None:
    assert _tiers(request.node) == ["pure"]


@pytest.mark.django_db
def test_what_is_marked_for_a_database_is_db(request: pytest.FixtureRequest) -> None:
    assert _tiers(request.node) == ["db"]


def test_what_takes_a_database_is_db(request: pytest.FixtureRequest, db: None) -> None:
    assert _tiers(request.node) == ["db"]


def test_what_takes_longest_is_asked_for_first(request: pytest.FixtureRequest) -> None:
    order = [order_of(item) for item in request.session.items]

    assert order == sorted(order)


def test_a_worker_writes_no_times_beside_those_of_the_whole_run(request: pytest.FixtureRequest) -> None:
    plugins = request.config.pluginmanager.get_plugins()

    assert any(isinstance(each, Times) for each in plugins) is not hasattr(request.config, "workerinput")


def test_what_ci_calls_runs_every_tier_on_sqlite_and_the_databases_own_on_postgresql() -> None:
    calls = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    assert {"step make check", "step make test-postgres"} <= set(calls)
    assert _chosen("check") == set(TIERS)
    assert _chosen("test-postgres") == {"db"}


def _chosen(target: str) -> set[str]:
    """The tiers that a target of the Makefile runs; its tests are chosen by nothing else."""
    told = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True)
    (call,) = [line for line in told.stdout.splitlines() if " pytest " in line]
    words = call.partition(" pytest ")[2].split()
    chosen = dict(zip(words[::2], words[1::2], strict=False))
    assert chosen.keys() <= {"-n", "-m", "--dist", "--durations"}
    return {chosen["-m"]} if "-m" in chosen else set(TIERS)
