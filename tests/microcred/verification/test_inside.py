"""Of what stands inside another document nothing is lost: the worst that is found of it alone is told."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from microcred import proofs
from microcred.keys import generate
from microcred.record import AchievementRecord, Status
from microcred.report import Check, Conclusion, Outcome, Report
from microcred.status_list import StatusList, credential
from microcred.trust import Trust
from microcred.verification import verify
from microcred.verification.statuses import NO_STATUS
from tests.microcred.cast import NETWORK, RECORD, UNIVERSITY, record
from tests.microcred.verification.test_presentations import presentation
from tests.microcred.verification.test_signed import (
    AT,
    KEY,
    METHOD,
    SIGNED_AT,
    TRUST,
    signed,
    stack,
    trusting_network,
)

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
URL = "https://uni.example/status/1"
LIST = credential(
    StatusList(), url=URL, issuer=UNIVERSITY.id, purpose="revocation", valid_from=SIGNED_AT, valid_until=AT
)
LISTED = record(status=(Status(URL, 7, "revocation"),))
UNLISTED = record(status=())
KEPT = {URL: json.dumps(proofs.sign(LIST, KEY, method=METHOD, created=SIGNED_AT)).encode()}
KNOWING = replace(TRUST, documents=KEPT)
COPIED = replace(KNOWING, as_of=date(2026, 1, 1))  # before the day of issue, which is remarked on
Show = Callable[..., Report]


def in_record(*credentials: bytes, trust: Trust = KNOWING) -> Report:
    """The report on a learner record around these."""
    return verify(stack(*map(json.loads, credentials)), at=AT, trust=trust)


def in_presentation(*credentials: bytes, trust: Trust = KNOWING) -> Report:
    """The report on an unsigned presentation of these."""
    return verify(json.dumps(presentation(*map(json.loads, credentials))).encode(), at=AT, trust=trust)


BOTH = pytest.mark.parametrize("show", [in_record, in_presentation])


def among(report: Report) -> list[Check]:
    """What became of each credential inside."""
    return [one for one in report if one.code == "proof.inside"]


def reasons(report: Report) -> list[str]:
    """The same, why."""
    return [one.values.get("reason", "") for one in among(report)]


def alone(made: AchievementRecord, trust: Trust = KNOWING) -> Report:
    """The report on a badge that nothing stands around."""
    return verify(signed(made), at=AT, trust=trust)


@BOTH
def test_what_is_genuine_and_valid_alone_is_so_inside(show: Show) -> None:
    assert {one.outcome for one in alone(LISTED)} == {PASSED}

    found = among(show(signed(LISTED), signed(LISTED)))

    assert [one.outcome for one in found] == [PASSED, PASSED]


@BOTH
def test_what_is_remarked_on_alone_is_remarked_on_inside(show: Show) -> None:
    (remark,) = alone(LISTED, COPIED).only(WARNING)

    report = show(signed(LISTED), signed(LISTED), trust=COPIED)

    assert [one.outcome for one in among(report)] == [WARNING, WARNING]
    assert reasons(report) == [remark.message, remark.message]


@BOTH
def test_that_no_list_is_named_is_said_as_of_one_alone_after_all_else(show: Show) -> None:
    assert [one.message for one in alone(UNLISTED).only(WARNING)] == [NO_STATUS]

    unlisted, copied = (show(signed(UNLISTED), signed(UNLISTED), trust=one) for one in (KNOWING, COPIED))

    assert {one.outcome for one in (*among(unlisted), *among(copied))} == {WARNING}
    assert reasons(unlisted) == [NO_STATUS, NO_STATUS]
    (remark,) = {one for one in reasons(copied) if one != NO_STATUS}
    assert "copies used are from" in remark
    assert reasons(copied) == [remark, NO_STATUS] * 2


def test_what_is_remarked_on_deeper_inside_reaches_the_outermost() -> None:
    inner = stack(json.loads(signed(LISTED)))
    assert NO_STATUS in {one.message for one in verify(inner, at=AT, trust=KNOWING).only(WARNING)}

    report = in_record(inner, trust=COPIED)

    assert [one.outcome for one in among(report)] == [WARNING, WARNING]
    assert "copies used are from" in reasons(report)[0]
    assert reasons(report)[1] == NO_STATUS


def test_an_expired_credential_inside_whose_issuer_nothing_proves_stays_open() -> None:
    """What is only remarked on of a record hides nothing that is not known."""
    expired = record(status=(), issuer=NETWORK, valid_until=datetime(2026, 8, 1, tzinfo=UTC))
    foreign = signed(expired, key=generate(), method=f"{NETWORK.id}#1")
    assert {FAILED, UNKNOWN} <= {one.outcome for one in verify(foreign, at=AT, trust=KNOWING)}

    report = in_record(foreign)

    assert [one.outcome for one in among(report)] == [UNKNOWN]
    assert report.conclusion is Conclusion.INCONCLUSIVE


def test_a_credential_inside_that_goes_by_another_members_name_fails_the_record() -> None:
    key = generate()
    named = replace(NETWORK, legal_name=UNIVERSITY.legal_name)
    liar = signed(replace(RECORD, status=(), issuer=named), key=key, method=f"{NETWORK.id}#1")

    report = in_record(liar, trust=replace(KNOWING, issuers=trusting_network(key).issuers))

    assert [one.outcome for one in among(report)] == [FAILED]
    assert "but the key that signed it belongs to" in reasons(report)[0]
    assert report.conclusion is Conclusion.FAILED


def test_of_all_that_is_wrong_with_a_credential_inside_the_first_reason_is_told() -> None:
    changed = json.loads(signed(replace(LISTED, valid_until=datetime(2026, 8, 1, tzinfo=UTC))))
    both = json.dumps(changed | {"name": "Another name"}).encode()
    wrong = verify(both, at=AT, trust=KNOWING).only(FAILED)
    assert {"proof", "dates"} <= {one.code for one in wrong}

    report = in_presentation(both, signed(LISTED))

    assert [one.outcome for one in among(report)] == [FAILED, PASSED]
    assert reasons(report)[0] == wrong[0].message
