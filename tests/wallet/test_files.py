"""The files of a credential: grouped by purpose, to its owner, and to others only what the owner chose."""

import json
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from mcx.core.errors import Invalid
from mcx.credentials.documents import pictures
from mcx.wallet.models import Item
from mcx.wallet.rules import ending_of
from mcx.wallet.selectors import formats_of
from microcred import Kind, MicrocredError, elmo, read
from microcred.baking import bake
from tests.cast import person
from tests.credentials import cast as awards
from tests.credentials.cast import signed_in
from tests.microcred.elmo.cast import TRANSCRIPT
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


BROUGHT: dict[str, Callable[[bytes], bytes]] = {
    ".json": lambda badge: badge,
    ".svg": lambda badge: bake(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', badge),
    ".xml": lambda _badge: elmo.write(TRANSCRIPT)[0],
}


@pytest.mark.django_db
@pytest.mark.parametrize("ending", BROUGHT)
def test_what_was_brought_along_is_handed_out_under_a_name_that_says_what_it_is(ending: str) -> None:
    item = cast.imported(person(), BROUGHT[ending](cast.foreign()))

    answer = signed_in(item.owner).get(f"/wallet/{item.pk}/files/original")

    assert answer["Content-Disposition"] == f'attachment; filename="credential-{item.pk}{ending}"'


@pytest.mark.parametrize(
    ("data", "ending"),
    [(b"https://badges.example/1", ".txt"), (b"%PDF-1.7 and nothing more", ""), (b"\x00", ""), (b"", "")],
)
def test_a_name_says_nothing_of_what_nobody_can_read(data: bytes, ending: str) -> None:
    assert ending_of(data) == ending


@pytest.mark.django_db
def test_files_are_grouped_by_what_they_are_for() -> None:
    plain = page(signed_in(cast.item().owner), f"/wallet/{Item.objects.get().pk}/")
    awards.seal()
    awards.wallet_key()
    call_command("issue_pending")
    full = page(signed_in(Item.objects.get().owner), f"/wallet/{Item.objects.get().pk}/")

    for heading in (
        "For Europass",
        "For wallets and employers",
        "To print",
        "Picture for social media",
        "Badge with the",
    ):
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
def test_a_link_hands_out_the_files_that_were_chosen_and_no_others(client: Client) -> None:
    awards.seal()
    item = cast.item()
    _share, token = cast.shared(item.owner, item, files=["european", "public-png"])

    words = client.get(f"/wallet/s/{token}/").content.decode()
    answers = {
        form: client.get(f"/wallet/s/{token}/{item.pk}/{form}").status_code for form in formats_of(item)
    }

    assert "European Digital Credential" in words
    assert "Unsealed draft" not in words
    assert f"{item.pk}/pdf" not in words
    assert {form for form, status in answers.items() if status == 200} == {"european", "public-png"}
    assert set(answers.values()) == {200, 404}


@pytest.mark.django_db
def test_a_link_hands_out_no_file_unless_it_was_chosen(client: Client) -> None:
    item = cast.item()
    brought = cast.imported(item.owner)
    _share, token = cast.shared(item.owner, item, brought)

    words = client.get(f"/wallet/s/{token}/").content.decode()

    assert "does not provide a file" in words
    assert "Download" not in words
    for each, form in [(item, "openbadge"), (item, "pdf"), (item, "public-png"), (brought, "original")]:
        assert client.get(f"/wallet/s/{token}/{each.pk}/{form}").status_code == 404


@pytest.mark.django_db
def test_the_draft_that_names_the_learners_address_cannot_be_handed_out() -> None:
    item = cast.item()

    with pytest.raises(Invalid):
        cast.shared(item.owner, item, files=["europass"])


@pytest.mark.django_db
def test_a_file_that_none_of_the_chosen_credentials_has_is_not_promised() -> None:
    issued = cast.item()
    brought, owner = cast.imported(issued.owner), issued.owner
    form = {"items": [str(issued.pk)], "audience": "Firm", "days": "30", "formats": ["original"]}

    refused = signed_in(owner).post("/wallet/shares/new", form)

    assert refused.status_code == 422
    assert "there is no original file" in refused.content.decode()
    for items, files in ([issued], ["original"]), ([brought], ["pdf"]), ([brought], ["pdf", "original"]):
        with pytest.raises(Invalid):
            cast.shared(owner, *items, files=files)
    assert cast.shared(owner, issued, brought, files=["pdf", "original"])[0].files == ["pdf", "original"]
    assert cast.shared(owner, brought, files=["original"])[0].files == ["original"]


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["public-png", "public-svg"])
def test_the_public_picture_holds_no_credential_and_says_nothing_of_the_person(form: str) -> None:
    item = cast.item()

    answer = signed_in(item.owner).get(f"/wallet/{item.pk}/files/{form}")

    assert answer.status_code == 200
    with pytest.raises(MicrocredError):
        read(answer.content)
    assert not [word for word in (b"Ane", b"Etxeberria", b"2001-05-14") if word in answer.content]


@pytest.mark.django_db
def test_the_public_picture_names_course_issuer_credits_level_day_and_address() -> None:
    award = cast.item().award
    assert award is not None

    said = pictures.public_words(award)

    assert set(said) == {"title", "institution", "facts", "language", "check"}
    assert (said["title"], said["institution"]) == ("Water data for city engineers", "Tampere University")
    assert "ECTS" in said["facts"]
    assert said["check"]["address"] == f"https://network.example/verify/{award.pk}"
    assert said["check"]["issued"] == "Issued on 23 November 2026"
    assert "Ane" not in json.dumps(said)
    assert "1.7" not in json.dumps({**said, "check": {**said["check"], "qr": ""}})
