"""The registrar's pages and endpoints for seals, and what is published for verifiers."""

import io
import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from mcx.keys.models import Seal
from mcx.network.models import InstitutionName
from microcred import Conclusion, read_trust, verify
from tests.cast import FOUNDED, NOW, network, university
from tests.credentials import cast, seals
from tests.credentials.cast import signed_in
from tests.credentials.seals import PASSPHRASE, p12
from tests.said import as_read

NEW = "/credentials/keys/tuni/seal"
SCRIPT = "<script>alert(1)</script>"


def upload(client: Client, data: bytes, passphrase: str = PASSPHRASE, **more: str) -> Any:
    """Send a seal as the form does."""
    return client.post(NEW, {"file": SimpleUploadedFile("seal.p12", data), "passphrase": passphrase, **more})


@pytest.fixture
def client_of_registrar() -> Client:
    """The registrar's browser."""
    cast.key()
    seals.register()
    return signed_in(cast.registrar())


@pytest.mark.django_db
def test_a_registrar_uploads_a_seal_and_reads_what_it_is_worth(client_of_registrar: Client) -> None:
    answer = upload(client_of_registrar, p12())

    checked = as_read(client_of_registrar.get(answer["Location"]).content)
    page = client_of_registrar.get("/credentials/keys/").content.decode()
    assert answer["Location"] == "/credentials/keys/tuni/self-check"
    assert "A test credential was sealed" in checked
    assert "Europass will not accept it" in checked
    assert "NTRFI-2844561-8" in page
    assert PASSPHRASE not in checked + page


@pytest.mark.django_db
def test_a_form_sent_twice_keeps_one_seal(client_of_registrar: Client) -> None:
    data = p12()

    answers = [upload(client_of_registrar, data, once="a") for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Seal.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "passphrase", "words"),
    [
        (b"", PASSPHRASE, "empty"),
        (b"no seal", PASSPHRASE, "We could not open the file"),
        (bytes(10_000_000), PASSPHRASE, "larger than 64 kB"),
        (p12(), "", "required"),
        (p12(), "guess", "Check the passphrase"),
        (p12(), "x" * 10_000, "at most 200"),
        (p12(), "a\0b", "Null characters"),
        (
            p12({**seals.TAMPERE, "organisation": SCRIPT}, until=NOW - timedelta(days=1)),
            PASSPHRASE,
            "expired",
        ),
    ],
    ids=["empty", "junk", "ten megabytes", "no passphrase", "wrong", "endless", "null", "expired"],
)
def test_a_bad_upload_comes_back_with_the_reason(
    client_of_registrar: Client, data: bytes, passphrase: str, words: str
) -> None:
    answer = upload(client_of_registrar, data, passphrase)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="guess"' not in page
    assert not Seal.objects.exists()


@pytest.mark.django_db
def test_script_in_a_certificate_comes_out_as_text(client_of_registrar: Client) -> None:
    InstitutionName.objects.create(institution=university("tuni"), name={"en": SCRIPT}, valid_from=FOUNDED)
    upload(client_of_registrar, p12({**seals.TAMPERE, "organisation": SCRIPT}))

    pages = [client_of_registrar.get(each).content.decode() for each in ("/credentials/keys/", NEW)]

    assert "&lt;script&gt;alert" in pages[0]
    assert not any(SCRIPT in page for page in pages)


@pytest.mark.django_db
def test_ending_a_seal_is_asked_and_told(client_of_registrar: Client) -> None:
    upload(client_of_registrar, p12())
    row = Seal.objects.get()

    asked = client_of_registrar.get(f"/credentials/seals/{row.pk}/end")
    unsaid = client_of_registrar.post(f"/credentials/seals/{row.pk}/end")
    row.refresh_from_db()
    assert (unsaid.status_code, row.ended_at) == (422, None)
    client_of_registrar.post(f"/credentials/seals/{row.pk}/end", {"how": "ended"})

    row.refresh_from_db()
    assert "Its key will be erased here" in asked.content.decode()
    assert (row.ended_at, row.revoked_at) == (NOW, None)
    assert "Retired" in client_of_registrar.get("/credentials/keys/").content.decode()


@pytest.mark.django_db
def test_an_ended_seal_can_be_marked_as_compromised_and_verifiers_read_it(
    client_of_registrar: Client, client: Client
) -> None:
    upload(client_of_registrar, p12())
    row = Seal.objects.get()
    client_of_registrar.post(f"/credentials/seals/{row.pk}/end", {"how": "ended"})
    offered = client_of_registrar.get("/credentials/keys/").content.decode()

    client_of_registrar.post(f"/credentials/seals/{row.pk}/end", {"how": "compromised"})

    row.refresh_from_db()
    page = client_of_registrar.get("/credentials/keys/").content.decode()
    known = read_trust(client.get("/trust.json").content).seals()
    assert row.revoked_at == NOW
    assert "Mark as compromised" in offered
    assert "Compromised" in page
    assert "Mark as compromised" not in page
    assert [seal.revoked_at for _who, seal in known.values()] == [NOW]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", NEW),
        ("post", NEW),
        ("get", "/credentials/seals/{seal}/end"),
        ("post", "/credentials/seals/{seal}/end"),
        ("post", "/api/credentials/seals/{seal}/end"),
        ("get", "/credentials/{award}/europass"),
        ("get", "/api/credentials/awards/{award}/europass"),
    ],
)
def test_anothers_seals_and_drafts_are_not_there(method: str, address: str) -> None:
    row, award = cast.seal(), cast.issued()
    full = address.format(seal=row.pk, award=award.pk)
    sent: dict[str, Any] = {"content_type": "application/json"} if full.startswith("/api/") else {}

    for who in (cast.stranger(), cast.rector(university("tuni")), award.learner):
        answer = getattr(signed_in(who), method)(full, **sent)
        assert answer.status_code in (403, 404), who

    row.refresh_from_db()
    assert row.ended_at is None


@pytest.mark.django_db
def test_the_api_does_what_the_pages_do(client_of_registrar: Client) -> None:
    sent = {"file": io.BytesIO(p12()), "passphrase": PASSPHRASE}

    made = client_of_registrar.post("/api/credentials/seals/tuni", sent)
    award = cast.issued()
    listed = client_of_registrar.get("/api/credentials/seals").json()
    formats = client_of_registrar.get(f"/api/credentials/awards/{award.pk}/formats").json()
    draft = client_of_registrar.get(f"/api/credentials/awards/{award.pk}/europass")
    assert draft["Cache-Control"] == "private, no-store"
    address = f"/api/credentials/seals/{made.json()['id']}/end"
    ended = client_of_registrar.post(address, {}, content_type="application/json")
    in_good_order = client_of_registrar.get("/api/credentials/seals").json()
    lost = client_of_registrar.post(address, {"is_compromised": True}, content_type="application/json")
    known = client_of_registrar.get("/api/credentials/seals").json()

    assert made.status_code == 201
    assert [(each["state"], each["holder"]) for each in listed] == [("in-use", "Tampere University")]
    sealed = next(each for each in formats if each["format"] == "european")
    assert sealed["seal"] == listed[0]["fingerprint"]
    assert set(draft.json()) == {"credential", "deliveryDetails"}
    assert (ended.status_code, lost.status_code) == (204, 204)
    assert [(each["state"], each["revoked_at"]) for each in in_good_order] == [("ended", None)]
    assert [each["state"] for each in known] == ["compromised"]
    assert known[0]["revoked_at"] == known[0]["ended_at"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"passphrase": PASSPHRASE},
        {"file": b"", "passphrase": PASSPHRASE},
        {"file": bytes(70_000), "passphrase": PASSPHRASE},
        {"file": b"junk", "passphrase": "x" * 10_000},
    ],
)
def test_the_api_refuses_half_a_seal(client_of_registrar: Client, sent: dict[str, Any]) -> None:
    filled = {name: io.BytesIO(value) if name == "file" else value for name, value in sent.items()}

    answer = client_of_registrar.post("/api/credentials/seals/tuni", filled)

    assert answer.status_code == 422
    assert not Seal.objects.exists()


@pytest.mark.django_db
def test_a_key_for_wallets_is_made_on_its_page_and_by_the_api(client_of_registrar: Client) -> None:
    client_of_registrar.post("/credentials/keys/tuni/new", {"kind": "P-256"})
    made = client_of_registrar.post("/api/credentials/keys/tuni?kind=P-256")
    refused = client_of_registrar.post("/api/credentials/keys/tuni?kind=RSA")

    assert "for digital wallets (P-256)" in client_of_registrar.get("/credentials/keys/").content.decode()
    assert (made.json()["algorithm"], refused.status_code) == ("ES256", 422)


@pytest.mark.django_db
def test_the_registrar_finds_the_draft_and_the_seal_beside_the_award(client_of_registrar: Client) -> None:
    cast.seal()
    award = cast.issued()

    page = client_of_registrar.get(f"/credentials/{award.pk}/").content.decode()
    draft = client_of_registrar.get(f"/credentials/{award.pk}/europass")

    assert "NTRFI-TEST-tuni" in page
    assert f"/credentials/{award.pk}/europass" in page
    assert json.loads(draft.content)["deliveryDetails"]["deliveryAddress"] == [award.learner.email]
    assert draft["Content-Disposition"] == 'attachment; filename="tuni-water-data-for-europass.json"'


@pytest.mark.django_db
def test_a_seal_that_ends_soon_stands_on_the_registrars_home_page(client_of_registrar: Client) -> None:
    cast.seal()
    Seal.objects.update(valid_until=NOW + timedelta(days=10))

    words = client_of_registrar.get("/").content.decode()

    assert "Universities whose e-seal expires soon or has expired" in words


@pytest.mark.django_db
def test_anybody_can_fetch_the_register_and_verify_with_it(client: Client) -> None:
    cast.seal()
    award = cast.issued()

    answer = client.get("/trust.json")

    report = verify(cast.badge(award), at=NOW, trust=read_trust(answer.content))
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["ETag"]
    assert b"PRIVATE" not in answer.content
    assert report.conclusion is Conclusion.PASSED


@pytest.mark.django_db
def test_before_the_network_is_founded_the_register_is_empty(client: Client) -> None:
    assert read_trust(client.get("/trust.json").content).issuers == ()


@pytest.mark.django_db
def test_the_readiness_check_recommends_a_seal_and_fails_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    def checked() -> str:
        with suppress(SystemExit):
            call_command("found_network", check=True)
        return capsys.readouterr().out

    network()
    cast.key()

    without = checked()
    cast.seal()
    with_one = checked()
    Seal.objects.update(valid_until=NOW + timedelta(days=10))
    ending = checked()

    assert "note   Without an e-seal: TUNI." in without
    assert "Recommended: the registrar uploads one" in without
    assert "ok     Every member has an e-seal." in with_one
    assert "note   The e-seal expires soon or has expired: TUNI." in ending


@pytest.mark.django_db
def test_a_learners_data_is_carried_away_only_after_a_proof(client: Client) -> None:
    award = cast.issued()
    client.force_login(cast.registrar())

    page = client.get(f"/credentials/{award.pk}/europass")
    answer = client.get(f"/api/credentials/awards/{award.pk}/europass")

    assert (page.status_code, page["Location"].partition("?")[0]) == (302, "/accounts/reauthenticate/")
    assert (answer.status_code, answer.json()["title"]) == (403, "proof-needed")
