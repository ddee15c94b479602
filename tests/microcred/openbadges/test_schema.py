"""Our schema checks give the verdict of the official JSON Schemas, on samples and on damaged samples."""

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import Any

import fastjsonschema
import pytest

from microcred.openbadges import write
from microcred.openbadges.schema import problems, schema_of
from tests.microcred.cast import RECORD
from tests.spec import spec

OFFICIAL = {
    "AchievementCredential": "schemas/ob_v3p0_achievementcredential_schema.json",
    "EndorsementCredential": "schemas/ob_v3p0_endorsementcredential_schema.json",
    "ClrCredential": "schemas/clr_v2p0_clrcredential_schema.json",
}
SAMPLES = {
    "openbadges/ob30/complete.json": "AchievementCredential",
    "openbadges/ob30/simple.json": "AchievementCredential",
    "openbadges/ob30/simple-err-context.json": "AchievementCredential",
    "openbadges/ob30/simple-err-expired.json": "AchievementCredential",
    "openbadges/ob30/simple-err-issued.json": "AchievementCredential",
    "openbadges/ob30/simple-err-proof-value.json": "AchievementCredential",
    "openbadges/ob30/simple-err-type.json": "AchievementCredential",
    "openbadges/ob30/simple-noproof.json": "AchievementCredential",
    "openbadges/ob30/endorsement-valid.json": "EndorsementCredential",
    "openbadges/clr20/simple.json": "ClrCredential",
}
STRANGE: list[Any] = [
    *[None, True, 0, 1.5, "", "x", "ext:x", "en", [], ["x"], {}, {"en": "x"}, {"en": 1}, {"x y": "x"}],
    *[["VerifiableCredential"], "2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00"],
    *[[{}], [[]], [None]],
]


@cache
def official(schema: str) -> Callable[[Any], Any]:
    """The official schema, compiled; its draft 2019-09 keywords mean the same in draft 07."""
    text = json.loads(spec(OFFICIAL[schema]).read_text())
    compiled: Callable[[Any], Any] = fastjsonschema.compile(
        {**text, "$schema": "http://json-schema.org/draft-07/schema#"}
    )
    return compiled


def officially_valid(document: Any, schema: str) -> bool:
    """The official verdict."""
    try:
        official(schema)(copy.deepcopy(document))
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


def sample(name: str) -> Any:
    """An official sample document."""
    return json.loads(spec(name).read_text())


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every member and element of a document with the object or array it is in."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


@pytest.mark.clause("Open Badges 3.0 JSON Schema", "CLR 2.0 JSON Schema")
@pytest.mark.parametrize(("name", "schema"), SAMPLES.items())
def test_the_verdict_on_an_official_sample_is_the_official_one(name: str, schema: str) -> None:
    document = sample(name)

    assert (problems(document, schema) == ()) == officially_valid(document, schema)


@pytest.mark.clause("Open Badges 3.0 JSON Schema", "CLR 2.0 JSON Schema")
@pytest.mark.parametrize(("name", "schema"), SAMPLES.items())
def test_the_verdict_on_damaged_samples_is_the_official_one(name: str, schema: str) -> None:
    document = sample(name)
    random = Random(name)
    count = len(list(places(document)))

    for _ in range(120):
        damaged = copy.deepcopy(document)
        container, key = list(places(damaged))[random.randrange(count)]
        if isinstance(container, dict) and random.random() < 0.3:
            del container[key]
        elif isinstance(container, dict) and random.random() < 0.1:
            container["surprise"] = random.choice(STRANGE)
        else:
            container[key] = random.choice(STRANGE)

        assert (problems(damaged, schema) == ()) == officially_valid(damaged, schema), (key, container)


@pytest.mark.clause("Open Badges 3.0 JSON Schema")
def test_our_own_badge_is_valid() -> None:
    document, _ = write(RECORD, salt="7e1f")

    assert problems(document, schema_of(document)) == ()
    assert officially_valid(document, "AchievementCredential")


def test_a_problem_says_where_it_is() -> None:
    document, _ = write(RECORD)
    document["credentialSubject"]["achievement"]["alignment"][1].pop("targetName")

    (problem,) = problems(document, "AchievementCredential")

    assert str(problem) == "“credentialSubject.achievement.alignment[1].targetName” is missing"


def test_a_badge_on_the_older_data_model_is_held_to_its_own_dates() -> None:
    document = sample("openbadges/ob30/simple-eddsa-2022.json")

    assert schema_of(document) == "AchievementCredential1"
    assert problems(document, "AchievementCredential1") == ()
