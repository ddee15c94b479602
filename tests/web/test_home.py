"""The front page greets visitors; those signed in see what waits for them."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from mcx.accounts.rules import Role
from tests import cast
from tests.said import as_read

pytestmark = pytest.mark.django_db


def test_a_visitor_reads_what_the_network_is_and_who_its_members_are(client: Client) -> None:
    cast.network()
    cast.university("tuni")

    html = as_read(client.get("/").content)

    assert "Get credit at home" in html
    assert "2 to 5 ECTS" in html
    assert "Tampere University" in html
    assert "Fictional demonstration." in html
    assert html.count("<h1") == 1


def test_a_network_of_ones_own_is_not_called_a_demonstration(client: Client) -> None:
    network = cast.network()
    network.is_demonstration = False
    network.save()

    assert "Fictional demonstration." not in client.get("/").content.decode()
    assert "Or try a demonstration account" not in client.get(reverse("account_login")).content.decode()


def test_before_a_network_is_founded_the_front_page_is_there(client: Client) -> None:
    assert client.get("/").status_code == 200


def test_those_signed_in_see_their_roles(client: Client) -> None:
    cast.network()
    client.force_login(cast.person("Leire Zabaleta", (Role.TEACHER, cast.university("mu"))))

    html = client.get("/").content.decode()

    assert "Hello, Leire" in html
    assert "Designer and teacher" in html
    assert "Mondragon Unibertsitatea" in html


def test_the_front_page_asks_little_of_the_database(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cast.network()
    for slug in cast.NAMES:
        cast.university(slug)
    client.get("/")

    with django_assert_max_num_queries(9):
        client.get("/")


@pytest.mark.parametrize(("wanted", "shown"), [("de", 'lang="de"'), ("xx", 'lang="en"')])
def test_a_chosen_language_stays(client: Client, wanted: str, shown: str) -> None:
    client.post(reverse("language"), {"language": wanted, "next": "/"})

    assert f"<html {shown}" in client.get("/").content.decode()


@pytest.mark.parametrize(("wanted", "shown"), [("dark", True), ("", False), ("<script>", False)])
def test_a_chosen_scheme_stays(client: Client, wanted: str, shown: bool) -> None:
    client.post(reverse("theme"), {"theme": wanted, "next": "/"})

    assert (f'data-theme="{wanted}"' in client.get("/").content.decode()) is shown


@pytest.mark.parametrize("name", ["language", "theme"])
@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_no_switch_leads_away(client: Client, name: str, back: str) -> None:
    answer = client.post(reverse(name), {name: "de", "next": back})

    assert answer["Location"] == "/"


@pytest.mark.parametrize("name", ["language", "theme"])
def test_no_other_site_chooses_how_somebody_reads(name: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    sent = {"language": "de", "theme": "dark"}

    ours = strict.post(reverse(name), sent, headers={"origin": "http://testserver"})
    theirs = [
        strict.post(reverse(name), sent, headers={"origin": origin})
        for origin in ("https://elsewhere.example", "null", "http://testserver.elsewhere.example")
    ]

    assert ours.status_code == 302
    assert ours.cookies
    assert [each.status_code for each in theirs] == [403, 403, 403]
    assert not any(each.cookies for each in theirs)


def test_browsers_find_an_icon_where_they_look_for_one(client: Client) -> None:
    answer = client.get("/favicon.ico")

    assert answer.status_code == 301
    assert answer["Location"] == "/static/mcx/favicon.svg"


def test_a_new_learner_is_shown_the_first_step_and_whoever_has_begun_is_not(client: Client) -> None:
    cast.network()
    new, begun = cast.person("Nora New"), cast.person()
    cast.affiliation(begun, cast.university("mu"))
    pages = []
    for each in (new, begun):
        client.force_login(each)
        pages.append(client.get("/").content.decode())

    assert "Your first step" in pages[0]
    assert "You have no tasks" not in pages[0]
    assert "Your first step" not in pages[1]
