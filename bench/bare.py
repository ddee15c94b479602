"""The bare view that `bench.http` compares with: Django with one address, no middleware and no database."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def view(request: HttpRequest) -> HttpResponse:
    """Two letters."""
    return HttpResponse(b"ok", content_type="text/plain")


urlpatterns = [path("healthz", view)]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bare", LOGGING_CONFIG=None)
application = get_wsgi_application()
