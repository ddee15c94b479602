"""What people and programs are told of a copy that was signed anew: registry, wallet, links, verification."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from mcx.credentials.documents.pictures import picture
from mcx.credentials.models import Award, IssuedCredential
from mcx.credentials.selectors import credential_of
from mcx.credentials.services.issuing import complete
from mcx.keys.models import Seal
from mcx.keys.services import end_seal, make_test_seal
from mcx.wallet.models import Item
from tests.cast import NOW
from tests.credentials import cast as awards
from tests.credentials.cast import LATER, signed_in
from tests.credentials.test_copies import HOUR, lose_key, lose_seal
from tests.wallet import cast

SEALED_ANEW = (
    "Sealed again on 23 November 2026 with a new seal, because someone else may have the key of the old one."
)
SIGNED_ANEW = "Signed again on 23 November 2026 with a new key, because someone else may have the old one."
REPLACED = "Replaced on 23 November 2026, because someone else may have the key of the seal."

pytestmark = pytest.mark.django_db


@pytest.fixture
def item() -> Item:
    """A credential whose European file was sealed anew."""
    awards.seal()
    found = cast.item()
    lose_seal(award_of(found))
    complete(award_of(found).pk, at=NOW + 3 * HOUR)
    return found


def award_of(item: Item) -> Award:
    award = item.award
    assert award is not None
    award.refresh_from_db()
    return award


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def old_of(item: Item) -> IssuedCredential:
    return award_of(item).credentials.get(format="european", number=1)


def test_the_registry_shows_both_files_and_why_the_first_was_replaced(item: Item) -> None:
    page = signed_in(awards.registrar()).get(f"/credentials/{item.award_id}/").content.decode()

    new, old = (
        row.sha256 for row in award_of(item).credentials.filter(format="european").order_by("-number")
    )
    assert 0 < page.index(new) < page.index(old)
    assert page.count(REPLACED) == 1
    assert "Sealed again with a new seal, because someone else may have the key" in page


def test_the_api_of_the_registry_says_the_same(item: Item) -> None:
    address = f"/api/credentials/awards/{item.award_id}/formats"
    rows: list[dict[str, Any]] = signed_in(awards.registrar()).get(address).json()

    sealed = [row for row in rows if row["format"] == "european"]
    assert [row["number"] for row in sealed] == [2, 1]
    assert [row["replaced_because"] for row in sealed] == [None, "seal-compromised"]
    assert sealed[1]["replaced_at"] == sealed[0]["issued_at"]
    assert {row["number"] for row in rows if row["format"] != "european"} == {1}


def test_the_learner_reads_beside_the_file_that_it_was_sealed_anew_and_gets_the_new_one(item: Item) -> None:
    owner = signed_in(item.owner)

    page = owner.get(f"/wallet/{item.pk}/").content.decode()
    file = owner.get(f"/wallet/{item.pk}/files/european").content

    assert page.count(SEALED_ANEW) == 1
    assert "Download it again" in page
    assert "Sealed again with a new seal, because someone else may have the key" in page
    assert file == bytes(credential_of(award_of(item), "european").content)
    assert file != bytes(old_of(item).content)


def test_programs_of_the_learner_are_told_too(item: Item) -> None:
    owner = signed_in(item.owner)

    told = owner.get(f"/api/wallet/items/{item.pk}").json()

    assert [(one["format"], one["because"]) for one in told["signed_anew"]] == [
        ("european", "seal-compromised")
    ]
    assert len(set(told["formats"])) == len(told["formats"]), "each file once"
    assert owner.post(f"/api/wallet/awards/{item.award_id}/claim").json() == told
    assert owner.get(f"/api/wallet/items/{item.pk}/files/european").content == bytes(
        credential_of(award_of(item), "european").content
    )


def test_a_link_that_was_given_before_hands_out_the_new_file(client: Client) -> None:
    awards.seal()
    found = cast.item()
    _share, token = cast.shared(found.owner, found, files=["european"])
    lose_seal(award_of(found))
    complete(award_of(found).pk, at=NOW + 3 * HOUR)

    file = client.get(f"/wallet/s/{token}/{found.pk}/european").content

    assert file == bytes(credential_of(award_of(found), "european").content)
    assert SEALED_ANEW in client.get(f"/wallet/s/{token}/").content.decode()


def test_pictures_are_as_new_as_the_badge_inside() -> None:
    found = cast.item()
    lose_key(award_of(found))
    complete(award_of(found).pk, at=NOW + 3 * HOUR)

    page = signed_in(found.owner).get(f"/wallet/{found.pk}/").content.decode()

    assert page.count(SIGNED_ANEW) == 5, "badge, token, certificate and the two pictures that hold the badge"


def test_nothing_is_said_where_nothing_was_signed_anew() -> None:
    awards.seal()
    found = cast.item()

    page = signed_in(found.owner).get(f"/wallet/{found.pk}/").content.decode()

    assert "anew" not in page
    assert signed_in(found.owner).get(f"/api/wallet/items/{found.pk}").json()["signed_anew"] == []


def test_whoever_verifies_the_old_file_reads_replaced_and_what_to_do(client: Client, item: Item) -> None:
    old = bytes(old_of(item).content)

    page = client.post("/verify", {"file": SimpleUploadedFile("old.jsonld", old)}).content.decode()
    told = client.post("/api/credentials/verify", {"file": SimpleUploadedFile("old.jsonld", old)}).json()

    verdict = page[page.index("verdict-word") : page.index("What was checked")]
    assert "Replaced" in verdict
    assert REPLACED in verdict
    assert "Ask for the new file" in verdict
    assert "Not confirmed" not in page
    assert "which contains this exact file" in page
    assert (told["verdict"], told["conclusion"]) == ("replaced", "failed")
    assert told["revocation"] is None


def test_the_certificate_of_then_is_still_known_as_the_file_that_was_issued(client: Client) -> None:
    award = awards.issued()
    old = {"pdf": bytes(credential_of(award, "pdf").content), "png": picture(award, "png")}
    lose_key(award)
    complete(award.pk, at=NOW + 3 * HOUR)

    for name, data in old.items():
        answer = client.post("/api/credentials/verify", {"file": SimpleUploadedFile(name, data)}).json()
        outcomes = {one["code"]: one["outcome"] for one in answer["checks"]}
        assert (answer["verdict"], outcomes["carrier"]) == ("replaced", "passed"), name


def test_the_number_on_the_certificate_leads_to_the_badge_that_stands(
    client: Client, settings: Settings
) -> None:
    award = awards.issued()
    lose_key(award)
    settings.FIXED_NOW = LATER
    meanwhile = client.get(f"/api/credentials/verify/{award.pk}").json()["verdict"]
    complete(award.pk, at=NOW + 3 * HOUR)

    assert meanwhile == "incomplete"
    assert client.get(f"/api/credentials/verify/{award.pk}").json()["verdict"] == "verified"


def test_a_wallet_and_a_registry_ask_as_often_for_many_copies_as_for_one(
    item: Item, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    owner, registrar = signed_in(item.owner), signed_in(awards.registrar())
    addresses = [(owner, f"/wallet/{item.pk}/"), (registrar, f"/credentials/{item.award_id}/")]
    few = [queries(client, address) for client, address in addresses]
    for hours in range(4, 20, 4):
        lost = Seal.objects.get(ended_at=None)
        end_seal(lost, by=awards.registrar(), at=NOW + hours * HOUR, is_compromised=True)
        make_test_seal(lost.institution, by=None, at=NOW + (hours + 1) * HOUR)
        complete(award_of(item).pk, at=NOW + (hours + 2) * HOUR)

    assert award_of(item).credentials.filter(format="european").count() == 6
    for (client, address), number in zip(addresses, few, strict=True):
        with django_assert_max_num_queries(number):
            client.get(address)
