"""Endpoints about signing keys: which there are, making one, ending one, testing the issuer."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.errors import Problem
from mcx.api.reports import ReportOut
from mcx.core import clock
from mcx.credentials.checks import issuer
from mcx.credentials.services.starting import start_signing, stop_signing
from mcx.keys.models import SigningKey
from mcx.keys.selectors import institution_to_sign, institutions_with_keys, key_for
from mcx.network.selectors.rights import require

router = Router()
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
Kind = Literal["Ed25519", "P-256"]


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
    """Whether somebody else may have the key; then nothing that it signed is believed by itself any more."""

    is_compromised: bool = False


@router.get("", response={200: list[KeyOut], **REFUSALS}, summary="Signing keys")
def keys(request: HttpRequest) -> list[SigningKey]:
    """Every key of the institutions that the caller signs for, newest first; private halves never leave."""
    require(caller(request), Action.MANAGE_KEYS, None, on=clock.today())
    institutions = institutions_with_keys(caller(request), on=clock.today())
    return [key for institution in institutions for key in institution.signing_keys.all()]


@router.post("/{slug:slug}", response={201: KeyOut, **REFUSALS}, summary="Create a key")
def create(request: HttpRequest, slug: str, kind: Kind = "Ed25519") -> Status[SigningKey]:
    """Make a key that signs from now on: `Ed25519` for badges, `P-256` for digital wallets.

    Earlier keys stay published.
    """
    institution = institution_to_sign(caller(request), slug, on=clock.today())
    return Status(201, start_signing(institution, kind=kind, by=caller(request), at=clock.now()))


@router.post("/{int:key_id}/end", response={204: None, **REFUSALS}, summary="End a key")
def end(request: HttpRequest, key_id: int, sent: KeyEnd) -> Status[None]:
    """Stop signing with a key; an institution's only key can be ended once there is another.

    What a compromised key signed is signed anew with the one in use; the earlier files then say that they
    were replaced.
    """
    key = key_for(caller(request), key_id, on=clock.today())
    stop_signing(key, by=caller(request), at=clock.now(), is_compromised=sent.is_compromised)
    return Status(204, None)


@router.get("/{slug:slug}/self-check", response={200: ReportOut, **REFUSALS}, summary="Issuer self-check")
def self_check(request: HttpRequest, slug: str) -> ReportOut:
    """Sign a sample and verify it as a stranger would, with everything that verifiers fetch."""
    institution = institution_to_sign(caller(request), slug, on=clock.today())
    return ReportOut.of(issuer.self_check(institution, at=clock.now()))
