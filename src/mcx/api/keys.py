"""Endpoints about signing keys and e-seals: which there are, adding one, retiring one, testing the issuer.

They are among those of credentials, at `/credentials/keys` and `/credentials/seals`.
"""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.errors import REFUSALS
from mcx.api.reports import ReportOut
from mcx.core import clock
from mcx.core.errors import Invalid
from mcx.credentials.checks import issuer
from mcx.credentials.services import starting
from mcx.keys.models import Seal, SigningKey
from mcx.keys.rules import LARGEST_SEAL, KeyKind, SealState, seal_state
from mcx.keys.selectors import institution_to_sign, institutions_with_keys, key_for, seal_for
from mcx.network.selectors.rights import require

router = Router()
of_seals = Router()


class KeyOut(Schema):
    """The public half of a key, and its dates."""

    id: int
    institution: str = Field(alias="institution.slug")
    method: str
    algorithm: str
    public_multikey: str
    created_at: datetime
    retired_at: datetime | None
    revoked_at: datetime | None


class KeyEnd(Schema):
    """Whether someone else may have the key; if so, nothing that it signed is valid by itself any more."""

    is_compromised: bool = False


@router.get("", response={200: list[KeyOut], **REFUSALS}, summary="Signing keys")
def keys(request: HttpRequest) -> list[SigningKey]:
    """Every key of the institutions whose keys the caller manages, newest first; public halves only."""
    require(caller(request), Action.MANAGE_KEYS, None, on=clock.today())
    institutions = institutions_with_keys(caller(request), on=clock.today())
    return [key for institution in institutions for key in institution.signing_keys.all()]


@router.post("/{slug:slug}", response={201: KeyOut, **REFUSALS}, summary="Create a key")
def create(request: HttpRequest, slug: str, kind: KeyKind = KeyKind.BADGES) -> Status[SigningKey]:
    """Create a key that signs from now on: `Ed25519` for badges, `P-256` for digital wallets.

    Earlier keys stay published.
    """
    institution = institution_to_sign(caller(request), slug, on=clock.today())
    return Status(201, starting.start_signing(institution, kind=kind, by=caller(request), at=clock.now()))


@router.post("/{int:key_id}/end", response={204: None, **REFUSALS}, summary="Retire a key")
def end(request: HttpRequest, key_id: int, sent: KeyEnd) -> Status[None]:
    """Retire a key: it no longer signs. An institution must have another key before it retires its only one.

    What a compromised key signed is signed again with the key in use. The earlier files are then shown as
    replaced.
    """
    key = key_for(caller(request), key_id, on=clock.today())
    starting.stop_signing(key, by=caller(request), at=clock.now(), is_compromised=sent.is_compromised)
    return Status(204, None)


@router.get("/{slug:slug}/self-check", response={200: ReportOut, **REFUSALS}, summary="Issuer self-check")
def self_check(request: HttpRequest, slug: str) -> ReportOut:
    """Sign a test credential and verify it as anyone else would, with everything that verifiers fetch."""
    institution = institution_to_sign(caller(request), slug, on=clock.today())
    return ReportOut.of(issuer.self_check(institution, at=clock.now()))


class SealOut(Schema):
    """The key facts of a seal's certificate, and its state; its private key is never shown."""

    id: int
    institution: str = Field(alias="institution.slug")
    holder: str
    identifier: str
    fingerprint: str
    is_test: bool
    valid_from: datetime
    valid_until: datetime
    added_at: datetime
    ended_at: datetime | None
    revoked_at: datetime | None
    state: SealState

    @staticmethod
    def resolve_state(seal: Seal) -> SealState:
        """The state it is in now."""
        return seal_state(seal.valid_from, seal.valid_until, seal.ended_at, seal.revoked_at, at=clock.now())


class SealEnd(Schema):
    """Whether someone else may have the key; if so, only an older timestamp keeps what it sealed valid."""

    is_compromised: bool = False


@of_seals.get("", response={200: list[SealOut], **REFUSALS}, summary="E-seals")
def seals(request: HttpRequest) -> list[Seal]:
    """Every seal of the institutions whose seals the caller manages, newest first."""
    require(caller(request), Action.MANAGE_KEYS, None, on=clock.today())
    institutions = institutions_with_keys(caller(request), on=clock.today())
    return [seal for institution in institutions for seal in institution.seals.all()]


@of_seals.post("/{slug:slug}", response={201: SealOut, **REFUSALS}, summary="Upload a seal")
def upload_seal(
    request: HttpRequest, slug: str, file: File[UploadedFile], passphrase: Form[str]
) -> Status[Seal]:
    """Save the seal in a PKCS#12 file (form fields `file` and `passphrase`); sealing begins immediately.

    Credentials that were issued without a seal, or with one that was compromised, are sealed too. Uploading
    the same file again changes nothing.
    """
    institution = institution_to_sign(caller(request), slug, on=clock.today())
    if not file.size or file.size > LARGEST_SEAL:
        raise Invalid(file=_("A seal is a PKCS#12 file (.p12 or .pfx) of 64 kB or less."))
    data = bytes(file.read())
    return Status(
        201,
        starting.start_sealing(
            institution, data=data, passphrase=passphrase, by=caller(request), at=clock.now()
        ),
    )


@of_seals.post("/{int:seal_id}/end", response={204: None, **REFUSALS}, summary="Retire a seal")
def stop_sealing(request: HttpRequest, seal_id: int, sent: SealEnd) -> Status[None]:
    """Retire a seal and erase its key; what was sealed before stays valid.

    If the seal is compromised, only what a trusted timestamp proves to be older stays valid. Awards that are
    still valid and were sealed with it are sealed again as soon as another seal is in use. Retiring it again
    changes nothing, but a retired seal can still be marked as compromised.
    """
    seal = seal_for(caller(request), seal_id, on=clock.today())
    starting.stop_sealing(seal, by=caller(request), at=clock.now(), is_compromised=sent.is_compromised)
    return Status(204, None)
