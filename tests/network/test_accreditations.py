"""Decisions are recorded, ended, overruled and corrected; nothing vanishes, and every place asks one rule."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import orjson
import pytest
from django.utils import translation

from mcx.accounts.rules import Role
from mcx.core.errors import Invalid, NotAllowed, NotFound
from mcx.core.models import AuditEntry
from mcx.core.reports import message
from mcx.credentials.documents import records
from mcx.credentials.documents.trust import trust
from mcx.governance.selectors import readiness
from mcx.governance.services.charter import propose_charter, vote
from mcx.network.models import Accreditation, Institution
from mcx.network.rules.terms import CharterTerms, Conditional
from mcx.network.selectors.accreditations import (
    accreditation_for,
    accreditation_on,
    accreditations_ending,
    decisions_about,
    decisions_within,
)
from mcx.network.selectors.institutions import describe, organisation_of
from mcx.network.services.accreditations import (
    DecisionOver,
    add_accreditation,
    correct_accreditation,
    end_accreditation,
    overrule_accreditation,
)
from microcred.accreditation import Decision, Ruling, State, accredited
from microcred.report import Check, Outcome
from microcred.trust import read_trust, write_trust
from tests import cast
from tests.cast import NOW, TODAY
from tests.network.cast import champion, coordinator, lead

pytestmark = pytest.mark.django_db

AGENCY = "Demonstration Quality Agency"
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
WHY = "The agency withdrew it."
CONDITIONAL = Decision(
    {"en": "Follow-up"},
    "institutional",
    AGENCY,
    decision=Ruling.CONDITIONS,
    conditions="Hire a librarian.",
    valid_from=date(2026, 6, 1),
    valid_until=date(2028, 1, 1),
)
REFUSAL = replace(CONDITIONAL, title={"en": "Refusal"}, decision=Ruling.NEGATIVE, conditions="")


def add(institution: Institution, decision: Decision) -> Accreditation:
    """Record a decision."""
    return add_accreditation(institution, decision=decision, by=coordinator(), at=NOW)


def outcome(institution: Institution, day: date) -> Outcome:
    """What the register says."""
    return accreditation_on(institution, day).check.outcome


def agree(word: str, from_day: date) -> None:
    """The members agree on conditional decisions, from a day on."""
    terms = CharterTerms(conditional_accreditation=Conditional(word)).as_json()
    charter = propose_charter(terms, summary="Conditions", in_force_from=from_day, by=coordinator(), at=NOW)
    vote(charter, institution=cast.university("mu"), in_favour=True, by=champion("mu"), at=NOW)


def test_an_ended_decision_holds_until_the_day_before_and_is_audited() -> None:
    mu = cast.university("mu")

    end_accreditation(mu.accreditations.get(), ended_from=TODAY, reason=f" {WHY} ", by=lead("mu"), at=NOW)

    assert (outcome(mu, YESTERDAY), outcome(mu, TODAY)) == (Outcome.PASSED, Outcome.FAILED)
    [kept] = decisions_about(mu, on=TODAY)
    assert (kept.state, kept.row.end_reason) == (State.ENDED, WHY)
    entry = AuditEntry.objects.get(action="network.accreditation-ended")
    assert entry.details == {"ended_from": TODAY.isoformat(), "reason": WHY}


@pytest.mark.parametrize(
    ("day", "reason", "field"),
    [
        (date(2019, 12, 31), WHY, "ended_from"),
        (date(2030, 1, 1), WHY, "ended_from"),
        (TODAY, "short", "reason"),
    ],
)
def test_an_end_that_cannot_be_is_refused_by_field(day: date, reason: str, field: str) -> None:
    row = cast.university("mu").accreditations.get()

    with pytest.raises(Invalid) as refused:
        end_accreditation(row, ended_from=day, reason=reason, by=coordinator(), at=NOW)

    assert set(refused.value.details) == {field}
    assert Accreditation.objects.get().ended_from is None


def test_a_decision_ends_once() -> None:
    row = cast.university("mu").accreditations.get()
    end_accreditation(row, ended_from=TODAY, reason=WHY, by=coordinator(), at=NOW)

    with pytest.raises(DecisionOver):
        end_accreditation(row, ended_from=YESTERDAY, reason=WHY, by=coordinator(), at=NOW)
    with pytest.raises(DecisionOver):
        overrule_accreditation(row, later=row, by=coordinator(), at=NOW)


def test_a_decision_recorded_as_overruled_ends_when_the_later_one_begins() -> None:
    uoc = cast.university("uoc")
    first = uoc.accreditations.get()
    later = add(uoc, replace(CONDITIONAL, agency="Another", decision="positive", conditions=""))

    overrule_accreditation(first, later=later, by=lead("uoc"), at=NOW)

    states = {each.row.pk: each.state for each in decisions_about(uoc, on=date(2026, 6, 1))}
    before = {each.row.pk: each.state for each in decisions_about(uoc, on=date(2026, 5, 31))}
    assert states == {first.pk: State.OVERRULED, later.pk: State.STANDING}
    assert before == {first.pk: State.STANDING, later.pk: State.COMING}
    assert AuditEntry.objects.filter(action="network.accreditation-overruled").count() == 1


def test_only_a_later_decision_about_the_same_institution_overrules() -> None:
    mu, uoc = cast.university("mu"), cast.university("uoc")
    row, stranger = mu.accreditations.get(), uoc.accreditations.get()
    earlier = add(mu, replace(REFUSAL, valid_from=date(2019, 1, 1), valid_until=date(2019, 12, 31)))

    for other in (stranger, row, earlier):
        with pytest.raises(Invalid):
            overrule_accreditation(row, later=other, by=coordinator(), at=NOW)
    assert decisions_within(row) == []


def test_two_decisions_never_overrule_each_other() -> None:
    mu = cast.university("mu")
    first = mu.accreditations.get()
    second = add(mu, replace(CONDITIONAL, valid_from=first.valid_from))
    overrule_accreditation(first, later=second, by=coordinator(), at=NOW)

    with pytest.raises(Invalid):
        overrule_accreditation(second, later=first, by=coordinator(), at=NOW)


def test_a_correction_keeps_the_wrong_entry_and_counts_the_right_one() -> None:
    mu = cast.university("mu")
    row = mu.accreditations.get()
    right = Decision({"en": "Audit"}, "institutional", AGENCY, valid_from=date(2024, 1, 1), agency_id="63")

    correct_accreditation(
        row, right=right, reason="The days were another university's.", by=lead("mu"), at=NOW
    )

    row.refresh_from_db()
    assert row.corrected_by is not None
    assert row.corrected_by.agency_id == "https://data.deqar.eu/agency/63"
    assert outcome(mu, date(2023, 12, 31)) is Outcome.FAILED
    assert outcome(mu, date(2024, 1, 1)) is Outcome.PASSED
    assert [each.state for each in decisions_about(mu, on=TODAY)] == [State.STANDING, None]
    entry = AuditEntry.objects.get(action="network.accreditation-corrected")
    assert entry.details["reason"] == "The days were another university's."
    with pytest.raises(DecisionOver):
        correct_accreditation(row, right=None, reason=WHY, by=coordinator(), at=NOW)


def test_an_entry_that_was_never_decided_is_struck_out_and_may_be_recorded_anew() -> None:
    mu = cast.university("mu")
    refusal = add(mu, REFUSAL)
    assert outcome(mu, TODAY) is Outcome.FAILED

    correct_accreditation(refusal, right=None, reason="It was about another one.", by=coordinator(), at=NOW)
    assert outcome(mu, TODAY) is Outcome.PASSED

    assert add(mu, REFUSAL).pk != refusal.pk
    assert outcome(mu, TODAY) is Outcome.FAILED


def test_the_right_entry_ends_as_the_wrong_one_did_unless_that_was_the_mistake() -> None:
    mu = cast.university("mu")
    row = mu.accreditations.get()
    end_accreditation(row, ended_from=TODAY, reason=WHY, by=coordinator(), at=NOW)
    right = replace(CONDITIONAL, valid_from=date(2020, 1, 1))

    late = replace(right, valid_from=TOMORROW)
    with pytest.raises(Invalid) as refused:
        correct_accreditation(row, right=late, reason="Wrong days.", by=coordinator(), at=NOW)
    correct_accreditation(row, right=right, reason="Wrong decision.", by=coordinator(), at=NOW)
    assert (outcome(mu, YESTERDAY), outcome(mu, TODAY)) == (Outcome.WARNING, Outcome.FAILED)

    ended = Accreditation.objects.get(corrected_at=None)
    correct_accreditation(
        ended, right=right, reason="It never ended.", keeps_end=False, by=coordinator(), at=NOW
    )
    assert set(refused.value.details) == {"keeps_end"}
    assert outcome(mu, TODAY) is Outcome.WARNING


def test_what_a_wrong_entry_overruled_follows_the_right_one() -> None:
    mu = cast.university("mu")
    first = mu.accreditations.get()
    programme = replace(CONDITIONAL, kind="programme", decision="positive", conditions="")
    wrong = add(mu, programme)
    overrule_accreditation(first, later=wrong, by=coordinator(), at=NOW)

    right = replace(programme, valid_from=date(2026, 9, 1))
    correct_accreditation(wrong, right=right, reason="It began later.", by=coordinator(), at=NOW)
    assert outcome(mu, date(2026, 8, 31)) is Outcome.PASSED
    first.refresh_from_db()
    assert first.overruled_by is not None

    correct_accreditation(first.overruled_by, right=None, reason="Never decided.", by=coordinator(), at=NOW)
    first.refresh_from_db()
    assert first.overruled_by is None
    assert outcome(mu, TODAY) is Outcome.PASSED


def test_who_may_not_manage_the_institution_changes_nothing() -> None:
    row, stranger = cast.university("mu").accreditations.get(), lead("uoc")
    teacher = cast.person("Ane Etxeberria", (Role.TEACHER, row.institution))

    for person in (stranger, teacher):
        with pytest.raises(NotAllowed):
            end_accreditation(row, ended_from=TODAY, reason=WHY, by=person, at=NOW)
        with pytest.raises(NotAllowed):
            overrule_accreditation(row, later=row, by=person, at=NOW)
        with pytest.raises(NotAllowed):
            correct_accreditation(row, right=None, reason=WHY, by=person, at=NOW)
    with pytest.raises(NotFound):
        accreditation_for(cast.university("uoc"), row.pk)


def test_a_conditional_decision_counts_as_the_charter_says_from_its_day_on() -> None:
    mu = cast.university("mu")
    add(mu, CONDITIONAL)
    assert outcome(mu, TODAY) is Outcome.WARNING

    agree("counts-not", TODAY)

    answer = accreditation_on(mu, TODAY)
    assert (outcome(mu, YESTERDAY), answer.check.outcome) == (Outcome.WARNING, Outcome.FAILED)
    assert answer.check.source == "Charter 1, conditional_accreditation"


@pytest.mark.parametrize("decision", [REFUSAL, CONDITIONAL])
def test_every_place_gives_the_same_answer(decision: Decision) -> None:
    cast.network()
    mu = cast.university("mu")
    add(mu, decision)
    agree("counts-not", TOMORROW)

    for day in (date(2026, 5, 31), date(2026, 6, 1), TODAY, TOMORROW):
        answer = accreditation_on(mu, day)
        copied = read_trust(write_trust(trust(at=datetime.combine(day, time(12), UTC))))
        [known] = copied.issuers
        outside = accredited(
            known.name, known.accreditations, day, registry=known.registry, conditional=copied.conditional
        )
        named = bool(records.organisation(mu, on=day).accreditations)
        ready = "MU" not in readiness.public_readiness(on=day).members_without_accreditation

        assert outside.check == answer.check
        assert (named, ready) == (answer.holds, answer.holds)
        assert bool(organisation_of(mu, on=day).accreditations) is answer.holds
        assert describe(mu, on=day).accredited.check == answer.check


def test_the_answer_calls_institution_register_and_decision_as_its_reader_does() -> None:
    network, mu = cast.network(), cast.university("mu")
    network.name = {"en": "Water network", "de": "Wassernetzwerk"}
    network.save()
    mu.name = {"en": "Mondragon University", "de": "Universität Mondragon"}
    row = mu.accreditations.get()
    later = add(mu, replace(REFUSAL, title={"en": "Refusal", "de": "Ablehnung"}))
    overrule_accreditation(row, later=later, by=coordinator(), at=NOW)

    denied = accreditation_on(mu, TOMORROW).check
    mu.accreditations.update(overruled_by=None)
    mu.accreditations.all().delete()
    unknown = accreditation_on(mu, TOMORROW).check

    with translation.override("de"):
        assert "Universität Mondragon" in message(denied)
        assert "Ablehnung" in message(denied)
        assert "Wassernetzwerk" in message(unknown)
        assert "Universität Mondragon" in message(Check.from_json(unknown.as_stored()))


def test_the_published_register_carries_ends_and_conditions_and_no_wrong_entry() -> None:
    cast.network()
    mu = cast.university("mu")
    row = mu.accreditations.get()
    add(mu, replace(CONDITIONAL, kind="programme"))
    wrong = add(mu, replace(REFUSAL, kind="programme"))
    correct_accreditation(wrong, right=None, reason="Never decided.", by=coordinator(), at=NOW)
    end_accreditation(row, ended_from=TODAY, reason=WHY, by=coordinator(), at=NOW)

    written = orjson.loads(write_trust(trust(at=NOW)))

    ended, conditional = written["issuers"][0]["accreditations"]
    assert (ended["ended_from"], conditional["conditions"]) == (TODAY.isoformat(), "Hire a librarian.")


def test_what_was_ended_or_refused_does_not_wait_to_be_renewed() -> None:
    mu, rafa = cast.university("mu"), lead("mu")
    Accreditation.objects.update(valid_until=TODAY + timedelta(days=30))
    [row] = accreditations_ending(rafa, on=TODAY)
    add(mu, replace(REFUSAL, kind="programme", valid_until=TODAY + timedelta(days=30)))
    assert accreditations_ending(rafa, on=TODAY) == [row]

    add(mu, replace(CONDITIONAL, decision="positive", conditions="", valid_until=None))
    assert accreditations_ending(rafa, on=TODAY) == []
    end_accreditation(row, ended_from=TODAY, reason=WHY, by=coordinator(), at=NOW)
    assert accreditations_ending(rafa, on=TODAY) == []
