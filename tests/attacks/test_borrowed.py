"""Borrowed identities: somebody else's name, badge, programme or identifier opens nothing."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from mcx.accounts.models import Person
from mcx.core.errors import Invalid, NotAllowed, NotFound, OwnCase
from mcx.credentials.documents.records import learner as as_recorded
from mcx.learning.models import Application
from mcx.network.selectors.affiliations import affiliations_for
from mcx.network.selectors.identities import confirmed_identity_of
from mcx.network.services.affiliations import (
    AlreadyAnswered,
    Claim,
    TooManyClaims,
    claim_affiliation,
    confirm_affiliations,
    withdraw_claim,
)
from mcx.network.services.identities import (
    IdentifierTaken,
    IdentityFixed,
    IdentityWaits,
    Names,
    correct_identity,
    state_identity,
)
from mcx.recognition import selectors as recognition
from mcx.recognition.models import Case, Decision
from mcx.recognition.rules.decisions import Decided
from mcx.recognition.services.cases import NotConfirmed, ask, decide
from mcx.wallet import services as wallet
from mcx.wallet.checks import examined
from mcx.wallet.models import Item
from microcred import elmo
from microcred.record import Identifier
from microcred.record import Person as Named
from microcred.report import Conclusion, Outcome
from tests.cast import NOW, TERM, TODAY, affiliation, claim, person, programme, registrar, university
from tests.credentials import cast as awards
from tests.microcred.elmo.cast import TRANSCRIPT
from tests.recognition import cast
from tests.wallet.cast import foreign

pytestmark = pytest.mark.django_db

VICTIM = "Ane Etxeberria"
ESI = "urn:schac:personalUniqueCode:int:esi:es:1234567"
BORN = date(2001, 5, 14)


def _stolen(thief: Person) -> Item:
    """The victim's badge, good in every respect, in the thief's wallet."""
    return wallet.import_credential(awards.badge(awards.issued(person(VICTIM))), by=thief, at=NOW)


def _holder(item: Item) -> Outcome:
    check = examined(item, at=NOW).report.check("holder")
    assert check is not None
    return check.outcome


def _renamed(thief: Person, names: Names) -> Person:
    return state_identity(names, by=thief, at=TERM)


def test_the_control_an_own_badge_brought_back_is_ones_own() -> None:
    mine = _stolen(person(VICTIM))

    assert _holder(mine) is Outcome.PASSED
    assert examined(mine, at=NOW).report.conclusion is Conclusion.PASSED


def test_taking_somebodys_name_and_day_of_birth_makes_no_badge_ones_own() -> None:
    thief = _renamed(person("Mikel Zabala"), Names("Ane", "Etxeberria", BORN, ESI))

    assert _holder(_stolen(thief)) is Outcome.UNKNOWN


def test_a_namesake_whom_a_university_confirmed_does_not_hold_the_other_ones_badge() -> None:
    namesake = _renamed(person("Mikel Zabala"), Names("Ane", "Etxeberria", date(1999, 1, 2)))
    affiliation(namesake, university("mu"))

    assert _holder(_stolen(namesake)) is Outcome.UNKNOWN


def test_ones_own_badge_altered_is_no_longer_ones_own() -> None:
    mine = person(VICTIM)
    badge = json.loads(awards.badge(awards.issued(mine)))
    badge["credentialSubject"]["achievement"]["name"] = "Doctor of Everything"

    item = wallet.import_credential(json.dumps(badge).encode(), by=mine, at=NOW)

    report = examined(item, at=NOW).report
    assert report.conclusion is Conclusion.FAILED
    assert _holder(item) is Outcome.UNKNOWN


def test_a_confirmed_name_written_into_somebody_elses_badge_makes_it_nobodys() -> None:
    thief = _renamed(person("Mikel Zabala"), Names("Mikel", "Zabala", BORN, ESI))
    affiliation(thief, university("mu"))
    badge = json.loads(foreign(VICTIM))
    badge["credentialSubject"]["identifier"] = [
        {"type": "IdentityObject", "hashed": False, "identityHash": ESI, "identityType": "ext:esi"}
    ]

    assert _holder(wallet.import_credential(json.dumps(badge).encode(), by=thief, at=NOW)) is Outcome.UNKNOWN


def test_what_nobody_known_vouches_for_makes_no_badge_ones_own() -> None:
    """The confirmed name, day of birth and identifier in files that anybody can write."""
    thief = _renamed(person("Mikel Zabala"), Names("Mikel", "Zabala", BORN, ESI))
    affiliation(thief, university("mu"))
    named = Named(full_name="Mikel Zabala", birth_date=BORN, identifiers=(Identifier("esi", ESI),))
    signed = foreign(learner=named)
    unsigned = {name: value for name, value in json.loads(signed).items() if name != "proof"}
    transcript = elmo.write(replace(TRANSCRIPT, learner=named))[0]

    for data in (signed, json.dumps(unsigned).encode(), transcript):
        item = wallet.import_credential(data, by=thief, at=NOW)
        check = examined(item, at=NOW).report.check("holder")
        assert check is None or check.outcome is Outcome.UNKNOWN


def test_a_stolen_badge_is_not_recognised_whatever_the_thief_is_called() -> None:
    cast.agreement()
    thief = _renamed(person("Mikel Zabala"), Names("Ane", "Etxeberria", BORN))
    affiliation(thief, university("mu"), programme())

    case = ask(_stolen(thief), programme=programme(), statement="", by=thief, at=NOW)

    assert case.status == Case.Status.OPEN
    assert not case.decisions.exists()


def test_a_badge_that_borrows_the_number_of_ones_own_award_is_not_ones_own() -> None:
    thief = person("Mikel Zabala")
    own = awards.issued(thief)

    item = wallet.import_credential(foreign(VICTIM, id=f"urn:uuid:{own.pk}"), by=thief, at=NOW)

    assert _holder(item) is Outcome.UNKNOWN


def test_an_accomplice_earns_no_credential_that_says_anothers_day_of_birth_or_identifier() -> None:
    accomplice = _renamed(person("Mikel Zabala"), Names("Ane", "Etxeberria", BORN, ESI))

    named = as_recorded(accomplice)

    assert (named.birth_date, named.identifiers) == (None, ())


def test_a_name_cannot_be_exchanged_while_the_registrar_looks_at_it() -> None:
    thief = person("Mikel Zabala")
    waiting = claim(thief, university("mu"))

    with pytest.raises(IdentityWaits):
        state_identity(Names("Ane", "Etxeberria", BORN), by=thief, at=NOW)
    withdraw_claim(waiting, by=thief, at=NOW)
    state_identity(Names("Ane", "Etxeberria", BORN), by=thief, at=NOW)
    claim(thief, university("mu"))

    with pytest.raises(AlreadyAnswered):
        confirm_affiliations([waiting], until=None, by=registrar("mu"), at=NOW)


def test_what_is_filled_in_while_the_registrar_looks_is_not_confirmed_by_their_answer() -> None:
    thief = person("Mikel Zabala")
    Person.objects.filter(pk=thief.pk).update(birth_date=None)
    seen = claim(thief, university("mu"), number="2301")

    state_identity(Names("Mikel", "Zabala", BORN, ESI), by=thief, at=NOW)

    with pytest.raises(AlreadyAnswered):
        confirm_affiliations([seen], until=None, by=registrar("mu"), at=NOW)
    (anew,) = affiliations_for(registrar("mu"), on=NOW.date())
    assert (anew.student_number, anew.claimed_at) == ("2301", seen.claimed_at)
    with pytest.raises(IdentityWaits):
        state_identity(Names("Mikel", "Zabala", BORN.replace(year=1999), ESI), by=thief, at=NOW)
    confirm_affiliations([anew], until=None, by=registrar("mu"), at=NOW)
    assert getattr(confirmed_identity_of(thief), "birth_date", None) == BORN


def test_a_confirmed_name_is_not_changed_by_oneself() -> None:
    somebody = person("Mikel Zabala")
    affiliation(somebody, university("mu"))

    with pytest.raises(IdentityFixed):
        state_identity(Names("Ane", "Etxeberria", BORN), by=somebody, at=NOW)

    somebody.refresh_from_db()
    assert somebody.name == "Mikel Zabala"


def test_a_name_on_a_credential_is_not_changed_by_oneself() -> None:
    outside = person("Otto Outside")
    cast.item(outside, cast.learning.enrolment(who=outside, home=None))

    with pytest.raises(IdentityFixed) as refused:
        state_identity(Names("Ane", "Etxeberria"), by=outside, at=NOW)

    assert "Tampere University" in str(refused.value.fix)


def test_whoever_states_all_programmes_is_stopped_and_none_opens_anything() -> None:
    cast.agreement()
    greedy = person("Greta Greedy")
    programmes = [programme(f"mu-programme-{number}") for number in range(13)]
    for one in programmes[:3]:
        claim(greedy, university("mu"), one)
    for one in programmes[3:]:
        with pytest.raises(TooManyClaims):
            claim(greedy, university("mu"), one)

    item = _stolen(greedy)
    cases = [ask(item, programme=one, statement="", by=greedy, at=NOW) for one in programmes[:3]]

    assert {one.status for one in cases} == {Case.Status.OPEN}
    assert not Decision.objects.exists()


def test_a_stated_programme_recognises_nothing_not_even_by_an_officer() -> None:
    cast.agreement()
    learner = person(VICTIM)
    claim(learner, university("mu"), programme())
    item = cast.item(learner, cast.learning.enrolment(who=learner, home=None))

    case = ask(item, programme=programme(), statement="", by=learner, at=NOW)
    check = recognition.case_for(learner, case.pk, on=TODAY).report["checks"]

    assert case.status == Case.Status.OPEN
    assert [one["outcome"] for one in check if one["code"] == "recognition.affiliation"] == ["unknown"]
    with pytest.raises(NotConfirmed):
        decide(
            case,
            outcome=Decided.RECOGNISED,
            ects=Decimal("2.5"),
            reasons=cast.REASONS,
            differences=[],
            by=cast.officer(),
            at=NOW,
        )
    assert cast.refused(case).outcome == Decided.REFUSED


def test_nobody_but_the_universitys_registrar_confirms() -> None:
    learner, mu = person("Mikel Zabala"), university("mu")
    waiting = claim(learner, mu)
    both = person("Rea mu")

    for stranger in (learner, registrar("tuni"), cast.officer("mu")):
        with pytest.raises(NotAllowed):
            confirm_affiliations([waiting], until=None, by=stranger, at=NOW)
    own = claim(both, mu)
    with pytest.raises(OwnCase):
        confirm_affiliations([waiting, own], until=None, by=registrar("mu"), at=NOW)

    assert not waiting.evidence.filter(is_strong=True).exists()


def test_a_registrar_corrects_only_those_who_concern_their_university() -> None:
    somebody = person("Mikel Zabala")
    affiliation(somebody, university("mu"))
    claim(somebody, university("tuni"))

    with pytest.raises(NotFound):
        correct_identity(somebody, names=Names("Ane", "E"), reason="So.", by=registrar("tuni"), at=NOW)


def test_typing_somebodys_identifier_first_keeps_nobody_from_theirs() -> None:
    squatter = _renamed(person("Mikel Zabala"), Names("Mikel", "Zabala", BORN, ESI))
    owner = _renamed(person(VICTIM), Names("Ane", "Etxeberria", BORN, ESI))

    affiliation(owner, university("mu"))

    with pytest.raises(IdentifierTaken):
        affiliation(squatter, university("tuni"))


def test_a_home_that_is_typed_into_the_form_counts_for_nothing(client: Client) -> None:
    offering = cast.learning.catalogue.offering()
    university("mu")
    client.force_login(person("Otto Outside"))

    answer = client.post(f"/learning/apply/{offering.code}", {"home_institution": "mu"})

    assert answer.status_code == 422
    assert not Application.objects.exists()


def test_a_claim_about_somebody_elses_programme_is_refused() -> None:
    mu, tuni = university("mu"), programme("tuni-water", "tuni")

    with pytest.raises(Invalid):
        claim_affiliation(Claim(mu, tuni, TODAY), by=person("Mikel Zabala"), at=NOW)
