"""The section of the page, and the endpoint, with which people show their key."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from mcx.core import clock
from mcx.wallet.models import Challenge, Item
from tests.cast import person
from tests.credentials.cast import signed_in
from tests.wallet import presenting as app

pytestmark = pytest.mark.django_db

PLACE = "/wallet/import"


def section(answer: Any) -> Any:
    """The part of the page about keys."""
    (found,) = parsed(answer).xpath("//section[@id='by-key']")
    return found


def parsed(answer: Any) -> Any:
    """The page, to be looked through."""
    return html.fromstring(answer.content.decode())


def fields(part: Any) -> dict[str, str]:
    """What stands in the fields that are there to be copied."""
    return {each.get("id"): each.get("value") for each in part.xpath(".//input[@readonly]")}


def sent(client: Client, data: bytes, **more: str) -> Any:
    return client.post(PLACE, {"file": SimpleUploadedFile("answer.json", data), **more})


def test_a_challenge_is_asked_for_shown_with_its_domain_and_answered_in_the_same_place() -> None:
    ane = person()
    client = signed_in(ane)
    before = section(client.get(PLACE))

    asked = client.post("/wallet/challenge")
    shown = section(client.get(PLACE))
    given = Challenge.objects.get(person=ane)

    assert (asked.status_code, asked["Location"]) == (302, f"{PLACE}#by-key")
    assert fields(before) == {}
    assert fields(shown) == {"challenge": given.nonce, "domain": settings.PUBLIC_URL}
    assert "It can be used once, until" in shown.text_content()
    assert shown.xpath(".//label[@for='challenge'] and .//label[@for='domain'] and .//input[@type='file']")
    answer = sent(client, app.answer(given, app.bound(), created=clock.now()), answer="yes")
    item = Item.objects.get(owner=ane)
    assert answer["Location"] == f"/wallet/{item.pk}/"
    words = client.get(answer["Location"]).content.decode()
    assert "that they have the key it is bound to" in words
    assert "What you showed is in your wallet" in words
    assert fields(section(client.get(PLACE))) == {}


def test_the_page_has_each_id_once_while_both_forms_are_shown() -> None:
    client = signed_in(person())
    client.post("/wallet/challenge")

    ids = parsed(client.get(PLACE)).xpath("//@id")

    assert len(ids) == len(set(ids))


def test_a_refused_answer_is_explained_where_it_was_given_also_when_no_challenge_is_left() -> None:
    ane = person()
    client = signed_in(ane)
    client.post("/wallet/challenge")
    given = Challenge.objects.get(person=ane)
    data = app.answer(given, app.bound(), created=clock.now())
    Challenge.objects.update(expires_at=clock.now() - timedelta(seconds=1))

    refused = sent(client, data, answer="yes")

    assert refused.status_code == 422
    part = section(refused)
    (told,) = part.xpath(".//*[@role='alert']")
    assert "has expired" in told.text_content()
    assert fields(part) == {}
    assert len(parsed(refused).xpath("//*[@role='alert']")) == 1


def test_a_program_asks_for_a_challenge_and_brings_the_answer_as_any_credential() -> None:
    client = signed_in(person())

    asked = client.post("/api/wallet/challenges")
    given = asked.json()
    again = client.post("/api/wallet/challenges").json()
    data = app.answer(given["challenge"], app.bound(), app.bound(id="urn:uuid:2"), created=clock.now())
    answers = [client.post("/api/wallet/items", {"file": SimpleUploadedFile("a", data)}) for _time in "12"]

    assert asked.status_code == 201
    assert given.keys() == {"challenge", "domain", "expires_at"}
    assert (given["domain"], again) == (settings.PUBLIC_URL, given)
    assert [each.status_code for each in answers] == [201, 409]
    assert answers[1].json()["type"].endswith("challenge-used")
    assert client.get("/api/wallet/items").json()["count"] == 2
    report = client.get(f"/api/wallet/items/{answers[0].json()['id']}/report").json()
    assert [each["outcome"] for each in report["checks"] if each["code"] == "holder"] == ["passed"]


def test_whoever_is_not_signed_in_gets_no_challenge() -> None:
    assert Client().post("/wallet/challenge").status_code == 302
    assert Client().post("/api/wallet/challenges").status_code == 401

    assert not Challenge.objects.exists()
