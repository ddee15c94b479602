"""Endpoints about e-seals: which there are, uploading one, ending one."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile

from mcx.accounts.rules import Action
from mcx.api.auth import caller
from mcx.api.credentials.keys import REFUSALS
from mcx.core import clock
from mcx.core.errors import Invalid
from mcx.credentials.services.starting import start_sealing, stop_sealing
from mcx.keys.models import Seal
from mcx.keys.rules import LARGEST_SEAL, SealState, seal_state
from mcx.keys.selectors import institution_to_sign, institutions_with_keys, seal_for
from mcx.network.selectors.rights import require

router = Router()


class SealOut(Schema):
    """A seal's certificate in short, and where it stands; its key never leaves."""

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
    """Whether somebody else may have the key; what it sealed then stands only with an older timestamp."""

    is_compromised: bool = False


@router.get("", response={200: list[SealOut], **REFUSALS}, summary="E-seals")
def seals(request: HttpRequest) -> list[Seal]:
    """Every seal of the institutions that the caller seals for, newest first."""
    require(caller(request), Action.MANAGE_KEYS, None, on=clock.today())
    institutions = institutions_with_keys(caller(request), on=clock.today())
    return [seal for institution in institutions for seal in institution.seals.all()]


@router.post("/{slug:slug}", response={201: SealOut, **REFUSALS}, summary="Upload a seal")
def upload(request: HttpRequest, slug: str, file: File[UploadedFile], passphrase: Form[str]) -> Status[Seal]:
    """Keep the seal of a PKCS#12 file (form fields `file` and `passphrase`); sealing begins at once.

    Credentials that were issued without a seal, or with one that was compromised, are sealed too. The same
    file again changes nothing.
    """
    institution = institution_to_sign(caller(request), slug, on=clock.today())
    if not file.size or file.size > LARGEST_SEAL:
        raise Invalid(file=_("A seal is a PKCS#12 file (.p12 or .pfx) of at most 64 kB."))
    data = bytes(file.read())
    return Status(
        201, start_sealing(institution, data=data, passphrase=passphrase, by=caller(request), at=clock.now())
    )


@router.post("/{int:seal_id}/end", response={204: None, **REFUSALS}, summary="End a seal")
def end(request: HttpRequest, seal_id: int, sent: SealEnd) -> Status[None]:
    """Stop sealing and erase the key; what was sealed before stands.

    Of a compromised seal only what a trusted timestamp proves to be older. What it sealed of awards that
    stand is sealed anew as soon as there is another seal in use. Ending it again changes nothing, but one
    that was ended can still turn out to be compromised.
    """
    seal = seal_for(caller(request), seal_id, on=clock.today())
    stop_sealing(seal, by=caller(request), at=clock.now(), is_compromised=sent.is_compromised)
    return Status(204, None)
