"""The certificate for people: a PDF/A-3 page with the credential embedded and a QR code to check it.

Typeset by typst, whose engine and fonts come in one wheel; all values are passed as inputs, never pasted
into the template, so no text of a learner or course can be anything but text.
"""

import io
import json
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mcx.core.reports import country_name, grade_name
from mcx.core.text import in_language
from mcx.core.writing import credits_of, hours_of
from mcx.credentials.models import Award
from mcx.network.selectors.institutions import public_network
from microcred import vocabulary
from microcred.accreditation import Ruling
from microcred.elm import Pages
from microcred.record import Accreditation, AchievementRecord, Assessment

PIXELS_PER_INCH = 72  # 842 pixels wide: what the official credentials have
TEMPLATE = Path(__file__).resolve().parents[1] / "certificate.typ"


def public_url(award: Award) -> str:
    """Where anybody can check an award by its number, without learning whose it is."""
    return f"{settings.PUBLIC_URL}/verify/{award.pk}"


def check_url(award: Award) -> str:
    """Where whoever holds the certificate can check it, and compare the name and the grade."""
    return f"{public_url(award)}/{award.check_code}"


def certificate(award: Award, record: AchievementRecord, credential: bytes) -> bytes:
    """The PDF/A-3a bytes, with the signed credential attached as `credential.json` (ISO 19005-3).

    The page has no status of its own: it stands and ends with the badge that it holds.
    """
    inputs = _inputs(award, record, credential)
    return bytes(typst.compile(str(TEMPLATE), sys_inputs=inputs, format="pdf", pdf_standards=["a-3a"]))


def pages(award: Award, record: AchievementRecord) -> Pages:
    """The same certificate as page images in the learner's language: what Europass shows of a credential."""
    inputs = _inputs(award, record, b"")
    drawn: bytes | list[bytes] = typst.compile(
        str(TEMPLATE), sys_inputs=inputs, format="png", ppi=PIXELS_PER_INCH
    )
    return {award.learner.language: drawn if isinstance(drawn, list) else [drawn]}


def _inputs(award: Award, record: AchievementRecord, credential: bytes) -> dict[str, str]:
    with translation.override(award.learner.language):
        return {
            "certificate": json.dumps(_texts(award, record, has_file=bool(credential))),
            "credential": credential.decode(),
            "qr": qr(check_url(award)),
        }


def qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0, xmldecl=False, dark="#1d2b3a")
    return drawn.getvalue().decode()


def _texts(award: Award, record: AchievementRecord, *, has_file: bool) -> dict[str, Any]:
    specification, language = record.specification, translation.get_language() or "en"
    return {
        "language": language,
        "issued_on": [record.issued_at.year, record.issued_at.month, record.issued_at.day],
        "heading": _("Micro-credential"),
        "awarded_to": _("awarded to"),
        "for": _("for"),
        "learner": record.learner.name,
        "birth": _birth(record),
        "title": in_language(specification.title, language),
        "institution": in_language(record.issuer.legal_name, language),
        "outcomes_heading": _("The holder has shown that they can"),
        "outcomes": [in_language(outcome.title, language) for outcome in specification.outcomes],
        "facts": facts(record, language),
        "check": _("Scan to check that this certificate is genuine and still valid."),
        "check_url": check_url(award),
        "embedded": _("The signed credential is attached to this file as credential.json.")
        if has_file
        else "",
        "fictional": _("Demonstration: fictional learner, course and grade.") if _is_fictional() else "",
    }


def _is_fictional() -> bool:
    ours = public_network()
    return bool(ours and ours.is_demonstration)


def _birth(record: AchievementRecord) -> str:
    born = record.learner.birth_date
    return _("born on {day}").format(day=date_format(born, "DATE_FORMAT")) if born else ""


def facts(record: AchievementRecord, language: str) -> list[tuple[str, str]]:
    """What the certificate says beside names and outcomes, as its reader's language writes it."""
    specification = record.specification
    grade = (
        f"{grade_name(record.grade.value)} ({in_language(record.grade.scale.title, language)})"
        if record.grade
        else ""
    )
    modes = [_(vocabulary.PARTICIPATION.label(code)) for code in specification.participation]
    quality = [_decided(one, language) for one in record.issuer.accreditations]
    rows = [
        (_("Workload"), f"{credits_of(specification.ects)} · {hours_of(specification.hours)}"),
        (_("Level"), f"{_('EQF')} {specification.eqf_level}"),
        (_("Grade"), grade),
        (_("Assessment"), ", ".join(_assessed(a) for a in specification.assessments)),
        (_("Form of participation"), ", ".join(modes)),
        (_("Quality assurance"), "; ".join(quality)),
        (_("Country"), country_name(record.issuer.country)),
        (_("Issued on"), date_format(record.issued_at.date(), "DATE_FORMAT")),
    ]
    return [(label, value) for label, value in rows if value]


def _decided(accreditation: Accreditation, language: str) -> str:
    """A decision that counted on the day of the award, as the record holds it."""
    title, agency = in_language(accreditation.title, language), accreditation.agency
    if accreditation.decision == Ruling.CONDITIONS:
        return _("{decision} ({agency}), with conditions").format(decision=title, agency=agency)
    return f"{title} ({agency})"


def _assessed(assessment: Assessment) -> str:
    kind = _(vocabulary.ASSESSMENT.label(assessment.kind))
    supervision = vocabulary.SUPERVISION.label(assessment.supervision)
    return f"{kind} – {_(supervision)}" if supervision else kind
