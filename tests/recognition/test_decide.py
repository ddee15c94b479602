"""The officer's decision and the right of appeal."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from mcx.accounts.rules import Role
from mcx.core.errors import Invalid, NotAllowed, NotFound, OwnCase
from mcx.network.models import GradingScale
from mcx.network.rules.terms import CharterTerms, Policy
from mcx.recognition import selectors
from mcx.recognition.checks import home_programme
from mcx.recognition.models import Appeal, Case, Decision, GradeDistribution
from mcx.recognition.rules.decisions import AppealEnds, Decided
from mcx.recognition.services import cases
from mcx.recognition.services.appeals import AppealOver, AppealTooLate, NotYours, appeal, decide_appeal
from mcx.recognition.services.cases import AlreadyDecided
from mcx.wallet import services as wallet
from tests.cast import NOW, TODAY, person, programme, scale, sign_in, university
from tests.credentials.cast import badge
from tests.governance.cast import in_force
from tests.recognition import cast
from tests.recognition.cast import REASONS

pytestmark = pytest.mark.django_db
GROUNDS = "Outcome 2 of the course is about control charts."


def decide(outcome: str, ects: str, reasons: str = REASONS, *differences: str) -> Decision:
    """The officer's decision on an open case."""
    return cases.decide(
        cast.case(),
        outcome=Decided(outcome),
        ects=Decimal(ects),
        reasons=reasons,
        differences=differences,
        by=cast.officer(),
        at=NOW,
    )


@pytest.mark.parametrize(
    ("outcome", "ects", "differences"),
    [("recognised", "2.5", []), ("partly", "1", ["workload"]), ("refused", "0", ["level", "profile"])],
)
def test_an_officer_decides_with_reasons(outcome: str, ects: str, differences: list[str]) -> None:
    decision = decide(outcome, ects, REASONS, *differences)

    decision.case.refresh_from_db()
    assert (decision.outcome, decision.ects, decision.case.status) == (outcome, Decimal(ects), "decided")
    assert decision.decided_by == cast.officer()
    assert decision.appeal_until == TODAY + timedelta(days=30)
    assert decision.report["checks"][-1]["code"] == "recognition.officer"


@pytest.mark.parametrize(
    ("outcome", "ects", "reasons", "differences", "fields"),
    [
        ("refused", "0", REASONS, [], {"differences"}),
        ("refused", "0", REASONS, ["dislike"], {"differences"}),
        ("refused", "0", "No.", ["level"], {"reasons"}),
        ("refused", "0", " " * 40, ["level"], {"reasons"}),
        ("refused", "1", REASONS, ["level"], {"ects"}),
        ("partly", "1", REASONS, [], {"differences"}),
        ("partly", "2.5", REASONS, ["workload"], {"ects"}),
        ("partly", "0", REASONS, ["workload"], {"ects"}),
        ("recognised", "1", REASONS, [], {"ects"}),
        ("recognised", "0", REASONS, [], {"ects"}),
        ("recognised", "2.6", REASONS, [], {"ects"}),
        ("recognised", "-1", REASONS, [], {"ects"}),
    ],
)
def test_what_a_decision_lacks_is_named(
    outcome: str, ects: str, reasons: str, differences: list[str], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        decide(outcome, ects, reasons, *differences)

    assert set(refused.value.details) == fields
    assert not Decision.objects.exists()


def recognise(case: Case) -> Decision:
    """An officer counts all that the credential has."""
    return cases.decide(
        case,
        outcome=Decided.RECOGNISED,
        ects=Decimal("2.5"),
        reasons=REASONS,
        differences=[],
        by=cast.officer(),
        at=NOW,
    )


def recognised_again() -> Case:
    """What an officer recognised, asked for once more with the file of the same award, imported."""
    item = cast.item()
    imported = wallet.import_credential(badge(cast.award_of(item)), by=item.owner, at=NOW)
    first, second = cast.case(item), cast.case(imported)
    recognise(first)
    return second


def room_left() -> Decimal:
    return home_programme(
        cast.programme(), cast.student(), code="tuni-water-data", on=TODAY
    ).elective_ects_left


def test_an_officer_lets_nothing_count_twice() -> None:
    again = recognised_again()

    with pytest.raises(Invalid) as refused:
        recognise(again)
    cases.decide(
        again,
        outcome=Decided.REFUSED,
        ects=Decimal(0),
        reasons=REASONS,
        differences=["duplicate"],
        by=cast.officer(),
        at=NOW,
    )

    assert set(refused.value.details) == {"ects"}
    assert room_left() == Decimal("9.5")


def test_an_appeal_lets_nothing_count_twice() -> None:
    first = cast.refused(recognised_again())
    made = appeal(first, grounds=GROUNDS, by=cast.student(), at=NOW)

    with pytest.raises(Invalid) as refused:
        decide_appeal(
            made, outcome=AppealEnds.UPHELD, reasons=REASONS, ects=Decimal(1), by=cast.champion(), at=NOW
        )

    assert set(refused.value.details) == {"ects"}
    assert room_left() == Decimal("9.5")


def test_an_officer_gives_away_no_more_room_than_is_left() -> None:
    programme(room="1")
    case, officer = cast.case(), cast.officer()

    with pytest.raises(Invalid) as refused:
        cases.decide(
            case,
            outcome=Decided.RECOGNISED,
            ects=Decimal("2.5"),
            reasons=REASONS,
            differences=[],
            by=officer,
            at=NOW,
        )
    cases.decide(
        case,
        outcome=Decided.PARTLY,
        ects=Decimal(1),
        reasons=REASONS,
        differences=["workload"],
        by=officer,
        at=NOW,
    )

    assert "1 more ECTS" in str(refused.value.details["ects"])
    assert room_left() == Decimal(0)


def test_an_appeal_gives_away_no_more_room_than_is_left() -> None:
    programme(room="1")
    made = appealed()

    with pytest.raises(Invalid) as refused:
        decide_appeal(
            made, outcome=AppealEnds.UPHELD, reasons=REASONS, ects=Decimal("2.5"), by=cast.champion(), at=NOW
        )
    decide_appeal(
        made, outcome=AppealEnds.UPHELD, reasons=REASONS, ects=Decimal(1), by=cast.champion(), at=NOW
    )

    assert set(refused.value.details) == {"ects"}
    assert room_left() == Decimal(0)


def test_an_appeal_asks_for_no_room_where_the_agreement_counts_it_elsewhere() -> None:
    programme(room="1")
    cast.agreement(place="compulsory", max_ects="1")

    found = upheld(cast.case().decisions.get(), NOW)

    assert (found.outcome, found.ects) == ("recognised", Decimal("2.5"))


def test_a_case_is_decided_once() -> None:
    first = cast.refused()

    with pytest.raises(AlreadyDecided):
        cast.refused(first.case)


def test_a_colleague_of_another_university_decides_nothing() -> None:
    with pytest.raises(NotAllowed):
        cast.refused(by=cast.officer("uoc"))


def test_nobody_decides_on_their_own_case() -> None:
    officer = cast.student(cast.officer().name)

    with pytest.raises(OwnCase):
        cast.refused(cast.case(cast.item(officer)), by=officer)


def test_an_officers_decision_converts_the_grade_and_keeps_the_tables() -> None:
    cast.distributions()

    decision = decide("recognised", "2.5")

    assert (decision.grade, decision.conversion["policy"]) == ("2.0", "average")
    assert set(decision.conversion["tables"]) == {"host", "home"}


def appealed() -> Appeal:
    """A refusal that its learner appeals against."""
    return appeal(cast.refused(), grounds=GROUNDS, by=cast.student(), at=NOW)


def test_the_last_day_is_in_time() -> None:
    made = appeal(cast.refused(), grounds=GROUNDS, by=cast.student(), at=NOW + timedelta(days=30))

    made.decision.case.refresh_from_db()
    assert made.decision.case.status == "appealed"
    assert made.due_on == TODAY + timedelta(days=60)


def test_the_day_after_the_last_is_too_late() -> None:
    with pytest.raises(AppealTooLate, match="2026"):
        appeal(cast.refused(), grounds=GROUNDS, by=cast.student(), at=NOW + timedelta(days=31))


def test_appealing_twice_gives_the_first_appeal() -> None:
    first = appealed()

    assert appeal(first.decision, grounds="Once more.", by=cast.student(), at=NOW) == first
    assert Appeal.objects.get().grounds == GROUNDS


def test_an_appeal_needs_grounds() -> None:
    with pytest.raises(Invalid):
        appeal(cast.refused(), grounds=" \x00 ", by=cast.student(), at=NOW)


def test_a_stranger_does_not_appeal() -> None:
    with pytest.raises(NotFound):
        appeal(cast.refused(), grounds=GROUNDS, by=cast.student("Other Learner"), at=NOW)


def test_an_upheld_appeal_takes_the_decisions_place_and_counts_once() -> None:
    cast.distributions()
    made = appealed()

    decide_appeal(
        made, outcome=AppealEnds.UPHELD, reasons=REASONS, ects=Decimal("2.5"), by=cast.champion(), at=NOW
    )

    case = selectors.case_for(cast.student(), made.decision.case_id, on=TODAY)
    standing = selectors.standing_decision(case)
    assert standing is not None
    assert (case.status, standing.outcome, standing.grade) == ("closed", "recognised", "2.0")
    assert standing.report["conclusion"] != "failed"
    home = home_programme(cast.programme(), cast.student(), code="tuni-water-data", on=TODAY)
    assert home.elective_ects_left == Decimal("9.5")
    assert home.recognised_codes == {"tuni-water-data"}
    assert set(selectors.recognised_ects(cast.student(), ["tuni-water-data"])) == {"tuni-water-data"}


def wide_bands() -> None:
    """Tables in which each policy converts Tampere's 1.7 to another grade of Mondragon."""
    for slug, counts, which in (
        ("tuni", {"1.7": 100}, scale()),
        ("mu", {"1.0": 30, "2.0": 40, "3.0": 30}, scale(university("mu"))),
    ):
        GradeDistribution.objects.create(
            institution=university(slug), scale=which, years="2023–2025", counts=counts
        )


def on_numbers() -> None:
    """Both universities grade from 0 to 10 by tenths and count in bands of one."""
    host, home = scale(), scale(university("mu"))
    GradingScale.objects.filter(pk__in=[host.pk, home.pk]).update(
        grades=[], lowest_pass="5.0", best="10.0", worst="0.0", step="0.1", band="1"
    )
    for slug, counts, which in (
        ("tuni", {"7.0–7.9": 50, "6.0–6.9": 50}, host),
        ("mu", {"9.0–10.0": 25, "8.0–8.9": 50, "5.0–5.9": 25}, home),
    ):
        GradeDistribution.objects.create(
            institution=university(slug), scale=which, years="2023–2025", counts=counts
        )


@pytest.mark.parametrize(
    ("policy", "grade"),
    [(Policy.MAX, "10.0"), (Policy.AVERAGE, "8.5"), (Policy.MIN, "8.0"), (Policy.NONE, "")],
)
def test_a_number_is_converted_by_its_band_to_one_number_of_the_home_band(policy: Policy, grade: str) -> None:
    cast.programme()
    on_numbers()
    in_force(CharterTerms(grade_conversion=policy))
    opened = cast.case(cast.item(grade="7.3"))

    found = cases.decide(
        opened,
        outcome=Decided.RECOGNISED,
        ects=Decimal("2.5"),
        reasons=REASONS,
        differences=(),
        by=cast.officer(),
        at=NOW,
    )

    assert found.grade == grade
    assert found.conversion.get("given", "7.3") == "7.3"
    assert found.conversion.get("from", "7.0–7.9") == "7.0–7.9"


def upheld(first: Decision, at: datetime) -> Decision:
    """What takes the first decision's place once the appeal against it succeeded."""
    made = appeal(first, grounds=GROUNDS, by=cast.student(), at=NOW)
    decide_appeal(
        made, outcome=AppealEnds.UPHELD, reasons=REASONS, ects=Decimal("2.5"), by=cast.champion(), at=at
    )
    return Decision.objects.latest("pk")


def test_an_appeal_against_a_refusal_converts_the_grade_by_the_average() -> None:
    wide_bands()

    found = upheld(cast.refused(), NOW)

    assert (found.grade, found.conversion["policy"]) == ("2.0", "average")


POLICIES = [(Policy.MAX, "1.0"), (Policy.AVERAGE, "2.0"), (Policy.MIN, "3.0"), (Policy.NONE, "")]


@pytest.mark.parametrize(("policy", "grade"), POLICIES)
def test_an_officers_decision_converts_the_grade_as_the_charter_says(policy: Policy, grade: str) -> None:
    wide_bands()
    in_force(CharterTerms(grade_conversion=policy))

    decision = decide("recognised", "2.5")

    assert decision.grade == grade
    assert not grade or decision.conversion["source"] == "Charter 1, grade_conversion"


@pytest.mark.parametrize(("policy", "grade"), POLICIES)
def test_an_agreement_that_names_no_policy_converts_as_the_charter_says(policy: Policy, grade: str) -> None:
    wide_bands()
    in_force(CharterTerms(grade_conversion=policy))
    cast.agreement()

    decision = cast.case().decisions.get()

    assert (decision.decided_by, decision.grade) == (None, grade)
    assert not grade or decision.conversion["source"] == "Charter 1, grade_conversion"


def test_an_agreement_that_names_a_policy_has_its_own_way() -> None:
    wide_bands()
    in_force(CharterTerms(grade_conversion=Policy.MIN))
    text = {"number": "4", "subject": "conversion", "text": {"en": "The best matching grade."}}
    cast.agreement(conversion="max", clauses=[text])

    decision = cast.case().decisions.get()

    assert (decision.grade, decision.conversion["source"]) == ("1.0", "Agreement mu-tuni cl. 4")


def test_an_upheld_appeal_converts_the_grade_as_the_charter_says() -> None:
    wide_bands()
    in_force(CharterTerms(grade_conversion=Policy.MIN))

    assert upheld(cast.refused(), NOW).grade == "3.0"


def test_the_letter_says_by_which_policy_and_who_agreed_it(client: Client) -> None:
    wide_bands()
    in_force(CharterTerms(grade_conversion=Policy.MAX))
    decision = decide("recognised", "2.5")
    sign_in(client, cast.student())

    page = re.sub(r"<[^>]+>", "", client.get(f"/recognition/cases/{decision.case_id}").content.decode())

    assert "The one used here: Best matching grade" in page
    assert "Charter, version 1: Converted grade, where no agreement says otherwise" in page


def test_an_appeal_keeps_the_grade_that_was_converted_before() -> None:
    wide_bands()
    cast.agreement(conversion="max", max_ects="1")
    first = cast.case().decisions.get()

    found = upheld(first, NOW)

    assert (first.outcome, first.grade) == ("partly", "1.0")
    assert (found.outcome, found.grade, found.conversion) == ("recognised", "1.0", first.conversion)


def test_an_appeal_gives_no_grade_where_the_agreement_transfers_none() -> None:
    wide_bands()
    cast.agreement(conversion="none", max_ects="1")
    first = cast.case().decisions.get()

    assert (first.grade, upheld(first, NOW).grade) == ("", "")


def test_an_appeals_decision_opens_no_new_period_to_appeal() -> None:
    first = cast.refused()

    found = upheld(first, NOW + timedelta(days=20))

    assert found.appeal_until == first.appeal_until == TODAY + timedelta(days=30)
    assert found.decided_at == NOW + timedelta(days=20)


def test_an_appeal_upheld_in_part_is_recognised_in_part() -> None:
    decide_appeal(
        appealed(), outcome=AppealEnds.UPHELD, reasons=REASONS, ects=Decimal(1), by=cast.champion(), at=NOW
    )

    assert Decision.objects.order_by("pk").last().outcome == "partly"  # type: ignore[union-attr]


def test_an_appeal_against_too_few_credits_counts_them_once() -> None:
    first = decide("partly", "1", REASONS, "workload")
    made = appeal(first, grounds=GROUNDS, by=cast.student(), at=NOW)

    decide_appeal(
        made, outcome=AppealEnds.UPHELD, reasons=REASONS, ects=Decimal("2.5"), by=cast.champion(), at=NOW
    )

    home = home_programme(cast.programme(), cast.student(), code="tuni-water-data", on=TODAY)
    assert home.elective_ects_left == Decimal("9.5")


def test_a_dismissed_appeal_leaves_the_decision() -> None:
    made = decide_appeal(
        appealed(), outcome=AppealEnds.DISMISSED, reasons=REASONS, ects=Decimal(0), by=cast.champion(), at=NOW
    )

    assert Decision.objects.get() == made.decision
    assert selectors.recognised_ects(cast.student(), ["tuni-water-data"]) == {}


def test_there_is_no_appeal_against_an_appeals_decision() -> None:
    decide_appeal(
        appealed(), outcome=AppealEnds.UPHELD, reasons=REASONS, ects=Decimal(1), by=cast.champion(), at=NOW
    )
    second = Decision.objects.latest("pk")

    with pytest.raises(AppealOver):
        appeal(second, grounds=GROUNDS, by=cast.student(), at=NOW)


def test_an_appeal_is_decided_once() -> None:
    made = appealed()
    stale = Appeal.objects.get(pk=made.pk)
    decide_appeal(
        made, outcome=AppealEnds.UPHELD, reasons=REASONS, ects=Decimal(1), by=cast.champion(), at=NOW
    )

    again = decide_appeal(
        stale, outcome=AppealEnds.DISMISSED, reasons=REASONS, ects=Decimal(0), by=cast.champion(), at=NOW
    )

    assert again.outcome == "upheld"
    assert Decision.objects.count() == 2


def test_whoever_decided_does_not_decide_the_appeal() -> None:
    both = person("Bea Both", (Role.RECOGNITION, university("mu")), (Role.CHAMPION, university("mu")))
    made = appeal(cast.refused(by=both), grounds=GROUNDS, by=cast.student(), at=NOW)

    with pytest.raises(NotYours):
        decide_appeal(made, outcome=AppealEnds.DISMISSED, reasons=REASONS, ects=Decimal(0), by=both, at=NOW)


def test_nobody_decides_on_their_own_appeal() -> None:
    champion = cast.student(cast.champion().name)
    decision = cast.refused(cast.case(cast.item(champion)))
    made = appeal(decision, grounds=GROUNDS, by=champion, at=NOW)

    with pytest.raises(OwnCase):
        decide_appeal(
            made, outcome=AppealEnds.UPHELD, reasons=REASONS, ects=Decimal("2.5"), by=champion, at=NOW
        )


@pytest.mark.parametrize("who", [cast.officer, lambda: cast.champion("uoc")])
def test_only_the_universitys_own_champion_decides_appeals(who: object) -> None:
    made = appealed()

    with pytest.raises(NotAllowed):
        decide_appeal(made, outcome=AppealEnds.DISMISSED, reasons=REASONS, ects=Decimal(0), by=who(), at=NOW)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("outcome", "reasons", "ects", "field"),
    [
        ("upheld", REASONS, "0", "ects"),
        ("upheld", REASONS, "2.6", "ects"),
        ("upheld", "Yes.", "1", "reasons"),
    ],
)
def test_what_an_appeals_decision_lacks_is_named(outcome: str, reasons: str, ects: str, field: str) -> None:
    made = appealed()

    with pytest.raises(Invalid) as refused:
        decide_appeal(
            made, outcome=AppealEnds(outcome), reasons=reasons, ects=Decimal(ects), by=cast.champion(), at=NOW
        )

    assert set(refused.value.details) == {field}
