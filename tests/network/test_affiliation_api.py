"""The same through the API: stating, confirming, refusing, correcting."""

from typing import Any, get_args

import pytest
from django.test import Client

from mcx.accounts.models import Person
from mcx.api.network.affiliations import Answered
from mcx.network.selectors.affiliations import STATES
from tests.cast import affiliation, claim, network, person, programme, registrar, university

pytestmark = pytest.mark.django_db

NETWORK = "/api/network"


def _ask(client: Client, who: Person, method: str, path: str, sent: Any = None) -> tuple[int, Any]:
    network()
    client.force_login(who)
    answer = getattr(client, method)(NETWORK + path, sent, content_type="application/json")
    return answer.status_code, answer.json()


def test_a_learner_states_it_and_takes_it_back(client: Client) -> None:
    taught = programme()
    sent = {"institution": "mu", "programme": taught.slug, "since": "2026-09-01", "student_number": "2301"}

    status, made = _ask(client, person(), "post", "/affiliations", sent)
    again, problem = _ask(client, person(), "post", "/affiliations", sent)
    _status, listed = _ask(client, person(), "get", "/affiliations")
    _status, gone = _ask(client, person(), "post", f"/affiliations/{made['id']}/withdraw")

    assert (status, made["state"], made["programme"]) == (201, "waiting", taught.slug)
    assert [each["source"] for each in made["evidence"]] == ["claim"]
    assert (again, problem["title"]) == (409, "already-stated")
    assert (listed["count"], gone["state"]) == (1, "withdrawn")


def test_the_registrar_confirms_many_and_refuses_with_a_reason(client: Client) -> None:
    rows = [claim(person(f"Person {number}"), university("mu")) for number in range(3)]
    rea = registrar("mu")

    _status, desk = _ask(client, rea, "get", "/claims?search=person")
    keys = [row.pk for row in rows[:2]]
    confirmed, people = _ask(client, rea, "post", "/claims/confirm", {"chosen": keys, "until": "2099-09-30"})
    refused, others = _ask(client, rea, "post", "/claims/refuse", {"chosen": [rows[2].pk], "reason": "No."})
    late, problem = _ask(client, rea, "post", "/claims/confirm", {"chosen": keys})

    assert (desk["count"], desk["items"][0]["birth_date"]) == (3, "2001-05-14")
    assert (confirmed, [each["state"] for each in people]) == (200, ["confirmed", "confirmed"])
    assert (refused, others[0]["state"], others[0]["reason"]) == (200, "refused", "No.")
    assert (late, problem["title"]) == (409, "already-answered")


def test_others_are_refused(client: Client) -> None:
    row = claim(person(), university("mu"))

    for who, expected in ((person(), 404), (registrar("tuni"), 404)):
        assert _ask(client, who, "post", "/claims/confirm", {"chosen": [row.pk]})[0] == expected
    assert _ask(client, person(), "get", "/claims")[0] == 403
    assert _ask(client, person(), "get", "/identities")[0] == 403


@pytest.mark.parametrize(
    "sent",
    [
        {"institution": "mu", "since": "2999-01-01"},
        {"institution": "mu", "since": "2026-09-01", "student_number": "7" * 61},
        {"institution": "mu", "since": "yesterday"},
    ],
)
def test_bad_input_is_named(client: Client, sent: dict[str, str]) -> None:
    university("mu")

    status, problem = _ask(client, person(), "post", "/affiliations", sent)

    assert (status, problem["title"]) == (422, "invalid")


def test_an_affiliation_ends_and_a_name_is_corrected(client: Client) -> None:
    who, rea = person(), registrar("mu")
    row = affiliation(who, university("mu"))
    names = {"given_name": "Ane", "family_name": "Ibarra", "birth_date": "2001-05-14"}

    fixed, problem = _ask(client, who, "put", "/identity", names)
    made, identity = _ask(
        client, rea, "post", f"/identities/{who.pk}/correction", names | {"reason": "Seen in her passport."}
    )
    _status, history = _ask(client, who, "get", "/identity")
    ended, left = _ask(client, rea, "post", f"/claims/{row.pk}/end", {"last_day": "2099-01-01"})

    assert (fixed, problem["title"]) == (409, "identity-fixed")
    assert (made, identity["family_name"], identity["confirmed_by"]) == (201, "Ibarra", rea.name)
    assert [each["family_name"] for each in history] == ["Ibarra", "Etxeberria"]
    assert (ended, left["until"]) == (200, "2099-01-01")


def test_one_says_who_one_is(client: Client) -> None:
    sent = {"given_name": "Ane", "family_name": "Ibarra", "student_identifier": "1"}

    status, problem = _ask(client, person(), "put", "/identity", sent)
    right, told = _ask(client, person(), "put", "/identity", sent | {"student_identifier": ""})

    assert (status, list(problem["fields"])) == (422, ["student_identifier"])
    assert (right, told["family_name"], told["birth_date"]) == (200, "Ibarra", None)


def test_a_program_looks_among_the_states_among_which_a_registrar_does() -> None:
    assert get_args(Answered) == STATES
