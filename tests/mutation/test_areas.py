"""Each area asks tests that there are, about modules that there are; and what decides is in an area."""

from pathlib import Path

import pytest

from tests.mutation.__main__ import EXPLAINED
from tests.mutation.areas import AREAS, Area

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_an_area_names_what_there_is(area: Area) -> None:
    assert [name for name in area.tests if not (ROOT / name).exists()] == []
    assert [file for glob in area.modules for file in ROOT.glob(glob)]


# What decides whether something is allowed, believed or right: rules, and whatever a file passes through.
DECIDING = (
    "src/mcx/*/rules.py",
    "src/mcx/*/rules/**/*.py",
    *(
        f"src/microcred/{name}/*.py"
        for name in ("reading", "jose", "sdjwt", "openbadges2", "proofs", "jades", "verification")
    ),
    "src/microcred/accreditation.py",
    "src/microcred/binding.py",
)
MAKES = "It makes seals and judges none: what it makes is judged by `jades.check` before it is given away."
EXEMPT = {"src/microcred/jades/providers.py": MAKES, "src/microcred/jades/sealing.py": MAKES}
"""Modules of these that are in no area, and why."""


def test_whatever_decides_is_in_an_area_or_says_why_it_is_in_none() -> None:
    asked = {file for area in AREAS.values() for glob in area.modules for file in ROOT.glob(glob)}
    deciding = {file for glob in DECIDING for file in ROOT.glob(glob)}

    left = {file.relative_to(ROOT).as_posix() for file in deciding - asked}

    assert all(any(ROOT.glob(glob)) for glob in DECIDING)
    assert left == EXEMPT.keys()
    assert all(EXEMPT.values())


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
