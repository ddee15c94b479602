"""Pages of the catalogue domain."""

from collections.abc import Iterable
from datetime import date

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Held
from mcx.catalogue import selectors
from mcx.web.catalogue.browse import browse
from mcx.web.catalogue.edition import edition
from mcx.web.catalogue.runs import cancel, offer
from mcx.web.waiting import Waiting

app_name = "catalogue"
urlpatterns: list[URLPattern] = [
    path("", browse, name="list"),
    path("offerings/<slug:code>/cancel", cancel, name="offering-cancel"),
    path("<slug:code>", edition, name="edition"),
    path("<slug:code>/<int:number>", edition, name="edition-number"),
    path("<slug:code>/offer", offer, name="offering-new"),
]


def waiting(person: Person, held: Iterable[Held], on: date) -> list[Waiting]:
    """Micro-credentials of one's own that nobody can join now or later."""
    count = selectors.waiting(person, held, on).get(Action.OFFER.value, 0)
    url = reverse("catalogue:list")
    return [Waiting(_("Published without a run to apply for"), count, url, "info", "calendar-days")]
