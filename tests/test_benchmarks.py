"""The page of benchmarks says in words which aims are met; none of its figures is asserted."""

import itertools
import re

from bench.__main__ import BENCHMARKS, PAGE, page
from bench.table import TURNS, Figure, Table, rates


def table() -> Table:
    """Two figures with an aim, one without."""
    made = Table("Credentials", "One credential.")
    made.add("bare signature", 40_000)
    made.compare("issue against bare signatures", 30_000, 40_000, 0.5)
    made.add("from the clone to the first page", 91, "s", aim=90)
    made.remarks.append("A peer was not measured.")
    return made


def test_an_aim_is_a_least_rate_or_a_longest_time() -> None:
    assert Figure("rate", 100, aim=100).verdict == "aim: 100 /s, met"
    assert Figure("ratio", 0.49, "×", aim=0.5).verdict == "aim: 0.5 ×, NOT met"
    assert Figure("time", 90, "s", aim=90).verdict == "aim: at most 90 s, met"
    assert Figure("time", 90.1, "s", aim=90).verdict.endswith("NOT met")
    assert not Figure("rate", 100).verdict


def test_the_page_names_every_aim_that_is_not_met() -> None:
    written = page({"credentials": table()}, quick=True)

    assert "1 of 2 aims are met." in written
    assert "- from the clone to the first page: 91.0 s, aim: at most 90 s, NOT met" in written
    assert "| bare signature | 40,000 /s |  |" in written
    assert "| issue against bare signatures | 0.75 × | aim: 0.5 ×, met |" in written
    assert "A peer was not measured." in written
    assert "`python -m bench.credentials`" in written


def test_every_benchmark_is_on_the_page() -> None:
    written = page({name: Table(name.title()) for name in BENCHMARKS}, quick=False)

    assert all(f"`python -m bench.{name}`" in written for name in BENCHMARKS)


def test_the_page_that_was_written_has_a_section_with_figures_for_every_benchmark() -> None:
    sections = re.split(r"^## .+$", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    names = [re.match(r"\s*`python -m bench\.(\w+)`\. ", section) for section in sections]

    assert [name and name[1] for name in names] == list(BENCHMARKS)
    assert all(re.search(r"^\| \S.* \| [\d,.]+ \S+ \|", section, re.MULTILINE) for section in sections)


def test_works_take_turns_and_every_input_has_its_turn() -> None:
    seen: list[tuple[str, int]] = []

    found = rates(
        {
            "a": (lambda one: seen.append(("a", one)), [1]),
            "b": (lambda one: seen.append(("b", one)), range(40)),
        },
        0.02,
    )

    assert set(found) == {"a", "b"}
    assert min(found.values()) > 0
    assert {one for name, one in seen if name == "b"} == set(range(40))
    changes = sum(first[0] != second[0] for first, second in itertools.pairwise(seen))
    assert changes >= 2 * TURNS - 1


def test_the_page_that_was_written_counts_the_aims_that_stand_on_it() -> None:
    text = PAGE.read_text("utf-8")
    verdicts = re.findall(r"^\|.*\| aim: .*, (NOT met|met) \|$", text, re.MULTILINE)
    met = verdicts.count("met")

    assert f"{met} of {len(verdicts)} aims are met." in text
    assert len(re.findall(r"^- .*, NOT met$", text, re.MULTILINE)) == len(verdicts) - met
