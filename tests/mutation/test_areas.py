"""Each area asks tests that there are, about modules that there are."""

from pathlib import Path

import pytest

from tests.mutation.areas import AREAS, Area

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_an_area_names_what_there_is(area: Area) -> None:
    assert [name for name in area.tests if not (ROOT / name).exists()] == []
    assert [file for glob in area.modules for file in ROOT.glob(glob)]
