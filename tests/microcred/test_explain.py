"""A credential is explained in plain words, part by part."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from microcred.explain import Reader, explain
from microcred.openbadges import write
from microcred.reading import read
from microcred.saying import Amount, Listed, Moment, Said
from tests.microcred.cast import RECORD
from tests.microcred.sdjwt.tokens import SHOWN
from tests.spec import spec


def said(data: bytes, language: str = "en") -> dict[str, list[tuple[str, str]]]:
    """The sections by their titles."""
    return {
        one.title: [(it.label, it.value) for it in one.facts] for one in explain(read(data), Reader(language))
    }


BADGE = json.dumps(write(RECORD)[0]).encode()


def test_it_tells_what_was_learnt_by_whom_and_how_it_was_assessed() -> None:
    words = said(BADGE)

    assert ("Name", "Ada Example") in words["Who learned it"]
    assert ("Workload", "2.5 ECTS, 62.5 h") in words["What was learned"]
    assert ("Level", "EQF 7, NQR 7, Second cycle (master)") in words["What was learned"]
    assert words["How it was assessed"][0] == (
        "Assessment",
        "Maintenance plan (Project work; Supervised online; Identity document shown; 60%; "
        "5 (Five-point scale: 5, 4, 3, 2, 1, 0))",
    )


def test_it_speaks_the_readers_language_where_the_credential_does() -> None:
    words = said(BADGE, "de")

    assert ("Title", "Vorausschauende Wartung") in words["What was learned"]
    assert ("Description", "Plan the upkeep of machines from data.") in words["What was learned"]


def test_it_names_both_awarding_bodies() -> None:
    words = said(BADGE)

    assert ("Name", "Example University") in words["Who issued it"]
    assert ("Name", "Partner University") in words["Who awarded it"]


def test_it_names_what_it_does_not_explain() -> None:
    words = said(spec("openbadges/ob30/complete.json").read_bytes())

    rest = dict(words["Other content of the file"])
    assert rest["credentialSubject.licenseNumber"] == "A-9320041"
    assert rest["issuer.address.postalCode"] == "12345"
    assert rest["refreshService"] == "http://1edtech.edu/credentials/3732"
    assert ("Type of signature", "eddsa-rdfc-2022") in words["Signature"]


def test_a_learner_record_names_its_parts() -> None:
    words = said(spec("openbadges/clr20/simple.json").read_bytes())

    assert words["Credentials it combines"] == [("Teamwork", "Example Corp")]


def test_it_tells_what_learners_do_and_who_accredited_it() -> None:
    words = said(BADGE)

    assert words["What learners do"][0][1].endswith("h")
    assert ("Accredited by", "Example Agency (2020-01-01 – 2030-01-01)") in words["Who issued it"]


@pytest.mark.parametrize(
    ("decision", "label", "ending"),
    [
        ("conditions", "Accredited with conditions by", ""),
        ("negative", "Refused accreditation by", ""),
        ("postponed", "Assessed by", ": postponed"),
    ],
)
def test_a_refusal_is_never_told_as_an_accreditation(decision: str, label: str, ending: str) -> None:
    [one] = RECORD.issuer.accreditations
    told = replace(RECORD, issuer=replace(RECORD.issuer, accreditations=(replace(one, decision=decision),)))

    words = said(json.dumps(write(told)[0]).encode())["Who issued it"]

    assert (label, f"Example Agency (2020-01-01 – 2030-01-01){ending}") in words
    assert "Accredited by" not in dict(words)


def test_an_endorsement_is_told_once_with_what_it_is_about() -> None:
    words = said(spec("openbadges/ob30/complete.json").read_bytes())
    alone = said(spec("openbadges/ob30/endorsement-valid.json").read_bytes())

    praise = "1EdTech University is in good standing (https://1edtech.edu/issuers/565049, 2010-01-01 – "
    assert words["Endorsed by"][0] == ("Example Accrediting Agency", f"{praise}2020-01-01)")
    assert len(words["Endorsed by"]) == 2
    assert alone["Endorsed by"] == [("State Department of Education", f"{praise}2030-01-01)")]


def test_signatures_around_the_document_are_told_too() -> None:
    token = said(spec("openbadges/ob30/simple-jwt.svg").read_bytes())
    wallet = said(SHOWN)
    seal = said(spec("elm/samples/Sample-MC-Annex1-signed.jsonld").read_bytes())

    assert token["Signature"] == [
        ("Type of signature", "JWT, RS256"),
        ("With the key", "one inside the token"),
    ]
    assert wallet["Signature"][0] == ("Type of signature", "dc+sd-jwt, ES256")
    assert ("With the certificate of", "ORGANIZACION TEST") in seal["Signature"]


def test_a_presentation_names_its_holder_and_what_is_shown() -> None:
    shown = [json.loads(BADGE), {"type": "Nothing"}]
    document = {"type": "VerifiablePresentation", "holder": "did:example:ada", "verifiableCredential": shown}

    assert said(json.dumps(document).encode())["Presented by"] == [
        ("Holder", "did:example:ada"),
        ("Credential", "Predictive Maintenance"),
        ("Credential", "This is JSON, but not a type of credential that we support."),
    ]


def test_a_picture_in_the_file_is_told_by_its_size() -> None:
    document = {**json.loads(BADGE), "image": {"id": "data:image/png;base64," + "A" * 5000, "type": "Image"}}

    rest = dict(said(json.dumps(document).encode())["Other content of the file"])

    assert rest["image"] == "data:image/p… (5,022 characters)"


def test_empty_sections_are_left_out() -> None:
    words = said(spec("openbadges/ob30/simple-noproof.json").read_bytes())

    assert "Signature" not in words
    assert "Evidence" not in words


def test_the_words_of_code_lists_are_said_in_the_readers_language() -> None:
    words = {"Project work": "Projektarbeit", "EQF": "EQR", "a text file": "eine Textdatei"}

    told = explain(read(BADGE), Reader("de", lambda text: words.get(text, text)))

    facts = {(section.title, fact.label): fact.value for section in told for fact in section.facts}
    assert "Projektarbeit" in " ".join(fact.value for section in told for fact in section.facts)
    assert facts["What was learned", "Level"].startswith("EQR 7")
    assert facts["The file", "Carried by"] == "eine Textdatei"
    assert "," not in facts["The file", "Size"]


def test_days_and_amounts_keep_their_kind_for_whoever_writes_them() -> None:
    told = explain(read(BADGE), Reader())

    kinds = {
        type(value)
        for section in told
        for fact in section.facts
        for value in _leaves(fact.value)
        if re.fullmatch(r"\d{4}-\d\d-\d\d|\d+(\.\d+)?", value) and fact.label in KEPT
    }

    assert kinds == {Moment, Amount}


KEPT = {"Accredited by", "Workload", "Assessment", "Issued", "Awarded"}


def _leaves(value: str) -> Iterator[str]:
    """The single values of which a sentence or a list is made."""
    if isinstance(value, Said | Listed):
        inner = value.values.values() if isinstance(value, Said) else value.values
        for one in inner:
            yield from _leaves(one)
    else:
        yield value


def test_codes_are_named_where_the_reader_knows_their_names() -> None:
    told = explain(read(BADGE), Reader(named=lambda kind, code: f"{kind} {code}" if code else ""))

    facts = {(section.title, fact.label): fact.value for section in told for fact in section.facts}
    assert facts["What was learned", "Languages of instruction"].startswith("language ")
    assert facts["What was learned", "Field of study (ISCED-F)"].startswith("field ")
    assert facts["Who issued it", "Country"].startswith("country ")
