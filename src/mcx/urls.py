"""Every address: the API below /api/, everything else is pages."""

from django.urls import include, path

from mcx.api import api

urlpatterns = [
    path("api/", api.urls),
    path("", include("mcx.web.urls")),
]

handler400 = "mcx.web.errors.bad_request"
handler403 = "mcx.web.errors.forbidden"
handler404 = "mcx.web.errors.not_found"
handler500 = "mcx.web.errors.broken"
