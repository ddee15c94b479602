"""Pages of the wallet domain: what a learner holds, brings along and shows."""

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Held
from mcx.wallet import selectors
from mcx.web.waiting import Waiting
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


def waiting(person: Person, held: tuple[Held, ...], on: date) -> list[Waiting]:
    """What waits for a learner: credentials to accept."""
    title, url = _("Credentials waiting to be claimed"), reverse("wallet:list")
    return [Waiting(title, selectors.awaiting_claim(person).count(), url, "info", "academic-cap")]
