"""Grading scales on their pages and by the API: read by everybody, kept by registrars."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mcx.network.models import GradingScale
from mcx.network.services.scales import change_scale, end_scale
from tests import cast
from tests.cast import NOW
from tests.network.cast import LETTERS, NUMBERS, coordinator, lead, own_scale, registrar

pytestmark = pytest.mark.django_db

TYPED = {"title_en": "Letters", "grades": "A\r\nB\r\n\r\nC \r\nF", "lowest_pass": "C", "institution": "mu"}
NUMBERS_TYPED = {
    "title_de": "Zahlen",
    "best": "10",
    "worst": "0",
    "step": "0,1",
    "lowest_pass": "5",
    "band": "1",
    "institution": "mu",
}
SENT: dict[str, Any] = {
    "institution": "mu",
    "title": {"en": "Numbers"},
    "numbers": {"best": "1", "worst": "5", "step": "0.1"},
    "lowest_pass": "4",
    "band": "0.5",
}


def test_everybody_sees_the_scales_and_only_keepers_a_way_to_add(client: Client) -> None:
    own_scale()
    own_scale(NUMBERS, "tuni")

    seen = client.get("/network/scales/").content.decode()
    client.force_login(registrar("mu"))
    theirs = client.get("/network/scales/").content.decode()

    assert "Letters" in seen
    assert "10.0 to 0.0 in steps of 0.1" in seen
    assert "/network/scales/new" not in seen
    assert "/network/scales/new" in theirs


def test_an_empty_network_says_what_a_scale_is_for(client: Client) -> None:
    assert "A course needs one before it can be published" in client.get("/network/scales/").content.decode()


def test_a_registrar_adds_a_list_and_reads_it(client: Client) -> None:
    client.force_login(registrar("mu"))

    start = client.get("/network/scales/new").content.decode()
    shown = client.get("/network/scales/new?start=list").content.decode()
    answer = client.post("/network/scales/new?start=list", TYPED)
    page = client.get(answer.headers["Location"]).content.decode()

    assert "?start=list" in start
    assert 'name="grades"' in shown
    assert answer.headers["Location"] == "/network/scales/mu-letters"
    assert GradingScale.objects.get().grades == ["A", "B", "C", "F"]
    assert page.count("Not passed") == 1


def test_numbers_may_be_typed_with_a_comma(client: Client) -> None:
    client.force_login(registrar("mu"))

    answer = client.post("/network/scales/new?start=numbers", NUMBERS_TYPED)

    assert answer.status_code == 302
    assert GradingScale.objects.get().step == "0.1"
    assert "9.0–10.0" in client.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize("step", ["0", "-1", "0.001", "much"])
def test_a_step_that_leads_nowhere_is_refused(client: Client, step: str) -> None:
    client.force_login(registrar("mu"))

    answer = client.post("/network/scales/new?start=numbers", NUMBERS_TYPED | {"step": step})

    assert answer.status_code == 422
    assert not GradingScale.objects.exists()


def test_a_countrys_scale_is_there_to_begin_with_and_says_if_nobody_confirmed_it(client: Client) -> None:
    client.force_login(registrar("mu"))

    start = client.get("/network/scales/new").content.decode()
    german = client.get("/network/scales/new?start=de").content.decode()
    greek = client.get("/network/scales/new?start=gr").content.decode()

    assert "Not confirmed. Check it." in start
    assert "1.0\n1.3\n1.7" in german
    assert "Noten von 1.0 bis 5.0" in german
    assert "No good source for this scale was found" in greek
    assert "No good source" not in german


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    client.force_login(registrar("mu"))

    answer = client.post("/network/scales/new?start=list", TYPED | {"lowest_pass": "F"})

    assert answer.status_code == 422
    assert "The worst grade must be a fail." in answer.content.decode()
    assert "Letters" in answer.content.decode()
    assert not GradingScale.objects.exists()


def test_a_coordinator_may_add_one_for_every_institution(client: Client) -> None:
    client.force_login(coordinator())

    client.post("/network/scales/new?start=list", TYPED | {"institution": ""})

    assert GradingScale.objects.get().institution is None


def test_a_registrar_needs_to_name_the_institution_and_cannot_name_anothers(client: Client) -> None:
    cast.university("tuni")
    client.force_login(registrar("mu"))

    for named in ("", "tuni"):
        answer = client.post("/network/scales/new?start=list", TYPED | {"institution": named})
        assert answer.status_code == 422
    assert not GradingScale.objects.exists()


def test_others_are_refused(client: Client) -> None:
    scale = own_scale()
    client.force_login(lead("mu"))

    assert client.get("/network/scales/new").status_code == 403
    assert client.get(f"/network/scales/{scale.slug}/change").status_code == 403
    assert client.post(f"/network/scales/{scale.slug}/change", TYPED).status_code == 403
    assert client.post(f"/network/scales/{scale.slug}/end").status_code == 403


def test_a_used_scale_says_that_it_gets_a_new_version_and_leads_to_it(client: Client) -> None:
    cast.programme()
    client.force_login(coordinator())
    typed = {"title_en": "Letters", "grades": "A\nB\nF", "lowest_pass": "B"}

    shown = client.get("/network/scales/mu-scale/change").content.decode()
    answer = client.post("/network/scales/mu-scale/change", typed, follow=True)
    earlier = client.get("/network/scales/mu-scale").content.decode()

    assert "it becomes a new version" in shown
    assert "has a new version" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/network/scales/mu-scale-2"
    assert "/network/scales/mu-scale-2" in earlier
    assert "No new course has been able to use this scale since 23 November 2026." in earlier


def test_what_nothing_uses_is_changed_in_place(client: Client) -> None:
    own_scale()
    client.force_login(registrar("mu"))

    shown = client.get("/network/scales/mu-letters/change").content.decode()
    client.post("/network/scales/mu-letters/change", TYPED | {"grades": "A\nC\nF"})

    assert "Nothing uses this scale yet." in shown
    assert GradingScale.objects.get().grades == ["A", "C", "F"]


def test_a_title_in_a_language_that_no_form_asks_is_kept(client: Client) -> None:
    own_scale(type(LETTERS)({"en": "Letters", "it": "Lettere"}, LETTERS.grades, LETTERS.lowest_pass))
    client.force_login(registrar("mu"))

    client.post("/network/scales/mu-letters/change", TYPED | {"title_en": "Letter grades"})

    assert GradingScale.objects.get().title == {"en": "Letter grades", "it": "Lettere"}


def test_a_scale_is_ended_on_its_page(client: Client) -> None:
    own_scale()
    client.force_login(registrar("mu"))

    shown = client.get("/network/scales/mu-letters").content.decode()
    page = client.post("/network/scales/mu-letters/end", follow=True).content.decode()

    assert "This cannot be undone." in shown
    assert "No new course has been able to use this scale since" in page
    assert "/network/scales/mu-letters/change" not in page


def test_software_finds_linked_data_at_the_address_that_credentials_name(client: Client) -> None:
    own_scale(NUMBERS)

    page = client.get("/network/scales/mu-numbers", headers={"accept": "text/html,*/*;q=0.8"})
    data = client.get("/network/scales/mu-numbers", headers={"accept": "application/ld+json"})
    plain = client.get("/network/scales/mu-numbers", headers={"accept": "application/json"})

    assert page.headers["Content-Type"].startswith("text/html")
    assert data.headers["Content-Type"] == plain.headers["Content-Type"] == "application/ld+json"
    assert "Accept" in data.headers["Vary"]
    assert data.json()["id"].endswith("/network/scales/mu-numbers")
    assert data.json()["type"] == "GradingScheme"
    assert data.json()["description"]["en"] == (
        "Numbers from best to worst: 10.0 to 0.0 in steps of 0.1. Lowest pass: 5.0."
    )
    assert client.get("/network/scales/nowhere").status_code == 404


def test_the_list_costs_the_same_however_many_there_are(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(3):
        own_scale()

    with django_assert_num_queries(1):
        found = client.get("/api/network/scales").json()["items"]

    assert [each["slug"] for each in found] == ["mu-letters", "mu-letters-2", "mu-letters-3"]


def test_programs_add_change_and_end_scales(client: Client) -> None:
    cast.sign_in(client, registrar("mu"))

    made = client.post("/api/network/scales", SENT, content_type="application/json")
    scale = made.json()
    more = {key: value for key, value in SENT.items() if key != "institution"} | {"band": "1"}
    changed = client.post(
        f"/api/network/scales/{scale['slug']}/change", more, content_type="application/json"
    )
    ended = client.post(f"/api/network/scales/{scale['slug']}/end")
    again = client.post(f"/api/network/scales/{scale['slug']}/end")

    assert made.status_code == 201
    assert scale["numbers"] == {"best": "1.0", "worst": "5.0", "step": "0.1"}
    assert scale["bands"][0] == "1.0–1.5"
    assert changed.json()["bands"][0] == "1.0–2.0"
    assert ended.json()["ended_at"] is not None
    assert (again.status_code, again.json()["title"]) == (409, "scale-over")
    assert client.get(f"/api/network/scales/{scale['slug']}").json()["ended_at"] is not None


def test_programs_learn_what_replaced_a_scale(client: Client) -> None:
    cast.programme()
    change_scale(GradingScale.objects.get(), facts=LETTERS, by=coordinator(), at=NOW)

    assert client.get("/api/network/scales/mu-scale").json()["replaced_by"] == "mu-scale-2"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"lowest_pass": "9"}, "lowest_pass"),
        ({"numbers": {"best": "1", "worst": "5", "step": "0.3"}}, "step"),
        ({"band": "0.55"}, "band"),
        ({"title": {}}, "title"),
    ],
)
def test_the_api_says_which_field_is_wrong(client: Client, wrong: dict[str, Any], field: str) -> None:
    cast.sign_in(client, registrar("mu"))

    answer = client.post("/api/network/scales", SENT | wrong, content_type="application/json")

    assert answer.status_code == 422
    assert field in answer.json()["fields"]


def test_programs_read_the_scales_to_begin_with(client: Client) -> None:
    found = {each["code"]: each for each in client.get("/api/network/scale-presets").json()}

    assert found["de"]["is_confirmed"]
    assert not found["gr"]["is_confirmed"]
    assert found["es"]["numbers"] == {"best": "10", "worst": "0", "step": "0.1"}


def test_an_ended_scale_is_listed_as_such(client: Client) -> None:
    end_scale(own_scale(), by=registrar("mu"), at=NOW)

    assert "No longer used" in client.get("/network/scales/").content.decode()
