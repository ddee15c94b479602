"""The description of the API names every endpoint, in the frame of every page and without scripts."""

import pytest
from django.test import Client

from mcx.api import api
from mcx.api.docs import endpoints
from tests import cast


@pytest.mark.django_db
def test_every_endpoint_is_described_for_people(client: Client) -> None:
    cast.network()

    html = client.get("/api/docs").content.decode()

    found = [one for each in endpoints(api.get_openapi_schema()).values() for one in each]
    assert len(found) == sum(len(operations) for operations in api.get_openapi_schema()["paths"].values())
    assert [one.key for one in found if f'id="{one.key}"' not in html or not one.text] == []
    assert "Fictional demonstration." in html


def test_what_is_sent_and_answered_is_told_by_name_and_kind() -> None:
    found = {one.path: one for each in endpoints(api.get_openapi_schema()).values() for one in each}

    asked = {part.name: (part.place, part.kind) for part in found["/api/industry/postings"].sent}
    answered = {part.name: part.kind for part in found["/api/pathways/progress"].answered}

    assert asked["skills"] == ("body", "list of string")
    assert answered["steps"] == "list of StepOut"


def test_the_items_of_a_list_are_told_too() -> None:
    listed = next(
        one
        for each in endpoints(api.get_openapi_schema()).values()
        for one in each
        if (one.method, one.path) == ("GET", "/api/industry/postings")
    )

    assert {part.name for part in listed.answered if part.place == "items"} >= {"title", "skills"}
    assert not listed.statuses[0].startswith("4")


def test_the_document_is_written_once_however_often_it_is_read() -> None:
    assert api.get_openapi_schema() is api.get_openapi_schema()
