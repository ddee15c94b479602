"""Certificates as PDF with the credential inside: embedded files found, and attached for WeasyPrint.

ISO 32000-2 §7.11.4 (embedded files) and §14.13 (associated files), as PDF/A-3 and the European Digital
Credentials use them. The reader is our own, since a few bytes keep the general ones busy without end: it
reads the file's structure only, within limits of work and memory.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from microcred.pdf.attachments import embedded
from microcred.pdf.values import HEADER

if TYPE_CHECKING:
    from weasyprint import Attachment

__all__ = ["attachment", "embedded", "is_pdf"]


def is_pdf(data: bytes) -> bool:
    """Whether the bytes begin as a PDF does, with at most a kilobyte before it."""
    return HEADER in data[:1024]


def attachment(name: str, credential: bytes, *, at: datetime, description: str = "") -> "Attachment":
    """The credential as what WeasyPrint embeds: the source of which the PDF is the readable form."""
    from weasyprint import Attachment  # noqa: PLC0415 - takes long to import, and readers do without

    return Attachment(
        string=credential,
        name=name,
        description=description,
        created=at,
        modified=at,
        relationship="Source",
    )
