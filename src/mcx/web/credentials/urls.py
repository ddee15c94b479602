"""The addresses of the pages of credentials."""

from django.urls import include, path

from mcx.web.credentials import pages

app_name = "credentials"
urlpatterns = [
    path("verify", pages.verify, name="verify"),
    path("verify/<uuid:award_id>", pages.check, name="check"),
    path("verify/<uuid:award_id>/<slug:code>", pages.check, name="check-certificate"),
    path("credentials/", pages.registry, name="registry"),
    path("credentials/", include("mcx.web.keys.urls")),
    path("credentials/<uuid:award_id>/", pages.award, name="award"),
    path("credentials/<uuid:award_id>/europass", pages.europass, name="europass"),
    path("credentials/<uuid:award_id>/revoke", pages.revoke, name="revoke"),
    path("credentials/<uuid:award_id>/withdraw", pages.withdraw, name="withdraw"),
]
