"""Pages that say what is so now, and offer nothing that would be refused."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from mcx.credentials.services.revocation import revoke
from mcx.network.models import Affiliation
from mcx.wallet.selectors import file_of
from tests import cast
from tests.credentials.cast import EXPLANATION, registrar, signed_in
from tests.wallet.cast import item

pytestmark = pytest.mark.django_db


def test_a_picture_without_a_credential_says_where_to_ask(client: Client) -> None:
    picture = BytesIO(file_of(item(), "public-png").content)
    picture.name = "badge.png"

    html = client.post(reverse("credentials:verify"), {"file": picture}).content.decode()

    assert "A picture without a credential inside" in html
    assert "Not readable" not in html


def test_nobody_is_invited_to_show_what_was_revoked() -> None:
    held = item()
    assert held.award is not None
    revoke(held.award, reason="error", explanation=EXPLANATION, by=registrar(), at=cast.NOW)
    client = signed_in(held.owner)

    html = client.get(reverse("wallet:item", args=[held.pk])).content.decode()
    form = client.get(f"{reverse('wallet:share-new')}?item={held.pk}").content.decode()

    assert "Ask for recognition" not in html
    assert "?item=" not in html
    assert "Picture for social media" not in html
    assert not re.search(r"<input[^>]* checked", form)


def _desk() -> tuple[Client, list[Affiliation]]:
    one, two = (
        cast.claim(cast.person(name), cast.university("tuni")) for name in ("Ane Etxeberria", "Jon Arregi")
    )
    Affiliation.objects.update(student_number="777")
    return signed_in(cast.registrar()), [one, two]


def test_the_desk_says_when_nobody_is_chosen() -> None:
    client, _claims = _desk()

    html = client.post(reverse("network:claims"), {"decision": "confirm"}).content.decode()

    assert "Choose at least one learner." in html


def test_the_desk_names_those_who_give_the_same_number() -> None:
    client, claims = _desk()
    sent = {"decision": "confirm", "chosen": [str(each.pk) for each in claims]}

    html = client.post(reverse("network:claims"), sent).content.decode()

    assert "Several of the people you chose gave the student number 777: Ane Etxeberria, Jon Arregi." in html


def test_while_a_university_is_asked_the_profile_only_shows_who_one_is() -> None:
    stated = cast.claim(cast.person(), cast.university("tuni"))
    html = signed_in(stated.person).get(reverse("accounts:profile")).content.decode()

    assert f"{stated.institution.short_name} has been asked to confirm" in html
    assert html.count(" disabled") == 3  # the student identifier is blank: it can still be said
