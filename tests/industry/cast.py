"""An employer of the tests and the skills it names."""

from decimal import Decimal

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.industry import services
from mcx.industry.models import SkillNeed
from mcx.network.models import Institution
from mcx.skills.models import Skill
from tests.cast import NOW, network, person

WATER = "http://data.europa.eu/esco/skill/11111111-1111-4111-8111-111111111111"
ROBOTS = "http://data.europa.eu/esco/skill/22222222-2222-4222-8222-222222222222"


def company(slug: str = "cluster") -> Institution:
    """An association of employers."""
    network()
    found, _is_new = Institution.objects.get_or_create(
        slug=slug,
        defaults={
            "short_name": slug.title(),
            "name": {"en": f"{slug.title()} association"},
            "country": "ES",
            "kind": Institution.Kind.INDUSTRY,
        },
    )
    return found


def employer(of: str = "cluster") -> Person:
    """Who speaks for it."""
    return person(f"Emil {of}", (Role.EMPLOYER, company(of)))


def skill(uri: str = WATER, name: str = "analyse water data") -> Skill:
    """A skill of ESCO."""
    found, _is_new = Skill.objects.get_or_create(uri=uri, defaults={"labels": {"en": name}})
    return found


def need(
    of: Skill | None = None, respondents: int = 20, by: str = "cluster", wave: int = NOW.year, **more: str
) -> SkillNeed:
    """What the employer answered this year: 4.5 important, 2.0 found, unless said otherwise."""
    importance, availability = more.get("importance", "4.5"), more.get("availability", "2.0")
    return services.report_need(
        company(by),
        skill=of or skill(),
        wave=wave,
        importance=Decimal(importance),
        availability=Decimal(availability),
        respondents=respondents,
        by=employer(by),
        at=NOW,
    )
