"""Programs design as people do: half drafts are kept, the report comes with every answer."""

from typing import Any

import pytest
from django.test import Client

from mcx.accounts.rules import Role
from mcx.design import services
from mcx.design.models import Project
from mcx.design.rules.draft import Draft
from mcx.quality import services as quality
from mcx.quality.models import Review
from tests import cast
from tests.cast import NOW
from tests.design.cast import charter, filled, officer, project, revision, skill, stored, teacher
from tests.design.drafts import COMPLETE, draft


def send(client: Client, method: str, address: str, body: Any = None) -> Any:
    """Call an endpoint with JSON."""
    call = getattr(client, method)
    if method == "get":
        return call(f"/api/design{address}", body or {})
    return call(f"/api/design{address}", body or {}, content_type="application/json")


@pytest.mark.django_db
def test_a_program_designs_and_hands_in(client: Client) -> None:
    mu = cast.university("mu")
    cast.scale(mu)
    charter()
    skill()
    client.force_login(teacher())

    begun = send(client, "post", "/projects", {"institution": "mu", "title": {"en": "SPC"}}).json()
    saved = send(
        client, "put", f"/projects/{begun['id']}", {"revision": 0, "draft": COMPLETE.as_json()}
    ).json()
    handed = send(client, "post", f"/projects/{begun['id']}/submit").json()

    assert (begun["status"], begun["report"]["conclusion"]) == ("draft", "failed")
    assert (saved["revision"], saved["report"]["conclusion"]) == (1, "passed")
    assert Draft.from_json(saved["draft"]) == COMPLETE
    assert (handed["status"], handed["review"]) == ("waiting", Review.objects.get().pk)


@pytest.mark.django_db
def test_half_a_draft_is_kept_and_the_report_says_what_is_missing(client: Client) -> None:
    begun = project()
    client.force_login(teacher())

    saved = send(client, "put", f"/projects/{begun.pk}", {"revision": 0, "draft": {"ects": "three"}}).json()

    codes = {check["code"] for check in saved["report"]["checks"] if check["outcome"] == "failed"}
    assert {"numbers.ects", "annex.title"} <= codes
    assert stored(begun).ects == "three"


@pytest.mark.django_db
def test_a_stale_save_is_a_conflict(client: Client) -> None:
    begun = filled()
    client.force_login(teacher())

    answer = send(client, "put", f"/projects/{begun.pk}", {"revision": 0, "draft": draft(ects="2").as_json()})

    assert answer.status_code == 409
    assert answer.json()["title"] == "stale-draft"
    assert stored(begun) == COMPLETE


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"revision": "one", "draft": {}},
        {"revision": 1, "draft": {"title": "SPC"}},
        {"revision": 1, "draft": {"title": {"en": "a\x00"}}},
        {"revision": 1, "draft": {"ects": "\x00"}},
        {"revision": 1, "draft": {"outcomes": [{}] * 41}},
        {"revision": 1, "draft": {"title": {"en": "x" * 201}}},
        {"revision": 1, "draft": {"outcomes": [{"id": "o1", "skills": [{"uri": "http://made.up"}]}]}},
    ],
)
def test_a_draft_that_does_not_fit_is_explained(client: Client, body: Any) -> None:
    begun = filled()
    client.force_login(teacher())

    answer = send(client, "put", f"/projects/{begun.pk}", body)

    assert answer.status_code == 422
    assert answer.json()["fields"]
    assert stored(begun) == COMPLETE


@pytest.mark.django_db
def test_what_is_not_ready_is_refused_with_reasons(client: Client) -> None:
    begun = filled(draft(ects="9"))
    client.force_login(teacher())

    answer = send(client, "post", f"/projects/{begun.pk}/submit")

    assert answer.status_code == 409
    assert "9 ECTS is outside" in answer.json()["detail"]


@pytest.mark.django_db
def test_a_new_edition_is_begun(client: Client) -> None:
    begun = filled()
    quality.approve(services.submit(begun, by=teacher(), at=NOW), by=officer(), at=NOW)
    client.force_login(teacher())

    again = send(client, "post", f"/editions/{begun.micro_credential.code}")

    assert again.status_code == 201
    assert again.json()["id"] != begun.pk
    assert send(client, "post", "/editions/nothing").status_code == 404


@pytest.mark.django_db
def test_drafts_are_listed_in_parts(client: Client) -> None:
    for number in range(3):
        project(f"Draft {number}")
    client.force_login(teacher())

    first = send(client, "get", "/projects", {"limit": 2}).json()
    listed = send(client, "get", "/projects", {"limit": 2, "cursor": first["next"]}).json()

    assert (listed["count"], len(listed["items"])) == (3, 1)
    assert send(client, "get", "/projects", {"limit": 101}).status_code == 422


CALLS = [
    ("get", "/projects", None),
    ("post", "/projects", {"institution": "mu", "title": {"en": "Mine"}}),
    ("get", "/projects/{}", None),
    ("put", "/projects/{}", {"revision": 1, "draft": {}}),
    ("post", "/projects/{}/submit", None),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "address", "body"), CALLS)
@pytest.mark.parametrize("role", [None, Role.QUALITY, Role.COORDINATOR])
def test_whoever_does_not_design_is_refused(
    client: Client, method: str, address: str, body: Any, role: Role | None
) -> None:
    begun = filled()
    client.force_login(cast.person("Otto Other", *([(role, cast.university("mu"))] if role else [])))

    assert send(client, method, address.format(begun.pk), body).status_code in {403, 404}
    assert (stored(begun), revision(begun), Project.objects.count()) == (COMPLETE, "1", 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "address", "body"), CALLS[1:])
def test_a_teacher_of_another_university_is_refused(
    client: Client, method: str, address: str, body: Any
) -> None:
    begun = filled()
    client.force_login(teacher("Biel Serra", "uoc"))

    assert send(client, method, address.format(begun.pk), body).status_code in {403, 404}
    assert stored(begun) == COMPLETE


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "address", "body"), CALLS)
def test_somebody_unknown_is_asked_to_sign_in(client: Client, method: str, address: str, body: Any) -> None:
    begun = filled()

    assert send(client, method, address.format(begun.pk), body).status_code == 401
