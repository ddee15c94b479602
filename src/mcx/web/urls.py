"""The addresses of all pages: one line per domain."""

from allauth.account.views import email
from django.urls import include, path

from mcx.web import access, accounts, guide, health, home, styleguide

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("language", home.language, name="language"),
    path("theme", home.theme, name="theme"),
    path("favicon.ico", home.favicon, name="favicon"),
    path("styleguide", styleguide.styleguide, name="styleguide"),
    path("guide/", include(guide)),
    # Whoever changes an address can have the password reset, so it asks for a proof first.
    path("accounts/email/", access.proven(email), name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("account/", include(accounts)),
    path("network/", include("mcx.web.network.urls")),
    path("skills/", include("mcx.web.skills")),
    path("catalogue/", include("mcx.web.catalogue.urls")),
    path("learning/", include("mcx.web.learning.urls")),
    path("", include("mcx.web.credentials.urls")),
    path("wallet/", include("mcx.web.wallet.urls")),
    path("recognition/", include("mcx.web.recognition.urls")),
    path("quality/", include("mcx.web.quality")),
    path("pathways/", include("mcx.web.pathways")),
    path("industry/", include("mcx.web.industry")),
    path("design/", include("mcx.web.design")),
]
