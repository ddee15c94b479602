"""The page of growth: what misses an aim is named, and the next run finds the figures of this one."""

from bench.curves import Line, picture
from bench.growth import BEFORE, Cost, curves, earlier_figures, exponent, is_slower, page


def _cost(cpu: float, *, clock: float = 1.0, queries: int = 3, size: int = 1000, memory: int = 0) -> Cost:
    return Cost(cpu, clock, queries, 10, size, memory)


def _sizes(**largest: Cost) -> dict[str, dict[str, Cost]]:
    flat = {name: _cost(10.0) for name in BEFORE} | {name: _cost(1.0) for name in largest}
    return {"S": flat, "TENTH": flat, "M": flat | largest}


def test_what_costs_ten_times_as_much_has_the_exponent_one() -> None:
    sizes = _sizes(page=_cost(10.0))

    assert exponent(sizes, "page") == 1
    assert exponent(sizes, "home") == 0


def test_what_costs_next_to_nothing_does_not_grow() -> None:
    sizes = {"TENTH": {"page": _cost(0.001)}, "M": {"page": _cost(0.09)}}

    assert exponent(sizes, "page") == 0


def test_the_page_names_what_misses_an_aim() -> None:
    sizes = _sizes(grown=_cost(5.0), asks=_cost(1.0, queries=4), large=_cost(1.0, memory=11_000_000))

    text = "\n".join(page({"sqlite": sizes}, {"asks": 0.7}))

    assert "- 1 grow with more than the exponent 0.1: `grown`" in text
    assert "- 1 ask more queries: `asks`" in text
    assert "- 0 grow in bytes\n" in text
    assert "- 1 take more than 10 MB of memory: `large`" in text
    assert "- 1 cost more than on this page before: `asks`" in text


def test_postgresql_may_take_half_as_long_again_or_a_little_a_query() -> None:
    quick, slow = _cost(1.0, clock=1.0), _cost(1.0, clock=100.0)

    assert not is_slower(quick, _cost(1.0, clock=2.2))
    assert is_slower(quick, _cost(1.0, clock=2.3))
    assert not is_slower(slow, _cost(1.0, clock=150.0))
    assert is_slower(slow, _cost(1.0, clock=150.1))


def test_the_next_run_finds_the_figures_of_this_one() -> None:
    sizes = _sizes(dear=_cost(1234.5), cheap=_cost(0.4))

    found = earlier_figures("\n".join(page({"sqlite": sizes, "postgresql": sizes}, {})))

    assert found == dict.fromkeys(BEFORE, 10.0) | {"dear": 1234.0}


def test_the_curves_show_before_and_after_where_something_was_measured() -> None:
    drawn = curves(_sizes())

    assert drawn.count('stroke-dasharray="6 5"') == 4
    assert drawn.count(", before</text>") == 4


def test_names_at_the_ends_of_lines_do_not_lie_over_each_other() -> None:
    drawn = picture("Title & more", ["S", "M"], [Line("one", [1, 10]), Line("two", [2, 10])])

    assert "Title &amp; more" in drawn
    heights = [
        float(line.split('y="')[1].split('"')[0])
        for line in drawn.splitlines()
        if ">one<" in line or ">two<" in line
    ]
    assert abs(heights[0] - heights[1]) >= 15
