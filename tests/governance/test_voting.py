"""A Charter is adopted when every member agrees, and works from its day on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.core.errors import Invalid, NotAllowed
from mcx.core.models import AuditEntry
from mcx.governance.rules.votes import in_force_from, tally
from mcx.governance.selectors.charter import public_charter
from mcx.governance.services.charter import (
    AlreadyVoted,
    ProposalOpen,
    TermsRefused,
    VoteClosed,
    propose_charter,
    vote,
    withdraw_proposal,
)
from mcx.network.models import Charter
from mcx.network.rules.terms import CharterTerms
from mcx.network.selectors.charter import public_terms_on
from mcx.network.services.members import end_membership
from tests import cast
from tests.cast import NOW, TODAY

TERMS = CharterTerms(eqf_levels=(6, 7)).as_json()


def coordinator() -> Person:
    """Whoever coordinates the network of these tests."""
    return cast.person("Kata Coordinator", (Role.COORDINATOR, cast.university("mu")))


def champion(slug: str) -> Person:
    """The leadership champion of a member."""
    return cast.person(f"{slug.title()} Champion", (Role.CHAMPION, cast.university(slug)))


def proposed(in_force: date = TODAY) -> Charter:
    """A version on which the members have not yet voted."""
    return propose_charter(TERMS, summary="Level 7", in_force_from=in_force, by=coordinator(), at=NOW)


@pytest.mark.parametrize(
    ("votes", "adopted", "rejected", "awaited"),
    [
        ({}, False, False, {1, 2}),
        ({1: True}, False, False, {2}),
        ({1: True, 2: True}, True, False, set()),
        ({1: True, 2: False}, False, True, set()),
        ({1: False}, False, True, {2}),
        ({1: True, 2: True, 3: False}, True, False, set()),
    ],
)
def test_every_member_must_agree(
    votes: dict[int, bool], adopted: bool, rejected: bool, awaited: frozenset[int]
) -> None:
    standing = tally([1, 2], votes)

    assert (standing.is_adopted, standing.is_rejected, standing.awaited) == (
        adopted,
        rejected,
        frozenset(awaited),
    )


def test_nobody_adopts_nothing() -> None:
    assert not tally([], {}).is_adopted


def test_a_charter_never_works_backwards() -> None:
    assert in_force_from(date(2026, 1, 1), date(2026, 3, 1)) == date(2026, 3, 1)
    assert in_force_from(date(2026, 6, 1), date(2026, 3, 1)) == date(2026, 6, 1)


@pytest.mark.django_db
def test_the_last_vote_in_favour_adopts_the_charter_from_its_day_on() -> None:
    mu, uoc = cast.university("mu"), cast.university("uoc")
    charter = proposed(TODAY + timedelta(days=10))

    vote(charter, institution=mu, in_favour=True, by=champion("mu"), at=NOW)
    before_the_last = Charter.objects.get(pk=charter.pk).status
    vote(charter, institution=uoc, in_favour=True, by=champion("uoc"), at=NOW)

    assert before_the_last == Charter.Status.PROPOSED
    assert public_terms_on(TODAY + timedelta(days=9)).eqf_levels == (6,)
    assert public_terms_on(TODAY + timedelta(days=10)) == replace(
        CharterTerms.from_json(TERMS), version=charter.version
    )
    assert AuditEntry.objects.filter(action="governance.charter-adopted").count() == 1


@pytest.mark.django_db
def test_one_vote_against_rejects_the_charter() -> None:
    mu, uoc = cast.university("mu"), cast.university("uoc")
    charter = proposed()

    vote(charter, institution=mu, in_favour=False, by=champion("mu"), at=NOW)

    assert public_charter(charter.version).status == Charter.Status.REJECTED
    with pytest.raises(VoteClosed) as refused:
        vote(charter, institution=uoc, in_favour=True, by=champion("uoc"), at=NOW)
    assert [_said_in(refused.value, language) for language in ("en", "de", "es", "fi")] == [
        f"The vote on version {charter.version} of the Charter has ended.",
        f"Die Abstimmung über Fassung {charter.version} der Charta ist beendet.",
        f"La votación sobre la versión {charter.version} de la Carta ha terminado.",
        f"Äänestys peruskirjan versiosta {charter.version} on päättynyt.",
    ]


def _said_in(refusal: VoteClosed, language: str) -> str:
    with translation.override(language):
        return str(refusal)


@pytest.mark.django_db
def test_a_member_votes_once() -> None:
    mu, _uoc = cast.university("mu"), cast.university("uoc")
    charter = proposed()
    vote(charter, institution=mu, in_favour=True, by=champion("mu"), at=NOW)

    with pytest.raises(AlreadyVoted) as refused:
        vote(charter, institution=mu, in_favour=False, by=champion("mu"), at=NOW)

    assert "Mondragon" in str(refused.value)
    assert charter.votes.get().in_favour


@pytest.mark.django_db
def test_nobody_votes_for_another_member() -> None:
    charter = proposed()

    with pytest.raises(NotAllowed):
        vote(charter, institution=cast.university("mu"), in_favour=True, by=champion("uoc"), at=NOW)


@pytest.mark.django_db
def test_a_former_member_has_no_voice() -> None:
    uoc = cast.university("uoc")
    charter = proposed()
    end_membership(uoc, last_day=TODAY - timedelta(days=1), by=coordinator(), at=NOW - timedelta(days=1))

    with pytest.raises(Invalid):
        vote(charter, institution=uoc, in_favour=True, by=champion("uoc"), at=NOW)


@pytest.mark.django_db
def test_the_members_vote_on_one_version_at_a_time() -> None:
    first = proposed()

    with pytest.raises(ProposalOpen):
        proposed()
    withdraw_proposal(first, by=coordinator(), at=NOW)

    assert proposed().version == first.version + 1


@pytest.mark.django_db
def test_a_vote_that_has_ended_cannot_be_withdrawn() -> None:
    charter = proposed()
    vote(charter, institution=cast.university("mu"), in_favour=True, by=champion("mu"), at=NOW)

    with pytest.raises(VoteClosed):
        withdraw_proposal(charter, by=coordinator(), at=NOW)


@pytest.mark.django_db
def test_terms_that_make_no_sense_are_not_put_to_the_vote() -> None:
    with pytest.raises(TermsRefused) as refused:
        propose_charter({"eqf_levels": [12]}, summary="", in_force_from=TODAY, by=coordinator(), at=NOW)

    assert refused.value.report.check("terms.eqf_levels")
    assert not Charter.objects.exists()


@pytest.mark.django_db
def test_a_charter_cannot_begin_in_the_past() -> None:
    with pytest.raises(Invalid):
        proposed(TODAY - timedelta(days=1))


@pytest.mark.django_db
def test_a_champion_cannot_propose() -> None:
    with pytest.raises(NotAllowed):
        propose_charter(TERMS, summary="", in_force_from=TODAY, by=champion("mu"), at=NOW)
