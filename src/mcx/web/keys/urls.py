"""The addresses of the pages of keys and seals, among those of credentials."""

from django.urls import URLPattern, path

from mcx.web.keys import pages

urlpatterns: list[URLPattern] = [
    path("keys/", pages.keys, name="keys"),
    path("keys/<slug:slug>/new", pages.create, name="key-new"),
    path("keys/<slug:slug>/self-check", pages.self_check, name="self-check"),
    path("keys/<int:key_id>/end", pages.stop_signing, name="key-end"),
    path("keys/<slug:slug>/seal", pages.upload_seal, name="seal-new"),
    path("seals/<int:seal_id>/end", pages.stop_sealing, name="seal-end"),
]
