"""Offering a micro-degree, working towards it, and what counts in it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from mcx.core.errors import Invalid, NotAllowed
from mcx.core.models import AuditEntry
from mcx.credentials.models import Award
from mcx.pathways import selectors, services
from mcx.pathways.models import MicroDegree
from mcx.pathways.rules import blocks_of
from mcx.recognition.rules.decisions import Decided
from mcx.recognition.services.cases import decide
from microcred.report import Outcome
from tests.cast import NOW, sign_in, university
from tests.credentials import cast as awards
from tests.learning import cast as learning
from tests.pathways import cast
from tests.recognition import cast as recognition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _courses() -> None:
    cast.courses()


def test_it_is_published_as_it_was_given() -> None:
    made = cast.micro_degree()

    assert selectors.public_micro_degree("water-engineer") == made
    assert (made.ects, made.rule) == (Decimal(15), {"blocks": [cast.ALL]})


@pytest.mark.parametrize("ects", ["14", "30.5"])
def test_outside_of_the_charters_span_it_is_refused_with_the_sentence(ects: str) -> None:
    with pytest.raises(Invalid) as refused:
        cast.micro_degree(ects=ects)

    assert "15–30" in str(refused.value.details["ects"])
    assert ects in str(refused.value.details["ects"])


BLOCK: dict[str, Any] = {"title": {"en": "x"}, "codes": ["tuni-leaks"]}


@pytest.mark.parametrize(
    "blocks",
    [
        [{**BLOCK, "codes": ["nobody-teaches-this"]}],
        [{**BLOCK, "codes": []}],
        [{**BLOCK, "codes": "tuni-leaks"}],
        [{**BLOCK, "codes": [["tuni-leaks"]]}],
        [{**BLOCK, "title": "x"}],
        [{"codes": ["tuni-leaks"]}],
        ["tuni-leaks"],
        [BLOCK, BLOCK],
        [{**cast.ALL, "needs": "most"}],
        [{**cast.ALL, "needs": ["all"]}],
        [{**cast.ALL, "needs": "number", "amount": 4}],
        [{**cast.ALL, "needs": "number", "amount": "NaN"}],
        [{**cast.ALL, "needs": "ects", "amount": "NaN"}],
        [{**cast.ALL, "needs": "ects", "amount": "Infinity"}],
        [{**cast.ALL, "needs": "ects", "amount": "many"}],
        [{**cast.ALL, "needs": "ects", "amount": 0}],
        [{**cast.ALL, "needs": "ects", "amount": 16}],
        [BLOCK],
    ],
)
def test_blocks_that_cannot_be_met_are_refused(blocks: list[Any]) -> None:
    with pytest.raises(Invalid) as refused:
        cast.micro_degree(*blocks)

    assert set(refused.value.details) == {"rule"}
    assert str(refused.value.details["rule"])


@pytest.mark.parametrize("rule", [{}, {"blocks": []}, {"blocks": {"a": 1}}, {"blocks": None}])
def test_without_blocks_there_is_no_micro_degree(rule: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="blocks"):
        blocks_of(rule)


def test_a_code_is_used_once() -> None:
    cast.micro_degree()

    with pytest.raises(Invalid) as refused:
        cast.micro_degree()

    assert set(refused.value.details) == {"code"}


def test_it_needs_a_title() -> None:
    with pytest.raises(Invalid) as refused:
        services.publish_micro_degree(
            university("tuni"),
            code="x",
            title={"en": " "},
            summary={"en": ""},
            ects=Decimal(15),
            eqf_level=6,
            rule={"blocks": [cast.ALL]},
            by=cast.lead(),
            at=NOW,
        )

    assert set(refused.value.details) == {"title"}


@pytest.mark.parametrize("who", [learning.learner, lambda: cast.lead("uoc")])
def test_only_the_awarding_university_offers_it(who: Any) -> None:
    with pytest.raises(NotAllowed):
        services.publish_micro_degree(
            university("tuni"),
            code="x",
            **cast.TEXTS,
            ects=Decimal(15),
            eqf_level=6,
            rule={"blocks": [cast.ALL]},
            by=who(),
            at=NOW,
        )

    assert not MicroDegree.objects.exists()


def test_a_learner_joins_leaves_and_comes_back() -> None:
    who, made = learning.learner(), cast.micro_degree()

    services.take_part(made, by=who, at=NOW)
    services.take_part(made, by=who, at=NOW)
    joined = selectors.progress_of(who, at=NOW)
    for _time in range(2):
        services.leave(made, by=who, at=NOW + timedelta(days=1))
    left = selectors.progress_of(who, at=NOW)
    services.take_part(made, by=who, at=NOW + timedelta(days=2))

    assert [plan.micro_degree for plan in joined] == [made]
    assert left == []
    assert selectors.is_taking_part(who, made)
    assert selectors.public_counts(NOW.date()) == {"taking-part": 1}
    told = AuditEntry.objects.filter(action__startswith="pathways.", person_id=who.pk).order_by("at")
    assert [entry.action for entry in told] == ["pathways.joined", "pathways.left", "pathways.joined"]


def states(made: MicroDegree) -> dict[str, str]:
    """How far Ane is with each course."""
    plan = selectors.plan_of(made, learning.learner(), at=NOW)
    return {one.code: str(one.state) for part in plan.progress.blocks for one in part.components}


def test_what_the_awarding_university_issued_counts() -> None:
    made = cast.micro_degree()
    learning.enrolment()
    enrolled = states(made)
    awards.issued(learning.learner("Somebody Else"))

    assert enrolled == {"tuni-water-data": "enrolled", "tuni-leaks": "missing", "tuni-pumps": "missing"}
    assert states(made) == enrolled


def test_a_credential_of_another_university_counts_once_it_is_recognised() -> None:
    made = cast.micro_degree(at="uoc")
    item = recognition.item()
    earned = states(made)["tuni-water-data"]
    recognition.agreement()
    recognition.case(item)

    plan = selectors.plan_of(made, item.owner, at=NOW)

    assert earned == "earned"
    assert states(made)["tuni-water-data"] == "counted"
    assert (plan.progress.counted, plan.progress.is_complete) == (Decimal("2.5"), False)


def test_recognised_in_part_it_counts_just_that_part() -> None:
    made = cast.micro_degree(at="uoc")
    case = recognition.case()
    by = recognition.officer()
    decide(
        case,
        outcome=Decided.PARTLY,
        ects=Decimal(1),
        reasons=recognition.REASONS,
        differences=["workload"],
        by=by,
        at=NOW,
    )

    plan = selectors.plan_of(made, case.learner, at=NOW)

    assert plan.progress.counted == Decimal(1)


def test_a_revoked_credential_counts_no_longer() -> None:
    made = cast.micro_degree()
    awards.revoked()

    assert states(made)["tuni-water-data"] in {"missing", "enrolled"}


def _expire(award: Award) -> None:
    award.valid_until = NOW - timedelta(microseconds=1)
    award.save(update_fields=["valid_until"])


def test_a_credential_counts_until_the_last_moment_for_which_it_was_issued() -> None:
    made, award = cast.micro_degree(), awards.issued()
    award.valid_until = NOW
    award.save(update_fields=["valid_until"])

    assert states(made)["tuni-water-data"] == "counted"


def test_an_expired_credential_counts_no_longer_and_the_report_says_why() -> None:
    made, award = cast.micro_degree(), awards.issued()
    _expire(award)

    plan = selectors.plan_of(made, award.learner, at=NOW)

    assert states(made)["tuni-water-data"] == "expired"
    assert (plan.progress.counted, plan.progress.has_earned) == (Decimal(0), False)
    check = plan.progress.report.check("pathway.expired")
    assert check is not None
    assert check.outcome is Outcome.WARNING
    title = award.edition.title["en"]
    assert check.message == f"The credential “{title}” has expired, so it does not count."
    with pytest.raises(services.NothingEarned):
        services.sign_record(made, by=award.learner, at=NOW)


def test_an_expired_credential_counts_no_longer_though_it_was_recognised() -> None:
    made = cast.micro_degree(at="uoc")
    item = recognition.item()
    recognition.agreement()
    recognition.case(item)
    _expire(recognition.award_of(item))

    assert states(made)["tuni-water-data"] == "expired"


def test_a_page_says_that_an_expired_credential_does_not_count(client: Client) -> None:
    made, award = cast.micro_degree(), awards.issued()
    _expire(award)
    sign_in(client, award.learner)

    page = client.get(f"/pathways/{made.code}").content.decode()

    assert "Expired, no longer counts" in page
    title = award.edition.title["en"]
    assert f"The credential “{title}” has expired, so it does not count." in page


def test_for_a_visitor_everything_is_missing() -> None:
    plan = selectors.plan_of(cast.micro_degree(), None, at=NOW)

    assert plan.progress.counted == 0
    assert not plan.progress.is_complete
