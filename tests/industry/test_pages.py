"""The pages and endpoints of industry: who sees them and what comes back."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mcx.industry import services
from mcx.industry.models import Posting, SkillNeed
from tests.cast import NOW
from tests.industry import cast
from tests.learning import cast as learning

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"
NEED = {
    "organisation": "cluster",
    "skill": cast.WATER,
    "wave": "2026",
    "importance": "4.5",
    "availability": "2",
    "respondents": "9",
}
JOB = {"organisation": "cluster", "title": EVIL, "text": EVIL, "skills": [cast.WATER]}


@pytest.mark.parametrize(
    "path", ["/industry/gaps", "/industry/needs", "/industry/jobs/new", "/api/industry/gaps"]
)
def test_learners_see_none_of_it(client: Client, path: str) -> None:
    client.force_login(learning.learner())

    assert client.get(path).status_code == 403


def test_an_employer_speaks_for_its_own_organisation_only(client: Client) -> None:
    cast.skill()
    cast.company("other")
    client.force_login(cast.employer())

    page = client.post("/industry/needs", NEED | {"organisation": "other"})
    api = client.post(
        "/api/industry/needs", NEED | {"organisation": "other"}, content_type="application/json"
    )

    assert (page.status_code, api.status_code) == (422, 403)
    assert "has-error" in page.content.decode()
    assert not SkillNeed.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"respondents": "9" * 30}, {"importance": "NaN"}, {"skill": EVIL}, {"wave": ""}, {"wave": "9" * 30}],
)
def test_a_need_that_does_not_fit_comes_back(client: Client, wrong: dict[str, str]) -> None:
    cast.skill()
    client.force_login(cast.employer())

    answer = client.post("/industry/needs", NEED | wrong)

    assert answer.status_code == 422
    assert "has-error" in answer.content.decode()
    assert EVIL not in answer.content.decode()
    assert not SkillNeed.objects.exists()


def test_a_job_is_published_once_and_escaped(client: Client) -> None:
    cast.skill()
    client.force_login(cast.employer())
    for _time in range(2):
        client.post("/industry/jobs/new", JOB | {"once": "j"})

    page = client.get("/industry/gaps").content.decode()

    assert Posting.objects.count() == 1
    assert EVIL not in page
    assert "&lt;script&gt;" in page


def test_ten_megabytes_of_text_are_refused_clearly(client: Client) -> None:
    cast.skill()
    client.force_login(cast.employer())

    answer = client.post("/industry/jobs/new", JOB | {"text": "x" * 10_000_000})

    assert answer.status_code == 422
    assert "at most 4000 characters" in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"skills": ["urn:nothing"]}, {"title": " "}, {"organisation": "nowhere"}])
def test_the_api_refuses_what_does_not_fit(client: Client, wrong: dict[str, Any]) -> None:
    cast.skill()
    client.force_login(cast.employer())

    answer = client.post("/api/industry/postings", JOB | wrong, content_type="application/json")

    assert answer.status_code in {404, 422}
    assert not Posting.objects.exists()


def test_the_radar_takes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(8):
        cast.need(cast.skill(f"urn:skill:{number}", f"skill {number}"))
        services.post_job(
            cast.company(), title="Job", text="", skills=[cast.skill()], by=cast.employer(), at=NOW
        )
    client.force_login(cast.employer())

    with django_assert_max_num_queries(20):
        assert client.get("/industry/gaps").status_code == 200


def test_the_api_lists_gaps_and_jobs_in_parts(client: Client) -> None:
    for number in range(3):
        cast.need(cast.skill(f"urn:skill:{number}", f"skill {number}"))
        services.post_job(
            cast.company(), title=f"Job {number}", text="", skills=[cast.skill()], by=cast.employer(), at=NOW
        )
    client.force_login(cast.employer())

    jobs = client.get("/api/industry/postings?limit=2").json()
    first = client.get("/api/industry/gaps?limit=2").json()
    gaps = client.get("/api/industry/gaps", {"limit": 2, "cursor": first["next"]}).json()

    assert [job["title"] for job in jobs["items"]] == ["Job 2", "Job 1"]
    assert jobs["items"][0]["skills"] == [cast.WATER]
    assert (jobs["count"], gaps["count"], len(gaps["items"])) == (3, 3, 1)
