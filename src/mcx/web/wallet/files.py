"""Handing out credentials as files."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from mcx.credentials.models import IssuedCredential
from mcx.wallet.models import Item
from mcx.wallet.selectors import File, formats_of
from mcx.web.credentials.words import Words

Format = IssuedCredential.Format


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file that can be downloaded: its form in addresses, its name, and what it is good for."""

    form: str
    label: Words
    purpose: Words


FILES = (
    FileLink(
        Format.PDF, Format.PDF.label, _("To print, to send, to show to people. The credential is inside.")
    ),
    FileLink("png", _("Badge (PNG picture)"), _("For profiles and e-mail. The credential is inside.")),
    FileLink(
        Format.OPEN_BADGE,
        Format.OPEN_BADGE.label,
        _("For wallets and badge platforms, and to verify anywhere."),
    ),
    FileLink(
        Format.JWT, Format.JWT.label, _("The same as one line of text, for wallets that ask for a token.")
    ),
    FileLink("svg", _("Badge (SVG drawing)"), _("For print. The credential is inside.")),
)
ORIGINAL = FileLink("original", _("The file as you brought it"), _("Byte for byte."))


def links_of(item: Item) -> list[FileLink]:
    """The files of an item, those for people first."""
    known = formats_of(item)
    return [link for link in (*FILES, ORIGINAL) if link.form in known]


def handed_out(file: File) -> HttpResponse:
    """The bytes as a download that no browser opens as a page of ours."""
    response = HttpResponse(file.content, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
