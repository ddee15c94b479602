"""An edition as schema.org describes courses."""

import json
from dataclasses import replace
from datetime import date

from microcred.record import Organisation
from microcred.schema_org import CourseRun, course
from tests.microcred.water import WATER

TAMPERE = Organisation(
    id="https://www.tuni.fi",
    legal_name={"en": "Tampere University"},
    country="FI",
    homepage="https://www.tuni.fi",
)
RUN = CourseRun(
    "https://network.example/catalogue/water", "en", date(2027, 1, 11), date(2027, 3, 5), "Online"
)


def test_it_says_what_is_taught_by_whom_and_for_how_many_credits() -> None:
    document = course(replace(WATER, id="https://network.example/catalogue/water/1"), TAMPERE, language="en")

    assert document["@context"] == "https://schema.org"
    assert document["@id"] == document["url"] == "https://network.example/catalogue/water/1"
    assert document["provider"]["address"]["addressCountry"] == "FI"
    assert document["numberOfCredits"] == {"@type": "StructuredValue", "name": "ECTS", "value": "2.5"}
    assert document["educationalLevel"]["@id"] == "http://data.europa.eu/snb/eqf/6"
    assert document["timeRequired"] == "PT65H"
    assert document["teaches"][0] == "Analyse flow series to locate leaks."


def test_texts_are_in_the_asked_language_or_the_nearest() -> None:
    document = course(WATER, TAMPERE, language="fi")

    assert document["name"] == "Vesidata kaupunki-insinööreille"
    assert document["teaches"] == ["Analysoida virtaamasarjoja.", "Judge the quality of a sensor."]


def test_runs_and_prices_stand_beside_it() -> None:
    document = course(WATER, TAMPERE, language="en", runs=[RUN], prices={"Learners": "0", "Others": "120"})

    [instance] = document["hasCourseInstance"]
    assert (instance["courseMode"], instance["startDate"], instance["endDate"]) == (
        ["online"],
        "2027-01-11",
        "2027-03-05",
    )
    assert [offer["category"] for offer in document["offers"]] == ["Free", "Paid"]


def test_what_is_not_known_is_left_out() -> None:
    document = course(replace(WATER, prerequisites=None, id=""), TAMPERE, language="en")

    assert not {"coursePrerequisites", "hasCourseInstance", "offers", "@id"} & document.keys()
    assert json.loads(json.dumps(document)) == document
