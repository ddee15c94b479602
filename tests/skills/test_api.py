"""Programs look up skills and fields without signing in."""

import pytest
from django.test import Client

from tests.skills.test_look_up import ESCO, skill


@pytest.mark.django_db
def test_a_program_looks_up_a_skill(client: Client) -> None:
    skill("statistical process control", "SPC")

    found = client.get("/api/skills/", {"q": "spc"}).json()

    assert found["count"] == 1
    assert found["items"][0]["how"] == "alternative"
    assert found["items"][0]["skill"]["labels"] == {"en": "statistical process control"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked", [{}, {"q": ""}, {"q": "x" * 201}, {"q": "x", "limit": "51"}, {"q": "x", "limit": "0"}]
)
def test_a_request_that_makes_no_sense_is_explained(client: Client, asked: dict[str, str]) -> None:
    answer = client.get("/api/skills/", asked)

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_a_skill_is_known_by_its_uri(client: Client) -> None:
    skill("alchemy", is_obsolete=True)

    known = client.get("/api/skills/one", {"uri": f"{ESCO}alchemy"})
    unknown = client.get("/api/skills/one", {"uri": f"{ESCO}nothing"})

    strange = client.get("/api/skills/one", {"uri": "\x00"})

    assert strange.status_code == 422
    assert known.json()["is_obsolete"]
    assert unknown.status_code == 404


def test_the_fields_of_study_are_listed(client: Client) -> None:
    listed = client.get("/api/skills/fields").json()

    assert {"code": "0714", "label": "Electronics and automation"} in listed["items"]
    assert listed["count"] == len(listed["items"])
