"""The addresses of the pages of the wallet."""

from django.urls import path

from mcx.web.wallet import pages

app_name = "wallet"
urlpatterns = [
    path("", pages.wallet, name="list"),
    path("import", pages.bring, name="import"),
    path("challenge", pages.challenge, name="challenge"),
    path("claim/<uuid:award_id>", pages.claim, name="claim"),
    path("<uuid:item_id>/", pages.item, name="item"),
    path("<uuid:item_id>/remove", pages.remove, name="remove"),
    path("<uuid:item_id>/files/<slug:form>", pages.download, name="download"),
    path("shares/", pages.shares, name="shares"),
    path("shares/new", pages.new, name="share-new"),
    path("shares/<int:share_id>/end", pages.end, name="share-end"),
    path("s/<str:token>/", pages.shared, name="shared"),
    path("s/<str:token>/<uuid:item_id>/<slug:form>", pages.download_shared, name="shared-download"),
]
