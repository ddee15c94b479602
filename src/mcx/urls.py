"""Every address: the API, what specifications prescribe, pages; each tells in its own way what went wrong."""

import sys

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from mcx.api import api
from mcx.api import errors as api_errors
from mcx.core.errors import Unavailable
from mcx.core.trouble import trouble_of
from mcx.web import errors as web_errors

API = "/api/"


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    """There is nothing at the address of the API itself, whatever is sent there."""
    raise Http404


urlpatterns = [
    path("api/", nothing),
    path("api/", api.urls),
    path("", include("mcx.protocols.urls")),
    path("", include("mcx.web.urls")),
]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be understood."""
    answer = api_errors.bad_request if request.path.startswith(API) else web_errors.bad_request
    return answer(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Something that this person may not do."""
    answer = api_errors.forbidden if request.path.startswith(API) else web_errors.forbidden
    return answer(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that shows nothing."""
    answer = api_errors.not_found if request.path.startswith(API) else web_errors.not_found
    return answer(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours, the database or the disk giving way under us, or what stands in the way of serving."""
    is_api, error = request.path.startswith(API), sys.exc_info()[1]
    trouble = error if isinstance(error, Unavailable) else trouble_of(error)
    if trouble:
        unavailable = api_errors.unavailable if is_api else web_errors.unavailable
        return unavailable(request, trouble)
    answer = api_errors.broken if is_api else web_errors.broken
    return answer(request)


handler400 = bad_request
handler403 = forbidden
handler404 = not_found
handler500 = broken
