"""Verification for anybody, without an account."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Router, Schema, UploadedFile

from mcx.api.errors import Problem
from mcx.api.reports import ReportOut
from mcx.core import clock
from mcx.core.errors import Invalid
from mcx.credentials import selectors
from mcx.credentials.models import IssuedCredential, Revocation
from mcx.credentials.rules import LARGEST_FILE, Verdict
from mcx.credentials.selectors import Examination
from microcred.trust import KnownIssuer

router = Router()


class IssuerOut(Schema):
    """The issuer as a register knows it; the signature proves that the credential comes from there."""

    id: str
    name: str
    registry: str
    member_from: date | None
    member_until: date | None

    @classmethod
    def of(cls, issuer: KnownIssuer) -> "IssuerOut":
        """The issuer as JSON."""
        return cls(
            id=issuer.id,
            name=issuer.name,
            registry=issuer.registry,
            member_from=issuer.member_from,
            member_until=issuer.member_until,
        )


class PublicRevocationOut(Schema):
    """When a credential of this network was revoked, and the category of the reason; never the words."""

    reason: Revocation.Reason
    revoked_at: datetime

    @classmethod
    def of(cls, revocation: Revocation) -> "PublicRevocationOut":
        """The revocation as JSON."""
        return cls(reason=Revocation.Reason(revocation.reason), revoked_at=revocation.revoked_at)


class VerificationOut(ReportOut):
    """Every check of a verification, what kind of credential it was, and which parts were understood.

    `kind` and `carrier` are empty and `verdict` is `unreadable` for what is no credential; `understood` are
    paths of the document. `issuer` is null unless a register knows it and the signature proves it.
    """

    verdict: Verdict
    kind: str
    carrier: str
    understood: list[str]
    not_understood: list[str]
    issuer: IssuerOut | None
    revocation: PublicRevocationOut | None


def verification(examined: Examination) -> VerificationOut:
    """An examination as JSON."""
    reading, report = examined.reading, examined.report.as_json()
    return VerificationOut(
        conclusion=report["conclusion"],
        checks=report["checks"],
        verdict=examined.verdict,
        kind=str(reading.kind) if reading else "",
        carrier=str(reading.carrier) if reading else "",
        understood=list(reading.understood) if reading else [],
        not_understood=list(reading.losses) if reading else [],
        issuer=IssuerOut.of(examined.issuer) if examined.issuer else None,
        revocation=PublicRevocationOut.of(examined.revocation) if examined.revocation else None,
    )


def content_of(file: UploadedFile) -> bytes:
    """The bytes of an uploaded credential.

    :raises Invalid: when it is empty or too large to be one
    """
    if not file.size or file.size > LARGEST_FILE:
        raise Invalid(file=_("Send a file of at most 8 MB."))
    return bytes(file.read())


@router.post(
    "/verify", response={200: VerificationOut, 422: Problem}, auth=None, summary="Verify a credential"
)
def verify(request: HttpRequest, file: File[UploadedFile]) -> VerificationOut:
    """Check a credential of any kind (form field `file`); nothing of it is kept and nothing fetched.

    A file that is no credential is answered too, with one failed check that says what it is instead. Of a
    PDF or picture the check `carrier` says whether it is the very file that this network issued.
    """
    return verification(selectors.examine(content_of(file), at=clock.now()))


@router.get(
    "/verify/{uuid:award_id}",
    response={200: VerificationOut, 404: Problem},
    auth=None,
    summary="Verify by number",
)
def check(request: HttpRequest, award_id: UUID) -> VerificationOut:
    """Check the credential with the number on its certificate; the answer names nobody and no grade."""
    award = selectors.award_to_check(award_id)
    badge = selectors.credential_of(award, IssuedCredential.Format.OPEN_BADGE)
    return verification(selectors.examine(bytes(badge.content), at=clock.now()))
