"""Each answer of a register about an issuer: its outcome, its clause and its values."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from microcred.accreditation import QUALITY
from microcred.record import Accreditation, Organisation
from microcred.report import Check, Outcome
from microcred.trust import KnownIssuer, Trust
from microcred.verification.issuers import REGISTER, check_issuer, issuer_name
from tests.microcred.cast import UNIVERSITY
from tests.microcred.lines import line
from tests.microcred.verification.test_issuers import ACCREDITED, DAY, MEMBER

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
NAMED = {"name": MEMBER.name, "registry": MEMBER.registry}
ON_THE_DAY = {**NAMED, "day": "2026-07-01"}
ANOTHER_DAY = timedelta(days=1)


def _asked(known: KnownIssuer | None, issuer: Organisation = UNIVERSITY, **more: Any) -> tuple[Check, ...]:
    return check_issuer(issuer, known, DAY, Trust((known,) if known else (), **more))


@pytest.mark.parametrize(
    ("changes", "outcome", "more"),
    [
        ({}, PASSED, {}),
        ({"member_from": None}, PASSED, {}),
        ({"member_from": DAY, "member_until": DAY}, PASSED, {}),
        ({"member_from": DAY + ANOTHER_DAY}, FAILED, {"since": "2026-07-02"}),
        ({"member_until": DAY - ANOTHER_DAY}, FAILED, {"until": "2026-06-30"}),
        ({"member_from": DAY, "member_until": DAY - ANOTHER_DAY}, FAILED, {"until": "2026-06-30"}),
        ({"member_from": None, "member_until": DAY - ANOTHER_DAY}, FAILED, {"until": "2026-06-30"}),
        ({"away": ((DAY, DAY + ANOTHER_DAY),)}, FAILED, {"since": "2026-07-01", "until": "2026-07-02"}),
    ],
)
def test_a_membership_is_told_with_its_register_and_its_days(
    changes: dict[str, Any], outcome: Outcome, more: dict[str, str]
) -> None:
    membership, *_others = _asked(replace(MEMBER, **changes))

    assert line(membership) == ("issuer", outcome, REGISTER, {**ON_THE_DAY, **more}, outcome is FAILED)


@pytest.mark.parametrize(("copied", "is_older"), [(DAY - ANOTHER_DAY, True), (DAY, False), (None, False)])
def test_a_copy_of_the_registers_is_told_from_when_it_is(copied: date | None, is_older: bool) -> None:
    values = {"copied": "2026-06-30", "day": "2026-07-01"}
    expected = [("issuer.snapshot", WARNING, REGISTER, values, True)] if is_older else []

    assert [line(one) for one in _asked(MEMBER, as_of=copied) if one.code == "issuer.snapshot"] == expected


def test_what_agencies_decided_is_told_of_the_institution_that_the_register_names() -> None:
    (_membership, accreditation) = _asked(replace(MEMBER, accreditations=()))

    assert accreditation.values["name"] == MEMBER.name
    assert accreditation.values["registry"] == MEMBER.registry


@pytest.mark.parametrize(
    ("issuers", "more"), [((), {}), ((replace(MEMBER, id="urn:other"),), {"id": UNIVERSITY.id})]
)
def test_an_issuer_that_no_register_knows_is_named_as_it_calls_itself(
    issuers: tuple[KnownIssuer, ...], more: dict[str, str]
) -> None:
    stranger, _claimed = check_issuer(UNIVERSITY, None, DAY, Trust(issuers))

    assert line(stranger) == ("issuer", UNKNOWN, REGISTER, {"name": "Example University", **more}, True)
    assert ("{id}" in stranger.text) is bool(issuers)


@pytest.mark.parametrize(
    ("agencies", "said"),
    [
        (("Example Agency",), "Example Agency"),
        (("First", "Second", "First"), "First, Second"),
        (("", "Second"), "Second"),
        (("",), "—"),
    ],
)
def test_accreditations_that_only_the_credential_names_are_told_by_their_agencies(
    agencies: tuple[str, ...], said: str
) -> None:
    claims = tuple[Accreditation, ...](replace(ACCREDITED, agency=one) for one in agencies)
    _stranger, claimed = _asked(None, replace(UNIVERSITY, accreditations=claims))

    assert line(claimed) == ("accreditation", UNKNOWN, QUALITY, {"agencies": said}, True)


@pytest.mark.parametrize(
    ("names", "expected"),
    [({"en": "", "de": "Haus"}, "Haus"), ({"en": ""}, UNIVERSITY.id), ({}, UNIVERSITY.id)],
)
def test_an_issuer_without_a_name_is_called_by_its_identifier(names: dict[str, str], expected: str) -> None:
    assert issuer_name(replace(UNIVERSITY, legal_name=names)) == expected


def test_every_institution_and_every_day_gets_its_own_answer() -> None:
    other = replace(MEMBER, id="urn:other", name="Other", member_until=DAY)
    trust = Trust((MEMBER, other))

    def told(known: KnownIssuer, day: date) -> tuple[str, Outcome]:
        membership, *_others = check_issuer(UNIVERSITY, known, day, trust)
        return membership.values["name"], membership.outcome

    assert told(MEMBER, DAY) == (MEMBER.name, PASSED)
    assert told(other, DAY) == ("Other", PASSED)
    assert told(other, DAY + ANOTHER_DAY) == ("Other", FAILED)
