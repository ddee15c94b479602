"""A revoked credential fails, and a list that cannot be reached or believed leaves the question open."""

import gzip
import json
import tracemalloc
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from microcred import did, jose, proofs, status_list
from microcred.did import DatedKey
from microcred.guards import b64url_encode
from microcred.keys import SigningKey, generate
from microcred.record import Status
from microcred.report import Conclusion, Outcome, Report
from microcred.status_list import StatusList
from microcred.trust import Trust
from microcred.verification import verify
from microcred.verification.statuses import NO_STATUS
from tests.microcred.cast import UNIVERSITY, record
from tests.microcred.verification.test_signed import AT, DATED, KEY, MEMBER, METHOD, SIGNED_AT, TRUST, signed

URL = "https://uni.example/status/1"
INDEX = 4711
LISTED_AT = AT - timedelta(hours=2)
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
BADGE = signed(record(status=(Status(URL, INDEX, "revocation"),)))

pytestmark = pytest.mark.clause("Bitstring Status List v1.0 §3.2")


def listing(*indexes: int, purpose: str = "revocation", **more: Any) -> dict[str, Any]:
    """The university's unsigned list with these entries set."""
    bits = StatusList()
    for index in indexes:
        bits[index] = True
    since = {"valid_from": SIGNED_AT if "valid_until" in more else LISTED_AT}
    return status_list.credential(bits, url=URL, issuer=UNIVERSITY.id, purpose=purpose, **since | more)


def living(lives: object, *indexes: int) -> dict[str, Any]:
    """The list with this time to live."""
    document = listing(*indexes, valid_from=SIGNED_AT)
    document["credentialSubject"]["ttl"] = lives
    return document


def published(document: Mapping[str, Any], key: SigningKey = KEY) -> bytes:
    """The list, signed."""
    return json.dumps(proofs.sign(document, key, method=METHOD, created=SIGNED_AT)).encode()


def asked(data: bytes, badge: bytes = BADGE) -> Report:
    """What is found out with this list at hand."""
    return verify(badge, at=AT, trust=replace(TRUST, documents={URL: data}))


def status(report: Report) -> tuple[Outcome, str]:
    """Outcome and words of the check."""
    (check,) = [one for one in report if one.code == "status"]
    return check.outcome, check.message


def test_a_credential_that_is_not_in_the_list_stands() -> None:
    report = asked(published(listing(INDEX - 1, INDEX + 1)))

    assert status(report)[0] is Outcome.PASSED
    assert report.conclusion is Conclusion.PASSED


def test_a_revoked_credential_fails_and_says_since_when() -> None:
    report = asked(published(listing(INDEX)))

    assert status(report) == (
        Outcome.FAILED,
        "The issuer has revoked this credential (list of 2026-11-22 22:00 UTC).",
    )
    assert report.conclusion is Conclusion.FAILED


def test_a_suspended_credential_fails_for_the_time_being() -> None:
    badge = signed(record(status=(Status(URL, INDEX, "suspension"),)))

    report = asked(published(listing(INDEX, purpose="suspension")), badge)

    first, *others = [one for one in report if one.code == "status"]
    assert "suspended" in first.message
    assert [(one.outcome, one.text) for one in others] == [(Outcome.WARNING, NO_STATUS)]


def test_a_list_of_suspended_ones_says_nothing_of_a_revocation() -> None:
    badge = signed(record(status=(Status(URL, INDEX, "suspension"),)))

    report = asked(published(listing(purpose="suspension")), badge)

    stands, unsaid = (one for one in report if one.code == "status")
    assert stands.outcome is Outcome.PASSED
    assert (
        stands.message == "It has not been suspended, according to the issuer's list of 2026-11-22 22:00 UTC."
    )
    assert (unsaid.outcome, unsaid.text) == (Outcome.WARNING, NO_STATUS)


@pytest.mark.parametrize("purpose", ["message", "refresh", "revocation ", "Revocation"])
def test_a_list_for_another_purpose_clears_nobody(purpose: str) -> None:
    badge = signed(record(status=(Status(URL, INDEX, purpose),)))

    assert status(asked(published(listing(purpose=purpose)), badge)) == (Outcome.WARNING, NO_STATUS)


def test_a_list_for_another_purpose_beside_that_of_revoked_ones_changes_no_word() -> None:
    purposes = ("revocation", "suspension", "message")
    entries = [
        status_list.entry(url=URL, index=INDEX, purpose=one) | {"id": f"{URL}#{one}"} for one in purposes
    ]
    both = listing()
    both["credentialSubject"]["statusPurpose"] = list(purposes)

    report = asked(published(both), signed(credentialStatus=entries))

    words = [one.message for one in report if one.code == "status"]
    assert [one.partition(",")[0] for one in words] == [
        "It has not been revoked",
        "It has not been suspended",
    ]


def test_a_list_published_as_token_counts_as_well() -> None:
    token = jose.sign_vc(listing(INDEX), KEY, kid=METHOD)

    assert status(asked(token.encode()))[0] is Outcome.FAILED


def test_a_list_nobody_brings_leaves_it_open() -> None:
    report = verify(BADGE, at=AT, trust=TRUST)

    assert status(report)[0] is Outcome.UNKNOWN
    assert URL in status(report)[1]
    assert report.conclusion is Conclusion.INCONCLUSIVE


def test_the_loader_is_asked_once_for_each_address() -> None:
    addresses: list[str] = []

    def load(url: str) -> bytes:
        addresses.append(url)
        return published(listing())

    report = verify(BADGE, at=AT, trust=TRUST, load=load)

    assert status(report)[0] is Outcome.PASSED
    assert addresses == [URL]


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(listing(INDEX)).encode(),
        published(listing(INDEX), generate()),
        published({**listing(INDEX), "issuer": "did:web:evil.example"}),
        published({**listing(INDEX), "validUntil": "soon"}),
        published(living("a day")),
        published(living(-1)),
        published(living(10**14)),
        published(listing(INDEX, valid_until=datetime(2026, 8, 1, tzinfo=UTC))),
        published(listing(INDEX, purpose="suspension")),
        published({**listing(INDEX), "id": "https://uni.example/status/2"}),
        published({**listing(INDEX), "credentialSubject": {"type": "BitstringStatusList"}}),
        b"",
        b"{}",
        b"<html>",
        b"\xff",
    ],
)
def test_a_list_that_cannot_be_believed_leaves_it_open_and_says_why(data: bytes) -> None:
    outcome, words = status(asked(data))

    assert outcome is Outcome.UNKNOWN
    assert words.startswith("The status list cannot be re")


def test_a_list_that_inflates_without_end_leaves_it_open() -> None:
    bomb = "u" + b64url_encode(gzip.compress(bytes(100_000_000)))
    document = listing()
    document["credentialSubject"]["encodedList"] = bomb
    data = published(document)
    tracemalloc.start()

    outcome, _words = status(asked(data))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert outcome is Outcome.UNKNOWN
    assert peak < 50_000_000


def test_credentials_verified_with_one_trust_each_get_their_own_answer() -> None:
    trust = replace(TRUST, documents={URL: published(listing(1, 3))})
    badges = [signed(record(status=(Status(URL, index, "revocation"),))) for index in (1, 2, 3, 131_072)]

    found = [status(verify(badge, at=AT, trust=trust))[0] for badge in badges * 2]

    assert found == [Outcome.FAILED, Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN] * 2


def test_a_list_is_judged_anew_for_each_moment_asked_about() -> None:
    until = AT + timedelta(days=1)
    trust = replace(TRUST, documents={URL: published(listing(valid_until=until))})

    found = [status(verify(BADGE, at=at, trust=trust))[0] for at in (AT, until + timedelta(1), AT)]

    assert found == [Outcome.PASSED, Outcome.UNKNOWN, Outcome.PASSED]
    assert status(verify(BADGE, at=SIGNED_AT - timedelta(days=1), trust=trust))[0] is Outcome.UNKNOWN


def test_a_list_that_is_no_more_to_be_believed_is_not_believed_by_another_trust() -> None:
    data = published(listing())
    believed = replace(TRUST, documents={URL: data})
    stolen = replace(MEMBER, keys=(replace(DATED, revoked_at=SIGNED_AT),))

    assert status(verify(BADGE, at=AT, trust=believed))[0] is Outcome.PASSED
    assert status(verify(BADGE, at=AT, trust=replace(believed, issuers=(stolen,))))[0] is Outcome.UNKNOWN


def test_what_a_loader_brings_is_not_kept() -> None:
    answers = iter([published(listing(INDEX)), published(listing())])
    found = [status(verify(BADGE, at=AT, trust=TRUST, load=lambda _url: next(answers)))[0] for _ in "ab"]

    assert found == [Outcome.FAILED, Outcome.PASSED]
    assert not [question for question in TRUST._answers if question != "names"]


def test_an_entry_beyond_the_list_leaves_it_open() -> None:
    badge = signed(record(status=(Status(URL, 131_072, "revocation"),)))

    assert status(asked(published(listing()), badge))[0] is Outcome.UNKNOWN


def test_every_entry_is_asked() -> None:
    entries = [status_list.entry(url=URL, index=index, purpose="revocation") for index in (1, 2)]
    badge = signed(credentialStatus=entries)

    report = asked(published(listing(2)), badge)

    assert [one.outcome for one in report if one.code == "status"] == [Outcome.PASSED, Outcome.FAILED]


OLDER = {"type": "StatusList2021Entry", "id": "https://uni.example/status#1"}


@pytest.mark.parametrize("entry", ["https://uni.example/status", OLDER])
def test_a_status_of_another_kind_leaves_it_open(entry: Any) -> None:
    badge = json.loads(signed())
    badge["credentialStatus"] = entry

    report = verify(json.dumps(badge).encode(), at=AT, trust=TRUST)

    assert status(report)[0] is Outcome.UNKNOWN


def kept_by(other: str, key: SigningKey) -> bytes:
    """A list at the university's address, kept and signed by somebody else, that knows of no revocation."""
    document = {**listing(), "issuer": other}
    return json.dumps(proofs.sign(document, key, method=f"{other}#1", created=SIGNED_AT)).encode()


def test_a_list_that_another_member_keeps_leaves_it_open() -> None:
    key, name = generate(), "did:web:other.example"
    other = replace(MEMBER, id=name, name="Other", keys=(DatedKey(f"{name}#1", key.public, SIGNED_AT),))
    trust = Trust((MEMBER, other), documents={URL: kept_by(name, key)})

    outcome, words = status(verify(BADGE, at=AT, trust=trust))

    assert outcome is Outcome.UNKNOWN
    assert "someone other than the issuer" in words


def test_a_list_that_the_issuer_keeps_under_another_of_its_names_counts() -> None:
    key, name = generate(), "did:web:lists.example"
    published_keys = did.document(name, (DatedKey(f"{name}#1", key.public),))
    documents = {URL: kept_by(name, key), did.web_url(name): json.dumps(published_keys).encode()}
    trust = Trust((replace(MEMBER, also=(name,)),), documents=documents)

    assert "someone other" not in status(verify(BADGE, at=AT, trust=trust))[1]


def test_an_old_list_from_before_the_revocation_counts_no_longer_than_it_says() -> None:
    """Whoever was revoked keeps the list of the day before and shows it for ever."""
    old = replace(TRUST, documents={URL: published(listing(valid_until=SIGNED_AT + timedelta(hours=24)))})
    hours = [status(verify(BADGE, at=SIGNED_AT + timedelta(hours=one), trust=old)) for one in (1, 24, 25)]

    assert [outcome for outcome, _words in hours] == [Outcome.PASSED, Outcome.PASSED, Outcome.UNKNOWN]
    assert "which is valid until 2026-07-02 10:00 UTC" in hours[0][1]


def test_a_copy_counts_no_longer_than_its_time_to_live() -> None:
    trust = replace(TRUST, documents={URL: published(living(3_600_000))})
    moments = (SIGNED_AT + timedelta(minutes=one) for one in (60, 61))

    assert [status(verify(BADGE, at=at, trust=trust))[0] for at in moments] == [
        Outcome.PASSED,
        Outcome.UNKNOWN,
    ]


def test_what_its_address_answers_now_is_no_old_copy() -> None:
    data = published(living(3_600_000))

    outcome, words = status(verify(BADGE, at=AT, trust=TRUST, load=lambda _url: data))

    assert outcome is Outcome.PASSED
    assert words.endswith("according to the issuer's list as it is published now.")


def test_for_a_copy_that_is_out_of_date_its_address_is_asked() -> None:
    old = published(listing(valid_until=SIGNED_AT + timedelta(hours=1)))
    trust = replace(TRUST, documents={URL: old})

    assert status(verify(BADGE, at=AT, trust=trust))[0] is Outcome.UNKNOWN
    newer = verify(BADGE, at=AT, trust=trust, load=lambda _url: published(listing(INDEX)))
    assert status(newer)[0] is Outcome.FAILED


def test_a_list_that_says_until_when_it_is_good_says_how_long_a_copy_may_be_kept() -> None:
    made = listing(valid_until=SIGNED_AT + timedelta(hours=24))

    assert made["credentialSubject"]["ttl"] == 86_400_000
    assert status_list.time_to_live(made) == timedelta(hours=24)


def test_a_credential_that_names_no_list_says_that_nobody_can_know() -> None:
    report = verify(signed(), at=AT, trust=TRUST)

    assert status(report)[0] is Outcome.WARNING
    assert "the file does not show whether it was revoked" in status(report)[1]
    assert report.conclusion is Conclusion.PASSED


def test_more_places_than_are_asked_leave_it_open() -> None:
    entries = [status_list.entry(url=URL, index=index, purpose="revocation") for index in range(1, 10)]
    trust = replace(TRUST, documents={URL: published(listing())})

    report = verify(signed(credentialStatus=entries), at=AT, trust=trust)

    found = [one.outcome for one in report if one.code == "status"]
    assert found == [Outcome.PASSED] * 8 + [Outcome.UNKNOWN]


def test_a_copy_without_a_word_of_its_age_is_believed_for_a_day() -> None:
    """An older one may be from before a revocation; that somebody was revoked it says all the same."""

    def told(age: timedelta, *indexes: int, **more: Any) -> Outcome:
        trust = replace(TRUST, documents={URL: published(listing(*indexes, valid_from=AT - age))})
        return status(verify(BADGE, at=AT, trust=trust, **more))[0]

    day, now = timedelta(hours=24), published(listing(valid_from=AT - timedelta(days=400)))
    assert [told(day), told(day + timedelta(minutes=1))] == [Outcome.PASSED, Outcome.UNKNOWN]
    assert told(timedelta(days=400), INDEX) is Outcome.FAILED
    assert told(timedelta(days=400), load=lambda _url: now) is Outcome.PASSED
    undated = {name: value for name, value in listing().items() if name != "validFrom"}
    assert status(asked(published(undated)))[0] is Outcome.UNKNOWN


def revocation_list(*entries: dict[str, Any], is_asked_now: bool = True, **more: Any) -> Report:
    """What is found out of a badge with 1EdTech's own kind of list."""
    badge: dict[str, Any] = {
        "@context": [*json.loads(BADGE)["@context"], EXTENSIONS],
        "credentialStatus": {"id": URL, "type": "1EdTechRevocationList"},
    }
    found = {"id": URL, "issuer": UNIVERSITY.id, "revokedCredential": list(entries)} | more
    data = json.dumps(found).encode()
    if is_asked_now:
        return verify(signed(**badge), at=AT, trust=TRUST, load=lambda _url: data)
    return verify(signed(**badge), at=AT, trust=replace(TRUST, documents={URL: data}))


def test_1edtechs_list_says_why() -> None:
    identifier = json.loads(BADGE)["id"]

    outcome, words = status(revocation_list({"id": identifier, "revoked": True, "revocationReason": "Error"}))

    assert outcome is Outcome.FAILED
    assert words == "The issuer has revoked this credential: Error"


def test_a_credential_1edtechs_list_does_not_name_stands() -> None:
    other = {"id": "urn:other", "revoked": True}

    assert status(revocation_list(other))[0] is Outcome.PASSED
    assert status(revocation_list(other, is_asked_now=False))[0] is Outcome.UNKNOWN
    named = {"id": json.loads(BADGE)["id"], "revoked": True}
    assert status(revocation_list(named, is_asked_now=False))[0] is Outcome.FAILED


@pytest.mark.parametrize("issuer", ["did:web:evil.example", None, {}, []])
def test_1edtechs_list_of_somebody_else_leaves_it_open(issuer: Any) -> None:
    assert status(revocation_list(issuer=issuer))[0] is Outcome.UNKNOWN


def test_no_list_says_of_a_forgery_that_it_stands() -> None:
    """The list of the issuer it names never heard of it, and so has not revoked it."""
    forged = json.loads(BADGE) | {"name": "Doctor of Everything"}
    bare = {name: value for name, value in forged.items() if name != "proof"}

    for data in (forged, bare):
        report = verify(
            json.dumps(data).encode(), at=AT, trust=replace(TRUST, documents={URL: published(listing())})
        )
        assert status(report) == (
            Outcome.UNKNOWN,
            "The status list cannot be relied on. Nothing proves who issued the credential.",
        )
    assert status(asked(published(listing())))[0] is Outcome.PASSED
    revoked = verify(
        json.dumps(forged).encode(), at=AT, trust=replace(TRUST, documents={URL: published(listing(INDEX))})
    )
    assert status(revoked)[0] is Outcome.FAILED
