"""The catalogue's public pages: found, read, in any language, whatever an address asks for."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from mcx.catalogue.models import Edition
from mcx.catalogue.rules import Audience, Window
from mcx.catalogue.selectors import search
from mcx.catalogue.selectors.shelf import public_shelf
from mcx.catalogue.services import cancel_offering
from mcx.network.models import Institution
from mcx.web.catalogue import words as shown
from microcred.vocabulary import STACKABILITY
from tests.cast import NOW, TODAY, network, person, university
from tests.catalogue import cast
from tests.learning import cast as learning
from tests.said import as_read

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Queries = Callable[[int], AbstractContextManager[Any]]
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def catalogue() -> Edition:
    """The water course, open, beside one of another university."""
    network()
    edition = cast.edition()
    cast.offering(edition)
    cast.edition("uoc-green", university("uoc"), title={"en": "Green computing", "es": "Informática verde"})
    return edition


def page(client: Client, path: str, **query: Any) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200
    return as_read(answer.content)


@pytest.mark.usefixtures("catalogue")
def test_everyone_sees_the_catalogue_with_what_is_open(client: Client) -> None:
    html = page(client, "/catalogue/")

    assert "Water data for city engineers" in html
    assert "Apply until" in html
    assert "No dates yet" in html
    assert "2 micro-credentials" in html


def test_a_second_edition_keeps_the_runs_of_the_first_on_its_card(client: Client) -> None:
    network()
    cast.offering(cast.edition())
    cast.edition()

    html = page(client, "/catalogue/")

    assert "Apply until" in html
    assert "No dates yet" not in html


@pytest.mark.usefixtures("catalogue")
def test_words_and_filters_narrow_it(client: Client) -> None:
    assert "Green computing" in page(client, "/catalogue/", q="informatica")
    assert "Water data" not in page(client, "/catalogue/", institution="uoc")
    assert "No micro-credentials match your search" in page(client, "/catalogue/", q="nonsense")


@pytest.mark.usefixtures("catalogue")
def test_a_chosen_filter_is_ticked_and_can_be_dropped(client: Client) -> None:
    html = page(client, "/catalogue/", language=["fi", "sv"], q="water")

    assert re.search(r'name="language" value="fi" checked', html)
    assert re.search(r'name="language" value="sv" checked', html)
    assert "?language=sv&amp;q=water" in html


@pytest.mark.usefixtures("catalogue")
def test_a_bound_that_nobody_can_read_is_said_and_not_shown_as_a_filter(client: Client) -> None:
    html = page(client, "/catalogue/", ects_from=EVIL, ects_to="3,0")

    assert "is not a number of ECTS credits, so this filter is not used." in html
    assert EVIL not in html
    assert "At least" not in html
    assert "At most 3 ECTS" in html
    assert "so this filter is not used" not in page(client, "/catalogue/", ects_from="2.5", ects_to="")


@pytest.mark.usefixtures("catalogue")
def test_levels_and_countries_are_named_in_the_readers_language(client: Client) -> None:
    Institution.objects.update(city="")

    answer = client.get("/catalogue/", headers={"Accept-Language": "de"})

    html = answer.content.decode()
    assert "EQR 6" in html
    assert "EQF" not in html
    assert "Finnland" in html


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    "query",
    [
        {"eqf": ["9", "x", "-1"], "field": "zz", "institution": "nowhere", "language": "xx"},
        {"ects_from": "lots", "ects_to": "NaN"},
        {"ects_from": "1e400"},
        {"free_for": "aliens", "open": EVIL, "participation": EVIL},
        {"q": "\x00"},
        {"q": "x" * 100_000},
        {"q": EVIL, "institution": EVIL, "ects_from": EVIL},
    ],
)
def test_it_answers_whatever_the_address_asks(client: Client, query: dict[str, Any]) -> None:
    html = page(client, "/catalogue/", **query)

    assert EVIL not in html


@pytest.mark.usefixtures("catalogue")
def test_the_catalogue_takes_few_queries_however_long_it_is(
    client: Client, django_assert_num_queries: Queries
) -> None:
    for number in range(30):
        cast.offering(cast.edition(f"mu-{number}", university("mu")), f"mu-{number}-1")
    public_shelf(TODAY)  # a process reads all listings once

    with django_assert_num_queries(7):
        html = page(client, "/catalogue/")

    assert html.count("mc-card") >= 24
    assert "32 micro-credentials" in html
    assert 'rel="next"' in html


def test_the_edition_page_shows_every_critical_element(client: Client, catalogue: Edition) -> None:
    html = page(client, "/catalogue/tuni-water-data")

    for numeral in ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi"):
        assert f"({numeral})" in html
    for words in (
        "Analyse flow series to locate leaks.",
        "Applying knowledge and understanding",
        "analyse water data",
        "http://data.europa.eu/esco/skill/11111111-1111-4111-8111-111111111111",
        "Leak report",
        "Supervised online",
        "Identity document shown",
        "Passed when the leak is located within 50 metres.",
        "Guided labs",
        "Finland",
        "Tampere University",
        "2.5 ECTS, 65 h of work",
        "First cycle (bachelor)",
        "Institutional quality assurance: Demonstration Quality Agency",
        "First-year statistics.",
        "Stacks into the Green Engineer micro-degree.",
        "Bring a laptop.",
        "Grades 1.0 to 5.0; lowest pass 4.0",
        "0732",
        "Free",
        "€120",
        "does not expire",
        "suomi",
    ):
        assert words in html, words


def test_texts_are_shown_in_the_chosen_language_and_marked(client: Client, catalogue: Edition) -> None:
    html = page(client, "/catalogue/tuni-water-data", language="fi")

    assert '<span lang="fi">Vesidata kaupunki-insinööreille</span>' in html
    assert "Judge the quality of a sensor." in html


@pytest.mark.parametrize("language", ["xx", EVIL, "", "de"])
def test_a_language_without_texts_falls_back(client: Client, catalogue: Edition, language: str) -> None:
    html = page(client, "/catalogue/tuni-water-data", language=language)

    assert "<h1>Water data for city engineers</h1>" in html
    assert EVIL not in html


def test_the_page_carries_a_schema_org_course(client: Client, catalogue: Edition) -> None:
    html = page(client, "/catalogue/tuni-water-data")

    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert found
    document = json.loads(found[1])
    assert (document["@type"], document["@id"]) == (
        "Course",
        "https://network.example/catalogue/tuni-water-data/1",
    )
    assert document["hasCourseInstance"][0]["startDate"] == str(TODAY + 30 * DAY)
    assert document["offers"][0]["category"] == "Free"


def test_what_was_chosen_from_our_list_is_stated_in_the_readers_language(client: Client) -> None:
    label = str(STACKABILITY.terms[0].label)
    cast.edition(stackability={"en": label}, ects=Decimal("2.50"))

    html = client.get("/catalogue/tuni-water-data", headers={"Accept-Language": "de"}).content.decode()

    with translation.override("de"):
        assert gettext(label) in unescape(html)
    assert label not in unescape(html)
    assert "2,5\u00a0ECTS" in html
    assert "2.5 ECTS" not in html


def test_script_in_every_text_comes_out_escaped(client: Client) -> None:
    text = {"en": EVIL}
    water = cast.WATER
    cast.edition(
        title=text,
        description=text,
        prerequisites=text,
        stackability=text,
        further_information=text,
        nqf_level=EVIL,
        outcomes=tuple(outcome.__class__(id=outcome.id, title=text) for outcome in water.outcomes),
    )

    html = page(client, "/catalogue/tuni-water-data") + page(client, "/catalogue/")

    assert "alert(1)" in html
    assert EVIL not in html
    assert "</script>alert" not in html


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Apply until"),
        ({"enrolment_opens_on": TODAY + DAY}, "Applications open on"),
        ({"enrolment_closes_on": TODAY - DAY}, "Starts on"),
        (
            {"enrolment_closes_on": TODAY - DAY, "starts_on": TODAY, "ends_on": TODAY + DAY},
            "Runs until",
        ),
        (
            {"enrolment_closes_on": TODAY - 9 * DAY, "starts_on": TODAY - 8 * DAY, "ends_on": TODAY - DAY},
            "1 earlier run",
        ),
    ],
)
def test_each_run_says_where_it_stands(client: Client, change: dict[str, Any], words: str) -> None:
    cast.offering(**change)

    html = page(client, "/catalogue/tuni-water-data")

    assert words in html
    assert ("/learning/apply/" in html) is (words == "Apply until")


def test_a_full_and_a_cancelled_run_offer_no_application(client: Client) -> None:
    edition = cast.edition()
    learning.enrolment(cast.offering(edition, places=1))
    cancelled = cast.offering(edition, "tuni-water-data-2")
    cancel_offering(cancelled, by=cast.teacher(university("tuni")), at=NOW)

    html = page(client, "/catalogue/tuni-water-data")

    assert "Full" in html
    assert "Cancelled" in html
    assert "/learning/apply/" not in html


def test_an_earlier_edition_stays_as_it_was_and_points_to_the_newest(client: Client) -> None:
    cast.edition()
    cast.edition(title={"en": "Water data, revised"})

    newest, first = page(client, "/catalogue/tuni-water-data"), page(client, "/catalogue/tuni-water-data/1")

    assert "<h1>Water data, revised</h1>" in newest
    assert "<h1>Water data for city engineers</h1>" in first
    assert "There is a newer edition." in first
    assert "/catalogue/tuni-water-data/1" in newest


@pytest.mark.parametrize("path", ["nowhere", "tuni-water-data/7", f"tuni-water-data/{10**40}", "no%20code"])
def test_what_is_not_there_is_a_404(client: Client, path: str) -> None:
    cast.edition()

    assert client.get(f"/catalogue/{path}").status_code == 404


def test_the_edition_page_takes_few_queries(
    client: Client, catalogue: Edition, django_assert_num_queries: Queries
) -> None:
    for number in range(12):
        cast.offering(catalogue, f"tuni-more-{number}")

    with django_assert_num_queries(13):
        page(client, "/catalogue/tuni-water-data")


def test_a_signed_in_learner_sees_what_home_makes_of_it(client: Client, catalogue: Edition) -> None:
    client.force_login(person())

    assert "you have not said which programme you study" in page(client, "/catalogue/tuni-water-data")


def test_own_days_of_an_audience_do_not_hide_a_run(client: Client) -> None:
    cast.offering(windows={Audience.OTHERS: Window(TODAY + DAY, TODAY + 2 * DAY)})

    assert "Apply until" in page(client, "/catalogue/tuni-water-data")


def test_beside_the_largest_universities_it_is_said_how_to_find_the_others(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    network()
    cast.edition()
    cast.edition("uoc-green", university("uoc"))
    hint = "To find another university, enter its name in the search."
    assert hint not in page(client, "/catalogue/")

    monkeypatch.setattr(search, "MOST_INSTITUTIONS", 1)
    monkeypatch.setattr(shown, "MOST_INSTITUTIONS", 1)

    assert hint in page(client, "/catalogue/")
    assert 'value="uoc"' in page(client, "/catalogue/", q="oberta")
