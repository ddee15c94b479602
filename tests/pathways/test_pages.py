"""The pages and endpoints of micro-degrees."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mcx.pathways.models import MicroDegree, Participation
from mcx.web.forms import fields
from tests.learning import cast as learning
from tests.pathways import cast

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"
NEW = {
    "awarded_by": "tuni",
    "code": "water",
    "title": EVIL,
    "summary": EVIL,
    "ects": "15",
    "eqf_level": "6",
    "required_codes": "tuni-water-data, tuni-leaks\ntuni-pumps",
}


@pytest.fixture(autouse=True)
def _courses() -> None:
    cast.courses()


def test_a_lead_offers_one_once_and_it_is_escaped(client: Client) -> None:
    client.force_login(cast.lead())
    answers = [client.post("/pathways/new", NEW | {"once": "n"}) for _time in range(2)]

    pages = [client.get(path).content.decode() for path in ("/pathways/", "/pathways/water")]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert MicroDegree.objects.count() == 1
    assert all(EVIL not in page and "&lt;script&gt;" in page for page in pages)


def test_of_many_universities_one_is_named_by_its_address(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "MOST_OFFERED", 0)
    client.force_login(cast.lead())

    page = client.get("/pathways/new").content.decode()
    wrong, right = (client.post("/pathways/new", NEW | {"awarded_by": name}) for name in ("nowhere", "tuni"))

    assert '<select name="awarded_by"' not in page
    assert "for example “tuni”" in page
    assert (wrong.status_code, right.status_code) == (422, 302)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ects": "14"}, "15–30"),
        ({"required_codes": EVIL}, "Not in the catalogue"),
        ({"required_codes": "tuni-leaks"}, "more than the listed micro-credentials give"),
        ({"choice_codes": "tuni-leaks", "choice_ects": "5"}, "nothing counts twice"),
        ({"code": ""}, "has-error"),
        ({"ects": "NaN"}, "has-error"),
        ({"required_codes": "x" * 10_000_000}, "has-error"),
    ],
)
def test_what_does_not_fit_comes_back_as_typed(client: Client, wrong: dict[str, str], words: str) -> None:
    client.force_login(cast.lead())

    answer = client.post("/pathways/new", NEW | wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "&lt;script&gt;" in page
    assert EVIL not in page
    assert not MicroDegree.objects.exists()


def test_learners_and_others_offer_none(client: Client) -> None:
    client.force_login(learning.learner())
    learner = client.get("/pathways/new").status_code, client.post("/pathways/new", NEW).status_code
    client.force_login(cast.lead("uoc"))
    elsewhere = client.post("/pathways/new", NEW).status_code

    assert learner == (403, 403)
    assert elsewhere == 422
    assert not MicroDegree.objects.exists()


@pytest.mark.parametrize(
    "rule", [{}, {"blocks": [1]}, {"blocks": [cast.ALL | {"needs": "ects", "amount": "NaN"}]}]
)
def test_the_api_refuses_rules_that_cannot_be_met(client: Client, rule: dict[str, Any]) -> None:
    client.force_login(cast.lead())
    texts = {"title": {"en": "Water"}, "summary": {"en": "Water."}}
    sent = {"awarded_by": "tuni", "code": "water", "ects": 15, "eqf_level": 6, "rule": rule, **texts}

    answer = client.post("/api/pathways/micro-degrees", sent, content_type="application/json")

    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["rule"]


def test_a_learner_joins_and_leaves(client: Client) -> None:
    cast.micro_degree()
    client.force_login(learning.learner())
    for _time in range(2):
        client.post("/pathways/water-engineer/join", {"once": "j"})
    joined = client.get("/pathways/water-engineer").content.decode()
    client.post("/pathways/water-engineer/leave")

    assert "Remove from my list" in joined
    assert Participation.objects.get().left_at is not None
    assert client.get("/api/pathways/progress").json() == []


def test_visitors_read_and_are_asked_to_sign_in(client: Client) -> None:
    cast.micro_degree()

    assert client.get("/pathways/water-engineer").status_code == 200
    assert client.post("/pathways/water-engineer/join").status_code == 302
    assert client.get("/api/pathways/progress").status_code == 401
    assert client.get("/pathways/none").status_code == 404


def test_pages_take_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        cast.micro_degree(code=f"water-{number}")
    client.force_login(learning.learner())

    for path in ("/pathways/", "/pathways/water-1"):
        with django_assert_max_num_queries(16):
            assert client.get(path).status_code == 200


def test_the_api_lists_micro_degrees_in_parts(client: Client) -> None:
    cast.courses()
    for code in ("a-degree", "b-degree", "c-degree"):
        cast.micro_degree(code=code)

    first = client.get("/api/pathways/micro-degrees?limit=1").json()
    part = client.get("/api/pathways/micro-degrees", {"limit": 2, "cursor": first["next"]}).json()

    assert [degree["code"] for degree in part["items"]] == ["b-degree", "c-degree"]
    assert part["count"] == 3
