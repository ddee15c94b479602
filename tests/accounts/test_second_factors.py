"""Second factors: their secrets at rest, and the network's demand for one."""

from base64 import urlsafe_b64encode

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from mcx.accounts import services
from mcx.accounts.models import Person
from mcx.accounts.rules import Access, Factor, Role, Scope
from mcx.accounts.selectors import (
    OutOfScope,
    ProofNeeded,
    SecondFactorNeeded,
    SecondFactorUnused,
    require_proof,
    without_factor,
)
from mcx.core.ciphers import Undecipherable
from tests import cast

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OLD, NEW = b"o" * 32, b"n" * 32


def _with_factors(settings: Settings, key: bytes = OLD) -> tuple[Person, list[str]]:
    settings.KEY_ENCRYPTION_KEY = urlsafe_b64encode(key).decode().rstrip("=")
    person = cast.person()
    TOTP.activate(person, SECRET)
    return person, RecoveryCodes.activate(person).generate_codes()


def test_the_table_does_not_tell_the_secrets(settings: Settings) -> None:
    person, codes = _with_factors(settings)

    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert SECRET not in kept
    assert codes[0] not in kept
    row = Authenticator.objects.get(user=person, type="totp")
    assert services.decrypt_secret(row.data["secret"]) == SECRET


def test_under_another_key_encryption_key_they_do_not_open(settings: Settings) -> None:
    _with_factors(settings)
    row = Authenticator.objects.get(type="totp")

    settings.KEY_ENCRYPTION_KEY = urlsafe_b64encode(NEW).decode()

    with pytest.raises(Undecipherable):
        services.decrypt_secret(row.data["secret"])


def test_exchanging_the_key_encryption_key_keeps_every_second_factor(settings: Settings) -> None:
    person, codes = _with_factors(settings)

    changed = services.rewrap_second_factors(old=OLD, new=NEW)

    settings.KEY_ENCRYPTION_KEY = urlsafe_b64encode(NEW).decode()
    row = Authenticator.objects.get(user=person, type="totp")
    again = Authenticator.objects.get(user=person, type="recovery_codes").wrap()
    assert changed == (2, [])
    assert services.decrypt_secret(row.data["secret"]) == SECRET
    assert again.generate_codes() == codes
    assert again.validate_code(codes[3])


def test_what_does_not_open_is_left_and_named(settings: Settings) -> None:
    _with_factors(settings)
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))

    changed, left = services.rewrap_second_factors(old=NEW, new=OLD)

    assert (changed, len(left)) == (0, 2)
    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before


def test_a_passkey_holds_no_secret_and_is_left_alone(settings: Settings) -> None:
    person, _codes = _with_factors(settings)
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Key", "credential": {}})

    services.rewrap_second_factors(old=OLD, new=NEW)

    assert Authenticator.objects.get(type="webauthn").data == {"name": "Key", "credential": {}}


def _came_in(person: Person, *, is_proven: bool = True, factor: Factor = Factor.NEVER) -> Person:
    person.access = Access(frozenset(Scope), is_proven=is_proven, is_reading=False, factor=factor)
    return person


@pytest.mark.parametrize("demand", ["keys", "offices"])
def test_without_a_second_factor_nobody_does_what_demands_one(settings: Settings, demand: str) -> None:
    settings.SECOND_FACTOR = demand
    person = _came_in(cast.person())

    with pytest.raises(SecondFactorNeeded):
        require_proof(person, Scope.REVOKE)
    TOTP.activate(person, SECRET)
    for factor in (Factor.NEVER, Factor.ONCE):
        with pytest.raises(SecondFactorUnused):
            require_proof(_came_in(person, factor=factor), Scope.REVOKE)
    require_proof(_came_in(person, factor=Factor.LATELY), Scope.REVOKE)


def test_what_an_office_does_every_day_asks_for_the_factor_once_a_session(settings: Settings) -> None:
    settings.SECOND_FACTOR = "offices"
    person = cast.person()
    TOTP.activate(person, SECRET)

    with pytest.raises(SecondFactorUnused):
        require_proof(_came_in(person), Scope.OFFICE)
    require_proof(_came_in(person, factor=Factor.ONCE), Scope.OFFICE)


def test_recovery_codes_alone_are_no_second_factor(settings: Settings) -> None:
    settings.SECOND_FACTOR = "keys"
    person = _came_in(cast.person())
    with request_context(RequestFactory().get("/")):
        RecoveryCodes.activate(person)

    with pytest.raises(SecondFactorNeeded):
        require_proof(person, Scope.KEYS)


@pytest.mark.parametrize("scope", [Scope.KEYS, Scope.REVOKE, Scope.APPOINT, Scope.EXPORT, Scope.ACCOUNT])
def test_an_old_proof_does_not_do(scope: Scope) -> None:
    with pytest.raises(ProofNeeded):
        require_proof(_came_in(cast.person(), is_proven=False), scope)


@pytest.mark.parametrize("scope", [Scope.LEARNER, Scope.OFFICE, Scope.READ])
def test_what_is_done_every_day_asks_for_no_proof(scope: Scope) -> None:
    require_proof(_came_in(cast.person(), is_proven=False), scope)


def test_a_token_for_keys_is_not_made_without_the_second_factor_that_keys_demand(settings: Settings) -> None:
    settings.SECOND_FACTOR = "keys"
    person = _came_in(cast.person())

    with pytest.raises(SecondFactorNeeded):
        services.create_token(person, label="A", scopes=[Scope.KEYS], days=30, by=person, at=cast.NOW)
    services.create_token(person, label="A", scopes=[Scope.LEARNER], days=30, by=person, at=cast.NOW)
    TOTP.activate(person, SECRET)
    with pytest.raises(SecondFactorUnused):
        services.create_token(person, label="A", scopes=[Scope.KEYS], days=30, by=person, at=cast.NOW)
    _came_in(person, factor=Factor.LATELY)
    made, _text = services.create_token(
        person, label="A", scopes=[Scope.KEYS], days=30, by=person, at=cast.NOW
    )
    assert made.factor == Factor.LATELY


def test_a_token_from_before_the_demand_does_not_gain_by_the_factor_that_its_owner_sets_up(
    settings: Settings,
) -> None:
    registrar = cast.person("Rut Registrar", (Role.REGISTRAR, cast.university("mu")))
    _row, text = services.create_token(
        _came_in(registrar), label="A", scopes=[Scope.KEYS], days=30, by=registrar, at=cast.NOW
    )
    settings.SECOND_FACTOR = "keys"
    TOTP.activate(registrar, SECRET)

    refused = Client(headers={"Authorization": f"Bearer {text}"}).post(
        "/api/credentials/keys/mu", {}, content_type="application/json"
    )

    assert (refused.status_code, refused.json()["title"]) == (403, "second-factor-unused")


@pytest.mark.parametrize("factor", Factor)
def test_a_factor_of_long_ago_counts_for_no_deed_that_asks_for_proof(
    settings: Settings, factor: Factor
) -> None:
    """The password that was given anew to make the token is no second factor."""
    settings.SECOND_FACTOR = "off"
    registrar = cast.person("Rut Registrar", (Role.REGISTRAR, cast.university("mu")))
    TOTP.activate(registrar, SECRET)
    token, text = services.create_token(
        _came_in(registrar, factor=factor),
        label="A",
        scopes=[Scope.KEYS, Scope.OFFICE],
        days=30,
        by=registrar,
        at=cast.NOW,
    )

    settings.SECOND_FACTOR = "offices"
    answer = Client(headers={"Authorization": f"Bearer {text}"}).post(
        "/api/credentials/keys/mu", {}, content_type="application/json"
    )

    assert (answer.json()["title"] == "second-factor-unused") is (factor is not Factor.LATELY)
    refused = {Factor.NEVER: [Scope.KEYS, Scope.OFFICE], Factor.ONCE: [Scope.KEYS], Factor.LATELY: []}
    assert without_factor(token) == refused[factor]


def test_a_token_is_not_made_by_a_token() -> None:
    person = cast.person()
    person.access = Access(frozenset(Scope) - {Scope.ACCOUNT}, is_proven=True, is_reading=False)

    with pytest.raises(OutOfScope):
        services.create_token(person, label="A", scopes=[], days=30, by=person, at=cast.NOW)
