"""What we write conforms to the official shapes and is already what JSON-LD compaction would write."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from microcred import elm
from microcred.record import AchievementRecord, Organisation
from microcred.report import Outcome
from tests.microcred.cast import PARTNER, RECORD
from tests.microcred.elm import oracle
from tests.microcred.elm.cast import SEAL_HOLDER, SEALABLE, document
from tests.microcred.records import RECORDS


def sealable(record: AchievementRecord) -> AchievementRecord:
    """The record with an issuer who has a seal and awarding bodies that say their country."""
    bodies = tuple(replace(body, country=body.country or "ES") for body in record.awarding_bodies)
    parts = tuple(sealable(part) for part in record.parts)
    learner = replace(record.learner, full_name="Ada Example")
    return replace(
        record, issuer=SEAL_HOLDER, awarding_bodies=bodies, learner=learner, parts=parts, valid_until=None
    )


@pytest.mark.parametrize("profile", ["generic", "accredited", "mandate"])
def test_every_profile_conforms_to_its_shapes(profile: str) -> None:
    written = document(profile=profile)

    assert oracle.violations(written, profile) == ""
    assert not elm.lint(written).only(Outcome.FAILED)


def test_a_micro_degree_with_its_parts_conforms() -> None:
    degree = replace(SEALABLE, parts=(replace(RECORD, id="urn:uuid:7d9f3c1e-58a1-4f0e-9f53-1d5d0c2a9f10"),))

    written = document(degree)

    assert oracle.violations(written) == ""


@pytest.mark.parametrize("profile", ["generic", "accredited", "mandate"])
def test_it_is_compacted_json_ld_as_it_stands(profile: str) -> None:
    written = document(profile=profile)

    assert oracle.compact(written) == written


def test_the_official_sample_compacts_to_itself() -> None:
    sample = oracle._document("elm/samples/Sample-MC-Annex1-unsigned.jsonld")

    assert oracle.compact(sample) == sample


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(RECORDS)
def test_whatever_passes_the_strict_check_conforms_to_the_shapes(record: AchievementRecord) -> None:
    written = document(sealable(record))

    assert [check.message for check in elm.lint(written).only(Outcome.FAILED)] == []
    assert oracle.violations(written) == ""
    assert oracle.compact(written) == written


def test_the_same_record_gives_the_same_document() -> None:
    assert document() == document()


def test_page_images_stand_in_every_language_given(png: bytes, jpeg: bytes) -> None:
    written = document(pages={"de": [png, jpeg], "en": [jpeg]})

    display: dict[str, Any] = written["displayParameter"]
    assert display["primaryLanguage"]["id"].endswith("/DEU")
    assert [
        len(one["displayDetail"]) if isinstance(one["displayDetail"], list) else 1
        for one in display["individualDisplay"]
    ] == [2, 1]
    assert oracle.violations(written) == ""


def test_a_holder_who_seals_for_others_is_the_issuer() -> None:
    network = Organisation(
        "did:web:network.example", {"en": "Example Network"}, "AT", identifiers=SEAL_HOLDER.identifiers[:1]
    )

    written, losses = elm.write(SEALABLE, profile="mandate", holder=network)

    assert written["issuer"]["legalName"] == {"en": "Example Network"}
    assert "on behalf of" in written["evidence"]["evidenceStatement"]
    assert "issuer" in losses
    assert oracle.violations(written, "mandate") == ""


def test_an_organisation_without_country_is_found_before_sealing() -> None:
    report = elm.lint(document(replace(SEALABLE, awarding_bodies=(replace(PARTNER, country=""),))))

    assert any("awardingBody.location is missing" in found.message for found in report.only(Outcome.FAILED))
