"""Confirming that it is you: what asks for it, how it is given, and that nothing typed is lost on the way."""

import re
import time
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from mcx.accounts.models import ApiToken, Person
from mcx.accounts.rules import Role
from mcx.credentials.models import Revocation
from mcx.keys.models import Seal, SigningKey
from mcx.network.models import Appointment
from tests import cast
from tests.credentials.cast import issued, registrar
from tests.credentials.seals import PASSPHRASE, p12
from tests.network.cast import coordinator
from tests.recognition.cast import officer, refused

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CONFIRM = "Confirm that it is you"
WORDS = "A wrong grade was recorded."


def _signed_in(who: Person, *, ago: int = 3600) -> Client:
    """Somebody's browser, whose sign-in is so many seconds ago."""
    client = Client()
    cast.sign_in(client, who)
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] = time.time() - ago
    session.save()
    return client


def _forms() -> dict[str, tuple[Person, str]]:
    """Who opens which form that asks for a proof."""
    award = issued()
    key, who = SigningKey.objects.earliest("pk"), registrar()
    return {
        "revoke": (who, reverse("credentials:revoke", args=[award.pk])),
        "end a key": (who, reverse("credentials:key-end", args=[key.pk])),
        "upload a seal": (who, reverse("credentials:seal-new", args=[award.institution.slug])),
    }


@pytest.mark.parametrize("name", ["revoke", "end a key", "upload a seal"])
def test_a_form_asks_before_anything_is_typed_and_leads_back(name: str) -> None:
    who, address = _forms()[name]
    client = _signed_in(who)

    asked = client.get(address)
    confirmed = client.post(asked["Location"], {"password": cast.PASSWORD, "next": address})

    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert confirmed["Location"] == address
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["revoke", "end a key", "upload a seal"])
def test_whoever_signed_in_lately_is_not_asked(name: str) -> None:
    who, address = _forms()[name]

    assert _signed_in(who, ago=14 * 60).get(address).status_code == 200
    assert _signed_in(who, ago=16 * 60).get(address).status_code == 302


def test_a_decision_goes_away_as_a_file_only_with_whoever_proved_lately_who_they_are() -> None:
    case = refused().case
    page, file = (reverse(name, args=[case.pk]) for name in ("recognition:case", "recognition:elmo"))
    client = _signed_in(officer())

    shown, asked = client.get(page).content.decode(), client.get(file)
    refused_by_api = client.get(f"/api{file}")
    after = parse_qs(urlsplit(asked["Location"]).query)["next"][0]
    confirmed = client.post(asked["Location"], {"password": cast.PASSWORD, "next": after})
    begun = client.get(confirmed["Location"]).content.decode()

    assert CONFIRM in shown
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert (refused_by_api.status_code, refused_by_api.json()["title"]) == (403, "proof-needed")
    assert confirmed["Location"] == after
    assert "Your download has begun" in begun
    assert f'<meta http-equiv="refresh" content="0; url={file}">' in begun
    assert f'href="{page}"' in begun
    assert client.get(file)["Content-Type"] == "application/xml"
    assert CONFIRM not in client.get(page).content.decode()
    assert CONFIRM not in _signed_in(case.learner).get(page).content.decode()
    assert _signed_in(case.learner).get(file).status_code == 200


@pytest.mark.parametrize(
    "wanted", ["", "/wallet/", "https://evil.example/x.exe", "//evil.example", "/nothing"]
)
def test_nothing_but_a_file_of_ours_is_said_to_have_begun(wanted: str) -> None:
    answer = _signed_in(cast.person()).get(reverse("accounts:download"), {"next": wanted})

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_whoever_sits_at_an_open_session_cannot_redirect_the_mail_that_resets_the_password() -> None:
    ane = cast.person()
    client, address = _signed_in(ane), reverse("account_email")

    opened = client.get(address)
    sent = client.post(address, {"email": "mallory@evil.example", "action_add": ""})

    assert opened["Location"].startswith(reverse("account_reauthenticate"))
    assert sent["Location"].startswith(reverse("account_reauthenticate"))
    assert not EmailAddress.objects.filter(email="mallory@evil.example").exists()
    assert _signed_in(ane, ago=10).get(address).status_code == 200


def test_a_wrong_password_confirms_nothing() -> None:
    who, address = _forms()["revoke"]
    client = _signed_in(who)

    answer = client.post(reverse("account_reauthenticate"), {"password": "wrong", "next": address})

    assert answer.status_code == 200
    assert client.get(address).status_code == 302


def test_a_revocation_that_took_too_long_comes_back_with_its_words() -> None:
    award = issued()
    client = _signed_in(registrar())
    sent = {"reason": "error", "explanation": WORDS, "confirmed": "yes"}

    answer = client.post(reverse("credentials:revoke", args=[award.pk]), sent)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert WORDS in html
    assert (
        f"{reverse('account_reauthenticate')}?next={reverse('accounts:proven').replace('/', '%2F')}" in html
    )
    assert 'target="_blank"' in html
    assert not Revocation.objects.exists()
    assert client.get(reverse("accounts:proven")).status_code == 200


def test_an_office_that_took_too_long_comes_back_with_what_was_typed() -> None:
    cast.person("Jon Arregi")
    cast.university("mu")
    client = _signed_in(coordinator())
    sent = {"email": "jon.arregi@people.example", "role": "teacher", "institution": "mu"}

    answer = client.post("/network/appointments/", sent | {"valid_from": cast.TODAY.isoformat()})

    assert answer.status_code == 422
    assert "jon.arregi@people.example" in answer.content.decode()
    assert CONFIRM in answer.content.decode()
    assert not Appointment.objects.filter(role="teacher").exists()


def test_a_seal_that_took_too_long_is_not_kept() -> None:
    award = issued()
    client = _signed_in(registrar())
    address = reverse("credentials:seal-new", args=[award.institution.slug])

    answer = client.post(address, {"file": BytesIO(p12()), "passphrase": PASSPHRASE})

    assert answer.status_code == 422
    assert CONFIRM in answer.content.decode()
    assert not Seal.objects.exists()
    assert PASSPHRASE not in str(dict(client.session)) + answer.content.decode()


def test_a_token_that_took_too_long_comes_back_with_its_purpose() -> None:
    client = _signed_in(cast.person())

    answer = client.post(reverse("accounts:create-token"), {"label": "Timetable", "days": "30"})

    assert answer.status_code == 422
    assert 'value="Timetable"' in answer.content.decode()
    assert CONFIRM in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_a_button_that_was_pressed_too_late_says_so_where_it_leads() -> None:
    award = issued()
    client = _signed_in(registrar())

    answer = client.post(reverse("credentials:key-new", args=[award.institution.slug]), follow=True)

    assert "Nothing has been done yet" in answer.content.decode()


def test_a_refused_form_leads_to_the_proof_by_one_link_and_in_a_tab_of_its_own() -> None:
    client = _signed_in(cast.person())
    sent = {"label": "Timetable", "days": "30"}

    opened = client.get(reverse("accounts:profile")).content.decode()
    refused = client.post(reverse("accounts:create-token"), sent).content.decode()

    for html in (opened, refused):
        assert html.count(f"{CONFIRM}<") == 1
        assert f'next={reverse("accounts:proven").replace("/", "%2F")}" target="_blank"' in html


def test_whoever_joined_and_signed_in_just_now_has_confirmed_that_it_is_they() -> None:
    cast.network()
    client = Client()
    names = {"given_name": "Nora", "family_name": "Nueva", "email": "nora@people.example"}

    client.post(reverse("account_signup"), names | {"password1": cast.PASSWORD, "password2": cast.PASSWORD})
    (link,) = re.findall(r"https://network\.example(/accounts/confirm-email/\S+)", str(mail.outbox[-1].body))
    client.post(link)
    client.post(reverse("account_login"), {"login": names["email"], "password": cast.PASSWORD})
    profile = client.get(reverse("accounts:profile"))

    assert profile.status_code == 200
    assert CONFIRM not in profile.content.decode()


@pytest.mark.parametrize(("ago", "status"), [(10, 200), (3600, 302)])
@pytest.mark.parametrize("factor", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_a_second_factor_is_set_up_right_after_signing_in(factor: str, ago: int, status: int) -> None:
    who = cast.person()
    EmailAddress.objects.update_or_create(user=who, email=who.email, defaults={"verified": True})

    assert _signed_in(who, ago=ago).get(reverse(factor)).status_code == status


@pytest.mark.parametrize("button", ["key", "office", "award"])
def test_a_button_that_was_pressed_too_late_does_nothing_and_leads_back_to_its_page(button: str) -> None:
    award = issued()
    office = Appointment.objects.filter(role="registrar").earliest("pk")
    who, page, address = {
        "key": (
            registrar(),
            "/credentials/keys/",
            reverse("credentials:key-new", args=[award.institution.slug]),
        ),
        "office": (coordinator(), "/network/appointments/?page=1", f"/network/appointments/{office.pk}/end"),
        "award": (registrar(), "/credentials/", reverse("credentials:withdraw", args=[award.pk])),
    }[button]
    keys = SigningKey.objects.count()

    answer = _signed_in(who).post(address, headers={"Referer": f"http://testserver{page}"})

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert answer["Location"].endswith(page.replace("/", "%2F").replace("?", "%3F").replace("=", "%3D"))
    assert SigningKey.objects.count() == keys
    assert Appointment.objects.filter(pk=office.pk, valid_until=None).exists()


def test_a_foreign_page_is_not_led_back_to() -> None:
    award = issued()
    address = reverse("credentials:key-new", args=[award.institution.slug])

    answer = _signed_in(registrar()).post(address, headers={"Referer": "https://evil.example/x"})

    assert "evil" not in answer["Location"]


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/api/credentials/keys/tuni", {}),
        ("/api/accounts/tokens", {"label": "More"}),
    ],
)
def test_the_api_refuses_a_session_whose_proof_is_too_old(address: str, body: dict[str, str]) -> None:
    issued()
    who, keys = registrar(), SigningKey.objects.count()
    old, new = _signed_in(who), _signed_in(who, ago=10)

    refused = old.post(address, body, content_type="application/json")
    done = new.post(address, body, content_type="application/json")

    assert (refused.status_code, refused.json()["title"]) == (403, "proof-needed")
    assert refused.json()["fix"]
    assert done.status_code == 201
    assert SigningKey.objects.count() == keys + (address != "/api/accounts/tokens")


def test_reading_asks_for_no_proof() -> None:
    issued()
    client = _signed_in(registrar())

    assert client.get("/credentials/keys/").status_code == 200
    assert client.get("/api/credentials/keys").status_code == 200
    assert CONFIRM in client.get("/credentials/keys/").content.decode()


def test_whoever_has_no_second_factor_is_told_why_and_led_to_set_one_up(settings: Settings) -> None:
    settings.SECOND_FACTOR = "keys"
    who, address = _forms()["revoke"]
    client = _signed_in(who, ago=10)

    refused = client.get(address)

    assert refused.status_code == 403
    assert "a password alone can be stolen" in refused.content.decode()
    assert reverse("mfa_index") in refused.content.decode()


@pytest.fixture(autouse=True)
def _no_code_was_used_yet() -> None:
    """A code counts once for each account; other tests had accounts of the same number."""
    cache.clear()


def _code(secret: str = SECRET) -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_an_older_session_gains_nothing_by_the_factor_that_its_owner_sets_up(settings: Settings) -> None:
    settings.SECOND_FACTOR = "keys"
    who, address = _forms()["revoke"]
    client = _signed_in(who, ago=10)
    TOTP.activate(who, SECRET)

    client.post(reverse("account_reauthenticate"), {"password": cast.PASSWORD, "next": address})
    refused = client.get(address)
    told = client.post("/api/credentials/keys/tuni", {}, content_type="application/json")
    place = client.get(refused["Location"])
    used = client.post(place["Location"], {"code": _code()})

    assert (told.status_code, told.json()["title"]) == (403, "second-factor-unused")
    assert told.json()["fix"]
    assert refused["Location"].startswith(reverse("accounts:second-factor"))
    assert place["Location"].startswith(reverse("mfa_reauthenticate"))
    assert used["Location"] == address
    assert client.get(address).status_code == 200


def test_whoever_has_passkeys_alone_is_led_to_them(settings: Settings) -> None:
    settings.SECOND_FACTOR = "keys"
    who, address = _forms()["revoke"]
    client = _signed_in(who, ago=10)
    Authenticator.objects.create(user=who, type="webauthn", data={"name": "Key", "credential": {}})

    place = client.get(client.get(address)["Location"])

    assert place["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))


@pytest.mark.parametrize("sent", ["9" * 5_000, "[" * 100_000, "[]", "{}", "5", "\0", ""])
def test_what_no_passkey_signed_is_refused_in_words(client: Client, sent: str) -> None:
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": sent})

    assert answer.status_code in {200, 302}


def test_a_password_changes_no_second_factor_that_is_there() -> None:
    who = cast.person()
    EmailAddress.objects.update_or_create(user=who, email=who.email, defaults={"verified": True})
    TOTP.activate(who, SECRET)
    client = _signed_in(who, ago=10)

    client.post(reverse("account_reauthenticate"), {"password": cast.PASSWORD})
    for page in ("mfa_add_webauthn", "mfa_deactivate_totp", "mfa_generate_recovery_codes"):
        assert client.get(reverse(page))["Location"].startswith(reverse("accounts:second-factor"))
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302

    assert Authenticator.objects.filter(user=who, type="totp").exists()
    client.post(reverse("mfa_reauthenticate"), {"code": _code()})
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "fi"])
def test_every_address_hears_when_a_second_factor_is_set_up_and_removed(language: str) -> None:
    who = cast.person()
    who.language = language
    who.save()
    for address in (who.email, "second@people.example"):
        EmailAddress.objects.update_or_create(user=who, email=address, defaults={"verified": True})
    client, page = _signed_in(who, ago=10), reverse("mfa_activate_totp")
    secret = client.get(page).context["form"].secret
    code = _code(secret)

    done = client.post(page, {"code": code})
    codes = client.get(done["Location"])
    client.post(reverse("mfa_deactivate_totp"))

    words = [(one.to, one.subject.split("] ")[1]) for one in mail.outbox]
    both = {
        "en": ("set up", "switched off"),
        "fi": ("otettu käyttöön", "poistettu käytöstä"),
    }[language]
    assert codes.status_code == 200, "the code that sets the app up is not asked for again"
    assert [to for to, _word in words] == [[who.email], ["second@people.example"]] * 2
    assert [word.endswith(end) for (_to, word), end in zip(words, sorted(both * 2), strict=True)] == [
        True
    ] * 4


@pytest.mark.parametrize(("demand", "is_told"), [("off", False), ("keys", True), ("offices", True)])
def test_the_start_page_tells_whose_offices_ask_for_a_second_factor(
    settings: Settings, demand: str, is_told: bool
) -> None:
    settings.SECOND_FACTOR = demand
    who, told = (
        cast.person("Rut Registrar", (Role.REGISTRAR, cast.university("mu"))),
        "Second factor to set up",
    )

    assert (told in _signed_in(who).get("/").content.decode()) == is_told
    assert told not in _signed_in(cast.person()).get("/").content.decode()
    TOTP.activate(who, SECRET)
    assert told not in _signed_in(who).get("/").content.decode()


def test_one_press_confirms_in_a_demonstration(settings: Settings) -> None:
    network = cast.network()
    who = cast.person("Rut Registrar", (Role.REGISTRAR, cast.university("mu")))
    client = _signed_in(who)
    asked = client.get(reverse("account_reauthenticate"), {"next": "/credentials/keys/"})

    pressed = client.post(reverse("accounts:demonstration-proof"), {"next": "/credentials/keys/"})

    assert "Confirm as Rut Registrar" in asked.content.decode()
    assert pressed["Location"] == "/credentials/keys/"
    assert CONFIRM not in client.get("/credentials/keys/").content.decode()
    network.is_demonstration = False
    network.save()
    assert _signed_in(who).post(reverse("accounts:demonstration-proof")).status_code == 403
    settings.DEMO = False
    assert CONFIRM in client.get("/credentials/keys/").content.decode(), "elsewhere that press proves nothing"


def test_the_press_that_signs_in_to_a_demonstration_confirms_too() -> None:
    cast.network()
    who = cast.person("Rut Registrar", (Role.REGISTRAR, cast.university("mu")))
    client = Client()

    client.post(reverse("accounts:demonstration"), {"email": who.email})

    assert CONFIRM not in client.get("/credentials/keys/").content.decode()


def test_a_confirmation_does_not_leave_the_network(settings: Settings) -> None:
    cast.network()
    who = cast.person("Rut Registrar", (Role.REGISTRAR, cast.university("mu")))

    pressed = _signed_in(who).post(reverse("accounts:demonstration-proof"), {"next": "https://evil.example/"})

    assert pressed["Location"] == "/"


def test_a_code_of_the_app_confirms_as_well_as_the_password() -> None:
    who, address = _forms()["revoke"]
    TOTP.activate(who, SECRET)
    client = _signed_in(who)

    client.post(reverse("mfa_reauthenticate"), {"code": _code(), "next": address})

    assert client.get(address).status_code == 200
    assert Authenticator.objects.get(user=who).last_used_at is not None
