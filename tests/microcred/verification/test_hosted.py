"""An older badge is as good as what its issuer's server says, and open where the server is not asked."""

import json

from microcred.report import Conclusion, Outcome
from microcred.verification import verify
from tests.microcred.openbadges2.badges import EMBEDDED, NOW, SIGNED, server, sign


def test_without_the_server_it_stays_open() -> None:
    report = verify(json.dumps(EMBEDDED).encode(), at=NOW)

    found = {check.code: check.outcome for check in report}
    assert (found["format"], found["proof"], found["issuer"]) == (
        Outcome.PASSED,
        Outcome.UNKNOWN,
        Outcome.UNKNOWN,
    )
    assert report.conclusion is Conclusion.INCONCLUSIVE


def test_with_the_server_it_is_confirmed() -> None:
    report = verify(json.dumps(EMBEDDED).encode(), at=NOW, load=server())

    found = {check.code: check.outcome for check in report}
    assert (found["proof"], found["status"], found["dates"]) == (Outcome.PASSED,) * 3


def test_the_address_alone_is_enough_where_the_server_is_asked() -> None:
    report = verify(str(EMBEDDED["id"]).encode(), at=NOW, load=server())

    assert {check.code: check.outcome for check in report}["proof"] is Outcome.PASSED


def test_a_signed_one_is_checked_over_its_very_bytes() -> None:
    report = verify(sign(SIGNED), at=NOW, load=server())

    assert {check.code: check.outcome for check in report}["proof"] is Outcome.PASSED


def test_a_server_that_does_not_answer_leaves_it_open() -> None:
    def silent(_url: str) -> bytes:
        raise TimeoutError

    report = verify(str(EMBEDDED["id"]).encode(), at=NOW, load=silent)

    assert report.conclusion is Conclusion.INCONCLUSIVE
