"""What design hands to review and an approval publishes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from mcx.core.text import Text
from mcx.network.rules import CharterTerms
from microcred.record import Specification
from microcred.record_json import specification_from_json, specification_to_json


@dataclass(frozen=True, slots=True)
class Proposal:
    """What design hands to review and an approval publishes.

    `cost` maps an audience (`Audience`) to EUR as text, `criteria` the id of an assessment to what a pass
    looks like, `cover` names a picture of the card, `scale` is a GradingScale's slug. A credential stands for
    `valid_days`, for ever where there are none.
    """

    specification: Specification
    summary: Text = field(default_factory=dict)
    cost: Mapping[str, str] = field(default_factory=dict)
    criteria: Mapping[str, Text] = field(default_factory=dict)
    cover: str = ""
    scale: str = ""
    valid_days: int | None = None


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """The proposal as JSON values, as reviews and drafts keep it."""
    return {
        "specification": specification_to_json(proposal.specification),
        "summary": dict(proposal.summary),
        "cost": dict(proposal.cost),
        "criteria": {assessment: dict(text) for assessment, text in proposal.criteria.items()},
        "cover": proposal.cover,
        "scale": proposal.scale,
        "valid_days": proposal.valid_days,
    }


def proposal_from_json(data: Mapping[str, Any]) -> Proposal:
    """The proposal that `proposal_json` wrote; raises microcred's Malformed on a damaged specification."""
    return Proposal(
        specification=specification_from_json(data["specification"]),
        summary=dict(data["summary"]),
        cost=dict(data["cost"]),
        criteria={assessment: dict(text) for assessment, text in data["criteria"].items()},
        cover=data["cover"],
        scale=data["scale"],
        valid_days=data.get("valid_days"),
    )


def price(amount: str) -> str:
    """An amount of EUR in one spelling: `0`, `60`, `49.50`; raises ValueError on anything else."""
    try:
        value = Decimal(amount.strip())
    except InvalidOperation as error:
        raise ValueError(f"no price: {amount}") from error
    if not value.is_finite() or not 0 <= value < 1_000_000 or value != round(value, 2):
        raise ValueError(f"no price: {amount}")
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}"


def review_due(published: date, terms: CharterTerms) -> date:
    """The day by which an edition of that day is reviewed again (ESG 2015, standard 1.9)."""
    return published + timedelta(days=365 * terms.review_cycle_years)
