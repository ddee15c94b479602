"""What nobody asked is said to be open, with the reason that fits: never sealed is not sealed badly."""

from microcred.report import failed, unknown
from microcred.verification.unasked import QUESTIONS, UNSEALED, completed


def test_of_a_seal_that_is_there_nobody_says_that_there_is_none() -> None:
    asked, sealed = {one.codes: one.text for one in QUESTIONS}, {one.codes: one.text for one in UNSEALED}

    without = {one.code: one.text for one in completed([unknown("seal", "There is none.")])}
    broken = {one.code: one.text for one in completed([failed("seal", "No."), failed("seal.header", "No.")])}

    assert (without["key"], without["issuer"]) == (sealed[("key",)], sealed[("issuer",)])
    assert (broken["key"], broken["issuer"]) == (asked[("key",)], asked[("issuer",)])
