"""Joining, one's own profile and tokens, and the people to try in a demonstration."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from mcx.accounts import services
from mcx.accounts.models import ApiToken, Person
from mcx.accounts.rules import Factor, Role, Scope
from mcx.accounts.selectors import token_in_use
from mcx.core.models import AuditEntry, Submission
from tests import cast

pytestmark = pytest.mark.django_db
PROFILE = {"given_name": "Ane Miren", "family_name": "Etxeberria", "language": "es"}


def test_the_profile_saves_names_and_language(client: Client) -> None:
    ane = cast.person()
    client.force_login(ane)

    answer = client.post(reverse("accounts:profile"), PROFILE)

    ane.refresh_from_db()
    assert answer["Location"] == reverse("accounts:profile")
    assert (ane.name, ane.language) == ("Ane Miren Etxeberria", "es")
    assert client.cookies["django_language"].value == "es"
    assert AuditEntry.objects.filter(person_id=ane.pk, action="accounts.language-chosen").count() == 1


@pytest.mark.parametrize("wrong", [{"given_name": ""}, {"language": "xx"}, {"family_name": "x" * 10_000_000}])
def test_a_wrong_profile_changes_nothing_and_says_why(client: Client, wrong: dict[str, str]) -> None:
    ane = cast.person()
    client.force_login(ane)

    answer = client.post(reverse("accounts:profile"), PROFILE | wrong)

    ane.refresh_from_db()
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert ane.name == "Ane Etxeberria"


def test_a_name_is_shown_as_it_was_written_not_run(client: Client) -> None:
    ane = cast.person()
    client.force_login(ane)

    client.post(reverse("accounts:profile"), PROFILE | {"given_name": "<script>alert(1)</script>"})
    html = client.get("/").content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


TOKEN = {"label": "Timetable", "days": "90"}


def test_a_token_is_shown_once_and_kept_nowhere(client: Client) -> None:
    ane = cast.person()
    cast.sign_in(client, ane)

    first = client.post(reverse("accounts:create-token"), TOKEN | {"once": "k1"})
    again = client.post(reverse("accounts:create-token"), TOKEN | {"once": "k1"})
    afterwards = client.get(reverse("accounts:profile")).content.decode()

    text = first.context["text"]
    found = token_in_use(text, at=cast.NOW)
    assert found is not None
    assert found.person == ane
    assert first.status_code == 201
    assert "no-store" in first["Cache-Control"]
    assert text in first.content.decode()
    assert 'data-copies="new-token"' in first.content.decode()
    assert (again.status_code, again["Location"]) == (302, reverse("accounts:profile") + "#tokens")
    assert text not in afterwards
    assert text not in str(dict(client.session))
    assert not Submission.objects.exclude(body=b"").exists()
    assert "Timetable" in afterwards
    assert ApiToken.objects.count() == 1


def test_a_token_does_what_was_ticked_for_the_days_that_were_chosen(client: Client) -> None:
    cast.sign_in(client, cast.person())

    client.post(reverse("accounts:create-token"), TOKEN | {"scopes": ["learner"]})

    token = ApiToken.objects.get()
    assert token.scopes == ["learner", "read"]
    assert token.expires_at == cast.NOW + timedelta(days=90)


@pytest.mark.parametrize(
    "wrong", [{"scopes": ["account"]}, {"scopes": ["keys"]}, {"scopes": ["x"]}, {"days": "366"}, {"days": ""}]
)
def test_a_token_that_cannot_be_had_is_not_made(client: Client, wrong: dict[str, Any]) -> None:
    cast.sign_in(client, cast.person())

    answer = client.post(reverse("accounts:create-token"), TOKEN | wrong)

    assert answer.status_code == 422
    assert 'value="Timetable"' in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_a_token_made_without_the_second_factor_says_what_it_cannot_do(
    client: Client, settings: Settings
) -> None:
    rea = cast.registrar("mu")
    services.create_token(
        rea, label="Signer", scopes=[Scope.KEYS, Scope.OFFICE], days=30, by=rea, at=cast.NOW
    )
    ApiToken.objects.update(factor=Factor.ONCE)
    cast.sign_in(client, rea)
    refused = "does not let it do this: Create and retire signing keys and seals"

    settings.SECOND_FACTOR = "off"
    undemanded = " ".join(client.get(reverse("accounts:profile")).content.decode().split())
    settings.SECOND_FACTOR = "keys"
    demanded = " ".join(client.get(reverse("accounts:profile")).content.decode().split())
    ApiToken.objects.update(factor=Factor.LATELY)
    proven = " ".join(client.get(reverse("accounts:profile")).content.decode().split())

    assert [refused.lower() in page.lower() for page in (undemanded, demanded, proven)] == [
        False,
        True,
        False,
    ]


def test_what_a_token_may_do_follows_from_the_offices_held(client: Client) -> None:
    cast.sign_in(client, cast.person("Rut Registrar", (Role.REGISTRAR, cast.university("mu"))))

    form = client.get(reverse("accounts:profile")).context["token_form"]

    assert [value for value, _label in form.fields["scopes"].choices] == [
        "learner",
        "office",
        "keys",
        "revoke",
    ]


def test_changing_the_password_ends_tokens_and_other_sessions(client: Client) -> None:
    ane, other = cast.person(), Client()
    _token, text = services.create_token(ane, label="Timetable", scopes=[], days=30, by=ane, at=cast.NOW)
    cast.sign_in(client, ane)
    cast.sign_in(other, ane)
    passwords = {"oldpassword": cast.PASSWORD, "password1": "three-new-words", "password2": "three-new-words"}

    client.post(reverse("account_change_password"), passwords)

    assert token_in_use(text, at=cast.NOW) is None
    assert ApiToken.objects.get().revoked_at == cast.NOW
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert other.get(reverse("accounts:profile")).status_code == 302
    assert AuditEntry.objects.filter(action="accounts.password-changed", person_id=ane.pk).count() == 1


def test_a_reset_of_the_password_ends_tokens_and_sessions(client: Client) -> None:
    ane, other = cast.person(), Client()
    _token, text = services.create_token(ane, label="Timetable", scopes=[], days=30, by=ane, at=cast.NOW)
    cast.sign_in(other, ane)
    client.post(reverse("account_reset_password"), {"email": ane.email})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get("/" + link.split("/", 3)[3], follow=True)

    client.post(form.request["PATH_INFO"], {"password1": "three-new-words", "password2": "three-new-words"})

    ane.refresh_from_db()
    assert ane.check_password("three-new-words")
    assert token_in_use(text, at=cast.NOW) is None
    assert other.get(reverse("accounts:profile")).status_code == 302


def test_a_token_needs_a_purpose(client: Client) -> None:
    cast.sign_in(client, cast.person())

    answer = client.post(reverse("accounts:create-token"), TOKEN | {"label": " "})

    assert "Enter or choose something here." in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_only_its_owner_revokes_a_token(client: Client) -> None:
    ane, leire = cast.person(), cast.person("Leire Zabaleta")
    token, _text = services.create_token(ane, label="Timetable", scopes=[], days=30, by=ane, at=cast.NOW)
    address = reverse("accounts:revoke-token", args=[token.pk])
    client.force_login(leire)

    refused = client.post(address)
    client.force_login(ane)
    client.post(address)

    token.refresh_from_db()
    assert refused.status_code == 404
    assert token.revoked_at == cast.NOW


@pytest.mark.parametrize("name", ["accounts:profile", "account_email", "mfa_index"])
def test_a_visitor_is_asked_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_somebody_joins_with_their_names(client: Client) -> None:
    form = {"email": "maite@people.example", "given_name": "Maite", "family_name": "Aldai"}
    passwords = {"password1": "three-long-words", "password2": "three-long-words"}

    answer = client.post(reverse("account_signup"), form | passwords)

    assert answer.status_code == 302
    assert Person.objects.get(email="maite@people.example").name == "Maite Aldai"


def test_a_forgotten_password_is_answered_by_mail(client: Client) -> None:
    ane = cast.person()

    client.post(reverse("account_reset_password"), {"email": ane.email})

    assert [message.to for message in mail.outbox] == [[ane.email]]


def test_a_demonstration_offers_one_person_for_each_role_held(client: Client) -> None:
    cast.network()
    mu = cast.university("mu")
    cast.person("Leire Zabaleta", (Role.TEACHER, mu), (Role.ASSESSOR, mu))
    cast.person("Jon Arregi", (Role.TEACHER, mu))
    cast.person()

    html = client.get(reverse("account_login")).content.decode()

    assert html.count('class="demo-person"') == 3
    assert "Jon Arregi" not in html


def test_a_demonstration_signs_in_only_those_it_offers(client: Client) -> None:
    cast.network()
    leire = cast.person("Leire Zabaleta", (Role.TEACHER, cast.university("mu")))
    jon = cast.person("Jon Arregi", (Role.TEACHER, cast.university("mu")))

    refused = client.post(reverse("accounts:demonstration"), {"email": jon.email})
    welcome = client.post(reverse("accounts:demonstration"), {"email": leire.email})

    assert refused.status_code == 403
    assert welcome["Location"] == "/"
    assert client.session["_auth_user_id"] == str(leire.pk)


@pytest.mark.parametrize(("demonstration", "demo"), [(False, True), (True, False)])
def test_nobody_is_signed_in_without_a_password_elsewhere(
    client: Client, settings: Settings, demonstration: bool, demo: bool
) -> None:
    network = cast.network()
    network.is_demonstration = demonstration
    network.save()
    settings.DEMO = demo
    leire = cast.person("Leire Zabaleta", (Role.TEACHER, cast.university("mu")))

    answer = client.post(reverse("accounts:demonstration"), {"email": leire.email})

    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session
