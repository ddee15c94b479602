"""The addresses of all pages: one line per domain."""

from allauth.account.views import email
from django.urls import include, path

from mcx.web import access, guide, health, home, styleguide

urlpatterns = [
    path("", home.home, name="home"),
    path("", include(health)),
    path("language", home.language, name="language"),
    path("theme", home.theme, name="theme"),
    path("favicon.ico", home.favicon, name="favicon"),
    path("styleguide", styleguide.styleguide, name="styleguide"),
    path("guide/", include(guide)),
    # Whoever changes an address can have the password reset, so it asks for a proof first.
    path("accounts/email/", access.proven(email), name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("account/", include("mcx.web.accounts.urls")),
    path("network/", include("mcx.web.network.urls")),
    path("skills/", include("mcx.web.skills.urls")),
    path("catalogue/", include("mcx.web.catalogue.urls")),
    path("learning/", include("mcx.web.learning.urls")),
    path("", include("mcx.web.credentials.urls")),
    path("wallet/", include("mcx.web.wallet.urls")),
    path("recognition/", include("mcx.web.recognition.urls")),
    path("quality/", include("mcx.web.quality.urls")),
    path("pathways/", include("mcx.web.pathways.urls")),
    path("industry/", include("mcx.web.industry.urls")),
    path("design/", include("mcx.web.design.urls")),
]
