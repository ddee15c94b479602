"""Grading scales as countries have them, to begin with: every university states its own.

`is_confirmed` says that the scale was read at a source that describes the country; the others come from one
school only, from second hand or from memory, and whoever begins with one is told to check it.
"""

from dataclasses import dataclass
from decimal import Decimal

from microcred.grading import Numbers


@dataclass(frozen=True, slots=True)
class Preset:
    """A scale to begin with; `country` is empty for one that belongs to none."""

    code: str
    country: str
    grades: tuple[str, ...] = ()
    lowest_pass: str = ""
    numbers: Numbers | None = None
    band: str = ""
    is_confirmed: bool = True


def _range(best: str, worst: str, step: str) -> Numbers:
    return Numbers(Decimal(best), Decimal(worst), Decimal(step))


def _whole(best: int, worst: int) -> tuple[str, ...]:
    way = 1 if worst > best else -1
    return tuple(str(each) for each in range(best, worst + way, way))


GERMAN = ("1.0", "1.3", "1.7", "2.0", "2.3", "2.7", "3.0", "3.3", "3.7", "4.0", "5.0")
LETTERS = ("A", "B", "C", "D", "E", "F")

PRESETS: tuple[Preset, ...] = (
    Preset("pass-fail", "", ("pass", "fail"), "pass"),
    Preset("percent", "", (), "50", _range("100", "0", "1"), "10"),
    Preset("at", "AT", _whole(1, 5), "4"),
    Preset("be", "BE", (), "10", _range("20", "0", "1"), "1", is_confirmed=False),
    Preset("cz", "CZ", _whole(1, 4), "3", is_confirmed=False),
    Preset("de", "DE", GERMAN, "4.0"),
    Preset("dk", "DK", ("12", "10", "7", "4", "02", "00", "-3"), "02"),
    Preset("ee", "EE", LETTERS, "E"),
    Preset("es", "ES", (), "5.0", _range("10", "0", "0.1"), "1", is_confirmed=False),
    Preset("fi", "FI", _whole(5, 0), "1", is_confirmed=False),
    Preset("fr", "FR", (), "10", _range("20", "0", "0.01"), "1", is_confirmed=False),
    Preset("gr", "GR", (), "5.0", _range("10", "0", "0.5"), "1", is_confirmed=False),
    Preset("hr", "HR", _whole(5, 1), "2"),
    Preset("hu", "HU", _whole(5, 1), "2"),
    Preset("ie", "IE", (), "40", _range("100", "0", "1"), "10", is_confirmed=False),
    Preset("it", "IT", ("30 e lode", *_whole(30, 18), "0–17"), "18"),
    Preset("lt", "LT", _whole(10, 1), "5", is_confirmed=False),
    Preset("lv", "LV", _whole(10, 1), "4", is_confirmed=False),
    Preset("nl", "NL", (), "5.5", _range("10", "1", "0.5"), "1"),
    Preset("no", "NO", LETTERS, "E"),
    Preset("pl", "PL", ("5.0", "4.5", "4.0", "3.5", "3.0", "2.0"), "3.0"),
    Preset("pt", "PT", (), "10", _range("20", "0", "1"), "1", is_confirmed=False),
    Preset("ro", "RO", _whole(10, 1), "5", is_confirmed=False),
    Preset("se", "SE", LETTERS, "E"),
    Preset("se-numbers", "SE", ("5", "4", "3", "U"), "3"),
    Preset("se-words", "SE", ("VG", "G", "U"), "G", is_confirmed=False),
)
BY_CODE = {each.code: each for each in PRESETS}
