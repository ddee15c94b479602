"""Claiming into the wallet: one item, however often."""

import pytest

from mcx.core.errors import NotFound
from mcx.wallet import selectors, services
from mcx.wallet.models import Item
from tests.cast import NOW, person
from tests.credentials import cast as credentials
from tests.credentials.cast import LATER
from tests.wallet import cast

PUBLIC = {"public-png", "public-svg"}


@pytest.mark.django_db
def test_a_claimed_award_is_in_the_wallet_with_every_file() -> None:
    item = cast.item()

    found = selectors.item_for(item.owner, item.pk)

    assert list(selectors.items_of(item.owner)) == [item]
    assert set(selectors.formats_of(found)) == {"openbadge", "jwt", "pdf", "png", "svg", "europass", *PUBLIC}


@pytest.mark.django_db
def test_claiming_twice_gives_the_same_item() -> None:
    award = credentials.offered()

    first = services.claim(award, by=award.learner, at=NOW)
    second = services.claim(award, by=award.learner, at=LATER)

    assert first == second
    assert Item.objects.count() == 1


@pytest.mark.django_db
def test_nobody_claims_somebody_elses_award() -> None:
    award = credentials.offered()

    with pytest.raises(NotFound):
        services.claim(award, by=person("Mikel Zabala"), at=NOW)

    assert not Item.objects.exists()


@pytest.mark.django_db
def test_what_was_claimed_no_longer_waits() -> None:
    award = credentials.offered()
    waiting = list(selectors.awaiting_claim(award.learner))

    services.claim(award, by=award.learner, at=NOW)

    assert waiting == [award]
    assert not selectors.awaiting_claim(award.learner).exists()
