"""The colours of both schemes can be read: WCAG 2.2, 1.4.3 (text, 4.5:1) and 1.4.11 (edges, 3:1)."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "src/mcx/web/static/mcx/css/tokens.css"
PAIR = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
SCHEMES = ("light", "dark")
GROUNDS = ("paper", "surface", "sunken", "raised")
WORDS = ("ink", "ink-soft", "brand", "brand-strong", "bad", "terracotta-ink")
TONES = ("good", "warn", "bad", "info", "muted")


def _colours() -> dict[str, dict[str, str]]:
    pairs = PAIR.findall(TOKENS.read_text(encoding="utf-8"))
    return {
        "light": {name: light for name, light, _dark in pairs},
        "dark": {name: dark for name, _light, dark in pairs},
    }


def _brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_brightness(one), _brightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_agrees_with_the_norms_own_values() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_can_be_read_on_every_ground(scheme: str) -> None:
    colours = _colours()[scheme]
    pairs = [(word, ground) for word in WORDS for ground in GROUNDS]
    pairs += [(tone, f"{tone}-soft") for tone in TONES]
    pairs += [("ink", f"{tone}-soft") for tone in TONES]
    pairs += [("demo", "demo-soft")]
    pairs += [("on-brand", "brand-fill"), ("on-brand", "brand-fill-hover"), ("brand-strong", "brand-soft")]

    weak = {
        pair: round(ratio, 2)
        for pair in pairs
        if (ratio := _contrast(colours[pair[0]], colours[pair[1]])) < 4.5
    }

    assert not weak


@pytest.mark.parametrize("scheme", SCHEMES)
def test_edges_of_fields_and_the_focus_can_be_seen(scheme: str) -> None:
    colours = _colours()[scheme]

    weak = [
        (edge, ground)
        for edge in ("line-strong", "focus", "brand-fill")
        for ground in GROUNDS
        if _contrast(colours[edge], colours[ground]) < 3
    ]

    assert not weak
