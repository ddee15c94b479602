"""Every wrong document is found, those too that the official shapes let through."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from microcred import elm, jades
from microcred.report import Check, Outcome, Report
from tests.microcred.elm import oracle
from tests.microcred.elm.cast import document
from tests.spec import spec

Document = dict[str, Any]
Change = Callable[[Document], object]
CONTEXTS_V2 = ["https://www.w3.org/ns/credentials/v2", "http://data.europa.eu/snb/model/context/edc-ap"]
STATUS = {"id": "https://network.example/status/1#42", "type": "CredentialStatus"}


def achievement(document: Document) -> Document:
    found: Document = document["credentialSubject"]["hasClaim"][0]
    return found


def specification(document: Document) -> Document:
    found: Document = achievement(document)["specifiedBy"]
    return found


def assessment(document: Document) -> Document:
    found: Document = achievement(document)["provenBy"][0]
    return found


def rename_level(document: Document) -> None:
    specification(document)["EQFLevel"] = specification(document).pop("eqfLevel")


def forget_scheme_once(document: Document) -> None:
    del assessment(document)["specifiedBy"]["language"][0]["inScheme"]


def share_location_id(document: Document) -> None:
    document["issuer"]["location"][0]["id"] = "urn:epass:location:1"


# Wrong variants that the official shapes accept: what a strict check is for.
PASS_SHACL: dict[str, Change] = {
    "no contexts at all": lambda it: it.pop("@context"),
    "a misspelt property": lambda it: specification(it).update(volumeOfLearningg="PT1H"),
    "a property under its name in RDF": rename_level,
    "an EQF level that does not exist": lambda it: specification(it)["eqfLevel"].update(
        id="http://data.europa.eu/snb/eqf/99"
    ),
    "an EQF level where the class has none": lambda it: specification(it).update(
        type="LearningAchievementSpecification"
    ),
    "no European type": lambda it: it.update(type=["VerifiableCredential"]),
    "an unknown further type": lambda it: it["type"].append("OpenBadgeCredential"),
    "a birthday without time": lambda it: it["credentialSubject"].update(dateOfBirth="1999-10-02"),
    "a concept without scheme on one copy": forget_scheme_once,
    "credit points as a fraction": lambda it: specification(it)["creditPoint"][0].update(point=2.5),
    "one id for two things": share_location_id,
    "properties of a status that are dropped": lambda it: it.update(
        credentialStatus=STATUS | {"statusPurpose": "revocation", "statusListIndex": "42"}
    ),
    "a learner without a name": lambda it: [
        it["credentialSubject"].pop(name) for name in ("givenName", "familyName", "fullName")
    ],
    "no issuanceDate": lambda it: it.pop("issuanceDate"),
    "an end before the beginning": lambda it: it.update(validUntil="2020-01-01T00:00:00Z"),
    "pages in another language": lambda it: it["displayParameter"].update(
        language=[it["displayParameter"]["primaryLanguage"]]
    ),
    "a schema that nobody knows": lambda it: it["credentialSchema"].append(
        {"id": "https://uni.example/schema", "type": "ShaclValidator2017"}
    ),
}
# Wrong variants that the official shapes, or the contexts, refuse too.
FAIL_SHACL: dict[str, Change] = {
    "no issued": lambda it: it.pop("issued"),
    "no eIDAS identifier": lambda it: it["issuer"].pop("eIDASIdentifier"),
    "no location of the issuer": lambda it: it["issuer"].pop("location"),
    "a concept without scheme": lambda it: specification(it).update(
        eqfLevel={"id": "http://data.europa.eu/snb/eqf/6", "type": "Concept"}
    ),
    "a date that does not exist": lambda it: it.update(validFrom="2026-13-45T00:00:00Z"),
    "a duration in words": lambda it: specification(it).update(volumeOfLearning="150 hours"),
    "no grade": lambda it: assessment(it).pop("grade"),
    "no awarding process": lambda it: achievement(it).pop("awardedBy"),
    "two titles in one language": lambda it: achievement(it).update(title={"en": ["a", "b"]}),
    "a title without language": lambda it: achievement(it).update(title="abc"),
    "no claim": lambda it: it["credentialSubject"].pop("hasClaim"),
    "no display": lambda it: it.pop("displayParameter"),
    "no pages": lambda it: it["displayParameter"].pop("individualDisplay"),
    "a learner without type": lambda it: it["credentialSubject"].pop("type"),
    "a language of another scheme": lambda it: specification(it)["language"][0]["inScheme"].update(
        id="http://x.example/"
    ),
    "an ESCO skill of another scheme": lambda it: specification(it)["learningOutcome"][0]["relatedESCOSkill"][
        0
    ]["inScheme"].update(id="http://data.europa.eu/esco/model#Skill"),
    "a status of another kind": lambda it: it.update(
        credentialStatus={"id": "https://network.example/1#42", "type": "StatusList2021Entry"}
    ),
    "a grading without its middle": lambda it: assessment(it)["shortenedGrading"].pop("percentageEqual"),
    "contexts of another data model": lambda it: it.update({"@context": CONTEXTS_V2}),
}
# Wrong variants on which JSON-LD processors differ: numbers turn into text, odd names are let through.
UNCLEAR: dict[str, Change] = {
    "credit points as a number": lambda it: specification(it)["creditPoint"][0].update(point=5),
    "a language tag that is none": lambda it: achievement(it).update(title={"x_y z": ["a"]}),
    "an id with a space": lambda it: achievement(it).update(id="urn:a b"),
    "a status of two types": lambda it: it.update(
        credentialStatus=STATUS | {"type": ["CredentialStatus", "BitstringStatusListEntry"]}
    ),
    "a single value as a list of two": lambda it: it.update(validFrom=[it["validFrom"], it["issued"]]),
    "a node that is a number": lambda it: achievement(it).update(specifiedBy=7),
    "a node nobody describes": lambda it: assessment(it).update(
        awardedBy={"id": "urn:epass:awardingProcess:9", "type": "AwardingProcess"}
    ),
    "an untyped node": lambda it: specification(it).pop("type"),
}


@pytest.fixture
def example() -> Document:
    found: Document = json.loads(spec("elm/our-example.jsonld").read_bytes())
    del found["credentialStatus"]
    return found


def failures(report: Report) -> tuple[Check, ...]:
    return report.only(Outcome.FAILED)


@pytest.mark.parametrize("name", PASS_SHACL)
def test_it_finds_what_the_shapes_let_through(example: Document, name: str) -> None:
    PASS_SHACL[name](example)

    found = failures(elm.lint(example))

    assert found
    assert found[0].code in ("schema", "terms")
    assert all("." in check.code for check in found if check.code not in ("schema", "terms"))


@pytest.mark.parametrize("name", [name for name in PASS_SHACL if name != "no contexts at all"])
def test_the_shapes_do_let_it_through(example: Document, name: str) -> None:
    PASS_SHACL[name](example)

    assert oracle.violations(example) == ""


@pytest.mark.parametrize("name", FAIL_SHACL)
def test_it_finds_what_the_shapes_find(example: Document, name: str) -> None:
    FAIL_SHACL[name](example)

    assert failures(elm.lint(example))


@pytest.mark.parametrize("name", UNCLEAR)
def test_it_finds_what_processors_differ_on(example: Document, name: str) -> None:
    UNCLEAR[name](example)

    assert failures(elm.lint(example))


def test_a_complete_example_passes(example: Document) -> None:
    assert not failures(elm.lint(example))


def test_the_sealed_official_sample_passes() -> None:
    sealed = spec("elm/samples/Sample-MC-Annex1-signed.jsonld").read_bytes()

    assert not failures(elm.lint(jades.document(sealed)))


@pytest.mark.parametrize("name", ["unsigned.jsonld", "unsigned-uploadable.json"])
def test_the_official_samples_for_upload_pass_as_such(name: str) -> None:
    sample = json.loads(spec(f"elm/samples/Sample-MC-Annex1-{name}").read_bytes())
    credential = sample.get("credential", sample)

    assert not failures(elm.lint(credential, for_upload=True))
    assert failures(elm.lint(credential))


def test_a_finding_names_the_place_and_what_to_do() -> None:
    wrong = document()
    wrong["credentialSubject"]["hasClaim"]["specifiedBy"]["creditPoint"]["point"] = 5

    found = elm.lint(wrong).check("schema.value")

    assert found
    assert found.message == (
        "credentialSubject.hasClaim.specifiedBy.creditPoint.point must be a text. Write numbers in quotes "
        "too."
    )


def test_a_blank_page_is_a_warning(png: bytes) -> None:
    blank, drawn = elm.lint(document()), elm.lint(document(pages={"en": [png]}))

    assert [check.code for check in blank.only(Outcome.WARNING)] == ["schema.display"]
    assert not drawn.only(Outcome.WARNING)


@pytest.mark.parametrize("junk", [None, [], "x", 7, {}, {"@context": {}, "type": {}, "id": []}])
def test_what_is_no_document_fails_without_breaking(junk: object) -> None:
    assert failures(elm.lint(junk))


def test_an_accredited_credential_needs_its_accreditation() -> None:
    wrong = document(profile="accredited")
    del wrong["evidence"]["accreditation"]

    messages = [check.message for check in failures(elm.lint(wrong))]

    assert "The profile edc-accredited needs evidence, each with accreditation." in messages


def test_a_mandate_needs_its_statement() -> None:
    wrong = document(profile="mandate")
    del wrong["evidence"]

    assert len([check for check in failures(elm.lint(wrong)) if check.code == "schema.profile"]) == 2


def test_thousands_of_findings_are_cut_off() -> None:
    wrong = document() | {f"name{number}": 1 for number in range(5_000)}

    assert len(elm.lint(wrong)) < 120


def test_nesting_without_end_is_cut_off() -> None:
    wrong = copy.deepcopy(document())
    part: Document = {}
    for number in range(200):
        part = {"id": f"urn:part:{number}", "type": "LearningAchievement", "hasPart": part}
    wrong["credentialSubject"]["hasClaim"]["hasPart"] = part

    assert failures(elm.lint(wrong))
