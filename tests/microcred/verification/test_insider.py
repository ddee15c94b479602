"""Whoever knows more of credentials than files show: what they are asked, and what answers count for."""

import json
from dataclasses import dataclass, field

import pytest

from microcred import read
from microcred.keys import generate
from microcred.reading import Kind, Reading
from microcred.report import Check, Outcome, Report, failed, passed
from microcred.trust import KnownIssuer
from microcred.verification import examine, verify
from microcred.verification.flows import Proven
from tests.microcred.cast import UNIVERSITY
from tests.microcred.verification.test_presentations import presentation
from tests.microcred.verification.test_signed import AT, KEY, MEMBER, TRUST, signed, stack

BADGE, FORGED = signed(), signed(key=generate())
ANSWERS = (passed("status", "It stands."), failed("key.odd", "Nobody asked."))


@dataclass
class Clerk:
    """Keeps what was asked, and always gives the same answers."""

    answers: tuple[Check, ...] = ()
    kinds: list[Kind] = field(default_factory=list)
    codes: list[set[str]] = field(default_factory=list)
    issuers: list[KnownIssuer | None] = field(default_factory=list)
    proven: list[Proven] = field(default_factory=list)

    def __call__(self, reading: Reading, found: tuple[Check, ...], proven: Proven) -> tuple[Check, ...]:
        self.kinds.append(reading.kind)
        self.codes.append({one.code for one in found})
        self.issuers.append(proven.issuer)
        self.proven.append(proven)
        return self.answers


def shown(*credentials: bytes) -> bytes:
    """An unsigned presentation of these."""
    return json.dumps(presentation(*map(json.loads, credentials))).encode()


def asked(data: bytes, clerk: Clerk) -> Report:
    """The report on a file that this clerk is asked about."""
    return examine(read(data), at=AT, trust=TRUST, insider=clerk).report


def test_they_are_given_all_checks_and_who_is_proven_to_have_signed_with_which_key() -> None:
    clerk = Clerk()

    report = asked(BADGE, clerk)

    (proven,) = clerk.proven
    assert clerk.kinds == [Kind.OPEN_BADGE_3]
    assert clerk.codes == [{one.code for one in report}]
    assert {"issuer", "accreditation", "status", "dates"} <= clerk.codes[0]
    assert (proven.issuer, proven.is_own, proven.keys) == (MEMBER, True, ((UNIVERSITY.id, KEY.public),))


def test_of_a_forgery_nobody_is_said_to_be_proven() -> None:
    clerk = Clerk()

    asked(FORGED, clerk)

    (proven,) = clerk.proven
    assert (proven.issuer, proven.is_own, proven.keys) == (None, False, ())


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (stack(json.loads(BADGE), json.loads(FORGED)), [Kind.LEARNER_RECORD]),
        (shown(BADGE, FORGED), []),
    ],
    ids=["learner record", "presentation"],
)
def test_they_are_asked_about_each_credential_inside_and_what_it_stands_in(
    data: bytes, kinds: list[Kind]
) -> None:
    clerk = Clerk()

    asked(data, clerk)

    assert sorted(clerk.kinds) == sorted([*kinds, Kind.OPEN_BADGE_3, Kind.OPEN_BADGE_3])
    assert clerk.issuers.count(None) == 1
    assert clerk.issuers.count(MEMBER) == len(clerk.issuers) - 1


def test_their_answers_take_the_place_of_all_with_the_same_code_and_of_no_other() -> None:
    alone, better = verify(BADGE, at=AT, trust=TRUST), asked(BADGE, Clerk(ANSWERS))

    assert [one for one in better if one.code in {"status", "key.odd"}] == [ANSWERS[1], ANSWERS[0]]
    assert [one for one in better if one not in ANSWERS] == [one for one in alone if one.code != "status"]


def test_their_answers_count_inside_as_well() -> None:
    found = asked(shown(BADGE, BADGE), Clerk(ANSWERS))

    inside = [one for one in found if one.code == "proof.inside"]
    assert [(one.outcome, one.values["reason"]) for one in inside] == [(Outcome.FAILED, "Nobody asked.")] * 2
