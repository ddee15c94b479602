"""Micro-degrees, and what employers need: by the services, as the demonstration has them."""

from decimal import Decimal

from bench.network.cast import Grown
from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.industry import services as industry
from mcx.industry.models import Posting, SkillNeed
from mcx.pathways import services as pathways
from mcx.pathways.models import MicroDegree
from mcx.skills.models import Skill
from mcx.wallet import services as wallet
from mcx.wallet.models import Item


def stack(grown: Grown) -> None:
    """Micro-degrees at universities in turn, with the rules of the demonstration's."""
    models = list(MicroDegree.objects.order_by("pk"))
    by = Person.objects.get(appointments__role=Role.COORDINATOR)
    for number in range(len(models), grown.size.micro_degrees):
        model = models[number % len(models)]
        pathways.publish_micro_degree(
            grown.universities[number % len(grown.universities)],
            code=f"grown-{number}",
            title={language: f"{title} {number}" for language, title in model.title.items()},
            summary=model.summary,
            ects=model.ects,
            eqf_level=model.eqf_level,
            rule=model.rule,
            by=by,
            at=grown.days(-100),
        )


def need(grown: Grown) -> None:
    """Every employer reports needs and posts jobs; the first one posts most."""
    needs = list(SkillNeed.objects.order_by("pk"))
    posting, skills = Posting.objects.order_by("pk")[0], list(Skill.objects.order_by("pk"))
    for place, employer in enumerate(grown.employers):
        by = grown.officer(employer, Role.EMPLOYER)
        for number, model in enumerate(needs if place else ()):
            industry.report_need(
                employer,
                skill=skills[(number * 5 + place) % len(skills)],
                wave=model.wave,
                importance=model.importance,
                availability=Decimal(1 + (number + place) % 4),
                respondents=model.respondents,
                by=by,
                at=grown.days(-40),
            )
        for number in range(5 if place else grown.size.own):
            industry.post_job(
                employer,
                title=f"{posting.title} {number}",
                text=posting.text,
                skills=[skills[(number * 3 + step + place) % len(skills)] for step in range(4)],
                by=by,
                at=grown.days(-number % 90 - 90),
            )


def show(grown: Grown, people: list[Person]) -> None:
    """Links by which these people show what they have."""
    for person in people:
        items = list(Item.objects.filter(owner=person).order_by("pk")[:3])
        for number in range(grown.size.own if items else 0):
            wallet.share(
                items,
                audience=f"Employer {number}",
                days=30,
                files=[],
                by=person,
                at=grown.days(-number % 20 - 20),
            )
