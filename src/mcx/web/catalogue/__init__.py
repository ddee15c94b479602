"""Pages of the catalogue domain."""

from django.urls import URLPattern, path

from mcx.web.catalogue.browse import browse
from mcx.web.catalogue.edition import edition
from mcx.web.catalogue.runs import cancel, offer

app_name = "catalogue"
urlpatterns: list[URLPattern] = [
    path("", browse, name="list"),
    path("offerings/<slug:code>/cancel", cancel, name="offering-cancel"),
    path("<slug:code>", edition, name="edition"),
    path("<slug:code>/<int:number>", edition, name="edition-number"),
    path("<slug:code>/offer", offer, name="offering-new"),
]
