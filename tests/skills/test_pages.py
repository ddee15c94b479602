"""Anyone looks up a skill in the browser."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.skills.test_look_up import skill

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.django_db
def test_anybody_looks_up_a_skill(client: Client) -> None:
    skill("statistical process control", "SPC")

    page = client.get("/skills/", {"q": "spc"}).content.decode()

    assert "statistical process control" in page
    assert "Also known as" in page
    assert "uses the ESCO classification of the European Commission" in page


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "zzzz", "x" * 10_000, "\x00", "%"])
def test_what_is_not_there_is_not_invented(client: Client, typed: str) -> None:
    skill("statistical process control")

    page = client.get("/skills/", {"q": typed})

    assert page.status_code == 200
    assert "statistical process control" not in page.content.decode()


@pytest.mark.django_db
def test_a_script_gets_only_the_list(client: Client) -> None:
    skill("statistical process control")

    part = client.get("/skills/", {"q": "statist"}, headers={"HX-Request": "true"}).content.decode()

    assert "statistical process control" in part
    assert "<html" not in part


@pytest.mark.django_db
def test_what_was_typed_comes_back_as_text(client: Client) -> None:
    page = client.get("/skills/", {"q": SCRIPT}).content.decode()

    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


@pytest.mark.django_db
def test_a_look_up_asks_the_database_a_bounded_number_of_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        skill(f"control of process {number}")

    with django_assert_max_num_queries(9):
        client.get("/skills/", {"q": "process control"})


@pytest.mark.django_db
def test_who_finds_nothing_reads_in_which_languages_names_are_loaded(client: Client) -> None:
    skill("analyse water", es="analizar agua")

    page = client.get("/skills/", {"q": "vesianalyysi"}).content.decode()
    nothing_asked = client.get("/skills/").content.decode()

    assert "with that name in these languages: English, Spanish." in page
    assert "with that name" not in nothing_asked
