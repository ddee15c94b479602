"""Home programmes, agreements, micro-degrees and what industry needs."""

from decimal import Decimal
from typing import Any

from mcx.demo.content import load
from mcx.demo.load.cast import Cast, text
from mcx.industry import services as industry
from mcx.network.models import GradingScale, Programme
from mcx.pathways import services as pathways
from mcx.recognition.services.agreements import draft_agreement, give_notice, sign_agreement
from mcx.skills.models import Skill


def prepare(cast: Cast) -> None:
    """What learners' stories refer to besides the courses."""
    _programmes(cast)
    for row in load("agreements")["agreements"]:
        _agreements(row, cast)
    for row in load("micro_degrees")["micro_degrees"]:
        _micro_degree(row, cast)
    _needs(cast)


def _programmes(cast: Cast) -> None:
    for row in load("programmes")["programmes"]:
        cast.programmes[row["code"]] = Programme.objects.create(
            institution=cast.institutions[row["institution"]],
            slug=row["code"],
            title=text(row["title"]),
            eqf_level=row["eqf"],
            cycle=row["cycle"],
            isced_f=row["isced_f"],
            elective_ects=Decimal(row["elective_ects"]),
            scale=GradingScale.objects.get(slug=row["scale"]),
        )


def _agreements(row: dict[str, Any], cast: Cast) -> None:
    """One agreement for each home and host among its parties."""
    for home_slug in row["to"]:
        for host_slug in row["from"]:
            if home_slug == host_slug:
                continue
            home, host = cast.institutions[home_slug], cast.institutions[host_slug]
            at = cast.at(min(row["valid_from"] - 20, -4))
            code = (
                row["id"]
                if len(row["to"]) == 1 == len(row["from"])
                else f"{row['id']}-{home_slug}-{host_slug}"
            )
            drafter = cast.officer(home, "recognition")
            made = draft_agreement(
                home,
                host=host,
                code=code,
                title=text(row["title"]),
                terms=row["terms"],
                valid_from=cast.on(row["valid_from"]),
                valid_until=cast.on(row["valid_until"]),
                by=drafter,
                at=at,
            )
            for side in row.get("signed_by", (home_slug, host_slug)):
                officer = cast.officer(cast.institutions[side], "recognition")
                sign_agreement(made, by=officer, at=at)
            if notice := row.get("notice"):
                give_notice(
                    made,
                    last_day=cast.on(notice["last_day"]),
                    reasons=notice["reasons"],
                    by=cast.officer(cast.institutions[notice["from"]], "recognition"),
                    at=cast.at(notice["at"]),
                )


def _micro_degree(row: dict[str, Any], cast: Cast) -> None:
    pathways.publish_micro_degree(
        cast.institutions[row["institution"]],
        code=row["code"],
        title=text(row["title"]),
        summary=text(row["summary"]),
        ects=Decimal(row["ects"]),
        eqf_level=row["eqf"],
        rule=row["rule"],
        by=cast.people["network-coordinator"],
        at=cast.at(-100),
    )


def _needs(cast: Cast) -> None:
    content, by = load("industry"), cast.people["employer"]
    survey = content["survey"]
    organisation, at = cast.institutions[survey["partner"]], cast.at(survey["closed"])
    skills = {skill.uri: skill for skill in Skill.objects.all()}
    for row in survey["skills"]:
        industry.report_need(
            organisation,
            skill=skills[row["skill"]],
            wave=at.year,
            importance=Decimal(str(row["importance"])),
            availability=Decimal(str(row["availability"])),
            respondents=row["n"],
            by=by,
            at=at,
        )
    for row in content["job_postings"]:
        named = [skills[uri] for uri in row["skills"]]
        industry.post_job(
            organisation, title=row["title"], text=row["text"], skills=named, by=by, at=cast.at(row["posted"])
        )
