"""What is said of one thing moves to another place of the file while the graph stays the same.

JSON has places and an order, a graph has neither: what readers look for at one place could be moved to
another, or come second in an array of which they read the first. The control is the badge as it was signed.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from microcred import openbadges, proofs
from microcred.reading import read
from microcred.record import AchievementRecord, Grade
from microcred.report import Conclusion, Outcome
from microcred.verification import verify
from microcred.verification.signatures import WORDS
from tests.attacks.cast import AT, SIGNED_AT, TRUST, VICTIM
from tests.attacks.dresses import Document, Dress, endorsement
from tests.attacks.test_reworded import ENDING, copy, same_graph, verdict
from tests.microcred.cast import SCALE
from tests.microcred.lines import line

OLD = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EQF = "http://data.europa.eu/snb/eqf/"


def signed(document: Document) -> Document:
    """The document as the victim signs it."""
    key, method = VICTIM.keys["Ed25519"]
    return proofs.sign(document, key, method=method, created=SIGNED_AT)


def ours() -> Document:
    """A badge of our own, endorsed by the issuer's own words about the achievement, with a failed grade."""
    made = Dress().achievement(**ENDING, grade=Grade("0", SCALE, passed=False), assessments=())
    endorsed = signed(endorsement(Dress()))
    return signed(openbadges.write(made, endorsements=[endorsed])[0])


def foreign() -> Document:
    """A badge of another make, whose subject has two results."""
    own = VICTIM.organisation
    described = {"id": "urn:uuid:1", "type": ["ResultDescription"], "name": "Mark", "resultType": "Result"}
    allowed = {"allowedValue": ["fail", "pass", "good"]}
    levels = [
        {
            "type": ["Alignment"],
            "targetName": f"Level {level}",
            "targetUrl": f"{EQF}{level}",
            "targetFramework": "European Qualifications Framework",
        }
        for level in (4, 7)
    ]
    subject = {
        "id": "did:example:ada",
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "hashed": True, "identityHash": "sha256$00", "identityType": "name"},
            {"type": "IdentityObject", "hashed": False, "identityHash": "Ada", "identityType": "name"},
            {"type": "IdentityObject", "hashed": False, "identityHash": "Bob", "identityType": "name"},
        ],
        "achievement": {
            "id": "https://uni.example/editions/maintenance/1",
            "type": ["Achievement"],
            "name": "Maintenance",
            "description": "Machines",
            "criteria": {"narrative": "Learn"},
            "alignment": levels,
            "resultDescription": [{**described, **allowed}],
        },
        "result": [
            {"type": ["Result"], "resultDescription": "urn:uuid:1", "value": "fail", "status": "Failed"},
            {"type": ["Result"], "resultDescription": "urn:uuid:1", "value": "good"},
        ],
    }
    return signed(
        {
            "@context": [V2, OB3],
            "id": "urn:uuid:0d1b1c0e-43f6-4b4a-8a0c-6b2a3a0c1d99",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": "Maintenance",
            "issuer": {"id": own.id, "type": ["Profile"], "name": own.legal_name["en"]},
            "validFrom": "2026-07-01T09:30:00Z",
            "credentialSubject": subject,
        }
    )


def subject_split(it: Document) -> Document:
    subject = it["credentialSubject"]
    result = subject.pop("result")
    it["credentialSubject"] = [subject, {"id": subject["id"], "type": subject["type"], "result": result}]
    return it


def achievement_to_endorsement(it: Document) -> Document:
    achievement = it["credentialSubject"]["achievement"]
    about = it["endorsement"][0]["credentialSubject"]
    about["type"] = [*about["type"], *achievement["type"]]
    about["microCredential"] = achievement.pop("microCredential")
    return it


def all_of_achievement_to_endorsement(it: Document) -> Document:
    achievement = it["credentialSubject"]["achievement"]
    about = it["endorsement"][0]["credentialSubject"]
    about["type"] = [*about["type"], *achievement.pop("type")]
    it["credentialSubject"]["achievement"] = {"id": achievement["id"]}
    return {**it, "endorsement": [{**it["endorsement"][0], "credentialSubject": {**achievement, **about}}]}


def issuer_to_body(it: Document) -> Document:
    issuer = it["issuer"]
    moved = {"id": issuer["id"], "type": issuer["type"], "accreditation": issuer.pop("accreditation")}
    it["awardingBody"] = [moved if one == issuer["id"] else one for one in it["awardingBody"]]
    return it


def issuer_named_only(it: Document) -> Document:
    issuer = it["issuer"]
    it["awardingBody"] = [issuer if one == issuer["id"] else one for one in it["awardingBody"]]
    return {**it, "issuer": issuer["id"]}


def outcome_to_assessment(it: Document) -> Document:
    micro = it["credentialSubject"]["achievement"]["microCredential"]
    outcome = micro["learningOutcome"][0]
    micro["learningOutcome"][0] = outcome["id"]
    micro["assessment"][0]["assesses"] = [outcome]
    return it


def outcome_in_two(it: Document) -> Document:
    micro = it["credentialSubject"]["achievement"]["microCredential"]
    first, *others = micro["learningOutcome"]
    name = {"id": first["id"], "type": first["type"], "name": first.pop("name")}
    micro["learningOutcome"] = [first, name, *others]
    return it


def achievement_twice(it: Document) -> Document:
    achievement = it["credentialSubject"]["achievement"]
    it["credentialSubject"]["achievement"] = [{"id": achievement["id"]}, achievement]
    return it


MOVES: dict[str, Callable[[Document], Document]] = {
    "the failed result to a second subject": subject_split,
    "the credits to an endorsement's subject": achievement_to_endorsement,
    "the achievement to an endorsement's subject": all_of_achievement_to_endorsement,
    "the issuer's accreditation to the awarding body": issuer_to_body,
    "the issuer to the awarding body": issuer_named_only,
    "an outcome to the assessment": outcome_to_assessment,
    "an outcome's name to a second outcome": outcome_in_two,
    "the achievement behind its mere name": achievement_twice,
}


def test_the_badge_as_it_was_signed_is_verified() -> None:
    assert verdict(ours()) is Conclusion.PASSED


@pytest.mark.parametrize("move", MOVES)
def test_what_was_moved_away_from_its_place_is_refused(move: str) -> None:
    genuine = ours()
    forged = MOVES[move](copy(genuine))
    assert same_graph(genuine, forged)

    report = verify(json.dumps(forged).encode(), at=AT, trust=TRUST)

    assert report.conclusion is not Conclusion.PASSED
    terms = [one for one in report if one.code == "terms"]
    assert [one.outcome for one in terms] == [Outcome.FAILED]
    assert "is described in several places" in terms[0].message
    _code, _outcome, source, values, has_fix = line(terms[0])
    assert (source, list(values), has_fix) == (WORDS, ["name"], True)
    assert values["name"] in json.dumps(forged)


def facts(document: Document) -> tuple[object, ...]:
    """What readers show of it, with what has no order in any order."""
    record = read(json.dumps(document).encode()).record
    assert record is not None
    known = record.specification
    names = ("outcomes", "assessments", "activities", "participation", "isced_f", "languages")
    nothing: dict[str, Any] = dict.fromkeys(names, ())
    specification = replace(known, **nothing)
    bare = replace(record, specification=specification, assessments=(), evidence=())
    lists = (*(getattr(known, name) for name in names), record.assessments)
    return _unordered(bare), *(sorted(map(repr, one)) for one in lists)


def _unordered(record: AchievementRecord) -> AchievementRecord:
    bodies = tuple(sorted(record.awarding_bodies, key=lambda one: one.id))
    return replace(record, awarding_bodies=bodies)


def reversed_everywhere(value: Any, name: str = "") -> Any:
    """The same with every array the other way round but those whose order is signed."""
    if isinstance(value, dict):
        return {key: reversed_everywhere(one, key) for key, one in reversed(value.items())}
    if isinstance(value, list) and name not in ("@context", "allowedValue"):
        return [reversed_everywhere(one) for one in reversed(value)]
    return value


@pytest.mark.parametrize("make", [ours, foreign])
def test_no_fact_depends_on_the_order_of_arrays_and_names(make: Callable[[], Document]) -> None:
    genuine = make()
    turned = reversed_everywhere(genuine)

    assert same_graph(genuine, turned)
    assert facts(turned) == facts(genuine)


def test_of_several_grades_none_is_the_overall_one() -> None:
    record = read(json.dumps(foreign()).encode()).record

    assert record is not None
    assert record.grade is None
    assert sorted(one.grade.value for one in record.assessments if one.grade) == ["fail", "good"]


def test_a_scale_without_signed_order_has_none() -> None:
    ordered = foreign()
    unordered = {**ordered, "@context": [V1, OLD]}

    scales = [
        {one.grade.scale.grades for one in record.assessments if one.grade}
        for document in (ordered, unordered)
        if (record := read(json.dumps(document).encode()).record)
    ]

    assert scales == [{("good", "pass", "fail")}, {()}]


def test_a_credential_about_two_people_is_read_as_neither() -> None:
    genuine = foreign()
    other = {**genuine["credentialSubject"], "id": "did:example:bob"}
    document = {**genuine, "credentialSubject": [genuine["credentialSubject"], other]}

    reading = read(json.dumps(document).encode())

    assert reading.record is None
    assert "several people" in reading.problem


WRAPPED: dict[str, Callable[[Document], Document]] = {
    "the issuing": lambda it: {**it, "issued": [it["issued"]]},
    "a day of accreditation": lambda it: _change(it["issuer"]["accreditation"][0], "accreditedUntil", it),
    "a weight": lambda it: _change(_micro(it)["assessment"][0], "weight", it),
    "the level of a country": lambda it: _change(_micro(it), "nqfLevel", it),
    "a title": lambda it: _change(it, "name", it),
    "the grade": lambda it: _change(it["credentialSubject"]["result"][0], "status", it),
    "what an assessment is of": lambda it: _link(_micro(it)["assessment"][0], "assesses", it),
    "the assessments, each twice": lambda it: _twice(_micro(it), "assessment", it),
    "the languages, each twice": lambda it: _twice(_micro(it), "teachingLanguage", it),
    "hashed identities": lambda it: {**it, "credentialSubject": _in_letters(it["credentialSubject"])},
    "a language in capitals": lambda it: _capitals(_micro(it)["name"], it),
}


def _micro(it: Document) -> Document:
    found: Document = it["credentialSubject"]["achievement"]["microCredential"]
    return found


def _change(node: Document, name: str, it: Document) -> Document:
    node[name] = [node[name]]
    return it


def _link(node: Document, name: str, it: Document) -> Document:
    node[name] = [{"id": one} for one in node[name]]
    return it


def _twice(node: Document, name: str, it: Document) -> Document:
    node[name] = node[name] * 2
    return it


def _in_letters(subject: Document) -> Document:
    known = [{**one, "hashed": "true" if one["hashed"] else "false"} for one in subject["identifier"]]
    return {**subject, "identifier": known}


def _capitals(texts: list[Document], it: Document) -> Document:
    for one in texts:
        one["@language"] = one["@language"].upper()
    return it


@pytest.mark.parametrize("way", WRAPPED)
def test_the_same_is_read_however_it_is_written(way: str) -> None:
    made = Dress().achievement(**ENDING)
    genuine = signed(openbadges.write(made, salt="salt")[0])
    written = WRAPPED[way](copy(genuine))

    assert written != genuine
    assert same_graph(genuine, written)
    assert facts(written) == facts(genuine)


def test_an_endorsement_of_the_issuer_and_its_words_about_itself_are_both_in_order() -> None:
    """Honest badges say different things of one institution at different places."""
    about_issuer = endorsement(Dress())
    about_issuer["credentialSubject"]["id"] = VICTIM.organisation.id
    made = Dress().achievement(valid_until=AT + timedelta(days=9))
    document = openbadges.write(made, endorsements=[signed(about_issuer)])[0]
    creator = {"id": VICTIM.organisation.id, "type": ["Profile"], "name": "Uni", "phone": "+43 1 234"}
    document["credentialSubject"]["achievement"]["creator"] = creator

    assert verdict(signed(document)) is Conclusion.PASSED


def test_too_much_of_one_thing_at_many_places_is_left_open() -> None:
    document = foreign()
    many = [{"id": "urn:uuid:9", "type": ["Related"], "version": str(number)} for number in range(4_000)]
    document["credentialSubject"]["achievement"]["related"] = many

    report = verify(json.dumps(signed({**document, "proof": []})).encode(), at=AT, trust=TRUST)

    assert report.conclusion is not Conclusion.PASSED
    reason = {"reason": "It describes the same things in many places."}
    assert [line(one) for one in report if one.code == "terms"] == [
        ("terms", Outcome.UNKNOWN, WORDS, reason, False)
    ]
