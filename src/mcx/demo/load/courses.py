"""The micro-credentials of the demonstration: proposed, reviewed, published and offered."""

from decimal import Decimal
from typing import Any

from mcx.catalogue import services as catalogue
from mcx.catalogue.rules import Proposal
from mcx.demo.content import esco_sample, micro_credentials
from mcx.demo.load.cast import Cast, text
from mcx.network.models import Institution
from mcx.network.selectors.accreditations import accreditation_on
from mcx.quality import services as quality
from microcred import annex
from microcred import record as r
from microcred.accreditation import as_recorded

ESCO_SCHEME = "http://data.europa.eu/esco/concept-scheme/skills"
DAYS_OF_REVIEW = 10


def publish_courses(cast: Cast) -> None:
    """Every micro-credential with its runs, in the order of the codes."""
    labels = esco_sample()
    for row in micro_credentials():
        _publish(row, labels, cast)
        for place, run in enumerate(row["offerings"]):
            _offer(row, place, run, cast)


def _publish(row: dict[str, Any], labels: dict[str, str], cast: Cast) -> None:
    institution = cast.institutions[row["institution"]]
    teacher, officer = (cast.officer(institution, office) for office in ("designer", "quality"))
    first = min(run["opens"] for run in row["offerings"])
    asked_at, decided_at = cast.at(first - 30 - DAYS_OF_REVIEW), cast.at(first - 30)
    made = catalogue.register(institution, code=row["code"], by=teacher, at=asked_at)
    offer = proposal(row, labels, institution, cast, first - 30)
    report = annex.check_specification(offer.specification, languages=("en",))
    review = quality.request_review(made, proposal=offer, report=report, by=teacher, at=asked_at)
    cast.editions[row["code"]] = quality.approve(review, by=officer, at=decided_at)


def proposal(
    row: dict[str, Any], labels: dict[str, str], institution: Institution, cast: Cast, offset: int
) -> Proposal:
    """What the content file proposes."""
    assured = accreditation_on(institution, cast.on(offset)).rests_on
    assessments = [(f"a{place}", one) for place, one in enumerate(row["assessments"], start=1)]
    specification = r.Specification(
        id="",
        version="",
        title=text(row["title"]),
        description=text(row["description"]),
        outcomes=tuple(_outcome(one, labels) for one in row["outcomes"]),
        ects=Decimal(str(row["ects"])),
        hours=sum((Decimal(str(one["hours"])) for one in row["activities"]), start=Decimal(0)),
        eqf_level=row["eqf"],
        participation=tuple(row["participation"]),
        assessments=tuple(_assessment(name, one) for name, one in assessments),
        languages=tuple(row["languages"]),
        activities=tuple(_activity(place, one) for place, one in enumerate(row["activities"], start=1)),
        cycle="first" if row["eqf"] == 6 else "second",
        isced_f=(row["isced_f"],),
        prerequisites=text(row["prerequisites"]),
        stackability={"en": _STACKABILITY[row["stackability"]]},
        accreditations=tuple(as_recorded(one) for one in assured),
        further_information=text(row["further_information"]) if row.get("further_information") else None,
    )
    return Proposal(
        specification=specification,
        summary=text(row["summary"]),
        cost={"members": str(row["cost"]["learners_of_members"]), "others": str(row["cost"]["others"])},
        criteria={name: text(one["criteria"]) for name, one in assessments},
        cover=row["cover"],
        scale=row["grading"],
        valid_days=row.get("valid_days"),
    )


_STACKABILITY = {
    "stackable": "Stackable towards a larger credential",
    "stand-alone": "Stand-alone",
}


def _outcome(one: dict[str, Any], labels: dict[str, str]) -> r.LearningOutcome:
    skills = tuple(r.Concept(uri, {"en": labels[uri]}, ESCO_SCHEME) for uri in one.get("skills", ()))
    kind = "knowledge" if one["dublin"] == "knowledge" else "skill"
    return r.LearningOutcome(one["id"], text(one["text"]), dublin=one["dublin"], kind=kind, skills=skills)


def _activity(place: int, one: dict[str, Any]) -> r.Activity:
    hours = Decimal(str(one["hours"]))
    return r.Activity(f"l{place}", text(one["title"]), one["kind"], hours, tuple(one["outcomes"]))


def _assessment(name: str, one: dict[str, Any]) -> r.Assessment:
    return r.Assessment(
        id=name,
        title=text(one["title"]),
        kind=one["kind"],
        supervision=one["supervision"],
        identity_check=one["identity_check"],
        weight=Decimal(str(one["weight"])),
        outcomes=tuple(one["outcomes"]),
    )


def _offer(row: dict[str, Any], place: int, run: dict[str, Any], cast: Cast) -> None:
    institution = cast.institutions[row["institution"]]
    cast.offerings[row["code"], place] = catalogue.open_offering(
        cast.editions[row["code"]],
        by=cast.officer(institution, "designer"),
        at=cast.at(run["opens"] - 14),
        code=f"{row['code']}-{place + 1}",
        language=run["language"],
        location=run["location"],
        places=run["places"],
        enrolment_opens_on=cast.on(run["opens"]),
        enrolment_closes_on=cast.on(run["closes"]),
        starts_on=cast.on(run["starts"]),
        ends_on=cast.on(run["ends"]),
    )
