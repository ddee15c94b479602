"""Endpoints about what would count at home, before anybody enrols."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from mcx.api.auth import caller
from mcx.api.errors import REFUSALS
from mcx.api.network.programmes import ProgrammeOut
from mcx.api.reports import ReportOut
from mcx.catalogue.selectors import public_edition
from mcx.core import clock
from mcx.recognition import checks
from mcx.recognition.checks import Preview

router = Router()


class PreviewOut(Schema):
    """How a home programme would recognise something: route, ECTS and every condition.

    `route` is `own` or `automatic` where it would be decided at once, `unconfirmed` where it would be once
    the university has confirmed that the caller studies there, `individual` where an officer decides.
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
        """Every condition as it is met today."""
        return ReportOut.of(preview.report)


@router.get("/preview/{slug:code}", response={200: list[PreviewOut], **REFUSALS}, summary="Would it count?")
def preview(request: HttpRequest, code: str) -> Any:
    """What each programme that the caller says to study would say to a micro-credential, before enrolling."""
    return checks.preview(caller(request), public_edition(code), on=clock.today())
