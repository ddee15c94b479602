"""Verification for everyone, without an account."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Query, Router, Schema, UploadedFile

from mcx.api.errors import Problem
from mcx.api.reports import ReportOut
from mcx.core import clock
from mcx.core.errors import Invalid
from mcx.core.reports import translated
from mcx.credentials import selectors
from mcx.credentials.checks.verification import Examination, examine
from mcx.credentials.models import Revocation
from mcx.credentials.rules import LARGEST_FILE, TELLINGS, Telling, Verdict, telling
from microcred.record import AchievementRecord
from microcred.trust import KnownIssuer

router = Router()
LONGEST_CODE = 100  # of a certificate; ours are shorter


class AbsenceOut(Schema):
    """A period without membership, between two memberships; both days are included."""

    first: date
    last: date


class IssuerOut(Schema):
    """The issuer as a register lists it; the signature proves that the credential comes from there."""

    id: str
    name: str
    registry: str
    member_from: date | None
    member_until: date | None
    away: list[AbsenceOut]

    @classmethod
    def of(cls, issuer: KnownIssuer) -> "IssuerOut":
        """The issuer as JSON."""
        return cls(
            id=issuer.id,
            name=issuer.name,
            registry=issuer.registry,
            member_from=issuer.member_from,
            member_until=issuer.member_until,
            away=[AbsenceOut(first=first, last=last) for first, last in issuer.away],
        )


class PublicRevocationOut(Schema):
    """When a credential of this network was revoked, and the category of the reason; never its text."""

    reason: Revocation.Reason
    revoked_at: datetime

    @classmethod
    def of(cls, revocation: Revocation) -> "PublicRevocationOut":
        """The revocation as JSON."""
        return cls(reason=Revocation.Reason(revocation.reason), revoked_at=revocation.revoked_at)


class VerificationOut(ReportOut):
    """Every check of a verification, the type of credential, and which parts of it were read.

    `kind` and `carrier` are empty and `verdict` is `unreadable` if the file is not a credential. `understood`
    lists paths in the document. `issuer` is null unless a register lists it and the signature proves it. The
    verdict is `replaced` for a file of this network that was signed again: what it confirms is still valid,
    the file is not.
    """

    verdict: Verdict
    kind: str
    carrier: str
    understood: list[str]
    not_understood: list[str]
    issuer: IssuerOut | None
    revocation: PublicRevocationOut | None


class TellingOut(Schema):
    """How much the answer shows, and what to do with it, in the words of the page."""

    how: Telling
    title: str
    text: str

    @classmethod
    def of(cls, how: Telling) -> "TellingOut":
        """The same in the caller's language."""
        title, text = map(translated, TELLINGS[how])
        return cls(how=how, title=title, text=text)


class CertificateOut(Schema):
    """What the certificate must say; `grade` and `scale` are empty if there is no grade."""

    learner: str
    title: dict[str, str]
    grade: str
    scale: dict[str, str]

    @classmethod
    def of(cls, record: AchievementRecord) -> "CertificateOut":
        """The credential's own words."""
        grade = record.grade
        return cls(
            learner=record.learner.name,
            title=dict(record.specification.title),
            grade=grade.value if grade else "",
            scale=dict(grade.scale.title) if grade else {},
        )


class CheckedOut(VerificationOut):
    """A credential found by its number; `certificate` is null without the code on the certificate."""

    telling: TellingOut
    certificate: CertificateOut | None


def verification(examined: Examination) -> VerificationOut:
    """An examination as JSON."""
    reading, report = examined.reading, ReportOut.of(examined.report)
    return VerificationOut(
        conclusion=report.conclusion,
        checks=report.checks,
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
        raise Invalid(file=_("Send a file of 8 MB or less."))
    return bytes(file.read())


@router.post(
    "/verify", response={200: VerificationOut, 422: Problem}, auth=None, summary="Verify a credential"
)
def verify(request: HttpRequest, file: File[UploadedFile]) -> VerificationOut:
    """Verify a credential of any type (form field `file`); nothing of it is saved and nothing is fetched.

    A file that is not a credential gets an answer too, with one failed check that says what it is instead.
    For a PDF or picture, the check `carrier` says whether it is exactly the file that this network issued.
    """
    return verification(examine(content_of(file), at=clock.now()))


@router.get(
    "/verify/{uuid:award_id}",
    response={200: CheckedOut, 404: Problem, 422: Problem},
    auth=None,
    summary="Verify a credential by its number",
)
def check(
    request: HttpRequest,
    response: HttpResponse,
    award_id: UUID,
    code: Annotated[str, Query(max_length=LONGEST_CODE)] = "",
) -> CheckedOut:
    """Verify a credential by the number on its certificate.

    With the number alone the answer names nobody and no grade. With the `code` that follows the number on the
    certificate, the answer also shows what the certificate must say. A wrong code is answered like no code.
    """
    if code:
        response["Cache-Control"] = "private, no-store"
    award = selectors.public_award(award_id)
    examined = examine(selectors.badge_of(award), at=clock.now())
    has_certificate = selectors.is_on_certificate(award, code)
    how = telling(has_certificate=has_certificate, is_revoked=examined.revocation is not None)
    return CheckedOut(
        **verification(examined).dict(), telling=TellingOut.of(how), certificate=_certificate(examined, how)
    )


def _certificate(examined: Examination, how: Telling) -> CertificateOut | None:
    record = examined.reading.record if examined.reading else None
    return CertificateOut.of(record) if record and how is Telling.CERTIFICATE else None
