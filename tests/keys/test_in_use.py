"""Which keys sign and which seals seal: the rule and its query say the same."""

from datetime import timedelta
from itertools import product

import pytest

from mcx.keys.models import Seal, SigningKey
from mcx.keys.rules import EXPIRES_SOON, USABLE, seal_state
from mcx.keys.selectors import IN_USE, usable_at
from tests.cast import NOW
from tests.credentials import cast

TICK = timedelta(microseconds=1)


@pytest.mark.django_db
def test_a_key_signs_until_it_is_retired_or_revoked() -> None:
    row = cast.key()

    for row.retired_at, row.revoked_at in product((None, NOW), (None, NOW)):
        row.save()
        assert SigningKey.objects.filter(IN_USE).exists() == row.is_in_use


@pytest.mark.django_db
def test_a_seal_seals_in_the_states_in_which_it_is_usable() -> None:
    row = cast.seal(at=NOW - timedelta(days=30))
    begins, ends = (NOW - TICK, NOW, NOW + TICK), (NOW - TICK, NOW, NOW + TICK, NOW + 2 * EXPIRES_SOON)

    for row.valid_from, row.valid_until in product(begins, ends):
        for row.ended_at, row.revoked_at in ((None, None), (NOW, None), (NOW, NOW)):
            row.save()
            state = seal_state(row.valid_from, row.valid_until, row.ended_at, row.revoked_at, at=NOW)
            is_within = row.valid_from <= row.valid_until
            assert not is_within or Seal.objects.filter(usable_at(NOW)).exists() == (state in USABLE)
