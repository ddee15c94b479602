"""A stranger learns nothing at sign-in, sign-up and reset, and no mail believes the Host header."""

from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from mcx.accounts import services
from mcx.accounts.models import Person
from tests import cast

pytestmark = pytest.mark.django_db
UNKNOWN = "nobody@people.example"
PASSWORDS = {"password1": "three-long-words", "password2": "three-long-words"}
NAMES = {"given_name": "Maite", "family_name": "Aldai"}


class Counted(Argon2PasswordHasher):
    """Argon2, quick, and counted: how often a password was hashed."""

    time_cost, memory_cost, parallelism = 1, 8, 1
    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        """Hash a password for the first time."""
        Counted.hashed += 1
        encoded: str = super().encode(password, salt)
        return encoded

    def verify(self, password: str, encoded: str) -> bool:
        """Hash a password to compare it."""
        Counted.hashed += 1
        return bool(super().verify(password, encoded))


@pytest.fixture(autouse=True)
def _counted(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]
    cast.network()


def _cost(page: str, form: dict[str, str]) -> tuple[Any, int, int]:
    """What a form answers, how many passwords were hashed and how many mails were made."""
    Counted.hashed, before = 0, len(mail.outbox)
    answer = Client().post(reverse(page), form)
    shown = (answer.status_code, answer.get("Location", ""), _words(answer))
    return shown, Counted.hashed, len(mail.outbox) - before


def _words(answer: Any) -> str:
    """The page without what differs at every request: tokens, and the address that was typed."""
    html: str = answer.content.decode()
    for part in ("csrfmiddlewaretoken", "nonce", "value="):
        html = "\n".join(line for line in html.splitlines() if part not in line)
    return html


def _known(kind: str) -> Person:
    if kind == "without a password":
        return services.register("rut@people.example", given_name="Rut", family_name="Etxe", at=cast.NOW)
    person = cast.person()
    if kind == "inactive":
        person.is_active = False
        person.save()
    return person


KINDS = ["known", "without a password", "inactive"]


@pytest.mark.parametrize("kind", KINDS)
def test_signing_in_costs_the_same_for_known_and_unknown_addresses(kind: str) -> None:
    person = _known(kind)

    known = _cost("account_login", {"login": person.email, "password": "wrong"})
    unknown = _cost("account_login", {"login": UNKNOWN, "password": "wrong"})

    assert known == unknown
    assert unknown[1:] == (1, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_joining_costs_the_same_with_known_and_unknown_addresses(kind: str) -> None:
    person = _known(kind)

    known = _cost("account_signup", {"email": person.email, **NAMES, **PASSWORDS})
    unknown = _cost("account_signup", {"email": UNKNOWN, **NAMES, **PASSWORDS})

    assert known == unknown
    assert unknown[1:] == (1, 1)
    assert [message.to for message in mail.outbox] == [[person.email], [UNKNOWN]]
    assert "already exists" in str(mail.outbox[0].body)


def test_whoever_joins_reads_where_a_mail_is_that_is_not_sent(client: Client, settings: Settings) -> None:
    settings.EMAIL_FILE_PATH = "mail"
    form = {"email": UNKNOWN, **NAMES, **PASSWORDS}

    page = client.post(reverse("account_signup"), form, follow=True).content.decode()

    assert "Confirm your email address" in page
    assert "in the folder mail of its data" in page


@pytest.mark.parametrize("wrong", [{"password2": "other-long-words"}, {"given_name": ""}, {"password1": "1"}])
def test_joining_with_a_mistake_costs_the_same(wrong: dict[str, str]) -> None:
    form = {**NAMES, **PASSWORDS, **wrong}

    known = _cost("account_signup", {"email": cast.person().email, **form})
    unknown = _cost("account_signup", {"email": UNKNOWN, **form})

    assert known == unknown
    assert unknown[1:] == (0, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_reset_costs_the_same_for_known_and_unknown_addresses(kind: str) -> None:
    person = _known(kind)

    known = _cost("account_reset_password", {"email": person.email})
    unknown = _cost("account_reset_password", {"email": UNKNOWN})

    assert known == unknown
    assert unknown[1:] == (0, 1)


HOSTS = ["evil.example", "network.example:4711", "evil.example:443"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("account_reset_password", {"email": "ane.etxeberria@people.example"}),
        ("account_reset_password", {"email": UNKNOWN}),
        ("account_signup", {"email": UNKNOWN, **NAMES, **PASSWORDS}),
        ("account_signup", {"email": "ane.etxeberria@people.example", **NAMES, **PASSWORDS}),
    ],
    ids=["reset", "reset of nobody", "sign-up", "sign-up of somebody"],
)
def test_the_public_address_alone_makes_links_in_mails(page: str, form: dict[str, str], host: str) -> None:
    """Whatever Host says (here every host is allowed, so that a wrong setting is no way in either)."""
    cast.person()

    Client().post(reverse(page), form, headers={"Host": host}, secure=False)

    words = f"{mail.outbox[-1].subject} {mail.outbox[-1].body}"
    assert "https://network.example/accounts/" in words
    assert "[Test network]" in words
    assert "evil" not in words
    assert "4711" not in words


def test_a_redirect_to_https_goes_to_the_public_address(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_SSL_HOST = "network.example"

    answer = Client().get("/catalogue/", headers={"Host": "evil.example:4711"})

    assert (answer.status_code, answer["Location"]) == (301, "https://network.example/catalogue/")
