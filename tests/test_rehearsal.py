"""The rehearsal strikes everything in each round, and says how long nobody could write."""

import random
import time
from pathlib import Path

import pytest

from bench.rehearsal import __main__ as rehearsal
from bench.rehearsal.blows import BLOWS, LAST, _gap, in_order


def test_a_round_has_everything_once_and_the_primarys_end_last() -> None:
    names = [name for name, _blow in in_order(random.Random(1), 2)]

    half = len(BLOWS) + 1
    assert names[0] == "nothing"
    for one in (names[1 : 1 + half], names[1 + half :]):
        assert sorted(one[:-1]) == sorted(BLOWS)
        assert one[-1] == LAST


def test_a_seed_repeats_the_order() -> None:
    orders = [[name for name, _blow in in_order(random.Random(7), 3)] for _each in range(2)]

    assert orders[0] == orders[1]


def test_the_longest_time_without_a_write_begins_with_the_last_before_the_blow() -> None:
    now = time.monotonic()

    assert round(_gap([now - 9, now - 8, now - 5, now - 4, now - 1], begun=now - 7)) == 3


def test_a_write_that_never_came_is_the_longest_of_all() -> None:
    now = time.monotonic()

    assert round(_gap([now - 60, now - 50], begun=now - 49)) == 50


def test_what_is_not_installed_is_named_by_its_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert {"pgbouncer", "redis-server", "nginx"} <= set(rehearsal.missing())
