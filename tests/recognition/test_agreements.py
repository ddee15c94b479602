"""Agreements are drafted by the home university, signed by both, and understood before they are kept."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcx.core.errors import Invalid, NotAllowed
from mcx.core.models import AuditEntry
from mcx.network.models import Accreditation, Affiliation
from mcx.recognition import selectors
from mcx.recognition.models import Agreement
from mcx.recognition.rules.terms import NOTICE_DAYS, AgreementTerms
from mcx.recognition.services.agreements import (
    NoLongerADraft,
    NoticeGiven,
    NotInForce,
    draft_agreement,
    give_notice,
    sign_agreement,
    withdraw_agreement,
)
from tests.cast import NOW, TODAY, university
from tests.catalogue import cast as catalogue
from tests.learning import cast as learning
from tests.recognition import cast

EARLIEST = TODAY + timedelta(days=NOTICE_DAYS)
WHY = "The programme ends."


@pytest.fixture
def _course(db: None) -> None:
    catalogue.micro_credential()


@pytest.mark.usefixtures("_course")
def test_it_is_in_force_once_both_have_signed() -> None:
    made = cast.draft()
    half = sign_agreement(made, by=cast.officer("mu"), at=NOW)

    whole = sign_agreement(made, by=cast.officer("tuni"), at=NOW)

    assert (half.status, whole.status) == ("draft", "signed")
    assert (whole.home_signed_by, whole.host_signed_by) == (cast.officer("mu"), cast.officer("tuni"))
    assert list(selectors.public_agreements(on=TODAY)) == [whole]


@pytest.mark.usefixtures("_course")
def test_an_agreement_is_in_force_on_its_first_and_its_last_day_and_on_no_other() -> None:
    made = cast.agreement()
    first, last = cast.PERIOD
    home, host = university("mu"), university("tuni")

    for day, is_in_force in (
        (first - timedelta(days=1), False),
        (first, True),
        (last, True),
        (last + timedelta(days=1), False),
    ):
        found = [made] if is_in_force else []
        assert list(selectors.agreements_between(home, host, on=day)) == found
        assert list(selectors.public_agreements(on=day)) == found


@pytest.mark.usefixtures("_course")
def test_a_host_that_was_refused_accreditation_before_the_award_is_recognised_by_an_officer_only() -> None:
    cast.agreement()
    Accreditation.objects.create(
        institution=university("tuni"),
        title={"en": "Refusal"},
        agency="Another agency",
        decision="negative",
        valid_from=TODAY - timedelta(days=1),
    )

    made = cast.case()

    quality = next(check for check in made.report["checks"] if check["code"] == "recognition.quality")
    assert (made.status, quality["outcome"]) == ("open", "failed")
    assert quality["values"]["title"]["called"] == {"en": "Refusal"}


@pytest.mark.usefixtures("_course")
def test_signing_again_changes_nothing() -> None:
    made = cast.draft()
    for _time in range(2):
        sign_agreement(made, by=cast.officer(), at=NOW)

    made.refresh_from_db()
    assert (made.status, made.host_signed_by) == ("draft", None)


@pytest.mark.usefixtures("_course")
def test_a_third_university_neither_signs_nor_withdraws_nor_ends_it() -> None:
    made, third = cast.draft(), cast.officer("uoc")

    for verb in (sign_agreement, withdraw_agreement):
        with pytest.raises(NotAllowed):
            verb(made, by=third, at=NOW)
    with pytest.raises(NotAllowed):
        give_notice(made, last_day=EARLIEST, reasons=WHY, by=third, at=NOW)
    with pytest.raises(NotAllowed):
        selectors.touched_by(made, person=third, on=TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["home", "host"])
def test_nobody_agrees_anything_new_with_a_university_that_has_left(side: str) -> None:
    """The page offered members only, while the API let in whoever had ever been one."""
    slugs = {"home": "mu", "host": "tuni"}
    by, left = cast.officer("mu"), university(slugs[side])
    catalogue.micro_credential()
    left.memberships.update(valid_until=TODAY - timedelta(days=1))

    with pytest.raises(Invalid) as refused:
        draft_agreement(
            university("mu"),
            host=university("tuni"),
            code="late",
            title={"en": "Late"},
            terms=cast.TERMS,
            **cast.DAYS,
            by=by,
            at=NOW,
        )

    assert set(refused.value.details) == {side}


@pytest.mark.usefixtures("_course")
def test_a_host_cannot_draft_for_the_home_university() -> None:
    with pytest.raises(NotAllowed):
        draft_agreement(
            university("mu"),
            host=university("tuni"),
            code="new",
            title={"en": "Water"},
            terms={},
            **cast.DAYS,
            by=cast.officer("tuni"),
            at=NOW,
        )


@pytest.mark.usefixtures("_course")
@pytest.mark.parametrize("side", ["mu", "tuni"])
def test_either_withdraws_a_draft_and_nobody_signs_it_after(side: str) -> None:
    made = cast.draft()

    for _time in range(2):
        assert withdraw_agreement(made, by=cast.officer(side), at=NOW).status == "withdrawn"

    with pytest.raises(NoLongerADraft):
        sign_agreement(made, by=cast.officer(side), at=NOW)
    assert selectors.public_agreement(made.code).status == "withdrawn"


@pytest.mark.usefixtures("_course")
def test_what_both_have_signed_is_not_withdrawn() -> None:
    with pytest.raises(NoLongerADraft):
        withdraw_agreement(cast.agreement(), by=cast.officer(), at=NOW)


@pytest.mark.usefixtures("_course")
@pytest.mark.parametrize("side", ["mu", "tuni"])
def test_either_gives_notice_and_it_decides_until_its_last_day(side: str) -> None:
    made, by = cast.agreement(), cast.officer(side)

    for _time in range(2):
        made = give_notice(made, last_day=EARLIEST, reasons=WHY, by=by, at=NOW)

    assert (made.valid_until, made.signed_until) == (EARLIEST, cast.PERIOD[1])
    assert (made.notice_from, made.notice_by, made.notice_at) == (university(side), by, NOW)
    assert list(selectors.public_agreements(on=EARLIEST)) == [made]
    assert list(selectors.public_agreements(on=EARLIEST + timedelta(days=1))) == []
    assert AuditEntry.objects.filter(action="recognition.agreement-notice").count() == 1


@pytest.mark.usefixtures("_course")
def test_notice_is_given_once() -> None:
    made = give_notice(cast.agreement(), last_day=EARLIEST, reasons=WHY, by=cast.officer(), at=NOW)

    for by, day in ((cast.officer("tuni"), EARLIEST), (cast.officer(), EARLIEST + timedelta(days=1))):
        with pytest.raises(NoticeGiven):
            give_notice(made, last_day=day, reasons=WHY, by=by, at=NOW)


@pytest.mark.usefixtures("_course")
@pytest.mark.parametrize("wrong", [EARLIEST - timedelta(days=1), cast.PERIOD[1]])
def test_the_last_day_keeps_the_notice_period_and_is_earlier_than_what_was_signed(wrong: date) -> None:
    made = cast.agreement()

    with pytest.raises(Invalid) as refused:
        give_notice(made, last_day=wrong, reasons=WHY, by=cast.officer(), at=NOW)

    assert set(refused.value.details) == {"last_day"}


@pytest.mark.usefixtures("_course")
def test_notice_gives_a_reason() -> None:
    with pytest.raises(Invalid):
        give_notice(cast.agreement(), last_day=EARLIEST, reasons=" ", by=cast.officer(), at=NOW)


@pytest.mark.usefixtures("_course")
def test_what_is_not_in_force_is_not_ended_by_notice() -> None:
    over = datetime.combine(cast.PERIOD[1] + timedelta(days=1), NOW.timetz())

    for made, at in ((cast.draft(code="draft"), NOW), (cast.agreement(), over)):
        with pytest.raises(NotInForce):
            give_notice(made, last_day=EARLIEST, reasons=WHY, by=cast.officer(), at=at)


@pytest.mark.usefixtures("_course")
def test_whom_the_end_concerns_is_counted() -> None:
    made = cast.agreement(route="individual")
    waiting = cast.case()
    taking = learning.enrolment(who=cast.student("Youssef Benali"))
    elsewhere = learning.enrolment(who=learning.learner("Lena Berger"), home=None)
    refused = learning.enrolment(who=cast.student("Oihane Ruiz"))
    refused.learner.affiliations.update(status=Affiliation.Status.REFUSED)

    touched = selectors.touched_by(made, person=cast.officer(), on=TODAY)

    assert taking.offering == elsewhere.offering
    assert waiting.status == "open"
    assert (touched.learners, touched.requests) == (1, 1)


@pytest.mark.usefixtures("_course")
@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"micro_credentials": ["mu/spc <script>"]}, "micro_credentials"),
        ({"programmes": ["uoc-law"]}, "programmes"),
        ({"route": "magic"}, "terms"),
        ({"max_ects": "NaN"}, "terms"),
    ],
)
def test_what_it_cannot_rest_on_is_refused(more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        cast.draft(**more)

    assert set(refused.value.details) == {field}
    assert not Agreement.objects.exists()


@pytest.mark.usefixtures("_course")
@pytest.mark.parametrize(
    ("host", "code", "title", "period", "field"),
    [
        ("mu", "new", {"en": "Water"}, cast.PERIOD, "host"),
        ("tuni", "new", {"en": "Water"}, (TODAY, date(2026, 1, 1)), "valid_until"),
        ("tuni", "taken", {"en": "Water"}, cast.PERIOD, "code"),
        ("tuni", "new", {"en": "  "}, cast.PERIOD, "title"),
    ],
)
def test_parties_period_code_and_title_are_checked(
    host: str, code: str, title: dict[str, str], period: tuple[date, date], field: str
) -> None:
    cast.draft(code="taken")

    with pytest.raises(Invalid) as refused:
        draft_agreement(
            university("mu"),
            host=university(host),
            code=code,
            title=title,
            terms={},
            valid_from=period[0],
            valid_until=period[1],
            by=cast.officer(),
            at=NOW,
        )

    assert set(refused.value.details) == {field}


@pytest.mark.parametrize(
    "wrong",
    [
        {"eqf_min": "six"},
        {"eqf_max": 9},
        {"eqf_min": 7, "eqf_max": 6},
        {"identity_percent": 101},
        {"identity_percent": True},
        {"max_ects": "Infinity"},
        {"max_ects": -1},
        {"max_ects": "many"},
        {"micro_credentials": "mu-spc"},
        {"programmes": [1]},
        {"isced_f": {"a": 1}},
        {"lowest_grade": 2},
        {"needs_accreditation": "no"},
        {"clauses": ["1"]},
        {"clauses": "1"},
        {"clauses": [{"number": "1", "subject": "scope", "text": "plain"}]},
        {"clauses": [{"number": 1, "subject": "scope", "text": {"en": "x"}}]},
        {"route": ["automatic"]},
    ],
)
def test_terms_of_the_wrong_kind_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        AgreementTerms.from_json(wrong)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("abn16.", max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abn16.", max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(AgreementTerms.__slots__), JSON))
def test_any_terms_are_understood_or_refused(data: dict[str, Any]) -> None:
    try:
        terms = AgreementTerms.from_json(data)
    except ValueError:
        return

    assert 0 <= terms.eqf_min <= terms.eqf_max <= 8
