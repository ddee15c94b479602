"""What a network lacks before it can issue in earnest: each line with its outcome and values."""

from dataclasses import replace
from typing import Any

import pytest

from mcx.governance.rules.readiness import Readiness, check_readiness
from microcred.report import Check, Outcome

GUIDE = "docs/guide/operating.md"
READY = Readiness(
    is_founded=True,
    members=2,
    coordinators=1,
    has_charter=True,
    members_without_key=(),
    members_with_unusable_key=(),
    members_without_accreditation=(),
    members_without_seal=(),
    members_to_renew_seal=(),
    members_without_scale=(),
    skills=1,
    is_public_address=True,
    is_production=True,
    has_mail=True,
    is_postgres=True,
)
VALUES: dict[str, dict[str, str]] = {
    "coordinator": {},
    "members": {"number": "2"},
    "charter": {},
    "keys": {"names": ""},
    "keys-open": {"names": ""},
    "accreditation": {"names": ""},
    "scales": {"names": ""},
    "seals": {},
    "skills": {"number": "1"},
    "address": {},
    "mode": {},
    "mail": {},
}


def _line(check: Check) -> tuple[str, Outcome, str, dict[str, str], bool]:
    assert check.message
    return check.code, check.outcome, check.source, dict(check.values), bool(check.fix)


def test_a_network_that_is_ready_is_told_so_in_the_order_of_the_work() -> None:
    assert [_line(check) for check in check_readiness(READY)] == [
        (f"ready.{code}", Outcome.PASSED, GUIDE, values, False) for code, values in VALUES.items()
    ]


def test_before_it_is_founded_nothing_else_is_asked() -> None:
    report = check_readiness(replace(READY, is_founded=False))

    assert [_line(check) for check in report] == [("ready.founded", Outcome.FAILED, GUIDE, {}, True)]


NAMES = ("MU", "TUNI")
SAID = {"names": "MU, TUNI"}


@pytest.mark.parametrize(
    ("lacking", "code", "outcome", "values"),
    [
        ({"coordinators": 0}, "coordinator", Outcome.FAILED, {}),
        ({"members": 1}, "members", Outcome.FAILED, {"number": "1"}),
        ({"has_charter": False}, "charter", Outcome.FAILED, {}),
        ({"members_without_key": NAMES}, "keys", Outcome.FAILED, SAID),
        ({"members_with_unusable_key": NAMES}, "keys-open", Outcome.FAILED, SAID),
        ({"members_without_accreditation": NAMES}, "accreditation", Outcome.FAILED, SAID),
        ({"members_without_scale": NAMES}, "scales", Outcome.FAILED, SAID),
        ({"members_without_seal": NAMES}, "seals", Outcome.WARNING, SAID),
        ({"members_to_renew_seal": NAMES}, "seals-end", Outcome.WARNING, SAID),
        ({"skills": 0}, "skills", Outcome.FAILED, {"number": "0"}),
        ({"is_public_address": False}, "address", Outcome.FAILED, {}),
        ({"is_production": False}, "mode", Outcome.FAILED, {}),
        ({"has_mail": False}, "mail", Outcome.FAILED, {}),
        ({"is_postgres": False}, "database", Outcome.WARNING, {}),
    ],
)
def test_what_is_lacking_is_named_with_what_to_do(
    lacking: dict[str, Any], code: str, outcome: Outcome, values: dict[str, str]
) -> None:
    found = [_line(check) for check in check_readiness(replace(READY, **lacking))]

    assert [line for line in found if line[1] is not Outcome.PASSED] == [
        (f"ready.{code}", outcome, GUIDE, values, True)
    ]
