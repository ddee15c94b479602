"""What counts already is found by the database as the rule names it: issued here, or brought along."""

from decimal import Decimal

import pytest
from django.conf import settings

from mcx.accounts.models import Person
from mcx.catalogue.rules import code_of
from mcx.network.models import Programme
from mcx.recognition import selectors
from mcx.recognition.checks import home_programme
from mcx.recognition.models import Case, Decision
from mcx.recognition.rules.decisions import Decided
from mcx.recognition.services import cases
from mcx.wallet.models import Item
from tests.cast import NOW, TODAY
from tests.recognition import cast
from tests.recognition.cast import REASONS

pytestmark = pytest.mark.django_db

CODES = ["mu-spc", "mu-sp", "https://elsewhere.example/spc", ""]
IDENTIFIERS = [
    f"{settings.PUBLIC_URL}/catalogue/mu-spc/1",
    f"{settings.PUBLIC_URL}/catalogue/mu-spc",
    f"{settings.PUBLIC_URL}/catalogue/MU-SPC/1",
    f"{settings.PUBLIC_URL}/catalogue/mu-sp/2",
    "https://elsewhere.example/spc",
    "https://elsewhere.example/spc/1",
    "mu-spc",
    "",
]


@pytest.mark.parametrize("codes", [CODES, *([code] for code in CODES)], ids=str)
def test_the_database_finds_what_the_rule_calls_by_these_codes(codes: list[str]) -> None:
    issued = cases.decide(
        cast.case(),
        outcome=Decided.PARTLY,
        ects=Decimal(1),
        reasons=REASONS,
        differences=["workload"],
        by=cast.officer(),
        at=NOW,
    ).case
    counted = {"tuni-water-data": Decimal(1)}
    for number, identifier in enumerate(IDENTIFIERS):
        found = brought(identifier, learner=issued.learner, programme=issued.programme, number=number)
        code = code_of(identifier, settings.PUBLIC_URL)
        counted[code] = max(found.ects, counted.get(code, found.ects))
    asked = [*codes, "tuni-water-data"]

    known = selectors.recognised_ects(issued.learner, asked)
    home = [home_programme(issued.programme, issued.learner, code=code, on=TODAY) for code in asked]

    assert {code: known.get(code) for code in asked} == {code: counted.get(code) for code in asked}
    assert [set(one.recognised_codes) for one in home] == [{code} & counted.keys() for code in asked]


def brought(identifier: str, *, learner: Person, programme: Programme, number: int) -> Decision:
    """A credential that names a specification so, brought along and recognised with so many tenths."""
    kept = Item.objects.create(
        owner=learner,
        title={"en": "Brought"},
        kind="badge",
        content=b"x",
        sha256=str(number),
        record={"specification": {"id": identifier}},
        added_at=NOW,
    )
    case = Case.objects.create(
        learner=learner,
        item=kept,
        programme=programme,
        status=Case.Status.DECIDED,
        report={},
        submitted_at=NOW,
        due_on=TODAY,
    )
    return Decision.objects.create(
        case=case,
        outcome="recognised",
        ects=Decimal(number) / 10,
        reasons="Equal.",
        decided_at=NOW,
        appeal_until=TODAY,
        report={},
    )
