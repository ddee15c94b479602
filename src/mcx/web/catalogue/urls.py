"""The addresses of the pages of the catalogue."""

from django.urls import URLPattern, path

from mcx.web.catalogue import pages

app_name = "catalogue"
urlpatterns: list[URLPattern] = [
    path("", pages.browse, name="list"),
    path("offerings/<slug:code>/cancel", pages.cancel, name="offering-cancel"),
    path("<slug:code>", pages.edition, name="edition"),
    path("<slug:code>/<int:number>", pages.edition, name="edition-number"),
    path("<slug:code>/offer", pages.offer, name="offering-new"),
]
