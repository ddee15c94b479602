"""Finding editions by words and filters; each facet's count is what choosing it would show."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcx.catalogue import services
from mcx.catalogue.models import Offering
from mcx.catalogue.rules import Audience, Filters, filters_of
from mcx.catalogue.selectors.editions import (
    editions_of,
    offerings_of,
    public_edition,
    public_offering,
)
from mcx.catalogue.selectors.search import public_facets, public_search
from mcx.catalogue.selectors.shelf import public_shelf
from mcx.core.errors import NotFound
from tests.cast import NOW, TODAY, university
from tests.catalogue import cast

DAY = timedelta(days=1)
Queries = Callable[[int], AbstractContextManager[Any]]
EVERYTHING = Filters()


@pytest.fixture
def catalogue(db: None) -> None:
    """Four micro-credentials at three universities; the water course is open, process data starts later."""
    cast.offering(cast.edition())
    green = cast.edition(
        "uoc-green-computing",
        university("uoc"),
        title={"en": "Green computing", "es": "Informática verde"},
        ects=Decimal(2),
        languages=("en", "es"),
        isced_f=("0688",),
    )
    cast.offering(green, "uoc-green-1", places=1)
    process = cast.edition(
        "mu-process-data",
        university("mu"),
        title={"en": "Process data"},
        participation=("presential",),
        ects=Decimal(5),
        eqf_level=7,
        cycle="second",
        languages=("es",),
    )
    cast.offering(
        process,
        "mu-process-1",
        language="es",
        enrolment_opens_on=TODAY + DAY,
        enrolment_closes_on=TODAY + 5 * DAY,
    )
    cast.edition("mu-lean", university("mu"), title={"en": "Lean water use"}, isced_f=())


def codes(query: str = "", filters: Filters = EVERYTHING) -> list[str]:
    return [each.micro_credential.code for each in public_search(query, filters, on=TODAY)]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    "query", ["informatica", "INFORMÁTICA verde", "  verde   green ", "uoc green", "comput"]
)
def test_it_finds_words_in_any_language_and_spelling(query: str) -> None:
    assert codes(query) == ["uoc-green-computing"]


@pytest.mark.usefixtures("catalogue")
def test_all_words_must_occur() -> None:
    assert codes("green nonsense") == []


@pytest.mark.usefixtures("catalogue")
def test_a_word_in_the_title_counts_more_than_one_in_the_text() -> None:
    found = codes("water")

    assert found[:2] == ["tuni-water-data", "mu-lean"]
    assert set(found) == {"tuni-water-data", "mu-lean", "uoc-green-computing", "mu-process-data"}


@pytest.mark.usefixtures("catalogue")
def test_without_words_what_is_open_comes_first() -> None:
    assert set(codes()[:2]) == {"tuni-water-data", "uoc-green-computing"}
    assert len(codes()) == 4


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(institutions=("mu",)), {"mu-process-data", "mu-lean"}),
        (Filters(institutions=("mu", "uoc"), eqf=(6,)), {"mu-lean", "uoc-green-computing"}),
        (Filters(languages=("es",)), {"mu-process-data", "uoc-green-computing"}),
        (Filters(languages=("e",)), set()),
        (Filters(eqf=(7,)), {"mu-process-data"}),
        (
            Filters(ects_from=Decimal("2.5"), ects_to=Decimal(5)),
            {"tuni-water-data", "mu-process-data", "mu-lean"},
        ),
        (Filters(ects_to=Decimal(2)), {"uoc-green-computing"}),
        (Filters(participation=("presential",)), {"mu-process-data"}),
        (Filters(fields=("06",)), {"uoc-green-computing"}),
        (Filters(free_for=Audience.OTHERS), set()),
        (Filters(is_open=True), {"tuni-water-data", "uoc-green-computing"}),
        (Filters(institutions=("nowhere",)), set()),
    ],
)
def test_it_narrows_by_each_filter(filters: Filters, expected: set[str]) -> None:
    assert set(codes("", filters)) == expected


@pytest.mark.usefixtures("catalogue")
def test_a_full_offering_is_not_open() -> None:
    services.note_places(Offering.objects.get(code="uoc-green-1"), is_full=True)

    assert codes("", Filters(is_open=True)) == ["tuni-water-data"]


@pytest.mark.usefixtures("catalogue")
def test_only_the_newest_edition_is_listed_with_the_runs_of_the_earlier() -> None:
    cast.edition(title={"en": "Water data, revised"})

    found = public_search("water data", Filters(is_open=True, institutions=("tuni",)), on=TODAY)

    assert [(each.number, each.title["en"]) for each in found] == [(2, "Water data, revised")]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    "chosen",
    [
        EVERYTHING,
        Filters(institutions=("mu",)),
        Filters(languages=("es",), eqf=(6, 7)),
        Filters(ects_from=Decimal(2), ects_to=Decimal(3), participation=("online",)),
        Filters(is_open=True, fields=("07",)),
        Filters(free_for=Audience.MEMBERS),
    ],
)
@pytest.mark.parametrize("query", ["", "water"])
def test_a_facets_count_is_what_choosing_it_shows(query: str, chosen: Filters) -> None:
    counted = public_facets(query, chosen, on=TODAY)

    for kind, to_filter in CHOOSING.items():
        for value, count in counted[kind].items():
            narrowed = replace(chosen, **to_filter(value))
            assert public_search(query, narrowed, on=TODAY).count() == count, (kind, value)


CHOOSING: dict[str, Callable[[str], dict[str, Any]]] = {
    "institutions": lambda value: {"institutions": (value,)},
    "languages": lambda value: {"languages": (value,)},
    "eqf": lambda value: {"eqf": (int(value),)},
    "ects": lambda value: {"ects_from": Decimal(value), "ects_to": Decimal(value)},
    "participation": lambda value: {"participation": (value,)},
    "fields": lambda value: {"fields": (value,)},
    "free_for": lambda value: {"free_for": Audience(value)},
    "is_open": lambda value: {"is_open": True},
}


@pytest.mark.usefixtures("catalogue")
def test_facets_name_the_values_there_are() -> None:
    counted = public_facets("", EVERYTHING, on=TODAY)

    assert counted["languages"] == {"en": 3, "es": 2, "fi": 2}
    assert counted["ects"] == {"2": 1, "2.5": 2, "5": 1}
    assert counted["free_for"] == {"members": 4}


@pytest.mark.usefixtures("catalogue")
def test_a_page_and_its_facets_take_three_queries(django_assert_num_queries: Queries) -> None:
    public_shelf(TODAY)  # a process reads all listings once

    with django_assert_num_queries(3):
        searched = public_search("water", Filters(languages=("en",)), on=TODAY)
        found, counted = searched[:24], searched.facets()
        runs = found[0].listing.runs

        assert [(str(each), each.micro_credential.institution.short_name) for each in found]
        assert len(runs) == 1
        assert counted["languages"]["en"] == len(found)


@pytest.mark.usefixtures("catalogue")
def test_wherever_it_is_asked_an_edition_has_the_same_runs() -> None:
    newest = cast.edition(title={"en": "Water data, revised"})
    first = public_edition("tuni-water-data", 1)
    cast.offering(newest, "tuni-water-data-2")

    for edition, number in ((newest, 2), (first, 1)):
        assert len(offerings_of(edition)) == number
    [listed] = public_search("", Filters(institutions=("tuni",)), on=TODAY)
    assert len(listed.listing.runs) == 2


@given(
    st.dictionaries(
        st.sampled_from(["eqf", "ects_from", "field", "language", "open", "free_for", "x"]),
        st.lists(st.text()),
    )
)
def test_whatever_an_address_says_is_understood_or_left_out(params: dict[str, list[str]]) -> None:
    found = filters_of(params)

    assert set(found.eqf) <= set(range(1, 9))
    assert found.ects_from is None or found.ects_from >= 0


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    "hostile", ["\x00", "%", "_", "'; DROP TABLE", "<script>", "\ud800", "x" * 100_000, "%%%" * 400]
)
def test_hostile_words_find_nothing_and_break_nothing(hostile: str) -> None:
    filters = filters_of({name: [hostile] for name in ("institution", "language", "field", "participation")})

    assert codes(hostile, filters) in ([], codes())
    public_facets(hostile, filters, on=TODAY)


@pytest.mark.usefixtures("catalogue")
def test_an_edition_is_found_by_its_code_and_number() -> None:
    second = cast.edition(title={"en": "Water data, revised"})

    assert public_edition("tuni-water-data") == second
    assert public_edition("tuni-water-data", 1).number == 1
    assert [each.number for each in editions_of(second)] == [2, 1]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("code", "number"), [("nowhere", None), ("tuni-water-data", 7), ("tuni-water-data", 10**30)]
)
def test_what_is_not_published_is_not_found(code: str, number: int | None) -> None:
    with pytest.raises(NotFound):
        public_edition(code, number)


@pytest.mark.usefixtures("catalogue")
def test_a_new_edition_shows_the_runs_of_the_earlier_but_not_the_reverse() -> None:
    first = public_edition("tuni-water-data")
    second = cast.edition(title={"en": "Water data, revised"})
    cast.offering(second, "tuni-water-data-2")

    assert [run.code for run in offerings_of(second)] == ["tuni-water-data-2", "tuni-water-data-1"]
    assert [run.code for run in offerings_of(first)] == ["tuni-water-data-1"]


@pytest.mark.usefixtures("catalogue")
def test_an_offering_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        public_offering("nowhere")


@pytest.mark.usefixtures("catalogue")
def test_a_cancelled_run_is_not_open() -> None:
    services.cancel_offering(public_offering("uoc-green-1"), by=cast.teacher(university("uoc")), at=NOW)

    assert codes("", Filters(is_open=True)) == ["tuni-water-data"]
