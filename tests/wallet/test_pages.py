"""The learner's pages and endpoints, and what an employer sees behind a link."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from mcx.core.models import Submission
from mcx.credentials.models import Award
from mcx.credentials.services.issuing import issue_pending
from mcx.wallet import services
from mcx.wallet.models import Item, Share
from tests.cast import NOW, person
from tests.credentials import cast as awards
from tests.credentials.cast import signed_in
from tests.said import as_read
from tests.wallet import cast

SCRIPT = "<script>alert(1)</script>"


def page(client: Client, address: str) -> str:
    """The words of a page that is there."""
    answer = client.get(address)
    assert answer.status_code == 200
    return as_read(answer.content)


def bring(client: Client, data: bytes) -> Any:
    """Send a file to the wallet, as the form does."""
    return client.post("/wallet/import", {"file": SimpleUploadedFile("badge.json", data), "text": ""})


@pytest.mark.django_db
def test_the_wallet_shows_what_waits_and_what_is_held() -> None:
    held = cast.item()
    again = cast.learning_elsewhere(held.owner)

    words = page(signed_in(held.owner), "/wallet/")

    assert f"/wallet/claim/{again.pk}" in words
    assert f"/wallet/{held.pk}/" in words


@pytest.mark.django_db
def test_what_waits_to_be_claimed_is_awarded_and_not_issued() -> None:
    held = cast.item()
    again = cast.learning_elsewhere(held.owner)
    browser = signed_in(held.owner)

    waiting, claimed = page(browser, f"/wallet/claim/{again.pk}"), page(browser, f"/wallet/{held.pk}/")

    assert ("Awarded on" in waiting, "Issued on" in waiting) == (True, False)
    assert "Issued on" in claimed


@pytest.mark.django_db
def test_an_empty_wallet_says_what_will_be_there() -> None:
    assert "No credentials yet" in page(signed_in(person()), "/wallet/")


@pytest.mark.django_db
def test_the_wallet_asks_as_often_for_many_as_for_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    item = cast.item()
    for number in range(5):
        cast.imported(item.owner, cast.foreign(id=f"urn:uuid:{number:032}"))
    client = signed_in(item.owner)

    with django_assert_max_num_queries(11):
        client.get("/wallet/")


@pytest.mark.django_db
def test_claiming_shows_first_what_the_credential_will_say() -> None:
    award = awards.offered()
    client = signed_in(award.learner)

    words = page(client, f"/wallet/claim/{award.pk}")
    answer = client.post(f"/wallet/claim/{award.pk}", follow=True)

    assert "Ane Etxeberria" in words
    assert "cannot be changed" in words
    assert "Verified" in answer.content.decode()


@pytest.mark.django_db
def test_claiming_twice_lands_on_the_same_credential() -> None:
    award = awards.offered()
    client = signed_in(award.learner)

    answers = [client.post(f"/wallet/claim/{award.pk}", {"once": "a"}) for _time in range(2)]
    later = client.get(f"/wallet/claim/{award.pk}")

    assert answers[0]["Location"] == answers[1]["Location"] == later["Location"]
    assert Item.objects.count() == 1


@pytest.mark.django_db
def test_while_it_is_signed_the_page_says_so_and_looks_again(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    item = cast.item()
    client = signed_in(item.owner)

    words = page(client, f"/wallet/{item.pk}/")
    listed = page(client, "/wallet/shares/new")
    issue_pending(at=NOW)

    assert "is signing this credential" in words
    assert 'hx-trigger="every 2s"' in words
    assert "Nothing to share yet" in listed
    assert "Verified" in page(client, f"/wallet/{item.pk}/")


@pytest.mark.django_db
def test_a_credential_from_elsewhere_is_kept_and_reported_on() -> None:
    ane, data = person(), cast.foreign()
    client = signed_in(ane)

    answer = bring(client, data)

    words = page(client, answer["Location"])
    assert "Not fully checked" in words
    assert "The credential gives “Badge Works” as its issuer" in words
    assert client.get(f"{answer['Location']}files/original").content == data


@pytest.mark.django_db
def test_an_unreadable_file_comes_back_with_the_reason() -> None:
    answer = bring(signed_in(person()), b"PK\x03\x04 archive")

    assert answer.status_code == 422
    assert "Unpack it" in answer.content.decode()


@pytest.mark.django_db
def test_sharing_gives_a_link_once_and_lists_it(client: Client) -> None:
    item = cast.item()
    learner = signed_in(item.owner)
    sent = {"items": [str(item.pk)], "audience": "Urola Precision", "days": "30", "once": "a"}
    assert "Which files can people with the link download?" in page(learner, "/wallet/shares/new")

    answers = [learner.post("/wallet/shares/new", sent) for _time in range(2)]

    words, made = page(learner, "/wallet/shares/"), answers[0].content.decode()
    link = made.split("readonly>https://network.example")[1].split("<")[0]
    assert [answer.status_code for answer in answers] == [201, 302]
    assert "no-store" in answers[0]["Cache-Control"]
    assert answers[1]["Location"] == "/wallet/shares/"
    assert link.split("/")[-2] not in words + str(dict(learner.session))
    assert not Submission.objects.exclude(body=b"").exists()
    assert Share.objects.count() == 1
    assert "Not opened yet" in words
    assert "No files can be downloaded." in words
    assert "Verified" in page(client, link)
    assert "Opened once" in page(learner, "/wallet/shares/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"audience": "Firm", "days": "30"},
        {"items": ["nonsense"], "audience": "Firm", "days": "30"},
        {"items": [str(uuid4())], "audience": "Firm", "days": "30"},
        {"items": "own", "audience": "", "days": "30"},
        {"items": "own", "audience": "Firm", "days": "31"},
        {"items": "own", "audience": "Firm", "days": "30", "formats": ["europass"]},
        {"items": "own", "audience": "x" * 10_000_000, "days": "30"},
    ],
    ids=["empty", "nothing", "nonsense", "strangers", "nobody", "odd days", "no such file", "ten megabytes"],
)
def test_half_a_share_form_comes_back(sent: dict[str, Any]) -> None:
    item = cast.item()
    filled = {name: [str(item.pk)] if value == "own" else value for name, value in sent.items()}

    answer = signed_in(item.owner).post("/wallet/shares/new", filled)

    assert answer.status_code == 422
    assert not Share.objects.exists()


@pytest.mark.django_db
def test_an_employer_without_an_account_sees_and_downloads(client: Client) -> None:
    item = cast.item()
    share, token = cast.shared(item.owner, item, files=["pdf"])

    answer = client.get(f"/wallet/s/{token}/")
    file = client.get(f"/wallet/s/{token}/{item.pk}/pdf")

    words = answer.content.decode()
    for shown in ("Credentials of Ane Etxeberria", "Verified", "Tampere University", "Analyse flow series"):
        assert shown in words
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert file.content.startswith(b"%PDF")
    assert (share.opened, share.opened_at) == (0, None)
    share.refresh_from_db()
    assert share.opened == 1
    assert share.opened_at is not None


@pytest.mark.django_db
def test_the_owners_own_visits_and_mere_heads_do_not_count(client: Client) -> None:
    item = cast.item()
    _share, token = cast.shared(item.owner, item)

    signed_in(item.owner).get(f"/wallet/s/{token}/")
    client.head(f"/wallet/s/{token}/")

    assert Share.objects.get().opened == 0


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["expired", "ended", "unknown"])
def test_a_link_that_ended_says_so_politely(client: Client, how: str) -> None:
    item = cast.item()
    days_ago = NOW if how == "ended" else NOW.replace(month=1)
    share, token = cast.shared(item.owner, item, days=7, at=days_ago)
    if how == "ended":
        services.end_share(share, by=item.owner, at=NOW)

    answer = client.get(f"/wallet/s/{'x' * 43 if how == 'unknown' else token}/")

    words = answer.content.decode()
    assert answer.status_code == 404
    assert "This link no longer works" in words
    assert "may still be valid" in words
    assert "Etxeberria" not in words
    assert client.get(f"/wallet/s/{token}/{item.pk}/pdf").status_code == 404


@pytest.mark.django_db
def test_a_link_gives_no_other_files(client: Client) -> None:
    item = cast.item()
    other = cast.imported(item.owner)
    _share, token = cast.shared(item.owner, item)

    assert client.get(f"/wallet/s/{token}/{other.pk}/original").status_code == 404
    assert client.get(f"/wallet/s/{token}/{item.pk}/nonsense").status_code == 404


@pytest.mark.django_db
def test_a_shared_page_needs_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    item = cast.item()
    brought = [cast.imported(item.owner, cast.foreign(id=f"urn:uuid:{number:032}")) for number in range(5)]
    _share, token = cast.shared(item.owner, item, *brought)

    with django_assert_max_num_queries(26):
        client.get(f"/wallet/s/{token}/")


@pytest.mark.django_db
def test_script_in_every_field_comes_out_as_text(client: Client) -> None:
    ane = person()
    item = cast.imported(ane, cast.foreign(SCRIPT))
    learner = signed_in(ane)
    sent = {"items": [str(item.pk)], "audience": SCRIPT, "days": "30"}

    words = learner.post("/wallet/shares/new", sent).content.decode() + page(learner, "/wallet/shares/")
    seen = page(learner, f"/wallet/{item.pk}/")

    assert "&lt;script&gt;" in words
    assert "&lt;script&gt;" in seen
    assert SCRIPT not in words + seen


@pytest.mark.django_db
def test_what_was_brought_along_can_be_removed_again() -> None:
    item = cast.imported(person())

    signed_in(item.owner).post(f"/wallet/{item.pk}/remove")

    assert not Item.objects.exists()


PAGES = [
    ("get", "/wallet/{item}/"),
    ("get", "/wallet/{item}/files/pdf"),
    ("post", "/wallet/{item}/remove"),
    ("get", "/wallet/claim/{award}"),
    ("post", "/wallet/claim/{award}"),
    ("post", "/wallet/shares/{share}/end"),
    ("post", "/api/wallet/awards/{award}/claim"),
    ("get", "/api/wallet/items/{item}"),
    ("get", "/api/wallet/items/{item}/report"),
    ("get", "/api/wallet/items/{item}/files/pdf"),
    ("delete", "/api/wallet/items/{item}"),
    ("post", "/api/wallet/shares/{share}/end"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "address"), PAGES)
@pytest.mark.parametrize("who", [lambda: person("Mikel Zabala"), awards.registrar])
def test_a_strangers_wallet_is_not_there(method: str, address: str, who: Callable[[], Any]) -> None:
    item = cast.item()
    share, _token = cast.shared(item.owner, item)
    full = address.format(item=item.pk, award=item.award_id, share=share.pk)

    answer = getattr(signed_in(who()), method)(full)

    share.refresh_from_db()
    assert answer.status_code == 404
    assert share.ended_at is None
    assert Award.objects.get().claimed_at == NOW


@pytest.mark.django_db
def test_the_api_does_what_the_pages_do(client: Client) -> None:
    award = awards.offered()
    learner, ane = signed_in(award.learner), award.learner

    waiting = learner.get("/api/wallet/awards").json()
    claimed = learner.post(f"/api/wallet/awards/{award.pk}/claim").json()
    brought = learner.post("/api/wallet/items", {"file": io.BytesIO(cast.foreign(ane.name))}).json()
    listed = learner.get("/api/wallet/items?limit=1").json()
    report = learner.get(f"/api/wallet/items/{claimed['id']}/report").json()
    made = learner.post(
        "/api/wallet/shares",
        {"items": [claimed["id"]], "audience": "Firm", "days": 7, "files": ["pdf"]},
        content_type="application/json",
    ).json()
    shown = client.get(
        made["url"].replace("https://network.example/wallet/s", "/api/wallet/shared").rstrip("/")
    )
    ended = learner.post(f"/api/wallet/shares/{made['share']['id']}/end")
    shares = learner.get("/api/wallet/shares").json()

    assert waiting["count"] == 1
    assert brought["formats"] == ["original"]
    assert (listed["count"], len(listed["items"])) == (2, 1)
    assert report["verdict"] == "verified"
    assert (shown.json()["owner"], shown.json()["items"][0]["report"]["verdict"]) == (ane.name, "verified")
    [(form, address)] = shown.json()["items"][0]["files"].items()
    assert (form, made["share"]["files"]) == ("pdf", ["pdf"])
    assert address.startswith("https://network.example/wallet/s/")
    assert address.endswith(f"/{claimed['id']}/pdf")
    assert ended.status_code == 204
    assert shares["items"][0]["opened"] == 1
    assert learner.delete(f"/api/wallet/items/{brought['id']}").status_code == 204
    assert learner.delete(f"/api/wallet/items/{claimed['id']}").status_code == 409


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"items": [], "audience": "Firm", "days": 7},
        {"items": [str(uuid4())], "audience": "Firm", "days": 7},
        {"items": ["own"], "audience": "", "days": 7},
        {"items": ["own"], "audience": "Firm", "days": 400},
    ],
)
def test_the_api_refuses_half_a_share(sent: dict[str, Any]) -> None:
    item = cast.item()
    filled = sent | ({"items": [str(item.pk)]} if sent.get("items") == ["own"] else {})

    answer = signed_in(item.owner).post("/api/wallet/shares", filled, content_type="application/json")

    assert answer.status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["items", "awards", "shares"])
def test_the_api_asks_who_calls(client: Client, address: str) -> None:
    assert client.get(f"/api/wallet/{address}").status_code == 401
    assert client.get("/api/wallet/shared/nonsense").status_code == 404


@pytest.mark.django_db
def test_the_wallet_marks_what_has_expired() -> None:
    item = cast.item()
    client = signed_in(item.owner)
    before = page(client, "/wallet/")

    Award.objects.update(valid_until=NOW - timedelta(days=1))

    assert "Issued" in before
    assert "Expired" in page(client, "/wallet/")
