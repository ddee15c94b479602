"""Pages of the credentials domain: what everybody may verify, and what registrars do."""

from django.urls import path

from mcx.web.credentials import keys, registry, seals, verify

app_name = "credentials"
urlpatterns = [
    path("verify", verify.verify, name="verify"),
    path("verify/<uuid:award_id>", verify.check, name="check"),
    path("verify/<uuid:award_id>/<slug:code>", verify.check, name="check-certificate"),
    path("credentials/", registry.registry, name="registry"),
    path("credentials/keys/", keys.keys, name="keys"),
    path("credentials/keys/<slug:slug>/new", keys.create, name="key-new"),
    path("credentials/keys/<slug:slug>/self-check", keys.self_check, name="self-check"),
    path("credentials/keys/<int:key_id>/end", keys.end, name="key-end"),
    path("credentials/keys/<slug:slug>/seal", seals.upload, name="seal-new"),
    path("credentials/seals/<int:seal_id>/end", seals.end, name="seal-end"),
    path("credentials/<uuid:award_id>/", registry.award, name="award"),
    path("credentials/<uuid:award_id>/europass", registry.europass, name="europass"),
    path("credentials/<uuid:award_id>/revoke", registry.revoke, name="revoke"),
    path("credentials/<uuid:award_id>/withdraw", registry.withdraw, name="withdraw"),
]
