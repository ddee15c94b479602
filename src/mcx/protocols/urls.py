"""The addresses that credentials name: they stay for ever."""

from django.urls import path

from mcx.protocols import context, did_web, status_lists, trust_file

app_name = "protocols"
urlpatterns = [
    path("institutions/<slug:slug>/did.json", did_web.did, name="did"),
    path(
        "institutions/<slug:slug>/status/<slug:purpose>/<int:number>",
        status_lists.status_list,
        name="status-list",
    ),
    path("trust.json", trust_file.register, name="trust"),
    path("ns/microcred/v1", context.context, name="context"),
]
