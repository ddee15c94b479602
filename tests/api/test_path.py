"""The whole path by the API alone, each step by a program with the token of another person.

The cast is the demonstration network: Tampere designs and teaches, a learner of the Open University of
Catalonia earns, an agreement recognises, an employer without an account verifies, Tampere revokes.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from tests.api.callers import Caller
from tests.cast import NOW, TODAY
from tests.design.drafts import draft

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demonstration")]

CODE = "tuni-reading-control-charts"
TITLE = {"en": "Reading control charts", "fi": "Valvontakorttien lukeminen"}
REASONS = "Say in the criteria how many charts a learner has to explain to pass."
WRONG = "The wrong edition was named on the credential."
LEARNER = "jordi.puig@learner.example"
STAFF = {
    "teacher": "hanna.lehtonen@tuni.example",
    "quality": "minna.salonen@tuni.example",
    "registrar": "paivi.rantala@tuni.example",
    "assessor": "juha.makipaa@tuni.example",
    "coordinator": "ines.albrecht@microcredx.example",
}


def _failed(report: dict[str, Any]) -> set[str]:
    return {check["code"] for check in report["checks"] if check["outcome"] == "failed"}


def _designed(teacher: Caller) -> int:
    """The number of a draft that was begun empty, saved half and whole, and handed in."""
    skill = teacher.get("/skills/", q="statistical process control")["items"][0]["skill"]
    scale = next(
        each["slug"] for each in teacher.get("/network/scales")["items"] if each["slug"].startswith("fi")
    )
    begun = teacher.post("/design/projects", {"institution": "tuni", "title": TITLE})
    half = teacher.put(
        f"/design/projects/{begun['id']}", {"revision": 0, "draft": {"title": TITLE, "ects": "9"}}
    )
    whole = draft(texts_in=("en", "fi"), title=TITLE, languages=("en", "fi"), scale=scale).as_json()
    for outcome in whole["outcomes"]:
        outcome["skills"] = [{"uri": skill["uri"], "label": skill["labels"]}]
    saved = teacher.put(f"/design/projects/{begun['id']}", {"revision": half["revision"], "draft": whole})

    assert {"annex.outcomes", "frame.ects"} <= _failed(half["report"])
    assert (saved["report"]["conclusion"], _failed(saved["report"])) == ("passed", set())
    return int(begun["id"])


def _published(teacher: Caller, officer: Caller) -> None:
    """A proposal is returned once with reasons, handed in again and approved."""
    project = _designed(teacher)
    first = teacher.post(f"/design/projects/{project}/submit")["review"]
    assert first in {each["id"] for each in officer.get("/quality/reviews")["items"]}
    officer.post(f"/quality/reviews/{first}/return", {"reasons": REASONS})
    assert teacher.get(f"/design/projects/{project}")["status"] == "returned"
    assert teacher.get(f"/quality/reviews/{first}")["reasons"] == REASONS
    second = teacher.post(f"/design/projects/{project}/submit")["review"]
    approved = officer.post(f"/quality/reviews/{second}/approve")
    assert (approved["status"], approved["edition"]) == ("approved", 1)


def _offered(teacher: Caller) -> str:
    run = {
        "code": f"{CODE}-1",
        "language": "en",
        "places": 2,
        "enrolment_opens_on": TODAY.isoformat(),
        "enrolment_closes_on": (TODAY + timedelta(days=20)).isoformat(),
        "starts_on": (TODAY + timedelta(days=30)).isoformat(),
        "ends_on": (TODAY + timedelta(days=80)).isoformat(),
    }
    return str(teacher.post(f"/catalogue/editions/{CODE}/offerings", run)["code"])


def _admitted(learner: Caller, registrar: Caller, run: str) -> int:
    """The number of the learner's place: they saw what it will count, applied and were admitted."""
    [seen] = learner.get(f"/recognition/preview/{CODE}")
    assert (seen["route"], seen["agreement"], seen["ects"]) == ("automatic", "network-1-uoc-tuni", "3.0")
    assert learner.get(f"/learning/offerings/{run}/eligibility", home="uoc")["conclusion"] == "passed"
    applied = learner.post(
        f"/learning/offerings/{run}/applications", {"home": "uoc", "motivation": "Charts."}
    )
    waiting = [each["application"]["id"] for each in registrar.get("/learning/admissions")["items"]]
    assert applied["id"] in waiting
    return int(registrar.post(f"/learning/applications/{applied['id']}/admit")["id"])


def _issued(learner: Caller, assessor: Caller, run: str, place: int) -> str:
    """The number of the learner's credential: the assessor graded, the learner claimed, it was signed."""
    [row] = assessor.get(f"/learning/classes/{run}")["items"]
    assert (row["id"], row["result"]) == (place, None)
    graded = assessor.post(f"/learning/places/{place}/results", {"grade": "4"})
    assert graded["has_passed"]
    award = next(each for each in learner.get("/wallet/awards")["items"] if each["micro_credential"] == CODE)
    item = learner.post(f"/wallet/awards/{award['id']}/claim")["id"]
    assert set(learner.get(f"/wallet/items/{item}")["formats"]) >= {"openbadge", "jwt", "pdf"}
    return str(item)


def _verified(visitor: Caller, learner: Caller, item: str) -> str:
    """The address of a link, behind which anybody finds the credential verified, as in the file itself."""
    sent = {"items": [item], "audience": "Iberotec", "days": 30}
    token = learner.post("/wallet/shares", sent)["url"].rstrip("/").rsplit("/", 1)[1]
    [shown] = visitor.get(f"/wallet/shared/{token}")["items"]
    assert (shown["report"]["verdict"], shown["report"]["conclusion"]) == ("verified", "passed")
    for form in ("openbadge", "jwt", "pdf"):
        assert _verdict(visitor, learner.file(f"/wallet/items/{item}/files/{form}")) == "verified"
    return f"/wallet/shared/{token}"


def _verdict(visitor: Caller, content: bytes) -> str:
    file = SimpleUploadedFile("credential", content)
    answer = visitor.client.post("/api/credentials/verify", {"file": file})
    return str(answer.json()["verdict"])


def _recognised(learner: Caller, item: str) -> None:
    case = learner.post("/recognition/cases", {"item": item, "programme": "uoc-data-science"})
    decision = case["decision"]
    assert (case["status"], decision["outcome"], decision["agreement"]) == (
        "decided",
        "recognised",
        "network-1-uoc-tuni",
    )
    assert decision["grade"]
    assert decision["appeal_until"] > NOW.date().isoformat()


def _counted(coordinator: Caller, learner: Caller) -> Any:
    """The progress in a new micro-degree of which the new micro-credential is a part."""
    codes = [CODE, "uoc-trustworthy-data", "uoc-green-computing", "dhbw-process-automation", "tuni-biogas"]
    micro_degree = {
        "awarded_by": "uoc",
        "code": "charts-and-data",
        "title": {"en": "Charts and data"},
        "summary": {"en": "From the machine to the decision."},
        "ects": "15",
        "eqf_level": 6,
        "rule": {"blocks": [{"title": {"en": "All"}, "codes": codes, "needs": "all"}]},
    }
    coordinator.post("/pathways/micro-degrees", micro_degree)
    learner.put("/pathways/micro-degrees/charts-and-data/participation")
    plans = {each["micro_degree"]: each for each in learner.get("/pathways/progress")}
    return {step["code"]: step["state"] for step in plans["charts-and-data"]["steps"]}[CODE]


def test_a_coordinator_reads_members_charter_and_the_state_of_the_work() -> None:
    coordinator = Caller(STAFF["coordinator"])

    members = {each["slug"]: each for each in coordinator.get("/network/members")["items"]}
    charter = coordinator.get("/network/charter")
    work = coordinator.get("/network/steps")["counts"]
    log = coordinator.get("/network/audit")

    assert members["tuni"]["accreditations"][0]["valid_until"]
    assert charter["terms"]["micro_credential_ects"] == ["2", "5"]
    assert charter["terms"]["micro_degree_ects"] == ["15", "30"]
    assert charter["terms"]["language_clusters"]
    assert (work["catalogue"]["editions"], work["network"]["charter"]) == (27, 1)
    assert log["count"] > 500


def test_from_an_empty_draft_to_a_recognised_and_then_revoked_credential(settings: Settings) -> None:
    callers = {office: Caller(email) for office, email in STAFF.items()}
    learner, visitor = Caller(LEARNER), Caller()

    _published(callers["teacher"], callers["quality"])
    assert visitor.get("/catalogue/editions", q="control charts")["items"][0]["code"] == CODE
    run = _offered(callers["teacher"])
    place = _admitted(learner, callers["registrar"], run)
    settings.FIXED_NOW = NOW + timedelta(days=90)
    item = _issued(learner, callers["assessor"], run, place)
    link = _verified(visitor, learner, item)
    _recognised(learner, item)
    assert _counted(callers["coordinator"], learner) == "counted"

    award = learner.get(f"/wallet/items/{item}")["award"]
    callers["registrar"].post(
        f"/credentials/awards/{award}/revoke", {"reason": "error", "explanation": WRONG}
    )

    [shown] = visitor.get(link)["items"]
    assert (shown["report"]["verdict"], shown["report"]["revocation"]["reason"]) == ("revoked", "error")
    assert WRONG not in str(shown)
    assert learner.get(f"/wallet/items/{item}")["revocation"]["explanation"] == WRONG
    assert visitor.get(f"/credentials/verify/{award}")["verdict"] == "revoked"
