"""The fields of study agree with those that ESCO publishes."""

import csv

import pytest

from mcx.skills.rules.fields import FIELDS, field_groups, field_label, field_path
from tests.spec import spec


def published() -> dict[str, str]:
    """ISCED-F codes and labels as ESCO's groups of knowledge have them."""
    with (spec("esco") / "tabiya" / "skill_groups.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "/isced-f/" in row["ORIGINURI"]]
    return {row["ORIGINURI"].rsplit("/", 1)[1]: " ".join(row["PREFERREDLABEL"].split()) for row in rows}


def test_every_field_has_the_published_code_and_label() -> None:
    official = published()

    assert {code: label.casefold() for code, label in FIELDS.items()} == {
        code: official[code] for code in FIELDS
    }


def test_no_field_is_missing() -> None:
    leftovers = ("not further defined", "not elsewhere classified", "field unknown", "inter-disciplinary")

    missing = {
        code: label
        for code, label in published().items()
        if code not in FIELDS and not any(text in label for text in leftovers)
    }

    assert not missing


def test_a_field_knows_the_fields_it_lies_in() -> None:
    assert [code for code, _label in field_path("0714")] == ["07", "071", "0714"]
    assert field_path("9999") == ()


def test_an_unknown_field_is_called_by_its_code() -> None:
    assert field_label("9999") == "9999"


def test_a_form_offers_every_detailed_field_once() -> None:
    offered = [code for _label, fields in field_groups() for code, _text in fields]

    assert sorted(offered) == [code for code in FIELDS if len(code) == 4]


@pytest.mark.parametrize("code", [code for code in FIELDS if len(code) == 4])
def test_every_detailed_field_lies_in_a_broad_one(code: str) -> None:
    assert field_path(code)[0][0] == code[:2]
