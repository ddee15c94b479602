"""Pages of the credentials domain: what everybody may verify and fetch, and what registrars do."""

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Held, may
from mcx.credentials import selectors
from mcx.credentials.rules import Standing
from mcx.web.credentials import keys, published, registry, verify
from mcx.web.waiting import Waiting

app_name = "credentials"
urlpatterns = [
    path("verify", verify.verify, name="verify"),
    path("verify/<uuid:award_id>", verify.check, name="check"),
    path("credentials/", registry.registry, name="registry"),
    path("credentials/keys/", keys.keys, name="keys"),
    path("credentials/keys/<slug:slug>/new", keys.create, name="key-new"),
    path("credentials/keys/<slug:slug>/self-check", keys.self_check, name="self-check"),
    path("credentials/keys/<int:key_id>/end", keys.end, name="key-end"),
    path("credentials/<uuid:award_id>/", registry.award, name="award"),
    path("credentials/<uuid:award_id>/revoke", registry.revoke, name="revoke"),
    path("credentials/<uuid:award_id>/withdraw", registry.withdraw, name="withdraw"),
    path("institutions/<slug:slug>/did.json", published.did, name="did"),
    path(
        "institutions/<slug:slug>/status/<slug:purpose>/<int:number>",
        published.status_list,
        name="status-list",
    ),
    path("ns/microcred/v1", published.context, name="context"),
]


def waiting(person: Person, held: tuple[Held, ...], on: date) -> list[Waiting]:
    """What waits for a registrar: credentials whose grade was corrected, universities that cannot sign."""
    found = []
    if may(held, Action.REVOKE, None):
        overtaken = selectors.awards_for_staff(
            person, on=on, action=Action.REVOKE, standing=Standing.OVERTAKEN
        )
        url = f"{reverse('credentials:registry')}?standing={Standing.OVERTAKEN}"
        title = _("Credentials whose grade was corrected")
        found.append(Waiting(title, overtaken.count(), url, "bad", "exclamation-triangle"))
    if may(held, Action.MANAGE_KEYS, None):
        lacking = selectors.institutions_without_key(person, on=on).count()
        found.append(
            Waiting(
                _("Universities without a signing key"), lacking, reverse("credentials:keys"), "bad", "key"
            )
        )
    return found
