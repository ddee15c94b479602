"""Charts are drawn from values, whatever the values and the reader's language are."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from mcx.web import charts


@pytest.mark.parametrize(
    ("value", "top", "expected"),
    [(10, 15, "66.67"), (15, 15, "100"), (20, 15, "100"), (-1, 15, "0"), (3, 0, "0"), (1, 2, "50")],
)
def test_a_share_stays_between_nothing_and_all(value: float, top: float, expected: str) -> None:
    assert charts.percent(value, top) == expected


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(0, 1e6))
def test_any_share_is_a_percentage(value: float, top: float) -> None:
    assert 0 <= float(charts.percent(value, top)) <= 100


def test_a_radar_starts_upwards_and_goes_round_once() -> None:
    axes = [{"label": name, "values": (4, 2)} for name in ("up", "right", "down", "left")]

    radar = charts.radar(axes, 4)

    assert radar.shapes[0].split() == ["0.0,-100.0", "100.0,0.0", "0.0,100.0", "-100.0,0.0"]
    assert radar.shapes[1].split()[1] == "50.0,0.0"
    assert [spoke.anchor for spoke in radar.spokes] == ["middle", "start", "middle", "end"]


def test_a_long_label_is_broken_into_lines_that_stay_within_the_drawing() -> None:
    label = "perform failure analysis of the production process in every single plant"

    up, down = charts.radar([{"label": label, "values": (1,)}] * 2, 5).spokes

    assert [len(line) <= charts.LINE for line, _down in up.lines] == [True] * charts.MOST_LINES
    assert up.lines[-1][0].endswith("…")
    assert up.lines[0][1].startswith("-")
    assert down.lines[0][1] == "0.00em"


def test_a_radar_of_nothing_has_no_spokes() -> None:
    assert charts.radar([], 5).spokes == []


def test_commas_of_a_language_stay_out_of_a_drawing() -> None:
    with translation.override("de"):
        ring = render_to_string("parts/progress_ring.html", {"value": 2.5, "total": 15, "unit": "ECTS"})

    assert 'stroke-dasharray="16.67 100"' in ring
    assert "2,5" in ring
