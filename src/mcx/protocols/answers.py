"""How this door answers: to anybody from anywhere, with how long the answer may be kept."""

from django.http import HttpResponse

A_MINUTE, A_YEAR = 60, 31_536_000


def public(content: bytes, media_type: str, seconds: int) -> HttpResponse:
    """An answer that any origin may read and any cache keep for so long."""
    response = HttpResponse(content, content_type=media_type)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response
