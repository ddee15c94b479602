"""Certificates as PDF with the credential inside: the embedded files are found.

ISO 32000-2 §7.11.4 (embedded files) and §14.13 (associated files), as PDF/A-3 and the European Digital
Credentials use them. The reader is our own, since a few bytes keep the general ones busy without end: it
reads the file's structure only, within limits of work and memory.
"""

from microcred.pdf.attachments import embedded
from microcred.pdf.values import HEADER, Work

__all__ = ["Work", "embedded", "is_pdf"]


def is_pdf(data: bytes) -> bool:
    """Whether the bytes begin as a PDF does, with at most a kilobyte before it."""
    return HEADER in data[:1024]
