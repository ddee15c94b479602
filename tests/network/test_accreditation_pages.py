"""Ending, overruling and correcting a decision on its page and by the API."""

from typing import Any

import pytest
from django.test import Client

from mcx.network.models import Accreditation
from tests import cast
from tests.cast import TODAY
from tests.network.cast import coordinator, lead

pytestmark = pytest.mark.django_db

WHY = "The agency <b>withdrew</b> it."
RIGHT = {
    "title": {"en": "Follow-up"},
    "agency": "Demonstration Quality Agency",
    "agency_id": "63",
    "decision": "conditions",
    "conditions": "Hire a librarian.",
    "valid_from": "2026-06-01",
}
CORRECTION = {
    "section": "correct",
    "correct-reason": "Wrong days.",
    "correct-title_en": "Audit",
    "correct-kind": "institutional",
    "correct-agency": "Agency",
    "correct-decision": "positive",
    "correct-valid_from": "2024-01-01",
}


def page_of(row: Accreditation) -> str:
    """The address of the page about a decision."""
    return f"/network/members/{row.institution.slug}/accreditations/{row.pk}/"


def decision(slug: str = "mu") -> Accreditation:
    """The university's decision."""
    return cast.university(slug).accreditations.get()


def test_a_lead_ends_a_decision_and_everybody_reads_it(client: Client) -> None:
    row = decision()
    client.force_login(lead("mu"))
    sent = {"section": "end", "end-ended_from": "2026-11-01", "end-reason": WHY}

    shown = client.get(page_of(row)).content.decode()
    answer = client.post(page_of(row), sent)
    client.logout()
    page = client.get("/network/members/mu/").content.decode()

    assert "The agency ended it" in shown
    assert answer.status_code == 302
    assert "The agency &lt;b&gt;withdrew&lt;/b&gt; it." in page
    assert "was ended from 1 November 2026" in page
    assert page_of(row) not in page


def test_an_end_before_the_beginning_comes_back_with_what_was_typed(client: Client) -> None:
    row = decision()
    client.force_login(lead("mu"))

    answer = client.post(page_of(row), {"section": "end", "end-ended_from": "2019-11-01", "end-reason": WHY})

    assert answer.status_code == 422
    assert "The end date must not be before the start date. If" in answer.content.decode()
    assert "withdrew" in answer.content.decode()
    assert decision().ended_from is None


def test_a_coordinator_records_that_a_later_decision_overruled(client: Client) -> None:
    row = decision()
    client.force_login(coordinator())
    assert "A later decision replaced it" not in client.get(page_of(row)).content.decode()
    later = Accreditation.objects.create(
        institution=row.institution, title={"en": "Statute"}, agency="Ministry", valid_from="2026-01-01"
    )

    answer = client.post(page_of(row), {"section": "overrule", "overrule-later": str(later.pk)})

    assert answer.status_code == 302
    assert decision_states("mu", client) == ["standing", "overruled"]
    assert "by “Statute”" in client.get("/network/members/mu/").content.decode()


def decision_states(slug: str, client: Client) -> list[str | None]:
    """How each decision stands today, the newest first."""
    found = client.get(f"/api/network/members/{slug}/accreditations").json()
    return [each["state"] for each in found["items"]]


def test_a_wrong_entry_is_corrected_and_stays_to_be_read(client: Client) -> None:
    row = decision()
    client.force_login(lead("mu"))

    short = client.post(page_of(row), CORRECTION | {"correct-reason": "x"})
    answer = client.post(page_of(row), CORRECTION)
    page = client.get("/network/members/mu/").content.decode()

    assert (short.status_code, answer.status_code) == (422, 302)
    assert "Wrong days." in page
    assert "Corrected" in page
    assert decision_states("mu", client) == ["standing", None]
    assert "The entry is wrong" not in client.get(page_of(row)).content.decode()


def test_an_entry_is_struck_out(client: Client) -> None:
    row = decision()
    Accreditation.objects.update(title={"en": "Audit", "fr": "Évaluation"})
    client.force_login(lead("mu"))

    client.post(page_of(row), CORRECTION)
    right = Accreditation.objects.get(corrected_at=None)
    client.post(page_of(right), CORRECTION | {"correct-is_struck": "on"})

    assert right.title == {"en": "Audit", "fr": "Évaluation"}
    assert decision_states("mu", client) == [None, None]


def test_a_correction_offers_to_keep_the_end_only_where_there_is_one(client: Client) -> None:
    row = decision()
    client.force_login(lead("mu"))
    assert "correct-keeps_end" not in client.get(page_of(row)).content.decode()
    Accreditation.objects.update(ended_from="2026-11-01", end_reason="Withdrawn.")

    page = client.get(page_of(row)).content.decode()
    client.post(page_of(row), CORRECTION)

    assert "correct-keeps_end" in page
    assert "The agency ended it" not in page
    assert decision_states("mu", client) == ["standing", None]


def test_who_does_not_keep_the_institutions_facts_is_refused(client: Client) -> None:
    row = decision()
    assert client.get(page_of(row)).status_code == 302
    client.force_login(lead("uoc"))

    assert client.get(page_of(row)).status_code == 403
    assert client.post(page_of(row), CORRECTION).status_code == 403
    assert client.get(f"/network/members/uoc/accreditations/{row.pk}/").status_code == 404
    assert Accreditation.objects.filter(corrected_at=None).count() == 2


def test_the_overview_says_that_a_member_is_not_accredited(client: Client) -> None:
    decision()
    Accreditation.objects.update(ended_from=TODAY, end_reason="Withdrawn.")

    page = client.get("/network/").content.decode()

    assert "Not accredited on this day" in page
    assert "Demonstration Quality Agency" in client.get("/network/", {"on": "2026-11-01"}).content.decode()


def post(client: Client, row: Accreditation, deed: str, body: Any) -> Any:
    """Send JSON about a decision."""
    address = f"/api/network/members/{row.institution.slug}/accreditations/{row.pk}/{deed}"
    return client.post(address, body, content_type="application/json")


def test_a_program_ends_and_corrects(client: Client) -> None:
    row = decision()
    client.force_login(lead("mu"))

    ended = post(client, row, "end", {"ended_from": "2026-11-01", "reason": WHY})
    again = post(client, row, "end", {"ended_from": "2026-11-01", "reason": WHY})
    corrected = post(client, row, "correct", {"reason": WHY, "right": RIGHT, "keeps_end": False})
    member = client.get("/api/network/members/mu").json()

    assert (ended.status_code, ended.json()["ended_from"]) == (200, "2026-11-01")
    assert (again.status_code, again.json()["title"]) == (409, "decision-over")
    assert corrected.json()["corrected_by"] == member["accreditations"][0]["id"]
    assert member["accreditations"][0]["agency_id"] == "https://data.deqar.eu/agency/63"
    assert member["accredited"]["outcome"] == "warning"
    assert "Hire a librarian" in member["accredited"]["message"]


def test_a_program_overrules_and_is_refused_by_field(client: Client) -> None:
    row = decision()
    client.force_login(lead("mu"))
    later = client.post(
        "/api/network/members/mu/accreditations", RIGHT, content_type="application/json"
    ).json()

    done = post(client, row, "overrule", {"later": later["id"]})
    odd = post(client, Accreditation.objects.get(pk=later["id"]), "overrule", {"later": later["id"]})
    nowhere = post(client, row, "correct", {"reason": WHY, "right": RIGHT | {"agency_id": "nobody"}})

    assert done.json()["overruled_by"] == later["id"]
    assert (odd.status_code, nowhere.status_code) == (422, 422)
    assert "agency_id" in str(nowhere.json())
