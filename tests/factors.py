"""Second factors of somebody: an authenticator app, recovery codes and a passkey."""

from hashlib import sha256
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import HttpRequest
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from mcx.accounts.models import Person
from tests.cast import sign_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_factors(person: Person) -> None:
    """Set all of them up for somebody."""
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    WebAuthn.add(person, "Old telephone", _credential())


def sign_in_with_factor(client: Client, person: Person) -> None:
    """Sign somebody in with their password and a code of their app, just now."""
    sign_in(client, person)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, "mfa")
    request.session.save()


def _credential() -> dict[str, Any]:
    """What a device says when a passkey is made on it."""
    numbers = ec.derive_private_key(1, ec.SECP256R1()).public_key().public_numbers()
    x, y = (each.to_bytes(32, "big") for each in (numbers.x, numbers.y))
    key = ES256({1: 2, 3: -7, -1: 1, -2: x, -3: y})
    made = AttestedCredentialData.create(Aaguid(bytes(16)), b"passkey", key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    device = AuthenticatorData.create(sha256(b"testserver").digest(), flags, 1, made)
    told = CollectedClientData.create("webauthn.create", b"challenge", "https://testserver")
    return {
        "id": websafe_encode(b"passkey"),
        "rawId": websafe_encode(b"passkey"),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(told),
            "attestationObject": websafe_encode(AttestationObject.create("none", device, {})),
        },
        "clientExtensionResults": {},
    }
