"""Handing out credentials as files."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from mcx.credentials.models import IssuedCredential
from mcx.wallet.models import Item
from mcx.wallet.selectors import File, formats_of
from mcx.web.credentials.words import Words

Format = IssuedCredential.Format
PURPOSES = {
    Format.PDF: _("To print, to send, to show to people. The credential is inside."),
    Format.OPEN_BADGE: _("For wallets and badge platforms, and to verify anywhere."),
    Format.JWT: _("The same as one line of text, for wallets that ask for a token."),
}


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file that can be downloaded: its form in addresses, its name, and what it is good for."""

    form: str
    label: Words
    purpose: Words


def links_of(item: Item) -> list[FileLink]:
    """The files of an item, those for people first."""
    if item.award is None:
        return [FileLink("original", _("The file as you brought it"), _("Byte for byte."))]
    issued = {each.format: each for each in formats_of(item)}
    return [
        FileLink(form, Format(form).label, purpose) for form, purpose in PURPOSES.items() if form in issued
    ]


def handed_out(file: File) -> HttpResponse:
    """The bytes as a download that no browser opens as a page of ours."""
    response = HttpResponse(file.content, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
