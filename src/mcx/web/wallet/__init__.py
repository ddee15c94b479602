"""Pages of the wallet domain: what a learner holds, brings along and shows."""

from django.urls import path

from mcx.web.wallet import items, shared, shares

app_name = "wallet"
urlpatterns = [
    path("", items.wallet, name="list"),
    path("import", items.bring, name="import"),
    path("claim/<uuid:award_id>", items.claim, name="claim"),
    path("<uuid:item_id>/", items.item, name="item"),
    path("<uuid:item_id>/remove", items.remove, name="remove"),
    path("<uuid:item_id>/files/<slug:form>", items.download, name="download"),
    path("shares/", shares.shares, name="shares"),
    path("shares/new", shares.new, name="share-new"),
    path("shares/<int:share_id>/end", shares.end, name="share-end"),
    path("s/<str:token>/", shared.shared, name="shared"),
    path("s/<str:token>/<uuid:item_id>/<slug:form>", shared.download, name="shared-download"),
]
