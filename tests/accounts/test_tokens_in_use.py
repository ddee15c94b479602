"""Which tokens open anything: the rule and its query say the same."""

from datetime import timedelta
from itertools import product

import pytest

from mcx.accounts.models import ApiToken
from mcx.accounts.rules import is_token_in_use
from mcx.accounts.selectors import in_use
from tests.cast import NOW, person

TICK = timedelta(microseconds=1)


@pytest.mark.django_db
def test_a_token_opens_until_it_is_revoked_or_its_time_is_over() -> None:
    row = ApiToken(person=person(), label="x", hash="0" * 64, created_at=NOW)

    for row.revoked_at, row.expires_at in product((None, NOW), (NOW - TICK, NOW, NOW + TICK)):
        row.save()
        said = is_token_in_use(row.revoked_at, row.expires_at, at=NOW)
        assert said == (row.revoked_at is None and row.expires_at == NOW + TICK)
        assert ApiToken.objects.filter(in_use(NOW)).exists() == said
