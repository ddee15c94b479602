"""Where people study: a claim until the university's registrar confirms it, and again once that lapses."""

from datetime import date, timedelta
from itertools import product

import pytest

from mcx.accounts.models import Person
from mcx.core.errors import Invalid, NotAllowed, NotFound
from mcx.core.models import AuditEntry
from mcx.core.periods import in_force
from mcx.network.models import Affiliation, Evidence, Identity, Institution
from mcx.network.rules.affiliations import AffiliationState, Vouching, is_student_identifier, state_on
from mcx.network.selectors.affiliations import (
    affiliation_for,
    affiliation_of,
    affiliations_for,
    all_as_stated,
    as_stated,
    confirmation_day,
    confirmation_in,
    confirmed_on,
    homes_of,
    programmes_of,
    stated_by,
)
from mcx.network.selectors.identities import confirmed_identity_of, identity_history
from mcx.network.services.affiliations import (
    AlreadyAnswered,
    AlreadyStated,
    Claim,
    NoName,
    NotEndable,
    NumberTaken,
    claim_affiliation,
    confirm_affiliations,
    end_affiliation,
    refuse_affiliations,
    withdraw_claim,
)
from mcx.network.services.identities import IdentityFixed, Names, state_identity
from tests.cast import NOW, TODAY, affiliation, claim, network, person, programme, registrar, university
from tests.network.cast import coordinator

DAY = timedelta(days=1)
STRONG, WEAK = Vouching(True, TODAY), Vouching(False, TODAY)


def _state(row: Affiliation, day: date = TODAY) -> AffiliationState:
    return as_stated(Affiliation.objects.get(pk=row.pk), on=day).state


@pytest.mark.parametrize(
    ("status", "until", "evidence", "expected"),
    [
        ("open", None, [], "waiting"),
        ("open", None, [WEAK], "waiting"),
        ("open", None, [WEAK, STRONG], "confirmed"),
        ("open", TODAY, [STRONG], "confirmed"),
        ("open", TODAY - DAY, [STRONG], "ended"),
        ("open", None, [Vouching(True, TODAY - 9 * DAY, TODAY)], "confirmed"),
        ("open", None, [Vouching(True, TODAY - 9 * DAY, TODAY - DAY)], "lapsed"),
        ("open", None, [Vouching(True, TODAY - 9 * DAY, TODAY - DAY), STRONG], "confirmed"),
        ("open", None, [Vouching(True, TODAY + DAY)], "lapsed"),
        ("refused", None, [STRONG], "refused"),
        ("withdrawn", None, [WEAK], "withdrawn"),
    ],
)
def test_only_strong_evidence_makes_more_of_it_than_a_claim(
    status: str, until: date | None, evidence: list[Vouching], expected: str
) -> None:
    assert state_on(TODAY, status, until, evidence) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("urn:schac:personalUniqueCode:int:esi:es:1", True),
        ("URN:SCHAC:PERSONALUNIQUECODE:INT:ESI:es:1", True),
        ("urn:schac:personalUniqueCode:int:esi:", False),
        ("urn:schac:personalUniqueCode:int:esi:es: 1", False),
        ("1234567", False),
        ("", False),
    ],
)
def test_a_student_identifier_has_its_prefix(text: str, expected: bool) -> None:
    assert is_student_identifier(text) is expected


@pytest.mark.django_db
def test_a_claim_waits_and_the_registrars_word_settles_it() -> None:
    who = person()

    stated = claim(who, university("mu"), programme(), "2301")
    before = _state(stated)
    confirm_affiliations([stated], until=TODAY + 300 * DAY, by=registrar("mu"), at=NOW)

    assert (before, _state(stated)) == ("waiting", "confirmed")
    assert _state(stated, TODAY + 301 * DAY) == "lapsed"
    assert {row.source: row.is_strong for row in stated.evidence.all()} == {"claim": False, "registrar": True}
    entry = AuditEntry.objects.get(action="network.affiliation-confirmed")
    assert entry.institution_id == university("mu").pk


@pytest.mark.django_db
def test_who_somebody_is_is_confirmed_with_it() -> None:
    who = person()

    affiliation(who, university("mu"))

    row = Identity.objects.get(person=who, ended_at=None)
    assert (str(row), row.birth_date, row.institution.slug) == (who.name, who.birth_date, "mu")
    assert row.confirmed_by == registrar("mu")


@pytest.mark.django_db
def test_what_has_lapsed_is_on_the_desk_again() -> None:
    stated = claim(person(), university("mu"))
    confirm_affiliations([stated], until=TODAY, by=registrar("mu"), at=NOW)

    today = affiliations_for(registrar("mu"), on=TODAY)
    tomorrow = affiliations_for(registrar("mu"), on=TODAY + DAY)

    assert (list(today), list(tomorrow)) == ([], [stated])


@pytest.mark.django_db
def test_many_are_confirmed_at_once_or_none() -> None:
    mu = university("mu")
    rows = [claim(person(f"Person {number}"), mu) for number in range(4)]
    withdraw_claim(rows[3], by=rows[3].person, at=NOW)

    with pytest.raises(AlreadyAnswered) as refused:
        confirm_affiliations(rows, until=None, by=registrar("mu"), at=NOW)
    assert "Person 3" in str(refused.value)
    assert {_state(row) for row in rows[:3]} == {AffiliationState.WAITING}

    confirm_affiliations(rows[:3], until=None, by=registrar("mu"), at=NOW)
    assert {_state(row) for row in rows[:3]} == {AffiliationState.CONFIRMED}


@pytest.mark.django_db
def test_a_refusal_gives_its_reason_and_one_can_state_it_again() -> None:
    who, mu = person(), university("mu")
    stated = claim(who, mu)

    with pytest.raises(Invalid):
        refuse_affiliations([stated], reason=" \x00 ", by=registrar("mu"), at=NOW)
    refuse_affiliations([stated], reason="No such number.", by=registrar("mu"), at=NOW)
    again = claim(who, mu)

    stated.refresh_from_db()
    assert (_state(stated), stated.reason, _state(again)) == ("refused", "No such number.", "waiting")


@pytest.mark.django_db
def test_a_confirmation_by_mistake_is_taken_back_with_who_it_was() -> None:
    who = person()
    stated = affiliation(who, university("mu"))

    refuse_affiliations([stated], reason="I took her for somebody else.", by=registrar("mu"), at=NOW)

    assert confirmed_identity_of(who) is None
    assert [bool(row.confirmed_by) for row in identity_history(who)] == [False, True]
    with pytest.raises(IdentityFixed):
        state_identity(Names("Eva", "Etxeberria"), by=who, at=NOW)


@pytest.mark.django_db
def test_its_learner_or_the_registrar_ends_it() -> None:
    who = person()
    stated = affiliation(who, university("mu"))

    with pytest.raises(NotAllowed):
        end_affiliation(stated, last_day=TODAY, by=registrar("tuni"), at=NOW)
    with pytest.raises(Invalid):
        end_affiliation(stated, last_day=date(2020, 1, 1), by=who, at=NOW)
    end_affiliation(stated, last_day=TODAY, by=who, at=NOW)

    assert (_state(stated), _state(stated, TODAY + DAY)) == ("confirmed", "ended")
    assert not stated_by(who, on=TODAY + DAY)


@pytest.mark.django_db
def test_a_claim_is_withdrawn_not_ended_and_a_confirmed_one_ended_not_withdrawn() -> None:
    who = person()
    stated = claim(who, university("mu"))

    with pytest.raises(NotEndable):
        end_affiliation(stated, last_day=TODAY, by=who, at=NOW)
    confirmed = affiliation(who, university("mu"))
    with pytest.raises(AlreadyAnswered):
        withdraw_claim(confirmed, by=who, at=NOW)
    with pytest.raises(NotAllowed):
        withdraw_claim(claim(who, university("tuni")), by=person("Eva Other"), at=NOW)


@pytest.mark.django_db
def test_the_same_is_stated_once() -> None:
    who = person()
    claim(who, university("mu"), programme())

    with pytest.raises(AlreadyStated):
        claim_affiliation(Claim(university("mu"), programme(), TODAY), by=who, at=NOW)


@pytest.mark.django_db
def test_a_university_without_programmes_confirms_too_and_only_members_can_be_named() -> None:
    who = person()
    outside = Institution.objects.create(slug="out", short_name="OUT", name={"en": "Outside"}, country="FR")

    with pytest.raises(Invalid):
        claim_affiliation(Claim(outside, None, TODAY), by=who, at=NOW)
    with pytest.raises(Invalid):
        claim_affiliation(Claim(university("mu"), None, TODAY + DAY), by=who, at=NOW)
    affiliation(who, university("tuni"))

    assert [home.is_confirmed for home in homes_of(who, on=TODAY)] == [True]
    assert list(programmes_of(who, on=TODAY)) == []


@pytest.mark.django_db
def test_a_student_number_belongs_to_one_account() -> None:
    mu = university("mu")
    confirm_affiliations([claim(person(), mu, None, "7")], until=None, by=registrar("mu"), at=NOW)

    with pytest.raises(NumberTaken):
        confirm_affiliations(
            [claim(person("Eva Other"), mu, None, "7")], until=None, by=registrar("mu"), at=NOW
        )


@pytest.mark.django_db
def test_nobody_is_confirmed_without_a_name() -> None:
    nameless = person("Xu")
    nameless.given_name = ""
    nameless.save()

    with pytest.raises(NoName):
        confirm_affiliations([claim(nameless, university("mu"))], until=None, by=registrar("mu"), at=NOW)


@pytest.mark.django_db
def test_the_desk_is_searched_and_costs_four_queries_however_many_wait(
    django_assert_max_num_queries: object,
) -> None:
    mu = university("mu")
    rows = [claim(person(f"Person Number{number}"), mu, None, f"230{number}") for number in range(9)]
    found = affiliations_for(registrar("mu"), on=TODAY, search="number3 2303")

    assert list(found) == [rows[3]]
    assert not affiliations_for(registrar("tuni"), on=TODAY)
    assert not affiliations_for(coordinator(), on=TODAY)
    rea = registrar("mu")
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        all_as_stated(affiliations_for(rea, on=TODAY), on=TODAY)


@pytest.mark.django_db
def test_somebody_elses_is_not_found() -> None:
    network()
    stated = claim(person(), university("mu"))

    with pytest.raises(NotFound):
        affiliation_of(person("Eva Other"), stated.pk)
    with pytest.raises(NotFound):
        affiliation_for(registrar("tuni"), stated.pk, on=TODAY)


@pytest.mark.django_db
def test_its_learner_brings_a_recorded_last_day_forward_and_only_the_registrar_moves_it_back() -> None:
    who, rea = person(), registrar("mu")
    stated = affiliation(who, university("mu"))
    end_affiliation(stated, last_day=TODAY + 9 * DAY, by=rea, at=NOW)

    with pytest.raises(Invalid) as refused:
        end_affiliation(stated, last_day=date(2099, 1, 1), by=who, at=NOW)
    assert "last_day" in refused.value.details
    assert end_affiliation(stated, last_day=TODAY + 5 * DAY, by=who, at=NOW).valid_until == TODAY + 5 * DAY
    with pytest.raises(Invalid):
        end_affiliation(stated, last_day=TODAY + 6 * DAY, by=who, at=NOW)
    assert end_affiliation(stated, last_day=TODAY + 20 * DAY, by=rea, at=NOW).valid_until == TODAY + 20 * DAY


@pytest.mark.django_db
def test_the_database_and_the_rule_say_the_same_of_every_case() -> None:
    """The filters `in_force`, `confirmed_on` and the rule `state_on`, over all that can be said together."""
    words = [
        Vouching(is_strong, TODAY + first * DAY, last if last is None else TODAY + last * DAY)
        for is_strong, first, last in product((True, False), (-2, 0, 1), (None, -1, 0, 1))
        if last is None or first <= last
    ]
    evidence = [(), *((each,) for each in words), (words[0], words[-1]), (words[1], words[-1])]
    ends = (None, TODAY - DAY, TODAY, TODAY + DAY)
    mu = university("mu")
    cases = product(Affiliation.Status.values, ends, evidence)
    for number, (status, end, said) in enumerate(cases):
        who = Person.objects.create(email=f"{number}@people.example", joined_at=NOW)
        row = Affiliation.objects.create(
            person=who,
            institution=mu,
            claimed_at=NOW,
            valid_from=TODAY - 9 * DAY,
            valid_until=end,
            status=status,
        )
        for one in said:
            at = NOW + (one.since - TODAY)
            Evidence.objects.create(
                affiliation=row, source="claim", is_strong=one.is_strong, by=who, at=at, until=one.until
            )

    for day in (TODAY - DAY, TODAY, TODAY + DAY):
        found = Affiliation.objects.filter(in_force(day), confirmed_on(day), status="open")
        by_rule = {
            row.pk
            for row in Affiliation.objects.prefetch_related("evidence")
            if as_stated(row, on=day).state is AffiliationState.CONFIRMED
        }
        assert set(found.values_list("pk", flat=True)) == by_rule
        assert by_rule


@pytest.mark.django_db
def test_the_word_that_is_cited_is_the_same_by_the_query_and_by_the_rule() -> None:
    days = [TODAY + offset * DAY for offset in (-2, 0, 1, 3)]
    for number, (first, second) in enumerate(product((-1, 0, 1), (-1, 0, 2))):
        who = person(f"Learner {number}")
        row = claim(who, university("mu"), programme())
        for is_strong, start, end in ((True, first, first + 1), (True, second, None), (False, 0, None)):
            Evidence.objects.create(
                affiliation=row,
                source="registrar",
                is_strong=is_strong,
                by=who,
                at=NOW + start * DAY,
                until=None if end is None else TODAY + end * DAY,
            )

        for day in days:
            [stated] = stated_by(who, on=day)
            assert confirmation_in(who, programme(), on=[day]) == stated.confirmation
            of_day = confirmation_day("person", "institution", on=day)
            shown = Affiliation.objects.annotate(since=of_day).get(pk=row.pk).since
            assert shown == (stated.confirmation.day if stated.confirmation else None)
            assert stated.is_confirmed == (stated.confirmation is not None)
    refuse_affiliations([row], reason="A mistake.", by=registrar("mu"), at=NOW)
    assert confirmation_in(who, programme(), on=days) is None
