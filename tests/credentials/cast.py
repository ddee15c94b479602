"""Awards of the tests at every step of their way, and the key they are signed with."""

import json
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.test import Client

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.core.encryption import key_encryption_key
from mcx.credentials.documents.formats import FOR_WALLETS
from mcx.credentials.models import Award, IssuedCredential, SignedStack
from mcx.credentials.selectors import BADGE
from mcx.credentials.services import awards
from mcx.credentials.services.awards import claim
from mcx.credentials.services.issuing import issue
from mcx.credentials.services.revocation import revoke
from mcx.credentials.services.starting import equip
from mcx.keys import signing
from mcx.keys.models import Seal, SigningKey
from mcx.keys.rules import KeyKind
from mcx.keys.services import make_test_seal
from mcx.learning.models import Enrolment
from mcx.network.models import Institution
from microcred import Kind, keys, proofs, read
from microcred.keys import SigningKey as SecretKey
from tests.cast import NOW, network, person, sign_in, university
from tests.learning import cast as learning

LATER = NOW + timedelta(days=30)
EXPLANATION = "The submitted report was not the learner's own work."
OPEN_BADGE = BADGE


def key(slug: str = "tuni", at: datetime = NOW - timedelta(days=100)) -> SigningKey:
    """The signing key of a university in use, made if it has none."""
    network()
    institution = university(slug)
    found = SigningKey.objects.filter(institution=institution, retired_at=None).first()
    return found or equip(institution, by=None, at=at)


def seal(slug: str = "tuni", at: datetime = NOW - timedelta(days=100)) -> Seal:
    """A test seal of a university, which says that it is none."""
    network()
    return make_test_seal(university(slug), by=None, at=at)


def wallet_key(slug: str = "tuni", at: datetime = NOW - timedelta(days=100)) -> SigningKey:
    """The key with which a university signs for digital wallets."""
    return equip(key(slug).institution, kind=KeyKind.WALLETS, by=None, at=at)


def secret_of(row: SigningKey | Seal) -> SecretKey:
    """The private key that is kept, as a thief would have it: the product itself hands none out."""
    return keys.unwrap(bytes(row.wrapped), key_encryption_key(), bound_to=signing._place_of(row))


def registered(data: bytes) -> bytes:
    """The file, which a member's key signed, as if it had been issued here: the register has a copy of it."""
    reading = read(data)
    if reading.kind is Kind.LEARNER_RECORD:
        proof = reading.document["proof"]
        row = SigningKey.objects.get(method=proof["verificationMethod"])
        values = {"key": row, "signed_at": NOW}
        SignedStack.objects.get_or_create(signature=proof["proofValue"], defaults=values)
        return data
    assert reading.record is not None
    number = UUID(reading.record.id.removeprefix("urn:uuid:"))
    if not Award.objects.filter(pk=number).exists():
        made = offered(person(f"Holder {number.hex}"))
        done = {"status": Award.Status.ISSUED, "claimed_at": NOW, "issued_at": NOW}
        Award.objects.filter(pk=made.pk).update(id=number, **done)
    award = Award.objects.get(pk=number)
    form = FOR_WALLETS if reading.kind is Kind.SD_JWT else OPEN_BADGE
    of_form = award.credentials.filter(format=form)
    if not of_form.filter(sha256=sha256(data).hexdigest()).exists():
        IssuedCredential.objects.create(
            award=award,
            format=form,
            number=of_form.count() + 1,
            media_type="",
            content=data,
            sha256=sha256(data).hexdigest(),
            key=key(),
            issued_at=NOW,
        )
    return data


def registrar(at: str = "tuni") -> Person:
    """Who keeps the registry at a university."""
    return learning.registrar(at)


def stranger() -> Person:
    """A registrar of another university."""
    return person("Sonja Fremd", (Role.REGISTRAR, university("dhbw")))


def offered(who: Person | None = None, grade: str = "1.7") -> Award:
    """An award of Tampere that waits to be claimed; of Ane's unless said otherwise."""
    key()
    return awarded(learning.enrolment(who=who), grade)


def awarded(enrolment: Enrolment, grade: str = "1.7", at: datetime = NOW) -> Award:
    """The award for a grade."""
    result = awards.grade(enrolment, value=grade, remark="", by=learning.assessor(), at=at)
    return Award.objects.get(result=result)


def issued(who: Person | None = None, at: datetime = NOW) -> Award:
    """An award that was claimed and signed."""
    award = offered(who)
    claim(award, by=award.learner, at=at)
    return issue(award.pk, at=at)


def badge(award: Award) -> bytes:
    """The signed Open Badge of an award."""
    return bytes(award.credentials.get(format=OPEN_BADGE).content)


def revoked(who: Person | None = None, at: datetime = NOW) -> Award:
    """An award that was revoked."""
    award = issued(who)
    revoke(award, reason="misconduct", explanation=EXPLANATION, by=registrar(), at=at)
    return Award.objects.get(pk=award.pk)


def signed_in(who: Person) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    sign_in(client, who)
    return client


def rector(of: Institution) -> Person:
    """Somebody at the university without any of the registrar's rights."""
    return person(f"Rut {of.slug}", (Role.CHAMPION, of))


def signed_again(award: Award, secret: SecretKey, method: str, at: datetime) -> bytes:
    """The credential of an award, forged: signed by somebody else at another time."""
    document = {name: value for name, value in json.loads(badge(award)).items() if name != "proof"}
    return json.dumps(proofs.sign(document, secret, method=method, created=at)).encode()
