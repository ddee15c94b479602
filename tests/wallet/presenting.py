"""Wallet apps of the tests: credentials bound to their keys, and how they answer a challenge."""

import json
from base64 import b64encode
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings

from mcx.accounts.models import Person
from mcx.keys.selectors import did_of, key_as_published
from mcx.wallet import services
from mcx.wallet.checks import examined
from mcx.wallet.models import Challenge, Item
from mcx.wallet.selectors import item_for
from microcred import jose, proofs, sdjwt
from microcred import record as r
from microcred.did import did_key
from microcred.keys import SigningKey, generate
from microcred.openbadges import write
from microcred.report import Check
from tests.cast import NOW
from tests.credentials import cast as credentials
from tests.microcred.cast import RECORD
from tests.microcred.sdjwt.tokens import salts
from tests.wallet import cast

V2 = "https://www.w3.org/ns/credentials/v2"
WALLET, THIEVES, PHONE = generate("Ed25519"), generate("Ed25519"), generate("P-256")
NAME = "Ane Etxeberria"


def did_of_key(key: SigningKey) -> str:
    """The identifier that spells out a wallet's key."""
    return did_key(key.public)


def bound(key: SigningKey = WALLET, name: str = NAME, **more: Any) -> bytes:
    """A badge of somebody elsewhere that is about whoever holds this key."""
    return cast.foreign(learner=r.Person(id=did_of_key(key), full_name=name), **more)


def of_member(key: SigningKey = WALLET, name: str = NAME, at: datetime = NOW) -> bytes:
    """A badge of Tampere about whoever holds this key."""
    row = credentials.key("tuni")
    issuer = r.Organisation(
        id=did_of(row.institution), legal_name={"en": row.institution.name["en"]}, country="FI"
    )
    record = replace(
        RECORD,
        issuer=issuer,
        awarding_bodies=(issuer,),
        learner=r.Person(id=did_of_key(key), full_name=name),
        status=(),
        awarded_at=at,
        issued_at=at,
        valid_from=at,
    )
    document, _losses = write(record)
    signed = proofs.sign(document, credentials.secret_of(row), method=key_as_published(row).id, created=at)
    return credentials.registered(json.dumps(signed).encode())


def for_wallets(holder: SigningKey = PHONE) -> bytes:
    """An SD-JWT of somebody elsewhere that names this key of its holder's."""
    key = generate("P-256")
    issuer = r.Organisation(id=did_key(key.public), legal_name={"en": "Badge Works"}, country="FR")
    record = replace(RECORD, issuer=issuer, awarding_bodies=(issuer,), learner=r.Person(full_name=NAME))
    method = f"{issuer.id}#{issuer.id.removeprefix('did:key:')}"
    return sdjwt.issue(
        replace(record, status=()), key, salt=salts(), kid=method, holder=holder.public, selective=()
    )


def challenge(who: Person, at: datetime = NOW) -> Challenge:
    """What somebody was given to sign."""
    return services.ask_challenge(by=who, at=at)


def shown(*held: bytes, holder: str = "", **members: Any) -> dict[str, Any]:
    """A presentation of these credentials, unsigned; tokens in an envelope."""
    document: dict[str, Any] = {"@context": [V2], "type": ["VerifiablePresentation"], **members}
    return document | {
        **({"holder": holder} if holder else {}),
        "verifiableCredential": [json.loads(each) if each[:1] == b"{" else _envelope(each) for each in held],
    }


def _envelope(token: bytes) -> dict[str, Any]:
    media = "application/dc+sd-jwt" if b"~" in token else "application/vc+jwt"
    address = f"data:{media};base64,{b64encode(token).decode()}"
    return {"@context": V2, "type": "EnvelopedVerifiableCredential", "id": address}


def answer(
    given: Challenge | str,
    *held: bytes,
    key: SigningKey = WALLET,
    holder: str | None = None,
    domain: str = "",
    **changes: Any,
) -> bytes:
    """What a wallet app signs in answer to a challenge."""
    said = did_of_key(key) if holder is None else holder
    nonce = given if isinstance(given, str) else given.nonce
    method = f"{did_of_key(key)}#{key.public.multikey()}"
    more = {"domain": domain or settings.PUBLIC_URL, "challenge": nonce}
    options: dict[str, Any] = {"method": method, "created": NOW, "purpose": "authentication", "more": more}
    signed = proofs.sign(shown(*held, holder=said), key, **(options | changes))
    return json.dumps(signed).encode()


def as_token(given: Challenge, *held: bytes, key: SigningKey = WALLET, **claims: Any) -> bytes:
    """The same as a vp+jwt."""
    kid = f"{did_of_key(key)}#{key.public.multikey()}"
    said = {"aud": settings.PUBLIC_URL, "nonce": given.nonce, **claims}
    payload = shown(*held, holder=did_of_key(key)) | said
    return jose.sign_compact({"typ": "vp+jwt", "kid": kid}, json.dumps(payload).encode(), key).encode()


def with_binding(
    given: Challenge, token: bytes, key: SigningKey = PHONE, at: datetime = NOW, domain: str = ""
) -> bytes:
    """An SD-JWT with a key binding."""
    audience = domain or settings.PUBLIC_URL
    return sdjwt.present(token, [], holder=key, audience=audience, nonce=given.nonce, at=at)


def holder_of(item: Item, at: datetime = NOW) -> Check:
    """What is said of an item's holder."""
    check = examined(item_for(item.owner, item.pk), at=at).report.check("holder")
    assert check is not None
    return check
