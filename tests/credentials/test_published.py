"""What other systems fetch: DID documents, status lists and our context, for any origin and any cache."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mcx.credentials.checks.verification import examine
from mcx.credentials.documents.status_lists import signed_status_list, status_list_url
from mcx.credentials.documents.trust import trust
from mcx.credentials.models import StatusEntry, StatusList
from mcx.credentials.rules import Verdict
from mcx.credentials.services.revocation import revoke
from mcx.credentials.services.starting import equip, start_signing
from mcx.keys.selectors import did_of
from mcx.keys.services import retire_key
from mcx.network.models import Membership
from mcx.network.selectors.institutions import public_members_on
from microcred import did, proofs, read_trust, verify, write_trust
from microcred.instants import parse_instant
from microcred.openbadges import CONTEXT, context_file
from microcred.report import Outcome
from microcred.status_list import StatusList as Bits
from tests.cast import FOUNDED, NOW, network, person, university
from tests.credentials import cast
from tests.credentials.cast import EXPLANATION, LATER

DID = "/institutions/tuni/did.json"
LIST = "/institutions/tuni/status/revocation/1"
CONTEXT_PAGE = "/ns/microcred/v1"


@pytest.mark.django_db
@pytest.mark.parametrize("address", [DID, LIST, CONTEXT_PAGE])
def test_any_origin_may_read_it_and_nobody_is_followed(client: Client, address: str) -> None:
    cast.key()

    answer = client.get(address)

    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.django_db
@pytest.mark.parametrize("address", [DID, LIST, CONTEXT_PAGE])
def test_who_has_it_already_is_told_so(client: Client, address: str) -> None:
    cast.key()
    first = client.get(address)

    again = client.get(address, HTTP_IF_NONE_MATCH=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address).content == first.content


@pytest.mark.django_db
def test_the_did_document_publishes_retired_keys_with_their_dates(client: Client) -> None:
    old = cast.key()
    start_signing(old.institution, by=cast.registrar(), at=LATER)
    retire_key(old, by=cast.registrar(), at=LATER)

    answer = client.get(DID)

    found = {key.id: key for key in did.keys_of(json.loads(answer.content))}
    assert answer["Content-Type"] == "application/did+json"
    assert json.loads(answer.content)["id"] == "did:web:network.example:institutions:tuni"
    assert did.web_url("did:web:network.example:institutions:tuni") == f"https://network.example{DID}"
    assert len(found) == 2
    assert found[old.method].retired_at == LATER


@pytest.mark.django_db
def test_the_status_list_is_signed_by_its_institution(client: Client) -> None:
    cast.key()

    answer = client.get(LIST)

    document = json.loads(answer.content)
    keys = trust(at=LATER).issuers[0].keys
    checks = proofs.check(document, lambda _controller: keys)
    assert answer["Content-Type"] == "application/vc"
    assert document["id"] == f"https://network.example{LIST}"
    assert all(check.outcome is Outcome.PASSED for check in checks)


@pytest.mark.django_db
def test_a_revocation_shows_at_once_and_changes_the_version(client: Client) -> None:
    award, before = cast.issued(), client.get(LIST)
    revoke(award, reason="error", explanation=EXPLANATION, by=cast.registrar(), at=LATER)

    after = client.get(LIST, HTTP_IF_NONE_MATCH=before["ETag"])

    bits = Bits.decode(json.loads(after.content)["credentialSubject"]["encodedList"])
    assert after.status_code == 200
    assert all(bits[entry.index] for entry in StatusEntry.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize("address", [DID, LIST])
def test_what_was_made_once_is_served_as_it_is(
    client: Client, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cast.key()
    first = client.get(address)

    with django_assert_max_num_queries(2):
        again = client.get(address)

    assert again.content == first.content


@pytest.mark.django_db
def test_two_revocations_at_one_instant_both_show(client: Client) -> None:
    first, second = cast.issued(), cast.issued(person("Nora New"))
    for award in (first, second):
        revoke(award, reason="error", explanation=EXPLANATION, by=cast.registrar(), at=LATER)
        bits = Bits.decode(json.loads(client.get(LIST).content)["credentialSubject"]["encodedList"])

        entries = StatusEntry.objects.filter(credential__award=award)
        assert entries
        assert all(bits[entry.index] for entry in entries)


@pytest.mark.django_db
def test_a_new_key_signs_the_list_anew(client: Client) -> None:
    old, before = cast.key(), client.get(LIST)
    start_signing(old.institution, by=cast.registrar(), at=LATER)

    after = client.get(LIST)

    assert after["ETag"] != before["ETag"]
    assert json.loads(after.content)["proof"]["created"] == "2026-12-23T12:00:00Z"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/institutions/nowhere/did.json",
        "/institutions/nowhere/status/revocation/1",
        "/institutions/tuni/status/revocation/2",
        "/institutions/tuni/status/suspension/1",
        "/institutions/tuni/status/revocation/99999999999999999999",
    ],
)
def test_what_there_is_not_is_not_found(client: Client, address: str) -> None:
    cast.key()

    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_our_context_is_served_as_it_ships(client: Client) -> None:
    cast.key()

    answer = client.get(CONTEXT_PAGE)

    assert answer.content == context_file()
    assert json.loads(answer.content) == CONTEXT
    assert answer["Content-Type"] == "application/ld+json"


def a_list(at: datetime) -> bytes:
    """Tampere's list as it is published at this instant."""
    row = StatusList.objects.select_related("institution").get()
    return signed_status_list(row, issuer=did_of(row.institution), at=at)


@pytest.mark.django_db
def test_a_list_says_until_when_it_is_good_and_is_signed_anew_in_time() -> None:
    cast.issued()
    changed = StatusList.objects.get().changed_at
    hours = (0, 11, 12, 23, 24, 24 * 365)

    asked = [a_list(changed + timedelta(hours=one)) for one in hours]

    first, _eleven, second = (json.loads(content) for content in asked[:3])
    assert parse_instant(first["validUntil"]) == changed + timedelta(hours=24)
    assert parse_instant(second["validUntil"]) == changed + timedelta(hours=36)
    assert first["credentialSubject"]["ttl"] == 24 * 3_600_000
    assert [asked.index(one) for one in asked] == [0, 0, 2, 2, 4, 5]
    assert asked[0] == a_list(changed)
    for one, content in zip(hours, asked, strict=True):
        left = parse_instant(json.loads(content)["validUntil"]) - changed - timedelta(hours=one)
        assert timedelta(hours=12) < left <= timedelta(hours=24)


@pytest.mark.django_db
def test_a_list_from_before_a_revocation_is_believed_for_a_day_at_most() -> None:
    """The learner keeps the register of the day before and shows it to somebody without a network."""
    award = cast.issued()
    url = status_list_url(StatusList.objects.get())
    kept = read_trust(write_trust(trust(at=NOW)))
    until = parse_instant(json.loads(kept.documents[url])["validUntil"])
    revoke(award, reason="error", explanation=EXPLANATION, by=cast.registrar(), at=NOW)

    found = [
        verify(cast.badge(award), at=until + timedelta(hours=hours), trust=kept).check("status")
        for hours in (0, 1)
    ]

    assert NOW < until <= NOW + timedelta(hours=24)
    assert [one.outcome for one in found if one] == [Outcome.PASSED, Outcome.UNKNOWN]
    assert examine(cast.badge(award), at=NOW).verdict is Verdict.REVOKED


@pytest.mark.django_db
def test_a_member_cannot_clear_what_another_one_revoked() -> None:
    """Another member's list at the issuer's address, signed as it should be, but not by the issuer."""
    award, other = cast.revoked(), university("fhj")
    equip(other, by=None, at=NOW - timedelta(days=1))
    row = StatusList.objects.select_related("institution").get(institution=award.institution)
    url, row.institution, row.bits = status_list_url(row), other, bytes(Bits())
    forged = json.loads(signed_status_list(row, issuer=did_of(other), at=NOW))
    assert forged["issuer"] == did_of(other)
    trusted = replace(trust(at=NOW), documents={url: json.dumps(forged).encode()})

    status = verify(cast.badge(award), at=NOW, trust=trusted).check("status")

    assert status is not None
    assert status.outcome is Outcome.UNKNOWN


@pytest.mark.django_db
def test_the_register_has_the_same_members_on_every_day_as_the_network() -> None:
    network()
    away, day = university("mu"), timedelta(days=1)
    away.memberships.update(valid_until=FOUNDED + 2 * day)
    Membership.objects.create(institution=away, valid_from=FOUNDED + 5 * day)

    (known,) = read_trust(write_trust(trust(at=NOW))).issuers

    days = [FOUNDED + number * day for number in range(-1, 8)]
    assert [known.is_member_on(each) for each in days] == [public_members_on(each).exists() for each in days]
    assert [known.is_member_on(each) for each in days[4:6]] == [False, False]
