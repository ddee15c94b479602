"""A network of one's own in the browser and by the API: its one-time address, and the checklist."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.core import clock
from mcx.core.models import AuditEntry
from mcx.governance.services.founding import found, invite_founder
from mcx.keys.models import SigningKey
from mcx.network.models import (
    Appointment,
    FoundingAddress,
    Institution,
    InstitutionIdentifier,
    Network,
)
from tests import cast
from tests.credentials.cast import signed_in
from tests.governance.foundings import ALPS, PASSWORD, SENT, TYPED
from tests.said import as_read

pytestmark = pytest.mark.django_db


def _address() -> str:
    return reverse("network:found", args=[invite_founder(at=clock.now())])


def test_the_founder_is_signed_in_as_coordinator_and_led_to_the_checklist(client: Client) -> None:
    answer = client.post(_address(), TYPED, follow=True)

    assert answer.redirect_chain == [(reverse("network:setup"), 302)]
    page = unescape(as_read(answer.content))
    assert "Your network is set up. You are its coordinator." in page
    assert "Courses need one before they can be published." in page
    assert client.get("/account/").context["user"].email == "ada@alps.example"
    ours = Network.objects.get()
    assert (ours.name, ours.languages, ours.contact) == (SENT["name"], ["en", "de"], "office@alps.example")
    assert ours.is_demonstration is False
    university, ada = Institution.objects.get(), Person.objects.get()
    assert (university.slug, university.country, university.city, university.homepage) == (
        *("ua", "AT", "Graz"),
        "https://alps.example",
    )
    assert InstitutionIdentifier.objects.get().value == "ATU00000000"
    assert Appointment.objects.get(person=ada).role == Role.COORDINATOR
    assert ada.check_password(PASSWORD)
    assert SigningKey.objects.get().institution == university
    assert not FoundingAddress.objects.exists()


def test_the_new_coordinator_may_go_on_without_confirming_again(client: Client) -> None:
    client.post(_address(), TYPED)

    made = client.post(
        "/network/members/new",
        {"slug": "fi", "short_name": "FI", "name_en": "Other University", "country": "FI"}
        | {"kind": "university", "valid_from": clock.today().isoformat()},
    )

    assert made.status_code == 302


def test_the_page_is_read_in_the_visitors_language_and_stays_in_it(client: Client) -> None:
    address = _address()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fi"

    assert 'lang="fi"' in client.get(address).content.decode()
    answer = client.post(address, TYPED, follow=True)

    assert 'lang="fi"' in answer.content.decode()
    assert Person.objects.get().language == "fi"


def test_the_address_is_kept_as_a_hash_and_its_page_by_nobody(client: Client) -> None:
    address = _address()

    answer = client.get(address)

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert settings.PUBLIC_URL in answer.content.decode()
    assert address.rpartition("/")[2] not in str(FoundingAddress.objects.values().get())
    assert address.rpartition("/")[2] not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("country", "ESTONIA", "ESTONIA"),
        ("slug", "a/b", "slug"),
        ("short_name", "x" * 41, "40"),
        ("name_en", "x" * 301, "300"),
        ("identifier_ror", "not a ror", "This is not written as this scheme writes its identifiers."),
        ("contact", "office", "email address"),
        ("password_again", "another-one-of-them", "The two passwords differ."),
        ("homepage", "javascript:alert(1)", "URL"),
    ],
)
def test_what_cannot_be_is_marked_and_what_was_typed_stays(
    client: Client, field: str, value: str, said: str
) -> None:
    answer = client.post(_address(), TYPED | {field: value})

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert said in unescape(as_read(answer.content))
    assert "University of the Alps" in answer.content.decode()
    assert not Network.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize("password", ["short", "password", "1234567890123"])
def test_the_founders_password_follows_the_rules_of_everybodys(client: Client, password: str) -> None:
    answer = client.post(_address(), TYPED | {"password": password, "password_again": password})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["password"]


def test_script_in_a_name_is_shown_as_text(client: Client) -> None:
    nasty = "<script>alert(1)</script>"
    answer = client.post(_address(), TYPED | {"name_en": nasty, "given_name": nasty}, follow=True)

    assert answer.status_code == 200
    assert nasty not in answer.content.decode()
    assert "&lt;script&gt;" in answer.content.decode()


def test_the_form_sent_twice_founds_one_network_and_says_so(client: Client) -> None:
    address = _address()
    client.post(address, TYPED)
    founded = AuditEntry.objects.count()

    same, other = client.post(address, TYPED), Client().post(address, TYPED | {"slug": "other"})

    assert (same.status_code, other.status_code) == (409, 409)
    assert "Someone has already used this address" in as_read(other.content)
    assert (Network.objects.count(), Institution.objects.count(), Person.objects.count()) == (1, 1, 1)
    assert AuditEntry.objects.count() == founded


def test_a_newer_address_ends_the_one_before_and_a_guess_is_none(client: Client) -> None:
    before, newer = _address(), _address()

    assert client.get(before).status_code == 404
    assert client.post(before, TYPED).status_code == 404
    assert client.get(reverse("network:found", args=["guess"])).status_code == 404
    assert client.get(newer).status_code == 200


def test_an_address_that_is_too_old_says_since_when_and_what_to_do(client: Client) -> None:
    address = _address()
    FoundingAddress.objects.update(expires_at=clock.now() - timedelta(seconds=1))

    shown, sent = client.get(address), client.post(address, TYPED)

    assert (shown.status_code, sent.status_code) == (409, 409)
    assert "make new-network prints it" in as_read(shown.content)
    assert not Network.objects.exists()


def test_once_the_network_is_there_every_such_address_leads_to_sign_in(client: Client) -> None:
    found(ALPS, at=clock.now())

    answer = client.get(reverse("network:found", args=["guess"]))

    assert answer.status_code == 409
    assert reverse("network:setup") in answer.content.decode()


def test_a_program_founds_with_the_same_address(client: Client) -> None:
    secret = invite_founder(at=clock.now())

    made = _sent(client, SENT | {"token": secret})

    assert made.status_code == 201
    assert made.json() == {
        "name": SENT["name"],
        "languages": ["en", "de"],
        "contact": "office@alps.example",
        "host": Network.objects.get().host,
    }
    assert Person.objects.get().check_password(PASSWORD)
    assert _sent(client, SENT | {"token": secret}).json()["title"] == "already-founded"


def _sent(client: Client, body: dict[str, Any]) -> Any:
    return client.post("/api/governance/founding", body, content_type="application/json")


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"country": "ZZ"}, ["country"]),
        ({"institution": {}, "languages": []}, ["institution", "languages"]),
        ({"identifiers": {"ror": "x", "fax": "y"}}, ["identifier_ror", "identifiers"]),
        ({"password": "short"}, ["password"]),
    ],
)
def test_a_program_is_told_every_fault_by_field(
    client: Client, wrong: dict[str, Any], fields: list[str]
) -> None:
    refused = _sent(client, SENT | wrong | {"token": invite_founder(at=clock.now())})

    assert refused.status_code == 422
    assert sorted(refused.json()["fields"]) == fields
    assert not Network.objects.exists()


def test_a_program_with_a_wrong_token_is_told_nothing(client: Client) -> None:
    invite_founder(at=clock.now())

    assert _sent(client, SENT | {"token": "guess"}).status_code == 404


def test_whoever_leads_reads_the_checklist_and_nobody_else() -> None:
    found(ALPS, at=clock.now())
    university = Institution.objects.get()
    lead = cast.person("Lea Lead", (Role.LEAD, university))

    told = signed_in(lead).get("/api/governance/setup").json()

    assert [each["goal"] for each in told] == ["stands", "publish", "admit", "issue", "seal", "recognise"]
    [scales] = [line for each in told for line in each["checks"] if line["code"] == "ready.scales"]
    assert scales["who"] == ["coordinator", "registrar"]
    assert "ready.scales" in told[1]["missing"]
    assert (told[1]["state"], told[1]["title"]) == ("missing", "The first course is published")
    for address in (
        "/network/setup/",
        "/network/issuers/",
        "/api/governance/setup",
        "/api/governance/issuers",
    ):
        assert signed_in(lead).get(address).status_code == 200
        assert (
            signed_in(cast.person("Theo Teacher", (Role.TEACHER, university))).get(address).status_code == 403
        )


def test_a_line_links_to_its_page_for_whoever_may_mend_it_alone() -> None:
    found(ALPS, at=clock.now())
    ada, university = Person.objects.get(), Institution.objects.get()
    champion = cast.person("Cher Champion", (Role.CHAMPION, university))

    of_ada, of_champion = (signed_in(one).get("/network/setup/").content.decode() for one in (ada, champion))

    link = 'href="/network/members/new">Only 1 university is a member'
    assert link in of_ada
    assert link not in of_champion
    assert 'href="/credentials/keys' not in of_ada


def test_a_university_is_verified_as_an_issuer_by_identifier_seal_and_accreditation() -> None:
    found(ALPS, at=clock.now())

    told = signed_in(Person.objects.get()).get("/api/governance/issuers").json()

    [item] = told["items"]
    checks = {each["code"]: each["outcome"] for each in item["report"]["checks"]}
    assert item["institution"] == "ua"
    assert checks["issuer.identifier"] == "passed"
    assert checks["issuer.seal"] == "failed"
    assert len(checks) == 3


def test_no_page_of_a_network_that_is_about_to_be_founded_breaks(client: Client) -> None:
    invite_founder(at=clock.now())

    assert client.get("/").status_code == 200
    assert client.get("/network/").status_code == 200
    assert client.get("/network/setup/").status_code == 302


def test_visitors_read_whom_to_ask(client: Client) -> None:
    found(ALPS, at=clock.now())

    page = as_read(client.get("/network/").content)

    assert "office@alps.example" in page
    assert "English, German" in page
