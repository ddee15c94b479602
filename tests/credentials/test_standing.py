"""The standing of an award: the rule and its query say the same of every award at every moment."""

from datetime import timedelta
from itertools import product

import pytest

from mcx.credentials.models import Award, Revocation
from mcx.credentials.rules import Standing, is_expired, is_valid, standing_of
from mcx.credentials.selectors import awards_for_staff, expired_at, in_standing, valid_at
from mcx.learning.models import Result
from tests.cast import NOW
from tests.credentials import cast

TICK = timedelta(microseconds=1)
ENDS = (None, NOW - TICK, NOW, NOW + TICK)


def _corrected(award: Award) -> Result:
    first = award.result
    return Result.objects.create(
        enrolment=first.enrolment,
        grade="2.0",
        scale=first.scale,
        has_passed=True,
        assessed_by=first.assessed_by,
        recorded_at=NOW,
        replaces=first,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("is_overtaken", [False, True])
@pytest.mark.parametrize("is_revoked", [False, True])
def test_the_query_finds_each_award_where_the_rule_puts_it(*, is_revoked: bool, is_overtaken: bool) -> None:
    award = cast.offered()
    by = award.result.assessed_by
    if is_overtaken:
        _corrected(award)
    if is_revoked:
        Revocation.objects.create(award=award, reason="error", explanation="x", revoked_by=by, revoked_at=NOW)

    for status, end in product(Award.Status, ENDS):
        award.status, award.valid_until = status, end
        award.save()
        said = standing_of(status, end, is_revoked=is_revoked, is_overtaken=is_overtaken, at=NOW)
        found = [each for each in Standing if Award.objects.filter(in_standing(each, at=NOW)).exists()]
        assert found == [said]
        valid = is_valid(status, end, is_revoked=is_revoked, at=NOW)
        assert Award.objects.filter(valid_at(NOW)).exists() == valid
        was_valid = is_valid(status, None, is_revoked=is_revoked, at=NOW) and is_expired(end, at=NOW)
        assert Award.objects.filter(expired_at(NOW)).exists() == was_valid


@pytest.mark.django_db
def test_the_registry_calls_an_award_expired_from_the_moment_on_which_its_page_does() -> None:
    """Until both asked one rule, the list called it issued for the rest of its last day."""
    award = cast.issued()
    award.valid_until = NOW - TICK
    award.save()

    def found(standing: Standing) -> list[Award]:
        return list(awards_for_staff(cast.registrar(), at=NOW, standing=standing))

    assert found(Standing.EXPIRED) == [award]
    assert found(Standing.ISSUED) == []
