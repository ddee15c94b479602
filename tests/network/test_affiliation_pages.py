"""The pages about where one studies, the registrar's desk, and names that are put right."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from mcx.accounts.models import Person
from mcx.api.network.affiliations import ClaimOut
from mcx.network.models import Affiliation
from mcx.network.rules.affiliations import IDENTITY
from mcx.network.selectors.affiliations import affiliations_for, stated_by
from mcx.network.services.identities import IdentityWaits, Names, state_identity
from mcx.web.network import people
from tests.cast import (
    NOW,
    TERM,
    TODAY,
    affiliation,
    claim,
    network,
    person,
    programme,
    registrar,
    university,
)
from tests.said import as_read
from tests.web.forms import Form, Shown

pytestmark = pytest.mark.django_db

REASON = "There is no student with this number."


def _as(client: Client, who: Person) -> Client:
    network()
    client.force_login(who)
    return client


def _page(client: Client, at: str) -> str:
    answer = client.get(at)
    assert answer.status_code == 200
    return answer.content.decode()


def _send(form: Form, name: str, **more: str) -> int:
    shown = Shown(name, form)
    return int(shown.send(shown.whole | more).status_code)


NEW = "/network/affiliations/new"


@pytest.fixture
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network in which nobody wants to be offered every university."""
    monkeypatch.setattr(people, "MOST_OFFERED", 1)
    programme(), programme("uoc-data", at="uoc")


@pytest.mark.usefixtures("_large")
def test_in_a_large_network_one_looks_up_where_one_studies(client: Client) -> None:
    _as(client, person())

    first, found = _page(client, NEW), _page(client, f"{NEW}?search=mondragon+mecha")

    assert ('name="search"' in first, 'name="place"' in first) == (True, False)
    assert ('value="mu-mechatronics"' in found, 'value="uoc-data"' in found) == (True, False)
    sent = {"place": "mu-mechatronics", "since": "2026-09-01", "student_number": ""}
    assert client.post(f"{NEW}?search=mondragon+mecha", sent).status_code == 302


@pytest.mark.usefixtures("_large")
def test_a_university_is_found_by_name_and_taken_without_a_programme(client: Client) -> None:
    _as(client, person())
    assert 'value="at:uoc"' in _page(client, f"{NEW}?search=UOC")

    sent = {"place": "at:uoc", "since": "2026-09-01", "student_number": ""}
    assert client.post(NEW, sent).status_code == 302
    assert Affiliation.objects.get().institution.slug == "uoc"


@pytest.mark.usefixtures("_large")
@pytest.mark.parametrize("place", ["", "at:nowhere", "nothing", "at:", "\0"])
def test_what_is_no_place_is_refused_on_the_form(client: Client, place: str) -> None:
    _as(client, person())

    answer = client.post(NEW, {"place": place, "since": "2026-09-01"})

    assert answer.status_code == 422
    assert not Affiliation.objects.exists()


@pytest.mark.usefixtures("_large")
def test_where_nothing_is_found_it_is_said_how_to_look_again(client: Client) -> None:
    _as(client, person())

    page = _page(client, f"{NEW}?search=atlantis")

    assert "Nothing found" in page
    assert 'name="place"' not in page


def test_a_learner_says_where_they_study_and_sees_that_it_waits(client: Client) -> None:
    who, taught = person(), programme()
    _as(client, who)

    sent = {"place": taught.slug, "since": "2026-09-01", "student_number": "2301"}
    answer = client.post("/network/affiliations/new", sent)

    assert answer.status_code == 302
    assert "Waiting for the registrar of MU to confirm it" in _page(client, "/network/affiliations/")
    stated = Affiliation.objects.get(person=who)
    assert (stated.programme, stated.student_number) == (taught, "2301")


def _unborn(who: Person) -> Person:
    """The person as somebody who has just joined: without a day of birth."""
    Person.objects.filter(pk=who.pk).update(birth_date=None)
    return Person.objects.get(pk=who.pk)


def test_whoever_has_not_said_when_they_were_born_is_asked_with_the_statement(client: Client) -> None:
    who, taught = _unborn(person()), programme()
    _as(client, who)
    sent = {"place": taught.slug, "since": "2026-09-01"}

    without = client.post("/network/affiliations/new", sent)
    answer = client.post("/network/affiliations/new", sent | {"birth_date": "2001-05-14"})

    who.refresh_from_db()
    assert (without.status_code, answer.status_code) == (422, 302)
    assert str(who.birth_date) == "2001-05-14"
    assert Affiliation.objects.filter(person=who).count() == 1
    assert 'name="birth_date"' not in _page(client, "/network/affiliations/new")


def test_a_statement_that_waits_without_a_day_of_birth_is_completed_in_the_profile(client: Client) -> None:
    who = _unborn(person())
    claim(who, university("mu"))
    _as(client, who)
    names = {"given_name": "Ane", "family_name": "Etxeberria", "language": "en"}

    told = _page(client, "/network/affiliations/")
    answer = client.post("/account/", names | {"birth_date": "2001-05-14"})

    who.refresh_from_db()
    assert "Add your date of birth" in told
    assert (answer.status_code, str(who.birth_date)) == (302, "2001-05-14")
    waiting = affiliations_for(registrar("mu"), on=TODAY).get()
    assert (waiting.person, waiting.claimed_at) == (who, TERM)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY, "The date of birth must be in the past"),
        (TODAY.replace(year=TODAY.year + 1), "The date of birth must be in the past"),
        (TODAY.replace(year=1850), "This year of birth is too early"),
    ],
)
def test_a_day_of_birth_that_cannot_be_is_said_to_be_that(client: Client, day: date, said: str) -> None:
    _as(client, _unborn(person()))
    names = {"given_name": "Ane", "family_name": "Etxeberria", "language": "en"}

    answer = client.post("/account/", names | {"birth_date": str(day)})

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_university_without_programmes_can_be_chosen(client: Client) -> None:
    university("tuni")
    _as(client, person())

    answer = client.post("/network/affiliations/new", {"place": "at:tuni", "since": "2026-09-01"})

    assert answer.status_code == 302
    assert Affiliation.objects.get().programme is None


def test_what_cannot_be_stated_comes_back_as_typed(client: Client) -> None:
    programme()
    _as(client, person())
    tomorrow = (TODAY + timedelta(days=400)).isoformat()

    answer = client.post(
        "/network/affiliations/new", {"place": "mu-mechatronics", "since": tomorrow, "student_number": "77"}
    )

    assert answer.status_code == 422
    assert 'value="77"' in answer.content.decode()
    assert not Affiliation.objects.exists()


def test_the_fourth_claim_is_refused_with_a_way_on(client: Client) -> None:
    who = person()
    _as(client, who)
    for number in range(3):
        claim(who, university("mu"), programme(f"mu-{number}"))
    programme("mu-more")

    answer = client.post("/network/affiliations/new", {"place": "mu-more", "since": "2026-09-01"})

    assert answer.status_code == 422
    assert "withdraw a statement that is not right" in answer.content.decode()


def test_a_claim_is_withdrawn_and_a_confirmed_affiliation_left(client: Client) -> None:
    who = person()
    waiting, confirmed = claim(who, university("mu")), affiliation(who, university("tuni"))
    _as(client, who)

    answers = [
        client.post(f"/network/affiliations/{waiting.pk}/withdraw"),
        client.post(f"/network/affiliations/{confirmed.pk}/leave"),
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    states = {one.affiliation.pk: one.state for one in stated_by(who, on=TODAY + timedelta(days=9))}
    assert states == {}


def test_the_registrar_confirms_those_who_are_chosen(client: Client) -> None:
    rows = [claim(person(f"Person {number}"), university("mu"), programme()) for number in range(3)]
    _as(client, registrar("mu"))

    page = _page(client, "/network/claims/")
    answer = client.post(
        "/network/claims/", {"chosen": [rows[0].pk, rows[2].pk], "decision": "confirm", "until": "2099-09-30"}
    )

    assert all(row.person.email in page for row in rows)
    assert answer.status_code == 302
    assert list(affiliations_for(registrar("mu"), on=TODAY)) == [rows[1]]
    assert "until 30 September 2099" in _page(client, "/network/claims/?state=confirmed")


def test_the_page_of_one_person_asks_about_one_person(client: Client) -> None:
    row = claim(person(), university("mu"))
    _as(client, registrar("mu"))

    one, several = _page(client, f"/network/claims/{row.pk}/"), _page(client, "/network/claims/")
    refused = client.post(f"/network/claims/{row.pk}/", {"decision": "refuse", "reason": ""})

    assert "This person studies here" in one
    assert "They study here" not in one
    assert "They study here" in several
    assert "The person affected will read it." in refused.content.decode()


@pytest.mark.parametrize("at", ["/network/claims/", "/network/claims/{key}/"])
def test_the_desk_shows_everything_that_is_confirmed(client: Client, at: str) -> None:
    who = person()
    Person.objects.filter(pk=who.pk).update(student_identifier="urn:schac:personalUniqueCode:int:esi:es:77")
    row = claim(who, university("mu"), None, "2301")
    _as(client, registrar("mu"))

    page = unescape(_page(client, at.format(key=row.pk)))

    shown = {
        "given_name": "Given name",
        "family_name": "Family name",
        "birth_date": "14 May 2001",
        "student_identifier": "urn:schac:personalUniqueCode:int:esi:es:77",
    }
    assert set(shown) == set(IDENTITY) <= set(ClaimOut.model_fields)
    assert [words for words in (*shown.values(), "Ane", "Etxeberria", "2301") if words not in page] == []


def test_a_refusal_without_a_reason_keeps_who_was_chosen(client: Client) -> None:
    row = claim(person(), university("mu"))
    _as(client, registrar("mu"))

    answer = client.post("/network/claims/", {"chosen": [row.pk], "decision": "refuse", "reason": ""})

    assert answer.status_code == 422
    assert f'id="chosen-{row.pk}" checked' in answer.content.decode()


def test_nobody_chosen_is_said_so(client: Client) -> None:
    claim(person(), university("mu"))
    _as(client, registrar("mu"))

    answer = client.post("/network/claims/", {"decision": "confirm"})

    assert answer.status_code == 422
    assert "Choose at least one learner." in answer.content.decode()


def test_the_learner_reads_the_reason(client: Client) -> None:
    who = person()
    row = claim(who, university("mu"))
    _as(client, registrar("mu"))
    client.post(f"/network/claims/{row.pk}/", {"decision": "refuse", "reason": REASON})

    assert REASON in _page(_as(client, who), "/network/affiliations/")


def test_a_registrar_of_another_university_sees_nothing_of_it(client: Client) -> None:
    row = claim(person(), university("mu"))
    _as(client, registrar("tuni"))

    assert person().email not in _page(client, "/network/claims/")
    assert client.get(f"/network/claims/{row.pk}/").status_code == 404
    sent = {"chosen": [row.pk], "decision": "confirm"}
    assert client.post("/network/claims/", sent).status_code == 422
    assert not row.evidence.filter(is_strong=True).exists()


def test_the_registrar_records_that_somebody_leaves(client: Client) -> None:
    row = affiliation(person(), university("mu"))
    _as(client, registrar("mu"))

    too_early = client.post(f"/network/claims/{row.pk}/end", {"last_day": "2020-01-01"})
    answer = client.post(f"/network/claims/{row.pk}/end", {"last_day": "2099-01-01"})

    row.refresh_from_db()
    assert (too_early.status_code, answer.status_code) == (422, 302)
    assert str(row.valid_until) == "2099-01-01"


def test_a_name_is_corrected_with_a_reason(client: Client) -> None:
    who = person()
    affiliation(who, university("mu"))
    _as(client, registrar("mu"))
    at = f"/network/identities/{who.pk}/"

    names = {"given_name": "Ane", "family_name": "Ibarra", "birth_date": "2001-05-14"}
    without = client.post(at, names)
    answer = client.post(at, names | {"reason": "Seen in her passport."})

    assert (without.status_code, answer.status_code) == (422, 302)
    page = _page(client, at)
    assert "Ane Etxeberria" in page
    assert "Seen in her passport." in page
    assert who.email in _page(client, "/network/identities/?search=ibarra")


def test_the_profile_takes_the_day_of_birth_and_refuses_what_is_confirmed(client: Client) -> None:
    who = person("Mikel Zabala")
    _as(client, who)
    mine = {"given_name": "Mikel", "family_name": "Zabala", "birth_date": "2002-02-03", "language": "en"}

    before = client.post("/account/", mine)
    affiliation(Person.objects.get(pk=who.pk), university("mu"))
    shown = _page(client, "/account/")
    after = client.post("/account/", mine | {"family_name": "Other", "language": "fi"})

    who.refresh_from_db()
    assert (before.status_code, after.status_code) == (302, 302)
    assert "Only the registrar" in as_read(shown)
    assert (str(who.birth_date), who.family_name, who.language) == ("2002-02-03", "Zabala", "fi")


def test_the_desk_costs_few_queries_however_many_wait(
    client: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        claim(person(f"Person {number}"), university("mu"), programme())
    _as(client, registrar("mu"))

    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get("/network/claims/")


def test_who_waits_is_told_on_the_registrars_home_page(client: Client) -> None:
    claim(person(), university("mu"))

    assert "People who say that they study here" in _page(_as(client, registrar("mu")), "/")
    assert "People who say that they study here" not in _page(_as(client, registrar("tuni")), "/")
    assert "waiting to be confirmed" in _page(_as(client, person()), "/")


def test_names_of_the_services_are_the_only_way(client: Client) -> None:
    who = person()
    claim(who, university("mu"))
    _as(client, who)
    sent = {"given_name": "Eva", "family_name": "Other", "birth_date": "2001-05-14", "language": "en"}

    client.post("/account/", sent)

    who.refresh_from_db()
    assert who.given_name != "Eva"
    with pytest.raises(IdentityWaits):
        state_identity(Names("Eva", "Other"), by=who, at=NOW)
