"""Micro-degrees of the tests, and who offers them."""

from decimal import Decimal
from typing import Any

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.pathways import services
from mcx.pathways.models import MicroDegree
from tests.cast import NOW, network, person, university
from tests.catalogue import cast as catalogue

TEXTS = {"title": {"en": "Water engineer"}, "summary": {"en": "Everything about water."}}
ALL = {"title": {"en": "Core"}, "codes": ["tuni-water-data", "tuni-leaks", "tuni-pumps"]}


def lead(at: str = "tuni") -> Person:
    """Who offers micro-degrees at a university."""
    return person(f"Lea {at}", (Role.LEAD, university(at)))


def courses() -> None:
    """Three courses of five ECTS at Tampere."""
    network()
    for code in ALL["codes"]:
        catalogue.edition(str(code), ects=Decimal(5), hours=Decimal(130))


def micro_degree(
    *blocks: dict[str, Any], ects: str = "15", code: str = "water-engineer", at: str = "tuni"
) -> MicroDegree:
    """A micro-degree of Tampere, of one block of all three courses unless said otherwise."""
    return services.publish_micro_degree(
        university(at),
        code=code,
        rule={"blocks": list(blocks or (ALL,))},
        ects=Decimal(ects),
        **TEXTS,
        eqf_level=6,
        by=lead(at),
        at=NOW,
    )
