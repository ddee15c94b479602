"""Endpoints about what the home university would recognise, before anyone applies."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from mcx.api.auth import caller
from mcx.api.errors import REFUSALS
from mcx.api.network.programmes import ProgrammeOut
from mcx.api.reports import ReportOut
from mcx.catalogue.selectors.editions import public_edition
from mcx.core import clock
from mcx.recognition import checks
from mcx.recognition.checks import Preview

router = Router()


class PreviewOut(Schema):
    """How a degree programme would recognise a micro-credential: route, ECTS and every condition.

    `route` is `own` or `automatic` if it would be decided immediately, `unconfirmed` if it would be once the
    university has confirmed that the caller studies there, and `individual` if an officer decides.
    """

    programme: ProgrammeOut
    route: str = Field(json_schema_extra={"enum": ["own", "automatic", "unconfirmed", "individual"]})
    agreement: str | None
    ects: Decimal
    report: ReportOut

    @staticmethod
    def resolve_agreement(preview: Preview) -> str | None:
        """The agreement that would decide, if there is one."""
        return preview.agreement.code if preview.agreement else None

    @staticmethod
    def resolve_report(preview: Preview) -> ReportOut:
        """Every condition as checked today."""
        return ReportOut.of(preview.report)


@router.get(
    "/preview/{slug:code}",
    response={200: list[PreviewOut], **REFUSALS},
    summary="Would my university recognise it?",
)
def preview(request: HttpRequest, code: str) -> Any:
    """How each of the caller's degree programmes would recognise a micro-credential, before they apply."""
    return checks.preview(caller(request), public_edition(code), on=clock.today())
