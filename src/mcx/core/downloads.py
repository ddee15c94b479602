"""Handing out files that no browser opens as a page of ours."""

from django.http import HttpResponse


def handed_out(content: bytes, media_type: str, name: str) -> HttpResponse:
    """The bytes as a download; nobody keeps a copy on the way."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
