"""Whether something is in force on a day: the rule on plain days and its query say the same."""

from datetime import date, datetime, time, timedelta
from itertools import product

import pytest
from django.utils.timezone import make_aware

from mcx.core.periods import Phase, has_ended, in_force, is_in_force, not_ended, phase_on
from mcx.network.models import Evidence, Institution, Membership
from mcx.network.rules.affiliations import Vouching
from mcx.network.selectors.affiliations import confirmed_on
from mcx.network.selectors.institutions import public_members_on
from mcx.recognition.models import Agreement
from mcx.recognition.rules.terms import AgreementState, agreement_state
from mcx.recognition.selectors import agreements_between, public_agreements
from tests import cast

DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(7)]
ENDS = [None, *DAYS[1:6]]
PERIODS = [(first, last) for first, last in product(DAYS[1:6], ENDS) if not last or first <= last]


def test_each_day_lies_in_one_phase_of_a_period() -> None:
    for day, (first, last) in product(DAYS, PERIODS):
        phase = phase_on(day, first, last)

        assert is_in_force(day, first, last) == (phase is Phase.CURRENT)
        assert has_ended(day, last) == (phase is Phase.ENDED)
        assert (day < first) == (phase is Phase.COMING)


@pytest.mark.django_db
def test_the_query_keeps_the_rows_for_which_the_rule_says_yes() -> None:
    at = cast.university("mu")
    Membership.objects.all().delete()
    rows = [
        Membership.objects.create(institution=at, valid_from=one, valid_until=end) for one, end in PERIODS
    ]

    for day in DAYS:
        current = {row.pk for row in rows if is_in_force(day, row.valid_from, row.valid_until)}
        lasting = {row.pk for row in rows if not has_ended(day, row.valid_until)}
        assert set(Membership.objects.filter(in_force(day)).values_list("pk", flat=True)) == current
        assert set(Membership.objects.filter(not_ended(day)).values_list("pk", flat=True)) == lasting


@pytest.mark.django_db
def test_members_are_whoever_has_a_membership_in_force() -> None:
    at, day = cast.university("mu"), DAYS[3]
    Membership.objects.all().delete()

    for first, last in PERIODS:
        row = Membership.objects.create(institution=at, valid_from=first, valid_until=last)
        assert (at in public_members_on(day)) == is_in_force(day, first, last)
        row.delete()


@pytest.mark.django_db
def test_strong_evidence_speaks_while_it_is_in_force() -> None:
    ane, mu = cast.person("Ane Etxeberria"), cast.university("mu")
    cast.affiliation(ane, mu)
    Evidence.objects.exclude(is_strong=False).delete()
    said = Evidence.objects.get()
    for (first, last), day in product(PERIODS, DAYS):
        said.is_strong, said.at = True, make_aware(datetime.combine(first, time(12)))
        said.until = last
        said.save()
        found = said.affiliation.__class__.objects.filter(confirmed_on(day)).exists()
        assert found == Vouching(True, first, last).holds_on(day)


@pytest.mark.django_db
@pytest.mark.parametrize("status", Agreement.Status)
def test_an_agreement_rules_while_it_is_signed_and_within_its_days(status: Agreement.Status) -> None:
    home, host = cast.university("mu"), cast.university("tuni")
    for number, (first, last) in enumerate(PERIODS):
        if last is not None:
            _agreement(home, host, f"a-{number}", first, last, status)

    for day in DAYS:
        ruling = {
            row.code
            for row in Agreement.objects.all()
            if agreement_state(status, row.valid_from, row.valid_until, on=day) is AgreementState.IN_FORCE
        }
        assert {row.code for row in agreements_between(home, host, on=day)} == ruling
        assert {row.code for row in public_agreements(on=day)} == ruling


def _agreement(
    home: Institution, host: Institution, code: str, first: date, last: date, status: Agreement.Status
) -> Agreement:
    days = {"valid_from": first, "valid_until": last, "signed_until": last}
    return Agreement.objects.create(
        code=code, title={"en": "Water"}, home=home, host=host, terms={}, status=status, **days
    )
