"""The addresses of the pages of accounts."""

from django.urls import path

from mcx.web.accounts import pages

app_name = "accounts"
urlpatterns = [
    path("", pages.profile, name="profile"),
    path("tokens", pages.create_token, name="create-token"),
    path("tokens/<int:token_id>/revoke", pages.revoke_token, name="revoke-token"),
    path("second-factor", pages.second_factor, name="second-factor"),
    path("proven", pages.proven, name="proven"),
    path("download", pages.download, name="download"),
    path("demonstration", pages.demonstration, name="demonstration"),
    path("demonstration/proof", pages.demonstration_proof, name="demonstration-proof"),
]
