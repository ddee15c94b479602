"""What the catalogue lists follows from editions, runs and places, at any time and in every process."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command

from mcx.catalogue import services
from mcx.catalogue.models import Edition, Listing, ListingChange, Offering, TaughtSkill
from mcx.catalogue.rules import Filters
from mcx.catalogue.selectors import search, shelf
from mcx.catalogue.selectors.editions import public_counts, waiting
from mcx.catalogue.selectors.listings import public_published_keys, public_unlike, public_unlike_skills
from mcx.catalogue.selectors.search import public_search
from mcx.catalogue.selectors.shelf import Shelf, public_shelf
from mcx.core.keyset import part_of
from mcx.core.models import AuditEntry
from mcx.learning import services as learning_services
from mcx.learning.selectors import public_wrongly_full
from mcx.network.selectors.rights import held_by
from tests.cast import NOW, TODAY, network, university
from tests.catalogue import cast
from tests.learning import cast as learning
from tests.microcred.water import WATER

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Queries = Callable[[int], AbstractContextManager[Any]]


def is_true() -> bool:
    """Whether everything is listed as it follows from the rest, and this process knows it."""
    unlike = [row for keys in public_published_keys() for row in public_unlike(keys)]
    return not (unlike or public_unlike_skills() or public_wrongly_full().exists()) and _is_known()


def _is_known() -> bool:
    mine, anew = public_shelf(TODAY), shelf._read(shelf.public_newest_change(), TODAY)
    return all(
        getattr(mine, name) == getattr(anew, name) for name in ("newest", "shown", "order", "runs")
    ) and _without_empty(mine) == _without_empty(anew)


def _without_empty(of: Shelf) -> dict[tuple[str, str], int]:
    return {(kind, value): bits for kind, sets in of.values.items() for value, bits in sets.items() if bits}


def codes(found: Iterable[Edition]) -> list[str]:
    return [each.micro_credential.code for each in found]


@pytest.mark.usefixtures("busy_demonstration")
def test_the_demonstration_is_listed_as_it_is() -> None:
    assert Listing.objects.count() > 20
    assert is_true()


def test_whatever_is_published_offered_or_cancelled_is_listed_at_once() -> None:
    assert is_true()
    first = cast.edition()
    assert is_true()
    cast.edition("uoc-green", university("uoc"), languages=("es",))
    assert is_true()
    run = cast.offering(first)
    assert is_true()
    cast.edition(
        title={"en": "Water data, revised"}, languages=("en",), outcomes=WATER.outcomes[:1], ects=Decimal(4)
    )
    assert is_true()
    services.cancel_offering(run, by=cast.teacher(university("tuni")), at=NOW)
    assert is_true()
    assert Listing.objects.count() == 2


def test_whoever_takes_or_frees_the_last_place_says_so() -> None:
    network()
    run = cast.offering(places=1)
    enrolled = learning.enrolment(run)
    assert Offering.objects.get().is_full
    assert is_true()
    assert codes(public_search("", Filters(is_open=True), on=TODAY)) == []

    learning_services.withdraw(enrolled, by=enrolled.learner, at=NOW)

    assert not Offering.objects.get().is_full
    assert is_true()
    assert codes(public_search("", Filters(is_open=True), on=TODAY)) == ["tuni-water-data"]


def test_cancelling_a_full_run_leaves_nothing_wrong() -> None:
    network()
    run = cast.offering(places=1)
    learning.enrolment(run)

    learning_services.cancel(run, reason="Ill.", by=cast.teacher(university("tuni")), at=NOW)

    assert is_true()


def test_what_is_open_changes_with_the_day_and_nothing_is_written() -> None:
    cast.offering(enrolment_opens_on=TODAY + DAY, enrolment_closes_on=TODAY + 2 * DAY)

    found = [len(codes(public_search("", Filters(is_open=True), on=TODAY + n * DAY))) for n in (0, 1, 2, 3)]

    assert found == [0, 1, 1, 0]
    assert codes(public_search("", Filters(is_open=True), on=TODAY)) == []


def test_a_process_reads_only_what_was_changed(django_assert_num_queries: Queries) -> None:
    cast.edition()
    public_shelf(TODAY)
    with django_assert_num_queries(1):
        public_shelf(TODAY)
    cast.edition("mu-lean", university("mu"))

    with django_assert_num_queries(3):
        assert public_shelf(TODAY).shown.bit_count() == 2


def test_a_process_that_missed_much_or_knows_another_past_reads_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast.edition()
    public_shelf(TODAY)
    ListingChange.objects.update(mark="of a backup")
    cast.edition("mu-lean", university("mu"))
    assert is_true()

    ListingChange.objects.all().delete()
    Listing.objects.filter(micro_credential__code="mu-lean").delete()
    assert is_true() is False
    assert public_shelf(TODAY).shown.bit_count() == 1

    monkeypatch.setattr(shelf, "MOST_CHANGES", 1)
    cast.edition("mu-lean", university("mu"))
    cast.edition("mu-more", university("mu"))
    assert public_shelf(TODAY).shown.bit_count() == 3


def test_what_a_process_looks_at_stays_as_it_was() -> None:
    cast.edition()
    found = public_search("", Filters(), on=TODAY)
    cast.edition("mu-lean", university("mu"))
    public_shelf(TODAY)

    assert found.count() == 1
    assert len(codes(found)) == 1


def test_the_check_finds_what_is_wrong_corrects_it_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    cast.offering()
    cast.edition("mu-lean", university("mu"))
    call_command("check_catalogue")
    assert "lists what is published" in capsys.readouterr().out
    Listing.objects.filter(micro_credential__code="mu-lean").update(
        values={}, runs=[["2020-01-01", "2099-01-01", "2099-01-01", "2099-01-01", False]]
    )
    TaughtSkill.objects.update(micro_credentials=7)
    TaughtSkill.objects.create(uri="https://skill.example/gone", micro_credentials=1, ects=1)
    Offering.objects.update(is_full=True)
    assert not is_true()

    call_command("check_catalogue")

    assert "1 run(s)" in capsys.readouterr().err
    assert is_true()
    found = set(AuditEntry.objects.filter(action__endswith="corrected").values_list("action", flat=True))
    assert found == {
        "catalogue.listings-corrected",
        "catalogue.skills-corrected",
        "learning.places-corrected",
    }


def test_the_check_keeps_the_last_changes_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "CHANGES_KEPT", 2)
    for number in range(4):
        cast.edition(f"mu-{number}", university("mu"))

    call_command("check_catalogue")

    assert ListingChange.objects.count() == 2
    assert is_true()


def test_a_skill_is_counted_for_the_newest_edition_of_each(django_assert_num_queries: Queries) -> None:
    cast.edition()
    cast.edition("mu-lean", university("mu"), ects=Decimal(4))
    [skill] = TaughtSkill.objects.all()
    assert (skill.micro_credentials, skill.ects) == (2, Decimal("6.5"))

    cast.edition("mu-lean", university("mu"), ects=Decimal(1))
    skill.refresh_from_db()
    assert (skill.micro_credentials, skill.ects) == (2, Decimal("3.5"))

    bare = tuple(type(each)(id=each.id, title=each.title) for each in WATER.outcomes)
    cast.edition("mu-lean", university("mu"), outcomes=bare)
    skill.refresh_from_db()
    assert (skill.micro_credentials, skill.ects) == (1, Decimal("2.5"))


def test_of_many_institutions_those_with_most_and_the_chosen_one_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "MOST_INSTITUTIONS", 2)
    for slug, number in (("mu", 1), ("tuni", 3), ("uoc", 2)):
        for step in range(number):
            cast.edition(f"{slug}-{step}", university(slug))

    most = {"tuni": 3, "uoc": 2}
    assert public_search("", Filters(), on=TODAY).facets()["institutions"] == most
    chosen = public_search("", Filters(institutions=("mu",)), on=TODAY).facets()["institutions"]
    assert chosen == most | {"mu": 1}


@pytest.mark.parametrize("query", ["", "water"])
def test_a_list_is_read_to_its_end_part_by_part_while_others_publish(query: str) -> None:
    for number in range(7):
        made = cast.edition(f"mu-{number}", university("mu"))
        if number % 3 == 0:
            cast.offering(made, f"mu-{number}-1")
    wanted = codes(public_search(query, Filters(), on=TODAY))

    seen, cursor = list[str](), ""
    while cursor or not seen:
        part = part_of(public_search(query, Filters(), on=TODAY), 3, cursor)
        seen, cursor = seen + codes(part.rows), part.next
        cast.edition("aaa-first", university("mu"), title={"en": f"Water {len(seen)}"})

    assert [code for code in seen if code != "aaa-first"] == wanted


def test_of_an_empty_catalogue_everything_is_counted_as_none() -> None:
    assert set(public_counts(TODAY).values()) == {0}
    assert codes(public_search("water", Filters(is_open=True), on=TODAY)) == []
    assert not any(public_search("", Filters(), on=TODAY).facets().values())


def test_how_far_the_catalogue_has_come_and_who_has_nothing_to_join() -> None:
    cast.offering()
    cast.edition()
    cast.edition("mu-lean", university("mu"))
    teacher = cast.teacher(university("mu"))

    assert public_counts(TODAY) == {
        "micro_credentials": 2,
        "editions": Edition.objects.count(),
        "institutions": 2,
        "offerings_open": 1,
    }
    assert list(waiting(teacher, held_by(teacher, on=TODAY), TODAY).values()) == [1]
