"""Each area asks tests that there are, about modules that there are; and what decides is in an area."""

import re
from pathlib import Path

import pytest

from tests.mutation.__main__ import EXPLAINED
from tests.mutation.areas import AREAS, Area

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_an_area_names_what_there_is(area: Area) -> None:
    assert [name for name in area.tests if not (ROOT / name).exists()] == []
    assert [file for glob in area.modules for file in ROOT.glob(glob)]


# What decides whether something is allowed, believed or right: rules, and what a file passes through.
DECIDING = ("src/mcx/*/rules.py", "src/mcx/*/rules/**/*.py", "src/microcred/**/*.py")
MAKES = "It makes seals and judges none: what it makes is judged by `jades.check` before it is given away."
CARRIES = (
    "It takes out what a file carries; that is judged as if it had come alone, in every parcel that there is."
)
TRANSLATES = (
    "It says in one form what stands in another, held to official samples; others decide who is believed."
)
SIGNED = "It makes the bytes that are signed, or knows kinds of keys, held to official vectors for each."
GUARDS = "It refuses what is too large or damaged before anybody believes it, held to hostile files."
GRADES = "It finds the place of a grade on its scale, held to cases of each kind; rules decide what passes."
KEEPS = "It keeps answers that others gave."
TELLS = "It tells people, or programs, what was decided."
EXEMPT = {
    **dict.fromkeys(("jades/providers.py", "jades/sealing.py"), MAKES),
    **dict.fromkeys(("baking", "pdf"), CARRIES),
    **dict.fromkeys(("openbadges", "elm", "elmo", "record.py", "record_json.py"), TRANSLATES),
    **dict.fromkeys(("schema_org.py", "scales.py", "vocabulary.py"), TRANSLATES),
    **dict.fromkeys(("jsonld", "jcs.py", "multibase.py", "primitives", "keys"), SIGNED),
    **dict.fromkeys(("guards.py", "errors.py"), GUARDS),
    **dict.fromkeys(("explain", "cli", "saying.py", "heading.py"), TELLS),
    **dict.fromkeys(("__init__.py", "__main__.py"), TELLS),
    "asked_once.py": KEEPS,
    "grading.py": GRADES,
}
"""Modules and packages of the library that are in no area, and why."""


def test_whatever_decides_is_in_an_area_or_says_why_it_is_in_none() -> None:
    asked = {file for area in AREAS.values() for glob in area.modules for file in ROOT.glob(glob)}
    deciding = {file for glob in DECIDING for file in ROOT.glob(glob)}

    left = {file.relative_to(ROOT).as_posix().removeprefix("src/microcred/") for file in deciding - asked}
    exempt = {name for name in left for one in EXEMPT if name == one or name.startswith(f"{one}/")}

    assert all(any(ROOT.glob(glob)) for glob in DECIDING)
    assert left == exempt
    assert {one for one in EXEMPT if not any(name.startswith(one) for name in left)} == set()


def test_each_area_has_its_row_of_figures_that_add_up() -> None:
    page = (ROOT / "docs" / "mutation.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \| ([\d,]+ \| [\d,]+ \| [\d,]+ \| [\d,]+ \| [\d,]+) \|", page, re.MULTILINE)
    figures = {area: [int(one.replace(",", "")) for one in said.split(" | ")] for area, said in rows}

    assert sorted(area for area, _said in rows) == sorted(AREAS)
    for area, (asked, noticed, by_types, explained, left) in figures.items():
        assert noticed + explained + left == asked, area
        assert by_types <= noticed, area


def test_what_is_explained_is_explained_once_with_a_reason_and_of_a_function_that_there_is() -> None:
    explained = [line.split("\t") for line in EXPLAINED.read_text().splitlines()]

    assert {len(line) for line in explained} == {4}
    assert len({tuple(line[:3]) for line in explained}) == len(explained)
    for function, *_change, reason in explained[1:]:
        assert reason
        assert _is_there(function), function


def _is_there(function: str) -> bool:
    """Whether a module of the source has a function, or a class and method, of that name."""
    *module, name = function.split(".")
    file = ROOT.joinpath("src", *module)
    if not file.is_dir() and not file.with_suffix(".py").exists():
        *module, _class = module
        file = ROOT.joinpath("src", *module)
    source = file.with_suffix(".py") if file.with_suffix(".py").exists() else file / "__init__.py"
    return f"def {name}(" in source.read_text()
