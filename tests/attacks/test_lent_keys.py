"""Lent keys: a credential whose name is withheld, or that carries another's confirmed identifier."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from mcx.keys.selectors import key_as_published
from mcx.network.services.identities import Names, state_identity
from mcx.recognition.models import Case, Decision
from mcx.recognition.services.cases import ask
from mcx.wallet.services import import_credential
from microcred import proofs, sdjwt
from microcred import record as r
from microcred.reading import read
from microcred.report import Outcome
from tests.cast import NOW, TERM, affiliation, person, programme, university
from tests.credentials import cast as awards
from tests.microcred.sdjwt.tokens import salts
from tests.recognition import cast
from tests.wallet import presenting as app

pytestmark = pytest.mark.django_db

NAMES = ("sub", "given_name", "family_name", "name", "birthdate", "email", "learner_identifiers")


ESI = "urn:schac:personalUniqueCode:int:esi:es:1234567"
MINE = "urn:schac:personalUniqueCode:int:esi:es:7654321"


def _nameless(**subject: Any) -> bytes:
    """A good badge of Tampere about whoever holds the accomplice's key, without a name."""
    award = awards.issued(person("Ane Etxeberria"))
    row = awards.key("tuni")
    document = {name: value for name, value in json.loads(awards.badge(award)).items() if name != "proof"}
    document["id"] = "urn:uuid:7d1c0b14-5cd1-4a4c-9d1f-0a4a4d1b7c11"
    kept = {
        name: value
        for name, value in document["credentialSubject"].items()
        if name in ("type", "achievement", "result", "creditsEarned")
    }
    document["credentialSubject"] = {**kept, "id": app.did_of_key(app.WALLET), **subject}
    method = key_as_published(row).id
    signed = proofs.sign(document, awards.secret_of(row), method=method, created=NOW)
    return awards.registered(json.dumps(signed).encode())


def test_a_lent_key_passes_no_badge_that_carries_anothers_student_identifier() -> None:
    cast.agreement()
    thief = person("Mikel Zabala")
    state_identity(Names("Mikel", "Zabala", date(1999, 1, 1), MINE), by=thief, at=TERM)
    affiliation(thief, university("mu"), programme())
    badge = _nameless(
        identifier=[
            {"type": "IdentityObject", "hashed": False, "identityHash": ESI, "identityType": "ext:esi"}
        ]
    )
    item = import_credential(app.answer(app.challenge(thief), badge), by=thief, at=NOW)
    status = ask(item, programme=programme(), statement="", by=thief, at=NOW).status
    assert app.holder_of(item).outcome is Outcome.UNKNOWN
    assert status == Case.Status.OPEN
    assert not Decision.objects.exists()


def test_a_lent_key_passes_no_wallet_token_whose_name_is_withheld() -> None:
    """The token says the accomplice's name; whoever shows it leaves that out."""
    cast.agreement()
    thief = person("Mikel Zabala")
    affiliation(thief, university("mu"), programme())
    award = awards.issued(person("Ane Etxeberria"))
    row = awards.key("tuni")
    record = read(awards.badge(award)).record
    assert record is not None
    record = replace(record, id="urn:uuid:7d1c0b14-5cd1-4a4c-9d1f-0a4a4d1b7c12")
    full = sdjwt.issue(
        record,
        awards.secret_of(row),
        salt=salts(),
        kid=key_as_published(row).id,
        holder=app.PHONE.public,
        selective=NAMES,
    )
    awards.registered(full)
    given = app.challenge(thief)
    data = sdjwt.present(full, [], holder=app.PHONE, audience=settings.PUBLIC_URL, nonce=given.nonce, at=NOW)
    item = import_credential(data, by=thief, at=NOW)
    status = ask(item, programme=programme(), statement="", by=thief, at=NOW).status
    assert app.holder_of(item).outcome is Outcome.UNKNOWN
    assert status == Case.Status.OPEN


def test_a_lent_key_passes_no_wallet_token_of_a_namesake_whose_day_of_birth_is_withheld() -> None:
    """Of what this network lets its learners withhold: the date of birth. The name is equal."""
    cast.agreement()
    namesake = person("Ane Etxeberria")
    state_identity(Names("Ane", "Etxeberria", date(1999, 1, 1)), by=namesake, at=TERM)
    affiliation(namesake, university("mu"), programme())
    award = awards.issued(person("Sami Virtanen"))
    row = awards.key("tuni")
    record = read(awards.badge(award)).record
    learner = r.Person(
        given_name="Ane", family_name="Etxeberria", full_name="Ane Etxeberria", birth_date=date(2001, 5, 14)
    )
    assert record is not None
    record = replace(record, id="urn:uuid:7d1c0b14-5cd1-4a4c-9d1f-0a4a4d1b7c13", learner=learner)
    full = sdjwt.issue(
        record, awards.secret_of(row), salt=salts(), kid=key_as_published(row).id, holder=app.PHONE.public
    )
    awards.registered(full)
    given = app.challenge(namesake)
    data = sdjwt.present(
        full, ["grade"], holder=app.PHONE, audience=settings.PUBLIC_URL, nonce=given.nonce, at=NOW
    )
    item = import_credential(data, by=namesake, at=NOW)
    status = ask(item, programme=programme(), statement="", by=namesake, at=NOW).status
    assert (app.holder_of(item).outcome, status) == (Outcome.UNKNOWN, Case.Status.OPEN)
