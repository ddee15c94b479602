"""How far others have come when a journey begins: each step by the person whose step it is, through the API.

That one step leads to the next is walked in one go in `tests/api/test_path.py`; here each leg is short.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from mcx.network.models import Affiliation
from mcx.wallet.models import Item
from tests.api.callers import Caller
from tests.design.drafts import EXAM, LAB, draft

RUN, GOAL = "dhbw-process-automation-3", "clean-connected-manufacturing"
LEARNER, PROGRAMME = "mikel.goikoetxea@learner.example", "mu-industrial-engineering"
REGISTRAR, ASSESSOR = "sabine.maurer@dhbw.example", "matthias.ohnesorg@dhbw.example"
REFUSED, OFFICER = "emine.yildiz@learner.example", "thomas.kienzle@dhbw.example"
TEACHER, QUALITY = "leire.zabaleta@mu.example", "nerea.olabarria@mu.example"
# What a draft has not yet while its outcomes are all that is known.
LATER: dict[str, Any] = {
    "activities": (),
    "assessments": (),
    "ects": "",
    "eqf_level": "",
    "isced_f": "",
    "participation": (),
    "languages": (),
    "prerequisites": {},
    "cost_members": "",
    "cost_others": "",
    "scale": "",
    "stackability": "",
    "further_information": {},
}


def applied() -> int:
    """The application of a learner who joined the micro-degree."""
    learner = Caller(LEARNER)
    learner.put(f"/pathways/micro-degrees/{GOAL}/participation")
    sent = {"home": "mu", "motivation": ""}
    return int(learner.post(f"/learning/offerings/{RUN}/applications", sent)["id"])


def enrolled() -> int:
    """The place of a learner who joined the micro-degree, applied and was admitted."""
    application = applied()
    return int(Caller(REGISTRAR).post(f"/learning/applications/{application}/admit")["id"])


def graded(place: int) -> None:
    """An assessor recorded the grade, which led to an award; the time is that of the grade."""
    Caller(ASSESSOR).post(f"/learning/places/{place}/results", {"grade": "1.3"})


def claimed(place: int) -> str:
    """The credential that the learner claimed when it was graded."""
    graded(place)
    learner = Caller(LEARNER)
    (award,) = [each for each in learner.get("/wallet/awards")["items"] if each["micro_credential"] in RUN]
    return str(learner.post(f"/wallet/awards/{award['id']}/claim")["id"])


def shared(item: str) -> str:
    """The path of the link that the learner made for an employer."""
    sent = {"items": [item], "audience": "Iberotec, people department", "days": 30}
    return urlsplit(str(Caller(LEARNER).post("/wallet/shares", sent)["url"])).path


def recognised(item: str) -> None:
    """An agreement recognised it at home."""
    case = Caller(LEARNER).post("/recognition/cases", {"item": item, "programme": PROGRAMME})
    assert case["decision"]["outcome"] == "recognised"


def refused(course: str, statement: str, reasons: str) -> int:
    """The case of a learner who asked for recognition, and whom an officer refused with reasons."""
    learner = Caller(REFUSED)
    item = Item.objects.get(owner__email=REFUSED, award__edition__micro_credential__code=course)
    home = Affiliation.objects.get(person=item.owner).programme
    assert home is not None
    asked = {"item": str(item.pk), "programme": home.slug, "statement": statement}
    case = learner.post("/recognition/cases", asked)
    decision = {"outcome": "refused", "ects": "0", "reasons": reasons, "differences": ["duplicate"]}
    Caller(OFFICER).post(f"/recognition/cases/{case['id']}/decision", decision)
    return int(case["id"])


def appealed(case: int, grounds: str) -> None:
    """The learner appealed, and the university confirmed that they study there."""
    Caller(REFUSED).post(f"/recognition/cases/{case}/appeal", {"grounds": grounds})
    (waiting,) = Affiliation.objects.filter(person__email=REFUSED)
    Caller(REGISTRAR).post("/network/claims/confirm", {"chosen": [waiting.pk]})


def outlined(title: dict[str, str]) -> int:
    """The number of a draft of which all but its outcomes is still to come."""
    return _drafted(title, **LATER)


def handed_in(title: dict[str, str], criteria: str) -> int:
    """The number of the review that a whole draft waits for: one laboratory, one oral examination."""
    exam = replace(EXAM, id="a1", weight="100", criteria={"en": criteria}, outcomes=("o1", "o2"))
    project = _drafted(title, activities=(replace(LAB, hours="75"),), assessments=(exam,), scale="es-0-10")
    return int(Caller(TEACHER).post(f"/design/projects/{project}/submit")["review"])


def returned(title: dict[str, str], criteria: str, reasons: str) -> None:
    """An officer for quality returned such a draft with reasons."""
    review = handed_in(title, criteria)
    Caller(QUALITY).post(f"/quality/reviews/{review}/return", {"reasons": reasons})


def _drafted(title: dict[str, str], **changes: Any) -> int:
    teacher = Caller(TEACHER)
    skill = teacher.get("/skills/", q="statistical process control")["items"][0]["skill"]
    made = teacher.post("/design/projects", {"institution": "mu", "title": title})
    whole = draft(title=title, **changes).as_json()
    for outcome in whole["outcomes"]:
        outcome["skills"] = [{"uri": skill["uri"], "label": skill["labels"]}]
    teacher.put(f"/design/projects/{made['id']}", {"revision": made["revision"], "draft": whole})
    return int(made["id"])
