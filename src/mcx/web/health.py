"""What a process manager and a load balancer ask: is it alive, and can it serve?"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mcx.core import clock
from mcx.core.readiness import check_process
from microcred.report import Outcome


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; it asks no database."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when this process can serve, else 503; its checks say why, and warnings do not count."""
    with translation.override("en"):
        report = check_process(at=clock.now())
        is_ready = not report.only(Outcome.FAILED)
        body = {"status": "ready" if is_ready else "not ready", "checks": report.as_json()["checks"]}
    return JsonResponse(body, status=200 if is_ready else 503)


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
