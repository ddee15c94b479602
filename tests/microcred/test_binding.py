"""Whose key a signature was made with: each answer's outcome, its clause and its values."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from microcred.binding import (
    CID_METHODS,
    CID_RETRIEVAL,
    check_key,
    check_owner,
    find,
    is_own,
    signed,
)
from microcred.did import PURPOSES, DatedKey, KeyFinder
from microcred.errors import MicrocredError
from microcred.keys import generate
from microcred.report import Check, Outcome, failed, passed, unknown, warning

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
OWNER, OTHER = "did:web:uni.example", "did:web:other.example"
METHOD = f"{OWNER}#key-1"
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
MOMENT = timedelta(seconds=1)
PUBLIC = generate().public
KEY = DatedKey(METHOD, PUBLIC)
DATED = replace(KEY, valid_from=START, retired_at=END)
FINE = passed("proof", "Nothing was changed.")


def _line(check: Check) -> tuple[str, Outcome, str, dict[str, str], bool]:
    assert check.message
    return check.code, check.outcome, check.source, dict(check.values), bool(check.fix)


def _publishing(**found: tuple[DatedKey, ...] | None) -> KeyFinder:
    """Only the university and somebody else are ever asked for keys."""
    return lambda controller: found[{OWNER: "owner", OTHER: "other"}[controller]]


@pytest.mark.parametrize("doubt", [failed("key", "No."), unknown("key", "Perhaps.")])
def test_while_anything_about_a_signature_is_doubtful_it_has_no_owner(doubt: Check) -> None:
    assert signed([FINE, doubt], [OWNER]).owners == ()
    assert signed([FINE, doubt], [OWNER]).checks == (FINE, doubt)


def test_a_signature_of_a_key_revoked_later_has_no_owner_though_it_only_warns() -> None:
    revoked = warning("key", "Revoked on {revoked}.", revoked=START)

    assert signed([FINE, revoked], [OWNER]).owners == ()
    assert signed([FINE, warning("proof.created", "It has no date.")], [OWNER]).owners == (OWNER,)


def test_the_key_of_an_owner_is_known_where_it_is_one() -> None:
    second = generate().public
    keys = [(OWNER, PUBLIC), (OTHER, second), (OWNER, PUBLIC)]

    found, several = (signed([FINE], [OWNER, OTHER], each) for each in (keys, [*keys, (OWNER, second)]))

    assert (found.key_of(OWNER), found.key_of(OTHER), found.key_of("did:web:nobody.example")) == (
        *(PUBLIC, second),
        None,
    )
    assert (several.key_of(OWNER), several.key_of(OTHER)) == (None, second)
    assert signed([FINE, unknown("key", "Perhaps.")], [OWNER], keys).keys == ()


def test_owners_are_named_once_each_and_never_by_nothing() -> None:
    assert signed([FINE], [OWNER, "", OTHER, OWNER]).owners == (OWNER, OTHER)


@pytest.mark.parametrize(
    ("shown", "owners", "expected"),
    [(OWNER, (OTHER, OWNER), True), (OWNER, (OTHER,), False), (OWNER, (), False), ("", ("",), False)],
)
def test_only_a_name_among_the_owners_is_their_own(
    shown: str, owners: tuple[str, ...], expected: bool
) -> None:
    assert is_own(shown, owners) is expected


def test_a_key_is_first_looked_for_with_the_one_who_is_said_to_have_signed() -> None:
    lent = replace(KEY, id=f"{OTHER}#key-9")

    assert find(METHOD, OWNER, _publishing(owner=(KEY,))) == (KEY, OWNER)
    assert find(lent.id, OWNER, _publishing(owner=(KEY, lent))) == (lent, OWNER)
    assert find(lent.id, OWNER, _publishing(owner=(KEY,), other=(lent,))) == (lent, OTHER)
    assert find(lent.id, OWNER, _publishing(owner=None, other=(lent,))) == (lent, OTHER)
    assert find(METHOD, "", _publishing(owner=(KEY,))) == (KEY, OWNER)


@pytest.mark.parametrize("method", ["did:key:z6Mk", "did:jwk:eyJ"])
def test_only_an_identifier_that_spells_out_its_key_may_go_without_a_fragment(method: str) -> None:
    key = replace(KEY, id=f"{method}#0")

    assert find(method, "", lambda _controller: (key,)) == (key, method)
    refused = find(OWNER, OWNER, lambda _controller: (KEY,))
    assert isinstance(refused, Check)
    assert refused.outcome is FAILED


def test_a_key_that_its_publisher_does_not_publish_fails() -> None:
    found = find(METHOD, OWNER, _publishing(owner=(replace(KEY, id=f"{OWNER}#key-2"),)))

    values = {"controller": OWNER, "method": METHOD}
    assert isinstance(found, Check)
    assert _line(found) == ("key", FAILED, CID_RETRIEVAL, values, True)


@pytest.mark.parametrize("published", [None, ()])
def test_keys_that_could_not_be_looked_up_leave_it_open_but_none_at_all_do_not(
    published: tuple[DatedKey, ...] | None,
) -> None:
    found = find(METHOD, OWNER, _publishing(owner=published))

    assert isinstance(found, Check)
    if published is None:
        assert _line(found) == ("key", UNKNOWN, CID_RETRIEVAL, {"controller": OWNER}, True)
    else:
        assert found.outcome is FAILED


def test_it_stays_open_where_the_publisher_of_the_key_itself_could_not_be_asked() -> None:
    found = find(f"{OTHER}#key-9", OWNER, _publishing(owner=(KEY,), other=None))

    assert isinstance(found, Check)
    assert (found.outcome, found.values) == (UNKNOWN, {"controller": OTHER})


def test_keys_that_cannot_be_used_say_why() -> None:
    def broken(_controller: str) -> tuple[DatedKey, ...]:
        raise MicrocredError("The document is no JSON.")

    found = find(METHOD, OWNER, broken)

    values = {"controller": OWNER, "reason": "The document is no JSON."}
    assert isinstance(found, Check)
    assert _line(found) == ("key", FAILED, CID_RETRIEVAL, values, False)


SECOND_BEFORE, SECOND_AFTER = START - MOMENT, END + MOMENT
BEGAN, ENDED = "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z"


@pytest.mark.parametrize(
    ("key", "at", "outcome", "values", "has_fix"),
    [
        (DATED, START, PASSED, {}, False),
        (DATED, START - MOMENT, FAILED, {"signed": "2025-12-31T23:59:59Z", "start": BEGAN}, False),
        (DATED, END - MOMENT, PASSED, {}, False),
        (DATED, END, FAILED, {"signed": ENDED, "end": ENDED}, False),
        (DATED, None, UNKNOWN, {}, False),
        (replace(KEY, valid_from=START), None, UNKNOWN, {}, False),
        (replace(KEY, retired_at=END), None, UNKNOWN, {}, False),
        (KEY, None, PASSED, {}, False),
        (KEY, START, PASSED, {}, False),
        (replace(KEY, revoked_at=END), END - MOMENT, WARNING, {"revoked": ENDED}, True),
        (replace(KEY, revoked_at=END), END, FAILED, {"revoked": ENDED}, True),
        (replace(KEY, revoked_at=END), None, FAILED, {"revoked": ENDED}, True),
        (replace(DATED, revoked_at=END), START - MOMENT, WARNING, {"revoked": ENDED}, True),
    ],
)
def test_a_key_counts_from_its_first_moment_until_it_is_retired_or_revoked(
    key: DatedKey, at: datetime | None, outcome: Outcome, values: dict[str, str], has_fix: bool
) -> None:
    check = check_key(key, at, PURPOSES[0])

    assert _line(check) == ("key", outcome, CID_METHODS, {"key": METHOD, **values}, has_fix)


def test_a_key_that_only_the_credential_names_proves_nothing() -> None:
    check = check_key(replace(DATED, is_claimed=True, purposes=()), None, PURPOSES[0])

    assert _line(check) == ("key", UNKNOWN, CID_RETRIEVAL, {"key": METHOD}, True)


def test_a_key_for_another_purpose_fails_before_its_dates_are_asked() -> None:
    check = check_key(replace(DATED, purposes=PURPOSES[1:], revoked_at=END), END, PURPOSES[0])

    assert _line(check) == ("key", FAILED, CID_METHODS, {"key": METHOD, "purpose": PURPOSES[0]}, False)


def test_the_key_of_the_one_who_is_named_belongs_to_them() -> None:
    assert _line(check_owner(OWNER, OWNER)) == (
        "proof.controller", PASSED, CID_RETRIEVAL, {"owner": OWNER}, False,
    )  # fmt: skip
    spelt = check_owner("did:key:z6Mk", "did:key:z6Mk")
    assert spelt.outcome is PASSED
    assert spelt.text != check_owner(OWNER, OWNER).text


@pytest.mark.parametrize(("owner", "named"), [(OWNER, OWNER), ("", "?")])
def test_somebody_elses_key_fails(owner: str, named: str) -> None:
    assert _line(check_owner(owner, OTHER)) == (
        "proof.controller", FAILED, CID_RETRIEVAL, {"owner": named, "controller": OTHER}, True,
    )  # fmt: skip
