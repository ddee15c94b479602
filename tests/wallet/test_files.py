"""The files of a credential: grouped by purpose, each with the credential inside, each to its owner only."""

import pytest
from django.core.management import call_command
from django.test import Client

from mcx.wallet.models import Item
from microcred import Kind, read
from tests.credentials import cast as awards
from tests.credentials.cast import signed_in
from tests.wallet import cast
from tests.wallet.test_pages import page


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["openbadge", "jwt", "pdf", "png", "svg"])
def test_every_file_can_be_downloaded_and_holds_the_credential(form: str) -> None:
    item = cast.item()

    answer = signed_in(item.owner).get(f"/wallet/{item.pk}/files/{form}")

    assert answer["Content-Disposition"].startswith('attachment; filename="tuni-water-data.')
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert read(answer.content).document["id"] == f"urn:uuid:{item.award_id}"


@pytest.mark.django_db
def test_files_are_grouped_by_what_they_are_for() -> None:
    plain = page(signed_in(cast.item().owner), f"/wallet/{Item.objects.get().pk}/")
    awards.seal()
    awards.wallet_key()
    call_command("issue_pending")
    full = page(signed_in(Item.objects.get().owner), f"/wallet/{Item.objects.get().pk}/")

    for heading in ("For Europass", "For wallets and employers", "To print", "Picture for social media"):
        assert heading in plain
    assert "Unsealed draft" in plain
    assert "European Digital Credential</a>" not in plain
    assert "Wallet credential" not in plain
    assert "Test seal – fails the Europass seal check." in full
    assert "Wallet credential (SD-JWT)" in full


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "kind"), [("european", Kind.EUROPEAN), ("sdjwt", Kind.SD_JWT), ("europass", Kind.EUROPEAN)]
)
def test_the_formats_a_university_adds_are_downloaded_byte_for_byte(form: str, kind: Kind) -> None:
    awards.seal()
    awards.wallet_key()
    item = cast.item()

    answer = signed_in(item.owner).get(f"/wallet/{item.pk}/files/{form}")
    same = signed_in(item.owner).get(f"/api/wallet/items/{item.pk}/files/{form}")

    assert read(answer.content).kind is kind
    assert form in signed_in(item.owner).get(f"/api/wallet/items/{item.pk}").json()["formats"]
    assert same.content == answer.content
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_link_does_not_show_the_draft_that_names_the_learners_address(client: Client) -> None:
    awards.seal()
    item = cast.item()
    _share, token = cast.shared(item.owner, item)

    words = client.get(f"/wallet/s/{token}/").content.decode()

    assert "European Digital Credential" in words
    assert "Unsealed draft" not in words
    assert client.get(f"/wallet/s/{token}/{item.pk}/european").status_code == 200
    assert client.get(f"/wallet/s/{token}/{item.pk}/europass").status_code == 404
