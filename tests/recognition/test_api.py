"""Programs ask, decide, appeal and agree with the rights of their person."""

from typing import Any

import pytest
from django.test import Client

from mcx.recognition.models import Agreement, Appeal, Case, Decision
from mcx.recognition.services.appeals import appeal
from tests.cast import NOW
from tests.learning import cast as learning
from tests.recognition import cast
from tests.recognition.cast import REASONS

pytestmark = pytest.mark.django_db
API = "/api/recognition"
REFUSAL = {"outcome": "refused", "ects": "0", "reasons": REASONS, "differences": ["outcomes"]}
NOTICE = {"last_day": "2027-06-30", "reasons": "It ends."}
UPHELD = {"outcome": "upheld", "ects": "2.5", "reasons": REASONS}


def send(client: Client, path: str, data: Any = None) -> Any:
    return client.post(f"{API}/{path}", data or {}, content_type="application/json")


def test_a_case_goes_its_whole_way(client: Client) -> None:
    item = cast.item()
    client.force_login(item.owner)
    asked = send(client, "cases", {"item": str(item.pk), "programme": "mu-mechatronics"}).json()
    at = f"cases/{asked['id']}"
    client.force_login(cast.officer())
    desk = client.get(f"{API}/desk").json()
    decided = send(client, f"{at}/decision", REFUSAL)
    again = send(client, f"{at}/decision", REFUSAL)
    client.force_login(item.owner)
    appealed = send(client, f"{at}/appeal", {"grounds": "Wrong."}).json()
    client.force_login(cast.champion())
    appeals = client.get(f"{API}/appeals").json()
    upheld = send(client, f"{at}/appeal/decision", UPHELD).json()

    assert (asked["status"], desk["count"], decided.status_code) == ("open", 1, 201)
    assert [each["id"] for each in appeals["items"]] == [asked["id"]]
    assert (again.status_code, again.json()["title"]) == (409, "already-decided")
    assert (appealed["status"], upheld["status"]) == ("appealed", "closed")
    assert upheld["decision"]["outcome"] == "recognised"


def test_a_learner_sees_before_enrolling_what_would_count(client: Client) -> None:
    agreement, item = cast.agreement(), cast.item()
    client.force_login(item.owner)

    [seen] = client.get(f"{API}/preview/tuni-water-data").json()

    assert (seen["programme"]["institution"], seen["route"]) == ("mu", "automatic")
    assert (seen["agreement"], seen["ects"]) == (agreement.code, "2.5")
    assert seen["report"]["conclusion"] == "passed"


def test_strangers_and_learners_reach_nothing(client: Client) -> None:
    case = cast.case()
    cast.draft()
    verbs = (("decision", REFUSAL), ("appeal", {"grounds": "x"}), ("appeal/decision", UPHELD))

    for who in (learning.learner("Nosy Neighbour"), cast.officer("uoc")):
        client.force_login(who)
        assert client.get(f"{API}/cases/{case.pk}").status_code == 404
        for verb, sent in verbs:
            assert send(client, f"cases/{case.pk}/{verb}", sent).status_code == 404
        for verb, sent in (("signature", {}), ("withdrawal", {}), ("notice", NOTICE)):
            assert send(client, f"agreements/mu-tuni/{verb}", sent).status_code == 403
    client.force_login(case.learner)
    assert client.get(f"{API}/desk").status_code == client.get(f"{API}/appeals").status_code == 403
    assert send(client, f"cases/{case.pk}/decision", REFUSAL).status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"terms": {"eqf_min": "six"}},
        {"terms": {"micro_credentials": ["a/b c"]}},
        {"terms": {"clauses": [1]}},
        {"title": {}},
        {"code": "Not A Code"},
        {"valid_until": "2025-01-01"},
    ],
)
def test_an_agreement_that_does_not_fit_is_refused(client: Client, wrong: dict[str, Any]) -> None:
    cast.officer("tuni")
    client.force_login(cast.officer())
    period = {"valid_from": "2026-01-01", "valid_until": "2027-01-01"}
    sent = {"home": "mu", "host": "tuni", "code": "x", "title": {"en": "Water"}, "terms": {}, **period}

    answer = send(client, "agreements", sent | wrong)

    assert answer.status_code == 422
    assert answer.json()["fields"]
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("ects", ["NaN", "-1", "2.55", "1000"])
def test_absurd_credits_are_refused(client: Client, ects: str) -> None:
    case = cast.case()
    client.force_login(cast.officer())

    assert send(client, f"cases/{case.pk}/decision", REFUSAL | {"ects": ects}).status_code == 422
    assert Case.objects.get().status == "open"


@pytest.mark.parametrize("path", ["cases", "desk", "cases/1", "preview/x"])
def test_nobody_reads_without_signing_in(client: Client, path: str) -> None:
    assert client.get(f"{API}/{path}").status_code == 401


def test_agreements_and_programmes_are_public(client: Client) -> None:
    cast.programme()
    cast.agreement()

    assert client.get(f"{API}/agreements").json()["items"][0]["code"] == "mu-tuni"
    assert client.get("/api/network/programmes").json()["items"][0]["institution"] == "mu"


@pytest.mark.parametrize(
    "path", ["recognition/agreements", "network/programmes", "recognition/cases", "recognition/desk"]
)
def test_long_lists_come_in_parts_with_the_number_of_all(client: Client, path: str) -> None:
    case = cast.case()
    cast.agreement()
    client.force_login(case.learner if path.endswith("cases") else cast.officer())

    whole = client.get(f"/api/{path}?limit=1").json()
    too_many = client.get(f"/api/{path}?limit=1000")

    assert len(whole["items"]) == whole["count"] == 1
    assert whole["next"] is whole["previous"] is None
    assert too_many.status_code == 422


def test_an_outcome_that_there_is_not_is_refused_by_name(client: Client) -> None:
    case = cast.case()
    client.force_login(cast.officer())

    answer = send(client, f"cases/{case.pk}/decision", REFUSAL | {"outcome": "perhaps"})

    assert answer.status_code == 422
    assert "outcome" in answer.json()["fields"]
    assert Case.objects.get().status == "open"


@pytest.mark.parametrize("outcome", ["", "perhaps", "recognised"])
def test_an_appeal_ends_in_one_of_two_ways(client: Client, outcome: str) -> None:
    made = appeal(cast.refused(), grounds="Outcome 2 is there.", by=cast.student(), at=NOW)
    client.force_login(cast.champion())

    answer = send(client, f"cases/{made.decision.case_id}/appeal/decision", UPHELD | {"outcome": outcome})

    assert answer.status_code == 422
    assert "outcome" in answer.json()["fields"]
    assert not Appeal.objects.get().outcome
