"""A credential is explained in plain words, part by part."""

import json

from microcred.explain import explain
from microcred.openbadges import write
from microcred.reading import read
from tests.microcred.cast import RECORD
from tests.spec import spec


def said(data: bytes, language: str = "en") -> dict[str, list[tuple[str, str]]]:
    """The sections by their titles."""
    return {one.title: [(it.label, it.value) for it in one.facts] for one in explain(read(data), language)}


BADGE = json.dumps(write(RECORD)[0]).encode()


def test_it_tells_what_was_learnt_by_whom_and_how_it_was_assessed() -> None:
    words = said(BADGE)

    assert ("Name", "Ada Example") in words["Who learnt it"]
    assert ("Workload", "2.5 ECTS, 62.5 h") in words["What was learnt"]
    assert ("Level", "EQF 7, NQR 7, Second cycle (master)") in words["What was learnt"]
    assert words["How it was assessed"][0] == (
        "Assessment",
        "Maintenance plan (Project work; Supervised online; Identity document shown; 60 %; "
        "5 (Five-point scale: 5, 4, 3, 2, 1, 0))",
    )


def test_it_speaks_the_readers_language_where_the_credential_does() -> None:
    words = said(BADGE, "de")

    assert ("Title", "Vorausschauende Wartung") in words["What was learnt"]
    assert ("Description", "Plan the upkeep of machines from data.") in words["What was learnt"]


def test_it_names_both_awarding_bodies() -> None:
    words = said(BADGE)

    assert ("Name", "Example University") in words["Who issued it"]
    assert ("Name", "Partner University") in words["Who awarded it"]


def test_it_names_what_it_does_not_explain() -> None:
    words = said(spec("openbadges/ob30/complete.json").read_bytes())

    assert ("Part", "credentialSubject.licenseNumber") in words["Also in the file, not explained here"]
    assert ("Kind of signature", "eddsa-rdfc-2022") in words["Signature"]


def test_a_learner_record_names_its_parts() -> None:
    words = said(spec("openbadges/clr20/simple.json").read_bytes())

    assert words["What it is built from"] == [("Teamwork", "Example Corp")]


def test_empty_sections_are_left_out() -> None:
    words = said(spec("openbadges/ob30/simple-noproof.json").read_bytes())

    assert "Signature" not in words
    assert "Evidence" not in words
