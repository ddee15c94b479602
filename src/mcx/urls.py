"""Every address: the API below /api/, everything else is pages; each tells in its own way what went wrong."""

import sys

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from mcx.api import api
from mcx.api import errors as api_errors
from mcx.core.disk import is_full
from mcx.web import errors as web_errors

API = "/api/"

urlpatterns = [
    path("api/", api.urls),
    path("", include("mcx.web.urls")),
]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be understood."""
    answer = api_errors.bad_request if request.path.startswith(API) else web_errors.bad_request
    return answer(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that shows nothing."""
    answer = api_errors.not_found if request.path.startswith(API) else web_errors.not_found
    return answer(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours; a disk that takes no more is told from the others."""
    is_program = request.path.startswith(API)
    if is_full(sys.exception()):
        return api_errors.no_room(request) if is_program else web_errors.no_room(request)
    return api_errors.broken(request) if is_program else web_errors.broken(request)


handler400 = bad_request
handler403 = web_errors.forbidden
handler404 = not_found
handler500 = broken
