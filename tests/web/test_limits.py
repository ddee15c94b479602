"""What is limited on pages: by account and network, behind proxies, and nobody is locked out for good."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from mcx.core import limits
from mcx.core.models import Counter
from mcx.web import devices
from mcx.web.limits import LIMITED, SHARED
from tests import cast
from tests.wallet import cast as wallets

pytestmark = pytest.mark.django_db
HOME, CAMPUS = "203.0.113.9", "198.51.100.7"
PROXY = "10.0.0.1"


@pytest.fixture(autouse=True)
def _behind_one_proxy(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1


def _from(address: str, client: Client | None = None) -> Any:
    """How a client at this address sends a form, through the one proxy."""

    def send(to: str, form: dict[str, Any]) -> Any:
        sender = client or Client()
        return sender.post(to, form, headers={"X-Forwarded-For": f"9.9.9.9, {address}"}, REMOTE_ADDR=PROXY)

    return send


def _sign_in(address: str, email: str, password: str = "wrong") -> Any:
    return _from(address)(reverse("account_login"), {"login": email, "password": password})


def _is_waiting(answer: Any) -> bool:
    if answer.status_code != 429:
        return False
    assert int(answer.headers["Retry-After"]) > 0
    assert "Wait a moment" in answer.content.decode()
    return True


def test_guessing_a_password_ends_after_ten_wrong_ones() -> None:
    ane = cast.person()

    answers = [_sign_in(HOME, ane.email) for _each in range(limits.SIGN_IN.most)]

    assert {answer.status_code for answer in answers} == {200}
    assert _is_waiting(_sign_in(HOME, ane.email))
    assert _is_waiting(_sign_in(HOME, ane.email.upper(), cast.PASSWORD))


def test_a_stranger_elsewhere_locks_nobody_out() -> None:
    """Behind one proxy, one attacker against one account: its owner signs in, and so does everybody else."""
    ane, leire = cast.person(), cast.person("Leire Zabaleta")
    for _each in range(limits.SIGN_IN_ACCOUNT.most + 50):
        _sign_in(CAMPUS, ane.email)

    assert _sign_in(HOME, ane.email, cast.PASSWORD).status_code == 302
    assert _sign_in(HOME, leire.email, cast.PASSWORD).status_code == 302
    assert _sign_in(CAMPUS, leire.email, cast.PASSWORD).status_code == 302


def test_a_header_that_is_not_believed_makes_nobody_another(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 0
    ane = cast.person()

    for each in range(limits.SIGN_IN.most):
        _sign_in(f"203.0.113.{each}", ane.email)

    assert _is_waiting(_sign_in("203.0.113.200", ane.email))


def test_many_networks_together_close_an_account_for_an_hour(settings: Settings) -> None:
    ane = cast.person()
    networks = [f"203.0.113.{each}" for each in range(limits.SIGN_IN_ACCOUNT.most // limits.SIGN_IN.most)]
    for network in networks:
        for _each in range(limits.SIGN_IN.most):
            _sign_in(network, ane.email)

    assert _is_waiting(_sign_in(HOME, ane.email, cast.PASSWORD))
    settings.FIXED_NOW = cast.NOW + timedelta(hours=1)
    assert _sign_in(HOME, ane.email, cast.PASSWORD).status_code == 302


def _household(number: int) -> str:
    """One address in each /64 of a household's /56, then of the next."""
    return f"2001:db8:aa00:{number:x}::1"


@pytest.mark.parametrize("networks", [256, 3000])
def test_nobody_with_all_of_an_ipv6_56_or_48_locks_an_account(networks: int) -> None:
    ane = cast.person()
    for each in range(0, networks, networks // 100):
        _sign_in(_household(each), ane.email)

    assert _sign_in(HOME, ane.email, cast.PASSWORD).status_code == 302
    assert _sign_in("2001:db8:bb00::1", ane.email, cast.PASSWORD).status_code == 302


def _everybody_guesses(email: str) -> None:
    """As many wrong passwords, from as many networks, as all strangers together have."""
    for _each in range(limits.SIGN_IN_ACCOUNT.most):
        limits.take([(limits.SIGN_IN_ACCOUNT, email)], at=cast.NOW)
    assert _is_waiting(_sign_in("192.0.2.1", email, cast.PASSWORD))


def test_whoever_guesses_from_everywhere_refuses_no_device_that_was_signed_in() -> None:
    ane, leire, browser = cast.person(), cast.person("Leire Zabaleta"), Client()
    to, form = reverse("account_login"), {"login": ane.email, "password": cast.PASSWORD}
    assert _from(HOME, browser)(to, form).status_code == 302
    browser.post(reverse("account_logout"))
    _everybody_guesses(ane.email)
    _everybody_guesses(leire.email)

    assert _is_waiting(_sign_in(HOME, ane.email, cast.PASSWORD))
    assert _from(CAMPUS, browser)(to, form | {"login": ane.email.upper()}).status_code == 302
    browser.post(reverse("account_logout"))
    assert _is_waiting(_from(CAMPUS, browser)(to, form | {"login": leire.email}))


def test_a_device_guesses_no_more_than_a_network_and_invents_no_knowledge() -> None:
    ane, browser = cast.person(), Client()
    to, form = reverse("account_login"), {"login": ane.email, "password": cast.PASSWORD}
    _from(HOME, browser)(to, form)
    browser.post(reverse("account_logout"))
    assert ane.email not in browser.cookies[devices.COOKIE].value
    assert browser.cookies[devices.COOKIE]["httponly"]
    for each in range(limits.SIGN_IN.most):
        _from(f"203.0.113.{each}", browser)(to, form | {"password": "wrong"})

    assert _is_waiting(_from(CAMPUS, browser)(to, form))
    browser.cookies[devices.COOKIE] = browser.cookies[devices.COOKIE].value[:-1] + "-"
    _everybody_guesses(ane.email)
    assert _is_waiting(_from(CAMPUS, browser)(to, form))


def test_strangers_do_not_use_up_the_links_to_a_new_password(settings: Settings) -> None:
    ane, browser, to = cast.person(), Client(), reverse("account_reset_password")
    _from(HOME, browser)(reverse("account_login"), {"login": ane.email, "password": cast.PASSWORD})
    browser.post(reverse("account_logout"))
    asked = [
        _from(f"203.0.113.{each}")(to, {"email": ane.email}) for each in range(limits.RESET_ACCOUNT.most + 2)
    ]

    assert [answer.status_code for answer in asked[-3:]] == [302, 302, 429]
    assert len(mail.outbox) == limits.RESET_ACCOUNT.most + limits.RESET_AFTER.most
    assert _from(CAMPUS, browser)(to, {"email": ane.email}).status_code == 302
    settings.FIXED_NOW = cast.NOW + timedelta(hours=1)
    assert _from(HOME)(to, {"email": ane.email}).status_code == 302
    assert _is_waiting(_from(CAMPUS)(to, {"email": ane.email}))


def test_strangers_do_not_keep_an_address_from_joining(settings: Settings) -> None:
    to, form = reverse("account_signup"), {"email": "maite@people.example"}
    asked = [_from(f"203.0.113.{each}")(to, form) for each in range(limits.SIGN_UP_ACCOUNT.most + 2)]

    assert [answer.status_code for answer in asked[-3:]] == [200, 200, 429]
    settings.FIXED_NOW = cast.NOW + timedelta(hours=1)
    assert _from(HOME)(to, form).status_code == 200


def test_many_accounts_from_one_network_come_to_an_end() -> None:
    for each in range(limits.SIGN_IN_NETWORK.most):
        _sign_in(HOME, f"somebody{each}@people.example")

    assert _is_waiting(_sign_in(HOME, "another@people.example"))


def test_a_right_password_is_not_counted() -> None:
    """A lecture hall behind one address signs in at once."""
    ane = cast.person()

    answers = [_sign_in(CAMPUS, ane.email, cast.PASSWORD) for _each in range(limits.SIGN_IN_NETWORK.most + 5)]

    assert {answer.status_code for answer in answers} == {302}


def test_a_new_password_opens_a_closed_account() -> None:
    ane = cast.person()
    for _each in range(limits.SIGN_IN.most):
        _sign_in(HOME, ane.email)
    assert _is_waiting(_sign_in(HOME, ane.email, cast.PASSWORD))

    browser = Client()
    _from(HOME, browser)(reverse("account_reset_password"), {"email": ane.email})
    link = next(word for word in str(mail.outbox[-1].body).split() if "/password/reset/key/" in word)
    form = browser.get(link.removeprefix("https://network.example"))
    password = {"password1": "three-long-words", "password2": "three-long-words"}
    changed = _from(HOME, browser)(form["Location"], password)

    assert changed.status_code == 302
    assert _sign_in(HOME, ane.email, "three-long-words").status_code == 302


def test_mails_with_links_are_limited_for_each_address() -> None:
    send, to = _from(HOME), reverse("account_reset_password")
    for email in ("known@people.example", "unknown@people.example"):
        answers = [send(to, {"email": email}) for _each in range(limits.RESET.most + 1)]

        assert [answer.status_code for answer in answers] == [302] * limits.RESET.most + [429]


def test_joining_is_limited_for_each_address_and_network() -> None:
    send, to = _from(HOME), reverse("account_signup")
    for _each in range(limits.SIGN_UP.most):
        send(to, {"email": "maite@people.example"})

    assert _is_waiting(send(to, {"email": "maite@people.example"}))
    for each in range(limits.SIGN_UP_NETWORK.most):
        send(to, {"email": f"somebody{each}@people.example"})
    assert _is_waiting(send(to, {"email": "another@people.example"}))


def test_guessing_a_code_ends_after_five_wrong_ones() -> None:
    browser, ane = Client(), cast.person()
    browser.force_login(ane)
    send = _from(HOME, browser)

    answers = [
        send(reverse("account_reauthenticate"), {"password": "wrong"})
        for _each in range(limits.SECOND_STEP.most + 1)
    ]

    assert [answer.status_code for answer in answers] == [200] * limits.SECOND_STEP.most + [429]


def test_verifying_is_limited_for_each_network_on_the_page_and_in_the_api_together() -> None:
    send = _from(HOME)
    for each in range(limits.VERIFY.most):
        to = "/verify" if each % 2 else "/api/credentials/verify"
        assert send(to, {"file": BytesIO(b"{}")}).status_code < 429

    assert _is_waiting(send("/verify", {"file": BytesIO(b"{}")}))
    in_the_api = send("/api/credentials/verify", {"file": BytesIO(b"{}")})
    assert (in_the_api.status_code, in_the_api.json()["title"]) == (429, "too-many-requests")
    assert _from(CAMPUS)("/verify", {"file": BytesIO(b"{}")}).status_code < 429


@pytest.mark.parametrize("place", ["/wallet/s/{}/", "/api/wallet/shared/{}"])
def test_whoever_tries_links_is_not_told_which_one_leads_somewhere(place: str) -> None:
    item = wallets.item()
    _share, token = wallets.shared(item.owner, item)

    def opened(word: str, address: str = HOME) -> Any:
        return Client().get(place.format(word), headers={"X-Forwarded-For": address}, REMOTE_ADDR=PROXY)

    assert [opened(token).status_code for _each in range(limits.WRONG_LINKS.most + 1)][-1] == 200
    wrong = [opened(f"wrong-{each}").status_code for each in range(limits.WRONG_LINKS.most)]

    assert set(wrong) == {404}
    assert opened(token).status_code == 429
    assert opened(token, CAMPUS).status_code == 200


def test_reading_in_public_is_not_counted() -> None:
    cast.network()
    for address in ("/", "/catalogue/", reverse("account_login"), "/api/network/members", "/verify"):
        Client().get(address)

    assert not Counter.objects.exists()


def test_the_names_of_what_is_limited_are_names_of_pages() -> None:
    assert [reverse(name) for name in LIMITED]
    assert reverse("wallet:shared", args=["token"]).startswith(SHARED)
