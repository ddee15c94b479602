"""The addresses of the pages of governance, among those of the network."""

from django.urls import URLPattern, path

from mcx.web.governance import pages, setup

urlpatterns: list[URLPattern] = [
    path("found/<str:token>", setup.found, name="found"),
    path("setup/", setup.setup, name="setup"),
    path("issuers/", setup.issuers, name="issuers"),
    path("steps/", pages.steps, name="steps"),
    path("charter/", pages.current, name="charter"),
    path("charter/propose", pages.propose, name="charter-propose"),
    path("charter/<int:version>/", pages.version, name="charter-version"),
    path("charter/<int:version>/vote", pages.vote, name="charter-vote"),
    path("charter/<int:version>/withdraw", pages.withdraw, name="charter-withdraw"),
]
