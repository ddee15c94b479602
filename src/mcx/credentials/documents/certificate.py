"""The certificate for people: a PDF/A-3 page with the credential embedded and a QR code to check it.

Its small sister is a picture, what Europass shows beside the data of a European credential.
"""

import io
from typing import Any

import segno
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mcx.core.reports import country_name, grade_name
from mcx.core.text import in_language
from mcx.core.writing import credits_of, hours_of
from mcx.credentials.documents.typesetting import typeset
from mcx.credentials.models import Award
from mcx.network.selectors.institutions import public_network
from microcred import vocabulary
from microcred.accreditation import Ruling
from microcred.elm import Pages
from microcred.record import Accreditation, AchievementRecord, Assessment

PIXELS_PER_INCH = 40  # 468 pixels wide: the picture is signed and kept in every copy
# One of eight patterns that even out the dots; readers take any. This one is the best for most of our
# addresses, and to find the best for each would take all eight drawings.
MASK = 2


def public_url(award: Award) -> str:
    """Where anybody can check an award by its number, without learning whose it is."""
    return f"{settings.PUBLIC_URL}/verify/{award.pk}"


def check_url(award: Award) -> str:
    """Where whoever holds the certificate can check it, and compare the name and the grade."""
    return f"{public_url(award)}/{award.check_code}"


def certificate(award: Award, record: AchievementRecord, credential: bytes, *, is_fictional: bool) -> bytes:
    """The PDF/A-3a bytes, with the signed credential attached as `credential.json` (ISO 19005-3).

    The page has no status of its own: it stands and ends with the badge that it holds.
    """
    with translation.override(award.learner.language):
        texts = _texts(award, record, is_fictional=is_fictional) | {
            "embedded": _("The signed credential is attached to this file as credential.json."),
            "qr": qr(check_url(award)),
        }
    (page,) = typeset(
        "certificate.typ", texts, attached=credential.decode(), format="pdf", pdf_standards=["a-3a"]
    )
    return page


def pages(award: Award, record: AchievementRecord, *, is_fictional: bool) -> Pages:
    """A picture in the learner's language of what the certificate says, without its outcomes and code."""
    with translation.override(award.learner.language):
        texts = _texts(award, record, is_fictional=is_fictional)
        texts["facts"] = earned(record, award.learner.language)
    return {award.learner.language: typeset("page.typ", texts, format="png", ppi=PIXELS_PER_INCH)}


def qr(address: str) -> str:
    """The code of an address, as a drawing."""
    drawn = io.BytesIO()
    segno.make(address, error="m", mask=MASK).save(drawn, kind="svg", border=0, xmldecl=False, dark="#1d2b3a")
    return drawn.getvalue().decode()


def _texts(award: Award, record: AchievementRecord, *, is_fictional: bool) -> dict[str, Any]:
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
        "fictional": _("Demonstration: fictional learner, course and grade.") if is_fictional else "",
    }


def is_of_demonstration() -> bool:
    """Whether what is said on certificates of this network is fictional (one query)."""
    ours = public_network()
    return bool(ours and ours.is_demonstration)


def _birth(record: AchievementRecord) -> str:
    born = record.learner.birth_date
    return _("born on {day}").format(day=date_format(born, "DATE_FORMAT")) if born else ""


def facts(record: AchievementRecord, language: str) -> list[tuple[str, str]]:
    """What the certificate says beside names and outcomes, as its reader's language writes it."""
    specification = record.specification
    modes = [_(vocabulary.PARTICIPATION.label(code)) for code in specification.participation]
    quality = [_decided(one, language) for one in record.issuer.accreditations]
    *rows, issued = earned(record, language)
    rows += [
        (_("Assessment"), ", ".join(_assessed(a) for a in specification.assessments)),
        (_("Form of participation"), ", ".join(modes)),
        (_("Quality assurance"), "; ".join(quality)),
        (_("Country"), country_name(record.issuer.country)),
        issued,
    ]
    return [(label, value) for label, value in rows if value]


def earned(record: AchievementRecord, language: str) -> list[tuple[str, str]]:
    """What matters most of it: how much, at which level, how well, and since when, which comes last."""
    specification = record.specification
    rows = [
        (_("Workload"), f"{credits_of(specification.ects)} · {hours_of(specification.hours)}"),
        (_("Level"), f"{_('EQF')} {specification.eqf_level}"),
    ]
    if record.grade:
        grade, scale = grade_name(record.grade.value), in_language(record.grade.scale.title, language)
        rows.append((_("Grade"), f"{grade} ({scale})"))
    return [*rows, (_("Issued on"), date_format(record.issued_at.date(), "DATE_FORMAT"))]


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
